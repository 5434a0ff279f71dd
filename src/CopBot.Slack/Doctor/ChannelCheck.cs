using System.Text.Json;
using System.Text.Json.Nodes;
using CopBot.Chat;

namespace CopBot.Slack.Doctor;

/// <summary>Looks in which channels a bot is and, where told to, whether it can write in one of them.</summary>
internal sealed class ChannelCheck(string? wanted, Action<Finding> tell)
{
    private const int MostNamed = 20;
    private const int MostPages = 20;

    private readonly string? _wanted = wanted?.Trim().TrimStart('#');
    private bool _found;

    /// <summary>Looks at the channels of one bot.</summary>
    public async Task LookAsync(Patient bot, CancellationToken stop)
    {
        var channels = await ListAsync(bot, stop);
        if (channels is not null) TellWhere(bot, channels);
        if (_wanted is null) return;

        var channel = channels?.Find(c => c.Id == _wanted) ?? channels?.Find(c => string.Equals(c.Name, _wanted, StringComparison.OrdinalIgnoreCase)) ?? await AskAsync(bot, stop);
        if (channel is null) return;
        _found = true;
        if (channel.IsArchived) tell(Finding.Wrong($"#{channel.Name} is archived: unarchive it, or choose another for CopBot."));
        else if (!channel.HasBot) tell(Finding.Wrong($"CopBot is not in #{channel.Name}: type “/invite @CopBot” there."));
        else await TryAsync(bot, channel, stop);
    }

    /// <summary>All bots were looked at.</summary>
    public void End()
    {
        if (_wanted is null || _found) return;
        tell(Finding.Wrong($"CopBot sees no channel called {_wanted}: look whether it is written rightly (its id stands at the end of its details in Slack) and, if it is there, type “/invite @CopBot” in it."));
    }

    private async Task<List<Seen>?> ListAsync(Patient bot, CancellationToken stop)
    {
        (string Scope, string Type)[] kinds = [("channels:read", "public_channel"), ("groups:read", "private_channel")];
        var types = string.Join(',', kinds.Where(k => bot.May(k.Scope)).Select(k => k.Type));
        // That the scopes are missing was told.
        if (types.Length == 0) return null;

        List<Seen> channels = [];
        try
        {
            var cursor = "";
            for (var page = 0; page < MostPages; page++)
            {
                JsonObject arguments = new() { ["types"] = types, ["limit"] = 200 };
                if (cursor.Length > 0) arguments["cursor"] = cursor;
                var told = await bot.Web.CallAsync("users.conversations", arguments, stop);
                channels.AddRange(told.Items("channels").Select(c => Read(c, hasBot: true)).OfType<Seen>());
                cursor = told.Object("response_metadata").Text("next_cursor") ?? "";
                if (cursor.Length == 0) break;
            }

            return channels;
        }
        catch (PlatformException e)
        {
            tell(Finding.Wrong($"The channels of {bot.Where} could not be listed: {e.Message}"));
            return null;
        }
    }

    private void TellWhere(Patient bot, List<Seen> channels)
    {
        var (open, archived) = (channels.FindAll(c => !c.IsArchived), channels.FindAll(c => c.IsArchived));
        tell(open.Count > 0
            ? Finding.Fine($"In {bot.Where}, CopBot is in {Names(open)}.")
            : Finding.Wrong($"In {bot.Where}, CopBot is in no channel yet: type “/invite @CopBot” in the channel of your community."));
        if (archived.Count > 0) tell(Finding.Notable($"Archived, so that CopBot cannot write there: {Names(archived)}."));
    }

    private static string Names(List<Seen> channels) =>
        string.Join(", ", channels.Take(MostNamed).Select(c => "#" + c.Name)) + (channels.Count > MostNamed ? $" and {channels.Count - MostNamed} more" : "");

    /// <summary>The channel of this id, in which the bot may or may not be; null where there is none here.</summary>
    private async Task<Seen?> AskAsync(Patient bot, CancellationToken stop)
    {
        if (_wanted is not { Length: > 6 } id || id[0] is not ('C' or 'G') || id.Any(c => !char.IsAsciiLetterUpper(c) && !char.IsAsciiDigit(c))) return null;
        try
        {
            var channel = (await bot.Web.CallAsync("conversations.info", new() { ["channel"] = id }, stop)).Object("channel");
            return Read(channel, channel.Flag("is_member"));
        }
        catch (PlatformException e) when (e.Kind is FailureKind.Gone)
        {
            return null;
        }
        catch (PlatformException e)
        {
            _found = true;
            tell(Finding.Wrong($"{id} could not be looked up in {bot.Where}: {e.Message}"));
            return null;
        }
    }

    private async Task TryAsync(Patient bot, Seen channel, CancellationToken stop)
    {
        string ts;
        try
        {
            var posted = await bot.Web.CallAsync("chat.postMessage", new() { ["channel"] = channel.Id, ["text"] = "CopBot tries whether it can write here, and takes this back at once." }, stop);
            ts = posted.Text("ts") ?? throw new PlatformException(FailureKind.Unknown, "Slack's answer names no message.");
        }
        catch (PlatformException e)
        {
            tell(Finding.Wrong($"No message could be posted in #{channel.Name}: {e.Message}"));
            return;
        }

        var changed = await DoneAsync(bot, "chat.update", new() { ["channel"] = channel.Id, ["ts"] = ts, ["text"] = "CopBot can write here." }, $"The message posted in #{channel.Name} could not be changed", stop);
        // Whatever came of the change, nothing may be left behind.
        var removed = await DoneAsync(bot, "chat.delete", new() { ["channel"] = channel.Id, ["ts"] = ts }, $"The message posted in #{channel.Name} could not be taken back, please delete it", CancellationToken.None);
        if (changed && removed) tell(Finding.Fine($"In #{channel.Name} a message was posted, changed and taken back."));
    }

    private async Task<bool> DoneAsync(Patient bot, string method, JsonObject arguments, string otherwise, CancellationToken stop)
    {
        try
        {
            await bot.Web.CallAsync(method, arguments, stop);
            return true;
        }
        catch (PlatformException e)
        {
            tell(Finding.Wrong($"{otherwise}: {e.Message}"));
            return false;
        }
    }

    private static Seen? Read(JsonElement channel, bool hasBot) =>
        channel.Text("id") is { } id ? new Seen(id, channel.Text("name") ?? id, channel.Flag("is_archived"), hasBot) : null;

    private sealed record Seen(string Id, string Name, bool IsArchived, bool HasBot);
}
