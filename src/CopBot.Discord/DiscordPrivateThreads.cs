using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CopBot.Chat;
using CopBot.Discord.Rendering;
using CopBot.Discord.Rest;

namespace CopBot.Discord;

/// <summary>Opens private threads: the bot makes one in a text channel, which adds nobody else, and adds its people one by one.</summary>
internal sealed class DiscordPrivateThreads(IDiscordRest rest, DiscordPlaces places)
{
    // Discord's longest: a week. A thread that rests wakes when somebody writes.
    private const int ArchiveAfterMinutes = 10080;

    // Clocks differ.
    private static readonly TimeSpan ClocksDiffer = TimeSpan.FromMinutes(2);

    /// <summary>See <see cref="IChatPlatform.OpenPrivateAsync"/>.</summary>
    public async Task<Place> OpenAsync(ChannelRef beside, IReadOnlyList<UserRef> people, string title, string nonce, DateTimeOffset? triedSince, CancellationToken stop)
    {
        var name = Shortening.OneLine(title, DiscordLimits.ThreadName) is { Length: > 0 } words ? words : "…";
        var thread = triedSince is { } since ? await FindAsync(beside, people, name, nonce, since, stop) : null;
        thread ??= await MakeAsync(beside, name, stop);
        // Adding somebody who is there already does nothing.
        foreach (var person in people) await rest.SendAsync(HttpMethod.Put, $"/channels/{thread}/thread-members/{person.Id}", null, stop);
        return new Place(beside, thread);
    }

    private async Task<string> MakeAsync(ChannelRef beside, string name, CancellationToken stop)
    {
        // Whoever talks there brings nobody else in: "invitable" is for members without Manage Threads.
        var body = new JsonObject { ["name"] = name, ["type"] = (int)ChannelKind.PrivateThread, ["invitable"] = false, ["auto_archive_duration"] = ArchiveAfterMinutes };
        var made = await rest.SendAsync(HttpMethod.Post, $"/channels/{beside.Id}/threads", body, stop);
        places.Learn(made, beside.Workspace.Id);
        return made.Id("id") ?? throw new PlatformException(FailureKind.Unknown, "Discord did not say the id of the thread that it made.");
    }

    /// <summary>
    /// The thread that an earlier try made: ours, private, of this channel and name, and with nobody else in it. Discord takes no
    /// mark on a thread, so one that holds another post of ours is another's, and one in which nothing stands yet is this one's.
    /// </summary>
    private async Task<string?> FindAsync(ChannelRef beside, IReadOnlyList<UserRef> people, string name, string nonce, DateTimeOffset since, CancellationToken stop)
    {
        var (self, number, least) = (await places.SelfAsync(stop), DiscordIds.NumberOf(nonce), DiscordIds.LeastAt(since - ClocksDiffer));
        foreach (var path in (string[])[$"/guilds/{beside.Workspace.Id}/threads/active", $"/channels/{beside.Id}/users/@me/threads/archived/private?limit={DiscordLimits.Page}"])
        {
            var threads = (await rest.SendAsync(HttpMethod.Get, path, null, stop)).Part("threads").Items()
                .Where(t => t.Id("parent_id") == beside.Id && t.Id("owner_id") == self && t.Number("type") == (int)ChannelKind.PrivateThread && t.Text("name") == name)
                .Where(t => t.Id("id") is { } id && ulong.Parse(id, CultureInfo.InvariantCulture) >= least);
            foreach (var thread in threads)
            {
                if (await IsForAsync(thread, people, number, self, stop)) return thread.Id("id");
            }
        }

        return null;
    }

    private async Task<bool> IsForAsync(JsonElement thread, IReadOnlyList<UserRef> people, int number, string self, CancellationToken stop)
    {
        var id = thread.Id("id")!;
        // Who all is in a thread Discord tells only to bots with a privileged intent; of one person it tells every bot.
        var ours = 0;
        foreach (var person in people) ours += await IsInAsync(id, person, stop) ? 1 : 0;
        if (thread.Number("member_count") > 1 + ours) return false;
        var said = (await rest.SendAsync(HttpMethod.Get, $"/channels/{id}/messages?limit={DiscordLimits.Page}&after=0", null, stop)).Items()
            .Where(m => m.Part("author").Id("id") == self && m.Part("components").Items().Any())
            .Select(m => m.Part("components").Items().First().Number("id"))
            .ToList();
        return said.Count == 0 || said.Contains(number);
    }

    private async Task<bool> IsInAsync(string thread, UserRef person, CancellationToken stop)
    {
        try
        {
            await rest.SendAsync(HttpMethod.Get, $"/channels/{thread}/thread-members/{person.Id}", null, stop);
            return true;
        }
        catch (PlatformException e) when (e.Kind is FailureKind.Gone)
        {
            return false;
        }
    }
}
