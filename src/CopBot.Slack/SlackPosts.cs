using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CopBot.Chat;
using CopBot.Slack.Interactions;
using CopBot.Slack.Rendering;

namespace CopBot.Slack;

/// <summary>Writes messages into Slack and finds them again. Slack knows no nonce, so each post carries its own in its metadata.</summary>
internal sealed class SlackPosts(ISlackWorkspaces workspaces)
{
    private const string EventType = "copbot_post";
    private const int PageLength = 200;

    // Searched further back than asked, since clocks differ.
    private static readonly TimeSpan ClocksDiffer = TimeSpan.FromMinutes(2);

    /// <summary>Posts a message; see <see cref="IChatPlatform.PostAsync"/>.</summary>
    public async Task<PostRef> PostAsync(Place place, Message message, string nonce, CancellationToken stop)
    {
        var body = Says(message, place.Workspace);
        body["channel"] = place.Channel.Id;
        if (place.Thread is { } thread) body["thread_ts"] = thread;
        body["metadata"] = Metadata(nonce);
        // Addresses in a card are no news; their previews would be larger than what is said.
        body["unfurl_links"] = false;
        body["unfurl_media"] = false;
        var posted = await workspaces.Of(place.Workspace).Web.CallAsync("chat.postMessage", body, stop);
        return new PostRef(place, posted.Text("ts") ?? throw new PlatformException(FailureKind.Unknown, "Slack took a message and did not say which one it became."));
    }

    /// <summary>Looks for a post; see <see cref="IChatPlatform.FindPostAsync"/>.</summary>
    public async Task<PostRef?> FindAsync(Place place, string nonce, DateTimeOffset since, CancellationToken stop)
    {
        var workspace = workspaces.Of(place.Workspace);
        var cursor = "";
        do
        {
            var search = new JsonObject
            {
                ["channel"] = place.Channel.Id,
                ["oldest"] = (since - ClocksDiffer).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture) + ".000000",
                ["inclusive"] = true,
                ["include_all_metadata"] = true,
                ["limit"] = PageLength,
            };
            if (place.Thread is { } thread) search["ts"] = thread;
            if (cursor.Length > 0) search["cursor"] = cursor;
            var page = await workspace.Web.CallAsync(place.Thread is null ? "conversations.history" : "conversations.replies", search, stop);
            foreach (var message in page.Items("messages"))
            {
                if (IsOurs(message, workspace) && IsMarked(message, nonce) && message.Text("ts") is { Length: > 0 } ts) return new PostRef(place, ts);
            }

            // A page may be empty and yet have another after it.
            cursor = page.Object("response_metadata").Text("next_cursor") ?? "";
        }
        while (cursor.Length > 0);

        return null;
    }

    /// <summary>Makes a post say something else; see <see cref="IChatPlatform.ReviseAsync"/>.</summary>
    public Task ReviseAsync(PostRef post, Message message, string nonce, CancellationToken stop)
    {
        var body = Says(message, post.Place.Workspace);
        body["channel"] = post.Place.Channel.Id;
        body["ts"] = post.Id;
        body["metadata"] = Metadata(nonce);
        return workspaces.Of(post.Place.Workspace).Web.CallAsync("chat.update", body, stop);
    }

    /// <summary>Shows a message to one person, in a place. It is gone with their session, and cannot be found again.</summary>
    public Task ShowAsync(Place place, string user, Message message, CancellationToken stop)
    {
        var body = Says(message, place.Workspace);
        body["channel"] = place.Channel.Id;
        body["user"] = user;
        if (place.Thread is { } thread) body["thread_ts"] = thread;
        return workspaces.Of(place.Workspace).Web.CallAsync("chat.postEphemeral", body, stop);
    }

    /// <summary>The direct conversation of the bot in <paramref name="workspace"/> with somebody, who may be a guest of a shared channel.</summary>
    public async Task<Place> OpenDirectAsync(WorkspaceRef workspace, string user, CancellationToken stop)
    {
        var opened = await workspaces.Of(workspace).Web.CallAsync("conversations.open", new JsonObject { ["users"] = user }, stop);
        return opened.Object("channel").Text("id") is { Length: > 0 } id
            ? new Place(new ChannelRef(workspace, id))
            : throw new PlatformException(FailureKind.Unknown, "Slack opened a direct conversation and did not say which.");
    }

    /// <summary>The group message of the bot with these people; the same people always have the same one.</summary>
    public async Task<Place> OpenGroupAsync(WorkspaceRef workspace, IReadOnlyList<UserRef> people, CancellationToken stop)
    {
        if (people.Count is < 2 or > SlackLimits.GroupMessagePeople) throw new PlatformException(FailureKind.Rejected, $"A group message with {people.Count} people; Slack takes 2 to {SlackLimits.GroupMessagePeople} besides the bot.");
        var opened = await workspaces.Of(workspace).Web.CallAsync("conversations.open", new JsonObject { ["users"] = string.Join(',', people.Select(p => p.Id)) }, stop);
        return opened.Object("channel").Text("id") is { Length: > 0 } id
            ? new Place(new ChannelRef(workspace, id))
            : throw new PlatformException(FailureKind.Unknown, "Slack opened a group message and did not say which.");
    }

    /// <summary>Where a reader finds a post. Nothing is asked: Slack's addresses are made of the ids.</summary>
    public Uri LinkTo(PostRef post)
    {
        var (channel, thread) = (post.Place.Channel, post.Place.Thread);
        var house = HouseOf(post.Place.Workspace);
        if (house is null) return new Uri($"https://app.slack.com/client/{channel.Workspace.Id}/{channel.Id}");
        if (SlackIds.IsFile(post)) return new Uri(house.Url, $"files/{house.BotUserId}/{post.Id}");
        var address = $"archives/{channel.Id}/p{post.Id.Replace(".", "", StringComparison.Ordinal)}";
        return new Uri(house.Url, thread is null ? address : $"{address}?thread_ts={thread}&cid={channel.Id}");
    }

    /// <summary>Blocks and text, as every method takes them. Slack is told not to look for mentions by itself, which it does in an edit unless told.</summary>
    private static JsonObject Says(Message message, WorkspaceRef workspace)
    {
        var rendered = SlackMessages.Render(message, workspace);
        if (rendered.Blocks.Count > SlackLimits.MessageBlocks)
            throw new PlatformException(FailureKind.Rejected, $"A message of {rendered.Blocks.Count} blocks; Slack takes {SlackLimits.MessageBlocks}.");
        return new JsonObject { ["text"] = rendered.Text, ["blocks"] = rendered.Blocks, ["parse"] = "none", ["link_names"] = false };
    }

    private static JsonObject Metadata(string nonce) => new() { ["event_type"] = EventType, ["event_payload"] = new JsonObject { ["key"] = nonce } };

    private static bool IsMarked(JsonElement message, string nonce) =>
        message.Object("metadata") is var metadata && metadata.Text("event_type") == EventType && metadata.Object("event_payload").Text("key") == nonce;

    // Another app could write the same mark.
    private static bool IsOurs(JsonElement message, SlackWorkspace workspace) => message.Text("bot_id") == workspace.BotId || message.Text("user") == workspace.BotUserId;

    private SlackWorkspace? HouseOf(WorkspaceRef workspace)
    {
        try
        {
            return workspaces.Of(workspace);
        }
        catch (PlatformException)
        {
            // A link is wanted even while the workspace cannot be reached: Slack's own page finds the channel.
            return null;
        }
    }
}
