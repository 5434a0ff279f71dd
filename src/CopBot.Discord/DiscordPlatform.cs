using System.Text.Json;
using CopBot.Chat;
using CopBot.Discord.Interactions;
using CopBot.Discord.Rendering;
using CopBot.Discord.Rest;
using Answer = CopBot.Chat.Answer;

namespace CopBot.Discord;

/// <summary>How the bot speaks on Discord.</summary>
internal sealed class DiscordPlatform(DiscordPlaces places, DiscordPosts posts, DiscordPrivateThreads privately, DiscordFitness fitness, Replies replies) : IChatPlatform
{
    /// <inheritdoc/>
    public Platform Platform => DiscordIds.Platform;

    /// <inheritdoc/>
    public Task<PostRef> PostAsync(Place place, Message message, string nonce, CancellationToken stop) =>
        posts.PostAsync(place, Body(message, Setting.Of(place), nonce), message.Summary, nonce, stop);

    /// <inheritdoc/>
    public Task<PostRef?> FindPostAsync(Place place, string nonce, DateTimeOffset since, CancellationToken stop) => posts.FindAsync(place, nonce, since, stop);

    /// <inheritdoc/>
    public Task ReviseAsync(PostRef post, Message message, string nonce, CancellationToken stop) => posts.ReviseAsync(post, Body(message, Setting.Of(post.Place), nonce), stop);

    /// <inheritdoc/>
    public Task RemoveAsync(PostRef post, CancellationToken stop) => posts.RemoveAsync(post, stop);

    /// <inheritdoc/>
    public Task<Place> OpenThreadAsync(PostRef post, string title, CancellationToken stop) =>
        post.Place.Thread is not null || DiscordIds.IsDirect(post.Place.Channel) ? Task.FromResult(post.Place) : posts.OpenThreadAsync(post, title, stop);

    /// <inheritdoc/>
    public async Task CloseThreadAsync(Place thread, CancellationToken stop)
    {
        if (thread.Thread is not { } id) return;
        try
        {
            await posts.ArchiveAsync(id, archived: true, stop);
        }
        catch (PlatformException e) when (e.Kind is FailureKind.Gone or FailureKind.Denied || DiscordError.Of(e) is { Status: 400 })
        {
            // Gone, at rest already, or a member's own thread, which rests by itself.
        }
    }

    /// <inheritdoc/>
    public Task<Place> OpenDirectAsync(UserRef user, CancellationToken stop) => posts.OpenDirectAsync(user, stop);

    /// <inheritdoc/>
    public Task<Place> OpenPrivateAsync(ChannelRef beside, IReadOnlyList<UserRef> people, string title, string nonce, DateTimeOffset? triedSince, CancellationToken stop) =>
        privately.OpenAsync(beside, people, title, nonce, triedSince, stop);

    /// <inheritdoc/>
    public async Task<PostRef?> WhisperAsync(Place place, UserRef to, Message message, string nonce, CancellationToken stop)
    {
        if (DiscordIds.IsDirect(place.Channel)) return await PostAsync(place, message, nonce, stop);
        // Discord whispers only in answer to a gesture. So everybody sees it, and only its reader can press.
        var setting = new Setting(place.Workspace, DiscordMark.OfReader(to.Id));
        return await posts.PostAsync(place, Body(DiscordMessages.SaidTo(to, message), setting, nonce), message.Summary, nonce, stop);
    }

    /// <inheritdoc/>
    public async Task AnswerAsync(string replyTo, UserRef to, Answer answer, CancellationToken stop)
    {
        var ticket = Ticket.TryRead(replyTo) ?? throw new PlatformException(FailureKind.Rejected, "The ticket of this answer was not written by the Discord adapter.");
        await replies.LateAsync(ticket, to, answer, [], stop);
    }

    /// <inheritdoc/>
    public Task<PostRef> SendFileAsync(Place place, ChatFile file, string nonce, CancellationToken stop)
    {
        var name = FileName(file.Name);
        return posts.PostAsync(place, DiscordMessages.Body(file, name, Setting.Of(place), DiscordIds.NumberOf(nonce)), file.Says.ToPlain(), nonce, stop, file with { Name = name });
    }

    /// <inheritdoc/>
    public async Task<UserProfile?> FindUserAsync(UserRef user, CancellationToken stop)
    {
        if (await places.MemberAsync(user.Workspace.Id, user.Id, stop) is not { ValueKind: JsonValueKind.Object } member) return null;
        var account = member.Part("user");
        var name = member.Text("nick") ?? account.Text("global_name") ?? account.Text("username") ?? user.Id;
        var guild = await places.FindGuildAsync(user.Workspace.Id, stop);
        var runs = guild is not null && guild.Of(user.Id, DiscordPlaces.RolesOf(member)).HasFlag(DiscordPermissions.ManageGuild);
        return new UserProfile(user, name, Zone: null, Locale: null, account.Flag("bot"), runs);
    }

    /// <inheritdoc/>
    public async Task<ChannelProfile?> FindChannelAsync(ChannelRef channel, CancellationToken stop)
    {
        if (DiscordIds.IsDirect(channel)) return new ChannelProfile(channel, "direct conversation", Private: true, CanPost: true);
        if (await places.AskAsync(channel.Id, stop) is not { } found || found.Guild != channel.Workspace.Id) return null;
        if (await places.FindGuildAsync(channel.Workspace.Id, stop) is not { } guild) return null;

        var (fix, noPrivate) = await fitness.LookAsync(guild, found, stop);
        return new ChannelProfile(channel, found.Name, !guild.IsPublic(found), fix is null, fix, noPrivate);
    }

    /// <inheritdoc/>
    public Uri LinkTo(PostRef post) => DiscordPosts.LinkTo(post);

    private static System.Text.Json.Nodes.JsonObject Body(Message message, Setting setting, string nonce) => DiscordMessages.Body(message, setting, DiscordIds.NumberOf(nonce));

    /// <summary>Discord changes what else stands in a file's name, and then the message would name another.</summary>
    private static string FileName(string name)
    {
        var clean = string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' ? c : '_')).TrimStart('.');
        return clean.Length == 0 ? "file" : clean.Length <= DiscordLimits.Page ? clean : clean[^DiscordLimits.Page..];
    }
}
