using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using CopBot.Chat;
using CopBot.Discord.Gateway;
using Microsoft.Extensions.Logging;

namespace CopBot.Discord.Interactions;

/// <summary>
/// Turns what Discord tells into what the bot understands, and hands it over. Interactions are answered at their desk; of
/// everything else nobody waits for an answer.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore that nobody took a wait handle of holds nothing to give back.")]
internal sealed partial class DiscordDispatches(IInbox inbox, InteractionDesk desk, DiscordCommands commands, DiscordPlaces places, TimeProvider clock, ILogger<DiscordDispatches> log) : IDispatches
{
    private const int MostTries = 5;
    private static readonly TimeSpan Later = TimeSpan.FromMinutes(1);
    private readonly LogOnce _once = new(log);

    // Discord counts the commands of all servers together: who stands in line here does not run out of patience there.
    private readonly SemaphoreSlim _registering = new(1, 1);

    /// <inheritdoc/>
    public async Task TakeAsync(string type, JsonElement data, CancellationToken stop)
    {
        try
        {
            await (type switch
            {
                "INTERACTION_CREATE" => desk.TakeAsync(data, stop),
                "MESSAGE_CREATE" => WrittenAsync(data, stop),
                "MESSAGE_DELETE" => DeletedAsync(data, [data.Id("id")], stop),
                "MESSAGE_DELETE_BULK" => DeletedAsync(data, data.Part("ids").Items().Select(i => i.AsText()), stop),
                "GUILD_CREATE" => JoinedAsync(data, stop),
                "GUILD_DELETE" => LeftAsync(data, stop),
                "CHANNEL_DELETE" => ChannelDeletedAsync(data, stop),
                "THREAD_DELETE" => ThreadDeletedAsync(data, stop),
                "CHANNEL_CREATE" or "CHANNEL_UPDATE" or "THREAD_CREATE" or "THREAD_UPDATE" => Heard(() => places.Learn(data)),
                "THREAD_LIST_SYNC" => Heard(() => data.Part("threads").Items().ToList().ForEach(t => places.Learn(t, data.Id("guild_id")))),
                "GUILD_ROLE_CREATE" or "GUILD_ROLE_UPDATE" or "GUILD_ROLE_DELETE" or "GUILD_UPDATE" => Heard(() => places.ForgetGuild(data.Id("guild_id") ?? data.Id("id") ?? "")),
                // Who the bot is, the connection keeps; the others change nothing that the bot knows.
                "READY" or "RESUMED" or "MESSAGE_UPDATE" or "TYPING_START" or "THREAD_MEMBERS_UPDATE" or "THREAD_MEMBER_UPDATE" or "CHANNEL_PINS_UPDATE" => Task.CompletedTask,
                _ => Heard(() => _once.Skipped(type, "the bot has no use for it")),
            });
        }
        catch (PlatformException e)
        {
            // Events may never arrive anyway, says Discord: nothing hangs on one of them.
            NotTaken(log, type, e.Kind, e.Message);
        }
    }

    private static Task Heard(Action act)
    {
        act();
        return Task.CompletedTask;
    }

    /// <summary>Somebody wrote: to the bot, or below one of its posts. Anything else is nobody's business.</summary>
    private async Task WrittenAsync(JsonElement message, CancellationToken stop)
    {
        if (!MessageReader.IsByPerson(message) || message.Id("guild_id") is not { } guild) return;
        if (message.Id("id") is not { } id || message.Id("channel_id") is not { } channel)
        {
            _once.Skipped("MESSAGE_CREATE", "a message without id or channel");
            return;
        }

        var self = await places.SelfAsync(stop);
        var mentioned = MessageReader.Mentions(message, self);
        var found = await places.FindAsync(channel, stop);
        var below = found is { IsThread: true } && await places.IsUnderOursAsync(found, stop);
        if (!mentioned && !below) return;

        var workspace = DiscordIds.Guild(guild);
        var place = found?.PlaceIn(workspace) ?? new Place(DiscordIds.Channel(workspace, channel));
        var isPrivate = !places.IsHeardToBePublic(place);
        if (below) await HandOverAsync(new MessageSeen($"discord/message/{id}", MessageReader.Trace(message, id, place, isPrivate)), stop);
        if (mentioned) await HandOverAsync(new Mentioned($"discord/mention/{id}", MessageReader.Source(message, id, place, isPrivate, without: self)), stop);
    }

    private async Task DeletedAsync(JsonElement data, IEnumerable<string?> ids, CancellationToken stop)
    {
        if (data.Id("guild_id") is not { } guild || data.Id("channel_id") is not { } channel) return;
        var workspace = DiscordIds.Guild(guild);
        var place = await places.PlaceAsync(workspace, channel, stop) ?? new Place(DiscordIds.Channel(workspace, channel));
        foreach (var id in ids.Where(DiscordIds.IsId)) await HandOverAsync(new MessageDeleted($"discord/deleted/{id}", new PostRef(place, id!)), stop);
    }

    /// <summary>
    /// With a forum's thread its post goes. Below a message nothing of ours goes with the thread: the message stands in the
    /// channel, and there is no post of this name.
    /// </summary>
    private async Task ThreadDeletedAsync(JsonElement data, CancellationToken stop)
    {
        if (data.Id("id") is not { } thread || data.Id("guild_id") is not { } guild || data.Id("parent_id") is not { } parent) return;
        places.Forget(thread);
        var place = new Place(DiscordIds.Channel(DiscordIds.Guild(guild), parent), thread);
        await HandOverAsync(new MessageDeleted($"discord/deleted/{thread}/thread", new PostRef(place, thread)), stop);
    }

    private async Task ChannelDeletedAsync(JsonElement data, CancellationToken stop)
    {
        if (data.Id("id") is not { } id || data.Id("guild_id") is not { } guild) return;
        places.Forget(id);
        await HandOverAsync(new ChannelGone($"discord/channel-gone/{id}", DiscordIds.Channel(DiscordIds.Guild(guild), id)), stop);
    }

    /// <summary>A server is there: after the invitation, at each start, and after an outage.</summary>
    private async Task JoinedAsync(JsonElement data, CancellationToken stop)
    {
        if (data.Id("id") is not { } guild || data.Flag("unavailable")) return;
        places.Learn(guild, data);
        for (var tries = 1; !await RegisteredAsync(guild, tries, stop); tries++)
        {
        }
    }

    /// <summary>Whether the server was told the commands; false where it is tried again now, after a wait.</summary>
    private async Task<bool> RegisteredAsync(string guild, int tries, CancellationToken stop)
    {
        PlatformException busy;
        await _registering.WaitAsync(stop);
        try
        {
            if (await commands.RegisterAsync(guild, inbox.Offers, stop)) Registered(log, guild);
            return true;
        }
        catch (PlatformException e) when (e.Kind is FailureKind.NotDelivered && tries < MostTries)
        {
            busy = e;
        }
        finally
        {
            _registering.Release();
        }

        await Task.Delay(busy.RetryAfter ?? Later, clock, stop);
        return false;
    }

    /// <summary>The bot was removed, unless Discord only cannot reach the server for a while.</summary>
    private async Task LeftAsync(JsonElement data, CancellationToken stop)
    {
        // Discord sets the field in an outage, and leaves it away when the bot was removed.
        if (data.Id("id") is not { } guild || data.Part("unavailable").ValueKind is not (JsonValueKind.Undefined or JsonValueKind.False)) return;
        places.ForgetGuild(guild);
        // The event has no id, and a bot may be removed again after it was invited again.
        var hour = clock.GetUtcNow().ToString("yyyyMMddHH", CultureInfo.InvariantCulture);
        await HandOverAsync(new WorkspaceGone($"discord/workspace-gone/{guild}/{hour}", DiscordIds.Guild(guild)), stop);
    }

    private Task<Answer> HandOverAsync(Inbound inbound, CancellationToken stop) => inbox.AnswerAsync(inbound, stop);

    [LoggerMessage(Level = LogLevel.Information, Message = "Server {Guild} was told which commands there are")]
    private static partial void Registered(ILogger log, string guild);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Type} was not taken in ({Kind}): {Why}")]
    private static partial void NotTaken(ILogger log, string type, FailureKind kind, string why);
}
