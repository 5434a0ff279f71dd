using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using CopBot.SlackEmulator.WebApi;
using CopBot.SlackEmulator.World;
using Microsoft.AspNetCore.Http;

namespace CopBot.SlackEmulator.Acting;

/// <summary>Addresses for answers to one interaction: five uses, thirty minutes, no token.</summary>
internal sealed class ResponseUrls(EmulatedSlack emulator)
{
    /// <summary>docs: "up to 5 times within 30 minutes".</summary>
    public const int MostUses = 5;

    private readonly Dictionary<string, Address> _addresses = new(StringComparer.Ordinal);

    public string Issue(Installation installation, SlackChannel channel, SlackUser user, SlackMessage? source, bool command)
    {
        var key = $"{installation.Workspace.Id}/{emulator.Ids.Count().ToString(CultureInfo.InvariantCulture)}/{Guid.NewGuid():N}";
        _addresses[key] = new Address(installation, channel, user, source, emulator.Clock.GetUtcNow() + emulator.Options.ResponseUrlLives);
        return $"{emulator.BaseUrl}{(command ? "commands" : "actions")}/{key}";
    }

    public async Task Receive(HttpContext context, string key)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var body = await reader.ReadToEndAsync();
        var (status, answer) = Answer(key, context.Request.ContentType, body);
        emulator.Journal.Write("response_url", new JsonObject { ["key"] = key, ["body"] = Json.TryParse(body) ?? body, ["status"] = status, ["response"] = answer });
        emulator.Noticed();
        context.Response.StatusCode = status;
        await context.Response.WriteAsync(answer);
    }

    /// <summary>Shows what an app answered, in an acknowledgement or through a response_url.</summary>
    public static JsonObject? Show(Installation installation, SlackChannel channel, SlackUser user, SlackMessage? source, JsonObject body, EmulatedSlack emulator)
    {
        if (body.Flag("delete_original"))
        {
            Remove(source, emulator);
            return null;
        }

        var (draft, refusal) = MessageDraft.Read(body);
        if (refusal is not null)
            return refusal;
        if (body.Flag("replace_original") && source is not null)
        {
            var before = source.ToJson();
            draft!.Fill(source);
            if (source.OnlyFor is null)
                emulator.Feed.Changed(source, before);
            return null;
        }

        var message = ChatMethods.Says(installation, channel);
        draft!.Fill(message);
        message.ThreadTs = body.Text("thread_ts");
        if (body.Text("response_type") == "in_channel")
        {
            channel.Messages.Add(message);
            emulator.Feed.Posted(message);
        }
        else
        {
            message.OnlyFor = user.Id;
            channel.Ephemerals.Add(message);
        }

        return null;
    }

    private (int Status, string Answer) Answer(string key, string? contentType, string body)
    {
        lock (emulator.Gate)
        {
            if (!_addresses.TryGetValue(key, out var address))
                return (StatusCodes.Status404NotFound, "no_service");
            if (emulator.Clock.GetUtcNow() > address.Until)
                return (StatusCodes.Status404NotFound, "expired_url");
            if (address.Uses >= MostUses)
                return (StatusCodes.Status404NotFound, "used_url");
            address.Uses++;
            if (contentType?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) != true || Json.TryParse(body) is not JsonObject told)
                return (StatusCodes.Status400BadRequest, "invalid_payload");
            var refusal = Show(address.Installation, address.Channel, address.User, address.Source, told, emulator);
            return refusal is null ? (StatusCodes.Status200OK, "ok") : (StatusCodes.Status400BadRequest, refusal.Write());
        }
    }

    private static void Remove(SlackMessage? source, EmulatedSlack emulator)
    {
        if (source is null)
            return;
        if (source.OnlyFor is not null)
            source.Channel.Ephemerals.Remove(source);
        else
            emulator.Feed.Delete(source);
    }

    private sealed class Address(Installation installation, SlackChannel channel, SlackUser user, SlackMessage? source, DateTimeOffset until)
    {
        public Installation Installation => installation;
        public SlackChannel Channel => channel;
        public SlackUser User => user;
        public SlackMessage? Source => source;
        public DateTimeOffset Until => until;
        public int Uses { get; set; }
    }
}
