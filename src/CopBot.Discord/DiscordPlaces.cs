using System.Collections.Concurrent;
using System.Text.Json;
using CopBot.Chat;
using CopBot.Discord.Rest;

namespace CopBot.Discord;

/// <summary>
/// What is known of servers, channels and threads. No memory of the bot's: whatever is not here, or has grown old, is asked
/// for again. The gateway's events keep it fresh.
/// </summary>
internal sealed class DiscordPlaces(IDiscordRest rest, DiscordConnection connection, TimeProvider clock)
{
    private const int MostChannels = 20_000;
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<string, Known<DiscordChannel>> _channels = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Known<DiscordGuild>> _guilds = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _underOurs = new(StringComparer.Ordinal);

    /// <summary>The bot's own user.</summary>
    public async Task<string> SelfAsync(CancellationToken stop) => (await connection.SelfAsync(stop)).UserId;

    /// <summary>The application that commands belong to.</summary>
    public async Task<string> ApplicationAsync(CancellationToken stop) => (await connection.SelfAsync(stop)).ApplicationId;

    /// <summary>A channel or thread, however long ago it was heard of: its parent and kind do not change. Null where the bot does not see it.</summary>
    public async Task<DiscordChannel?> FindAsync(string id, CancellationToken stop) => _channels.TryGetValue(id, out var known) ? known.Value : await AskAsync(id, stop);

    /// <summary>What was heard of a channel, without asking.</summary>
    public DiscordChannel? Heard(string id) => _channels.TryGetValue(id, out var known) ? known.Value : null;

    /// <summary>A channel or thread as it is now. Null where the bot does not see it.</summary>
    public async Task<DiscordChannel?> AskAsync(string id, CancellationToken stop)
    {
        if (await AskOrNullAsync($"/channels/{id}", stop) is { ValueKind: JsonValueKind.Object } json) return Learn(json);
        _channels.TryRemove(id, out _);
        return null;
    }

    /// <summary>A server with its roles, not older than a minute. Null where the bot is not in it.</summary>
    public async Task<DiscordGuild?> FindGuildAsync(string id, CancellationToken stop)
    {
        if (_guilds.TryGetValue(id, out var known) && clock.GetUtcNow() - known.At < Fresh) return known.Value;
        if (await AskOrNullAsync($"/guilds/{id}", stop) is { ValueKind: JsonValueKind.Object } json) return Learn(id, json);
        _guilds.TryRemove(id, out _);
        return null;
    }

    /// <summary>Somebody as a member of a server; undefined where they are none.</summary>
    public Task<JsonElement> MemberAsync(string guild, string user, CancellationToken stop) => AskOrNullAsync($"/guilds/{guild}/members/{user}", stop, FailureKind.Gone);

    /// <summary>A member's roles, besides the one that everybody has.</summary>
    public static IEnumerable<string> RolesOf(JsonElement member) => member.Part("roles").Items().Select(r => r.AsText()).OfType<string>();

    /// <summary>Whether a thread hangs below a post of the bot's own, or is one.</summary>
    public async Task<bool> IsUnderOursAsync(DiscordChannel thread, CancellationToken stop)
    {
        if (_underOurs.TryGetValue(thread.Id, out var known)) return known;
        var self = await SelfAsync(stop);
        // Members too can open the thread below a post of ours; the message above a thread has the thread's id.
        var ours = thread.Owner == self
            || (await AskOrNullAsync($"/channels/{thread.Parent}/messages/{thread.Id}", stop)).Part("author").Id("id") == self;
        if (_underOurs.Count >= MostChannels) _underOurs.Clear();
        return _underOurs[thread.Id] = ours;
    }

    /// <summary>Where a message stands: a thread stands under its channel. Null where the bot does not see it.</summary>
    public async Task<Place?> PlaceAsync(WorkspaceRef workspace, string channel, CancellationToken stop) =>
        await FindAsync(channel, stop) is { } found ? found.PlaceIn(workspace) : null;

    /// <summary>Takes what an event tells of a channel or thread.</summary>
    public DiscordChannel? Learn(JsonElement json, string? guild = null)
    {
        if (json.Id("id") is not { } id || DiscordChannel.Read(json, guild) is not { } channel) return null;
        if (_channels.Count >= MostChannels) _channels.Clear();
        _channels[id] = new(channel, clock.GetUtcNow());
        return channel;
    }

    /// <summary>Takes what an event tells of a server.</summary>
    public DiscordGuild Learn(string id, JsonElement json)
    {
        foreach (var channel in json.Part("channels").Items().Concat(json.Part("threads").Items())) Learn(channel, id);
        var guild = DiscordGuild.Read(id, json);
        _guilds[id] = new(guild, clock.GetUtcNow());
        return guild;
    }

    /// <summary>
    /// Whether everybody in the server sees a place, by what was heard of it: servers tell their channels and roles when the
    /// bot connects. False where nothing was heard.
    /// </summary>
    public bool IsHeardToBePublic(Place place)
    {
        if (place.Thread is { } thread && Heard(thread) is { Kind: ChannelKind.PrivateThread }) return false;
        return Heard(place.Channel.Id) is { } channel && _guilds.TryGetValue(place.Workspace.Id, out var guild) && guild.Value.IsPublic(channel);
    }

    /// <summary>A channel was deleted, or is another than before.</summary>
    public void Forget(string id) => _channels.TryRemove(id, out _);

    /// <summary>A server's roles changed, or it is gone.</summary>
    public void ForgetGuild(string id) => _guilds.TryRemove(id, out _);

    /// <summary>What a path answers; undefined where it is gone or, unless told otherwise, not ours to see.</summary>
    private async Task<JsonElement> AskOrNullAsync(string path, CancellationToken stop, FailureKind? only = null)
    {
        try
        {
            return await rest.SendAsync(HttpMethod.Get, path, null, stop);
        }
        catch (PlatformException e) when (only is null ? e.Kind is FailureKind.Gone or FailureKind.Denied : e.Kind == only)
        {
            return default;
        }
    }

    private sealed record Known<T>(T Value, DateTimeOffset At);
}
