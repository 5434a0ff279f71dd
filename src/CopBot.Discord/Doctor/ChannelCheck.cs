using System.Text.Json.Nodes;
using CopBot.Chat;
using CopBot.Discord.Rest;

namespace CopBot.Discord.Doctor;

/// <summary>Looks whether the bot can write in a channel, by writing there and taking it back.</summary>
internal sealed class ChannelCheck(IDiscordRest rest, DiscordPlaces places, DiscordFitness fitness, Action<Finding> tell)
{
    // Nobody's telephone rings for it.
    private const int SuppressNotifications = 1 << 12;

    /// <summary>Looks at the channel of this id or name.</summary>
    public async Task LookAsync(string wanted, IReadOnlyList<Server> servers, CancellationToken stop)
    {
        try
        {
            if (await FindAsync(wanted.Trim().TrimStart('#'), servers, stop) is not { } channel) return;
            if (servers.FirstOrDefault(s => s.Id == channel.Guild) is not { } server || await places.FindGuildAsync(server.Id, stop) is not { } guild)
                tell(Finding.Wrong($"#{channel.Name} is in no server that CopBot is in."));
            else if (await fitness.FixAsync(guild, channel, stop) is { } fix) tell(Finding.Wrong($"CopBot cannot post in #{channel.Name} of {server.Name}. {fix}"));
            else if (channel.IsForum) tell(Finding.Fine($"CopBot can post in #{channel.Name} of {server.Name}. It is a forum, where a post cannot be taken back without a trace, so none was tried."));
            else await TryAsync(channel, server, stop);
        }
        catch (PlatformException e)
        {
            tell(Finding.Wrong($"{wanted} could not be looked at: {e.Message}"));
        }
    }

    private async Task<DiscordChannel?> FindAsync(string wanted, IReadOnlyList<Server> servers, CancellationToken stop)
    {
        if (DiscordIds.IsId(wanted))
        {
            if (await places.AskAsync(wanted, stop) is { } channel) return channel;
            tell(Finding.Wrong($"CopBot sees no channel {wanted}. Where it is there, allow the bot's role View Channel: Edit Channel, Permissions."));
            return null;
        }

        List<DiscordChannel> called = [];
        foreach (var server in servers)
        {
            var channels = await rest.SendAsync(HttpMethod.Get, $"/guilds/{server.Id}/channels", null, stop);
            called.AddRange(channels.Items().Select(c => DiscordChannel.Read(c, server.Id)).OfType<DiscordChannel>().Where(c => string.Equals(c.Name, wanted, StringComparison.OrdinalIgnoreCase) && DiscordFitness.IsOfFittingKind(c)));
        }

        if (called is [var only]) return only;
        tell(Finding.Wrong(called.Count == 0
            ? $"None of the servers that CopBot is in has a text channel or forum called {wanted}."
            : $"Several channels are called {wanted}: {string.Join(", ", called.Select(c => $"{c.Id} in {servers.First(s => s.Id == c.Guild).Name}"))}. Say which by its id."));
        return null;
    }

    private async Task TryAsync(DiscordChannel channel, Server server, CancellationToken stop)
    {
        var where = $"#{channel.Name} of {server.Name}";
        string message;
        try
        {
            var body = Saying("CopBot tries whether it can write here, and takes this back at once.");
            (body["flags"], body["nonce"], body["enforce_nonce"]) = (SuppressNotifications, Guid.NewGuid().ToString("N")[..25], true);
            var posted = await rest.SendAsync(HttpMethod.Post, $"/channels/{channel.Id}/messages", body, stop);
            message = posted.Id("id") ?? throw new PlatformException(FailureKind.Unknown, "Discord's answer names no message.");
        }
        catch (PlatformException e)
        {
            tell(Finding.Wrong($"No message could be posted in {where}: {e.Message}"));
            return;
        }

        var path = $"/channels/{channel.Id}/messages/{message}";
        var changed = await DoneAsync(HttpMethod.Patch, path, Saying("CopBot can write here."), $"The message posted in {where} could not be changed", stop);
        // Whatever came of the change, nothing may be left behind.
        var removed = await DoneAsync(HttpMethod.Delete, path, null, $"The message posted in {where} could not be taken back, please delete it", CancellationToken.None);
        if (changed && removed) tell(Finding.Fine($"In {where}, a message was posted, changed and taken back."));
    }

    private async Task<bool> DoneAsync(HttpMethod method, string path, JsonObject? body, string otherwise, CancellationToken stop)
    {
        try
        {
            await rest.SendAsync(method, path, body, stop);
            return true;
        }
        catch (PlatformException e)
        {
            tell(Finding.Wrong($"{otherwise}: {e.Message}"));
            return false;
        }
    }

    private static JsonObject Saying(string words) => new() { ["content"] = words, ["allowed_mentions"] = new JsonObject { ["parse"] = new JsonArray() } };
}
