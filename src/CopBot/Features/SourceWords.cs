using CopBot.Chat;
using CopBot.Communities;
using CopBot.Dispatch;
using CopBot.Posts;

namespace CopBot.Features;

/// <summary>The message that something is made of.</summary>
/// <param name="Post">Where it stands; null where others cannot see it.</param>
/// <param name="Author">Who wrote it; null for whoever makes something of their own, and for an app.</param>
internal sealed record SourceOf(PostRef? Post, Member? Author);

/// <summary>
/// A message of somebody else that is turned into something stays its author's: they are told at once, privately, and can
/// take their words back.
/// </summary>
internal sealed class SourceWords(IBoard board, IDrafts drafts, Callers callers)
{
    /// <summary>The message that was kept when the action was chosen; null where it is known no longer.</summary>
    public async Task<SourceOf?> FindAsync(DraftId source, Caller caller, CancellationToken stop)
    {
        if (await drafts.FindSourceAsync(source, caller.Account, stop) is not { } message) return null;
        PostRef? post = message.Private ? null : message.Post;
        if (caller.Member.Accounts.Exists(a => a.User == message.Author)) return new SourceOf(post, null);
        return new SourceOf(post, await callers.MeetAsync(message.Author, message.AuthorName, stop));
    }

    /// <summary>Tells the author what was made of their words and where it stands.</summary>
    public void Tell(string key, Member author, CommunityId community, Text made, Text where, IAction takeBack) => board.Publish(
        key,
        Audience.To(author.Id),
        [new Paragraph(made), new Paragraph(where), new Controls([new Button("Take my words back", takeBack)])],
        new PostTerms { Community = community, Class = PostClass.AtOnce });

    /// <summary>What told them holds their words too, so it says something else once they are taken back.</summary>
    public void SayItIsDone(string key, MemberId author, CommunityId community) => board.Publish(
        key,
        Audience.To(author),
        Message.Say($"You took your words back; CopBot keeps them no longer."),
        new PostTerms { Community = community, Class = PostClass.AtOnce });
}
