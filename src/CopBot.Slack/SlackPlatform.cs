using System.Text.Json;
using System.Text.Json.Nodes;
using CopBot.Chat;
using CopBot.Slack.Interactions;
using CopBot.Slack.Rendering;

namespace CopBot.Slack;

/// <summary>How the bot writes into Slack. It remembers nothing: what must be known again stands in ids, metadata, tickets and views.</summary>
internal sealed class SlackPlatform(ISlackWorkspaces workspaces, SlackPosts posts, SlackAnswers answers, SlackHomes homes) : IChatPlatform
{
    /// <inheritdoc/>
    public Platform Platform => SlackWorkspace.Slack;

    /// <inheritdoc/>
    public Task<PostRef> PostAsync(Place place, Message message, string nonce, CancellationToken stop)
    {
        Takes(nonce, Limits.Broken(message));
        return posts.PostAsync(place, message, nonce, stop);
    }

    /// <inheritdoc/>
    public Task<PostRef?> FindPostAsync(Place place, string nonce, DateTimeOffset since, CancellationToken stop) => posts.FindAsync(place, nonce, since, stop);

    /// <inheritdoc/>
    public Task ReviseAsync(PostRef post, Message message, string nonce, CancellationToken stop)
    {
        Takes(nonce, Limits.Broken(message));
        if (SlackIds.IsFile(post)) throw new PlatformException(FailureKind.Rejected, "What is said beside a file cannot be changed in Slack.");
        return posts.ReviseAsync(post, message, nonce, stop);
    }

    /// <inheritdoc/>
    public async Task RemoveAsync(PostRef post, CancellationToken stop)
    {
        var web = workspaces.Of(post.Place.Workspace).Web;
        try
        {
            await (SlackIds.IsFile(post)
                ? web.CallAsync("files.delete", new JsonObject { ["file"] = post.Id }, stop)
                : web.CallAsync("chat.delete", new JsonObject { ["channel"] = post.Place.Channel.Id, ["ts"] = post.Id }, stop));
        }
        catch (PlatformException e) when (e.Kind is FailureKind.Gone)
        {
            // As wanted.
        }
    }

    /// <inheritdoc/>
    public Task<Place> OpenThreadAsync(PostRef post, string title, CancellationToken stop) =>
        // Every message of Slack has room for a thread below it, and none has a title.
        Task.FromResult(post.Place.Thread is not null || SlackIds.IsDirect(post.Place.Channel) || SlackIds.IsFile(post) ? post.Place : new Place(post.Place.Channel, post.Id));

    /// <inheritdoc/>
    public Task CloseThreadAsync(Place thread, CancellationToken stop) => Task.CompletedTask; // Slack's threads rest by themselves.

    /// <inheritdoc/>
    public Task<Place> OpenDirectAsync(UserRef user, CancellationToken stop) => posts.OpenDirectAsync(user.Workspace, user.Id, stop);

    /// <inheritdoc/>
    public Task<Place> OpenPrivateAsync(ChannelRef beside, IReadOnlyList<UserRef> people, string title, string nonce, DateTimeOffset? triedSince, CancellationToken stop) =>
        // A group message belongs to its people alone: it has no title, hangs on no channel, and asked for again it is the same.
        posts.OpenGroupAsync(beside.Workspace, people, stop);

    /// <inheritdoc/>
    public async Task<PostRef?> WhisperAsync(Place place, UserRef to, Message message, string nonce, CancellationToken stop)
    {
        Takes(nonce, Limits.BrokenAsWhisper(message));
        await posts.ShowAsync(place, to.Id, message, stop);
        return null;
    }

    /// <inheritdoc/>
    public async Task AnswerAsync(string replyTo, UserRef to, Answer answer, CancellationToken stop)
    {
        var ticket = SlackTicket.TryRead(replyTo) ?? throw new PlatformException(FailureKind.Rejected, "This answer's ticket is none of Slack's.");
        await answers.GiveAsync(ticket, to.Id, answer, [], stop);
        if (ticket.From is SlackTicketFrom.Home) await homes.DrawAsync(to, ticket.Where, SlackEventId.Of(ticket.Where.Workspace, "late", replyTo), stop);
    }

    /// <inheritdoc/>
    public async Task<PostRef> SendFileAsync(Place place, ChatFile file, string nonce, CancellationToken stop)
    {
        var web = workspaces.Of(place.Workspace).Web;
        var room = await web.CallAsync("files.getUploadURLExternal", new JsonObject { ["filename"] = file.Name, ["length"] = file.Content.Length }, stop);
        if (room.Text("file_id") is not { Length: > 0 } id || !Uri.TryCreate(room.Text("upload_url"), UriKind.Absolute, out var address))
            throw new PlatformException(FailureKind.NotDelivered, "Slack did not say where the file goes.");
        await web.UploadAsync(address, file.Content, stop);

        var share = new JsonObject
        {
            ["files"] = new JsonArray(new JsonObject { ["id"] = id, ["title"] = file.Name }),
            ["channel_id"] = place.Channel.Id,
        };
        var says = SlackText.Markup(file.Says, place.Workspace, SlackLimits.FallbackText);
        if (says.Count > 0) share["initial_comment"] = string.Concat(says);
        if (place.Thread is { } thread) share["thread_ts"] = thread;
        await web.CallAsync("files.completeUploadExternal", share, stop);
        return new PostRef(place, id);
    }

    /// <inheritdoc/>
    public async Task<UserProfile?> FindUserAsync(UserRef user, CancellationToken stop)
    {
        try
        {
            var told = await workspaces.Of(user.Workspace).Web.CallAsync("users.info", new JsonObject { ["user"] = user.Id, ["include_locale"] = true }, stop);
            var found = told.Object("user");
            return found.ValueKind is JsonValueKind.Object && !found.Flag("deleted") ? Profile(user, found) : null;
        }
        catch (PlatformException e) when (e.Kind is FailureKind.Gone)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public async Task<ChannelProfile?> FindChannelAsync(ChannelRef channel, CancellationToken stop)
    {
        // Its id says all that is wanted, and asking would need one more scope.
        if (SlackIds.IsDirect(channel)) return new ChannelProfile(channel, "direct messages", Private: true, CanPost: true);
        try
        {
            var told = await workspaces.Of(channel.Workspace).Web.CallAsync("conversations.info", new JsonObject { ["channel"] = channel.Id }, stop);
            var found = told.Object("channel");
            return found.ValueKind is JsonValueKind.Object ? Profile(channel, found) with { NoPrivate = NoPrivate(channel.Workspace) } : null;
        }
        catch (PlatformException e) when (e.Kind is FailureKind.Gone)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public Uri LinkTo(PostRef post) => posts.LinkTo(post);

    /// <summary>Why no group message can be opened, where Slack has told which scopes the token has.</summary>
    private string? NoPrivate(WorkspaceRef workspace) =>
        workspaces.Of(workspace).Web.GrantedScopes is { } granted && SlackNeeds.Scopes.FirstOrDefault(s => s.Methods.Contains(SlackNeeds.OpenGroup, StringComparer.Ordinal) && !granted.Contains(s.Name)) is { } lacking
            ? lacking.Lacking("The bot's token")
            : null;

    private static UserProfile Profile(UserRef user, JsonElement found)
    {
        string?[] names = [found.Object("profile").Text("display_name"), found.Object("profile").Text("real_name"), found.Text("real_name"), found.Text("name")];
        return new UserProfile(
            user,
            names.FirstOrDefault(n => !string.IsNullOrWhiteSpace(n)) ?? "Somebody",
            found.Text("tz"),
            found.Text("locale"),
            // Slackbot is none of Slack's bots by its own word.
            found.Flag("is_bot") || user.Id == "USLACKBOT",
            found.Flag("is_admin") || found.Flag("is_owner"));
    }

    private static ChannelProfile Profile(ChannelRef channel, JsonElement found)
    {
        var name = found.Text("name") is { Length: > 0 } called ? called : channel.Id;
        var fix = found.Flag("is_archived") ? $"Unarchive #{name}, or choose another channel."
            : !found.Flag("is_member") ? $"Write /invite @CopBot in #{name}, or choose another channel."
            : found.Flag("is_read_only") ? $"Let CopBot post in #{name} (its settings, Posting Permissions), or choose another channel."
            : null;
        return new ChannelProfile(channel, name, found.Flag("is_private") || found.Flag("is_group") || found.Flag("is_mpim"), CanPost: fix is null, fix);
    }

    private static void Takes(string nonce, IEnumerable<string> broken)
    {
        if (nonce.Length > Limits.NonceLength) throw new PlatformException(FailureKind.Rejected, $"A nonce of {nonce.Length}, at most {Limits.NonceLength}");
        if (broken.FirstOrDefault() is { } why) throw new PlatformException(FailureKind.Rejected, why);
    }
}
