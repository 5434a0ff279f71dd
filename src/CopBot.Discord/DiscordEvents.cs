using System.Globalization;
using System.Text.Json.Nodes;
using CopBot.Chat;
using CopBot.Discord.Rendering;
using CopBot.Discord.Rest;

namespace CopBot.Discord;

/// <summary>
/// A server's own list of events. Each meeting is one event of its own: Discord's recurrence knows no zone, and moves by an
/// hour when the clocks change.
/// </summary>
internal sealed class DiscordEvents(IDiscordRest rest) : IChatEvents
{
    private const int External = 3;
    private const int ForMembers = 2;
    private const int Scheduled = 1;
    private const int Active = 2;
    private const int Canceled = 4;

    /// <inheritdoc/>
    public Platform Platform => DiscordIds.Platform;

    /// <inheritdoc/>
    public async Task<string> PutEventAsync(WorkspaceRef workspace, ChatEvent happening, string? known, CancellationToken stop)
    {
        known ??= await LookForAsync(workspace, happening.Key, stop);
        var body = Body(happening);
        if (known is not null)
        {
            await rest.SendAsync(HttpMethod.Patch, $"{All(workspace)}/{known}", body, stop);
            return known;
        }

        body["privacy_level"] = ForMembers;
        body["entity_type"] = External;
        var made = await rest.SendAsync(HttpMethod.Post, All(workspace), body, stop);
        return made.Id("id") ?? throw new PlatformException(FailureKind.Unknown, "Discord answered without the id of the event.");
    }

    /// <inheritdoc/>
    public async Task CallOffEventAsync(WorkspaceRef workspace, string known, CancellationToken stop)
    {
        try
        {
            await rest.SendAsync(HttpMethod.Patch, $"{All(workspace)}/{known}", new JsonObject { ["status"] = Canceled }, stop);
        }
        catch (PlatformException e) when (e.Kind is FailureKind.Gone || DiscordError.Of(e) is { Status: 400 })
        {
            // Gone, or over: as it should be.
        }
    }

    /// <inheritdoc/>
    public async Task<ChatEventSeen?> FindEventAsync(WorkspaceRef workspace, string known, CancellationToken stop)
    {
        try
        {
            var found = await rest.SendAsync(HttpMethod.Get, $"{All(workspace)}/{known}", null, stop);
            if (found.Number("status") is Canceled) return null;
            return DateTimeOffset.TryParse(found.Text("scheduled_start_time"), CultureInfo.InvariantCulture, out var at) ? new ChatEventSeen(found.Text("name") ?? "", at) : null;
        }
        catch (PlatformException e) when (e.Kind is FailureKind.Gone)
        {
            return null;
        }
    }

    private static string All(WorkspaceRef workspace) => $"/guilds/{workspace.Id}/scheduled-events";

    private static JsonObject Body(ChatEvent happening) => new()
    {
        ["name"] = Shortening.OneLine(happening.Title, DiscordLimits.EventName),
        ["description"] = $"{Shortening.To(happening.Says, DiscordLimits.EventDescription - happening.Key.Length - 2)}\n\n{happening.Key}",
        ["scheduled_start_time"] = Iso(happening.StartsAt),
        ["scheduled_end_time"] = Iso(happening.EndsAt),
        ["entity_metadata"] = new JsonObject { ["location"] = Shortening.OneLine(happening.Place.Length > 0 ? happening.Place : "See the channel", DiscordLimits.EventPlace) },
    };

    private async Task<string?> LookForAsync(WorkspaceRef workspace, string key, CancellationToken stop)
    {
        var all = await rest.SendAsync(HttpMethod.Get, All(workspace), null, stop);
        foreach (var one in all.Items())
        {
            if (one.Number("status") is Scheduled or Active && one.Text("description")?.EndsWith(key, StringComparison.Ordinal) is true) return one.Id("id");
        }

        return null;
    }

    private static string Iso(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
