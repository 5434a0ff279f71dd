using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CopBot.Chat;
using CopBot.Discord.Rendering;
using CopBot.Discord.Rest;

namespace CopBot.Discord;

/// <summary>Writes, revises and finds the bot's own messages, wherever they stand.</summary>
internal sealed class DiscordPosts(IDiscordRest rest, DiscordPlaces places)
{
    private const int ThreadArchived = 50083;

    // Discord's longest: a week.
    private const int ArchiveAfterMinutes = 10080;

    // Clocks differ.
    private static readonly TimeSpan ClocksDiffer = TimeSpan.FromMinutes(2);

    // In this order: what an open problem is most likely called in a forum.
    private static readonly string[] FittingTags = ["open", "problem", "question", "help", "help wanted"];

    /// <summary>Posts what <paramref name="body"/> says; in a forum as a thread of its own, called by <paramref name="title"/>.</summary>
    public async Task<PostRef> PostAsync(Place place, JsonObject body, string title, string nonce, CancellationToken stop, ChatFile? file = null)
    {
        if (place.Thread is null && !DiscordIds.IsDirect(place.Channel) && await places.FindAsync(place.Channel.Id, stop) is { IsForum: true } forum)
            return await PostInForumAsync(place, forum, body, title, file, stop);

        body["nonce"] = nonce;
        body["enforce_nonce"] = true;
        var posted = await rest.SendAsync(HttpMethod.Post, $"/channels/{DiscordIds.Bare(place)}/messages", body, stop, file);
        return new PostRef(place, IdOf(posted));
    }

    /// <summary>Says something in the direct conversation with somebody.</summary>
    public async Task<PostRef> SayDirectlyAsync(UserRef to, Message message, string nonce, CancellationToken stop)
    {
        var place = await OpenDirectAsync(to, stop);
        return await PostAsync(place, DiscordMessages.Body(message, Setting.Of(place), DiscordIds.NumberOf(nonce)), message.Summary, nonce, stop);
    }

    /// <summary>The direct conversation with somebody.</summary>
    public async Task<Place> OpenDirectAsync(UserRef user, CancellationToken stop)
    {
        var channel = await rest.SendAsync(HttpMethod.Post, "/users/@me/channels", new JsonObject { ["recipient_id"] = user.Id }, stop);
        return new Place(DiscordIds.Direct(user.Workspace, IdOf(channel)));
    }

    /// <summary>Makes a post say something else, also in an archived thread.</summary>
    public Task ReviseAsync(PostRef post, JsonObject body, CancellationToken stop) =>
        InAwakeThreadAsync(post.Place, () => rest.SendAsync(HttpMethod.Patch, PathTo(post), body, stop), stop);

    /// <summary>Takes a post away; one that is gone is no error.</summary>
    public async Task RemoveAsync(PostRef post, CancellationToken stop)
    {
        try
        {
            await InAwakeThreadAsync(post.Place, () => rest.SendAsync(HttpMethod.Delete, PathTo(post), null, stop), stop);
        }
        catch (PlatformException e) when (e.Kind is FailureKind.Gone)
        {
            // As it should be.
        }
    }

    /// <summary>Archives a thread or wakes it. It is never locked.</summary>
    public Task ArchiveAsync(string thread, bool archived, CancellationToken stop) =>
        rest.SendAsync(HttpMethod.Patch, $"/channels/{thread}", new JsonObject { ["archived"] = archived }, stop);

    /// <summary>Opens the thread below a post; its id is the post's.</summary>
    public async Task<Place> OpenThreadAsync(PostRef post, string title, CancellationToken stop)
    {
        const int ThereAlready = 160004;
        try
        {
            var body = new JsonObject { ["name"] = NameOf(title), ["auto_archive_duration"] = ArchiveAfterMinutes };
            places.Learn(await rest.SendAsync(HttpMethod.Post, $"{PathTo(post)}/threads", body, stop), post.Place.Workspace.Id);
        }
        catch (PlatformException e) when (DiscordError.Of(e)?.Code is ThereAlready)
        {
            // Opened by an earlier try, or by a member.
        }

        return new Place(post.Place.Channel, post.Id);
    }

    /// <summary>Looks for a message of ours whose first component bears the nonce's number, not older than <paramref name="since"/>.</summary>
    public async Task<PostRef?> FindAsync(Place place, string nonce, DateTimeOffset since, CancellationToken stop)
    {
        var number = DiscordIds.NumberOf(nonce);
        var least = DiscordIds.LeastAt(since - ClocksDiffer);
        return place.Thread is null && !DiscordIds.IsDirect(place.Channel) && await places.FindAsync(place.Channel.Id, stop) is { IsForum: true }
            ? await FindInForumAsync(place, number, least, stop)
            : await FindInHistoryAsync(place, number, least, stop);
    }

    /// <summary>The tags that a post of ours gets in a forum.</summary>
    public static IReadOnlyList<string> TagsFor(DiscordChannel forum) =>
        [.. FittingTags.Select(name => forum.Tags.FirstOrDefault(t => !t.Moderated && t.Name.Trim().Equals(name, StringComparison.OrdinalIgnoreCase))?.Id).OfType<string>().Take(1)];

    /// <summary>Where a reader finds a post.</summary>
    public static Uri LinkTo(PostRef post) =>
        new($"https://discord.com/channels/{(DiscordIds.IsDirect(post.Place.Channel) ? "@me" : post.Place.Workspace.Id)}/{DiscordIds.Bare(post.Place)}/{post.Id}");

    private async Task<PostRef> PostInForumAsync(Place place, DiscordChannel forum, JsonObject message, string title, ChatFile? file, CancellationToken stop)
    {
        var body = new JsonObject { ["name"] = NameOf(title), ["auto_archive_duration"] = ArchiveAfterMinutes, ["message"] = message };
        if (TagsFor(forum) is { Count: > 0 } tags) body["applied_tags"] = new JsonArray([.. tags.Select(t => (JsonNode)t)]);
        var posted = await rest.SendAsync(HttpMethod.Post, $"/channels/{forum.Id}/threads", body, stop, file);
        places.Learn(posted, place.Workspace.Id);
        var thread = IdOf(posted);
        // The first message of a forum post has the thread's id.
        return new PostRef(new Place(place.Channel, thread), posted.Part("message").Id("id") ?? thread);
    }

    private async Task<PostRef?> FindInHistoryAsync(Place place, int number, ulong least, CancellationToken stop)
    {
        var self = await places.SelfAsync(stop);
        var after = least;
        while (true)
        {
            var page = await rest.SendAsync(HttpMethod.Get, $"/channels/{DiscordIds.Bare(place)}/messages?limit={DiscordLimits.Page}&after={after.ToString(CultureInfo.InvariantCulture)}", null, stop);
            var ids = new List<ulong>();
            foreach (var message in page.Items())
            {
                if (message.Id("id") is not { } id) continue;
                if (IsNumbered(message, number, self)) return new PostRef(place, id);
                ids.Add(ulong.Parse(id, CultureInfo.InvariantCulture));
            }

            if (ids.Count < DiscordLimits.Page) return null;
            after = ids.Max();
        }
    }

    /// <summary>A forum's history is its threads: those that are awake, then those that were archived last.</summary>
    private async Task<PostRef?> FindInForumAsync(Place place, int number, ulong least, CancellationToken stop)
    {
        var self = await places.SelfAsync(stop);
        foreach (var path in (string[])[$"/guilds/{place.Workspace.Id}/threads/active", $"/channels/{place.Channel.Id}/threads/archived/public?limit={DiscordLimits.Page}"])
        {
            var threads = (await rest.SendAsync(HttpMethod.Get, path, null, stop)).Part("threads").Items()
                .Where(t => t.Id("parent_id") == place.Channel.Id && t.Id("owner_id") == self)
                .Select(t => t.Id("id")).OfType<string>()
                .Where(id => ulong.Parse(id, CultureInfo.InvariantCulture) >= least);
            foreach (var thread in threads)
            {
                if (IsNumbered(await FirstInAsync(thread, stop), number, self)) return new PostRef(new Place(place.Channel, thread), thread);
            }
        }

        return null;
    }

    private async Task<JsonElement> FirstInAsync(string thread, CancellationToken stop)
    {
        try
        {
            return await rest.SendAsync(HttpMethod.Get, $"/channels/{thread}/messages/{thread}", null, stop);
        }
        catch (PlatformException e) when (e.Kind is FailureKind.Gone)
        {
            return default;
        }
    }

    private static bool IsNumbered(JsonElement message, int number, string self) =>
        message.Part("author").Id("id") == self && message.Part("components").Items().FirstOrDefault().Number("id") == number;

    private async Task InAwakeThreadAsync(Place place, Func<Task> act, CancellationToken stop)
    {
        try
        {
            await act();
        }
        catch (PlatformException e) when (place.Thread is { } && DiscordError.Of(e)?.Code is ThreadArchived)
        {
            var thread = place.Thread!;
            await ArchiveAsync(thread, archived: false, stop);
            try
            {
                await act();
            }
            finally
            {
                await RestAgainAsync(thread, stop);
            }
        }
    }

    /// <summary>A thread that a member opened may be woken by the bot, but not put to rest; then it rests by itself.</summary>
    private async Task RestAgainAsync(string thread, CancellationToken stop)
    {
        try
        {
            await ArchiveAsync(thread, archived: true, stop);
        }
        catch (PlatformException)
        {
            // What was to be done is done; Discord archives a quiet thread anyway.
        }
    }

    private static string PathTo(PostRef post) => $"/channels/{DiscordIds.Bare(post.Place)}/messages/{post.Id}";

    private static string NameOf(string title) => Shortening.OneLine(title, DiscordLimits.ThreadName) is { Length: > 0 } name ? name : "…";

    private static string IdOf(JsonElement made) => made.Id("id") ?? throw new PlatformException(FailureKind.Unknown, "Discord did not say the id of what it made.");
}
