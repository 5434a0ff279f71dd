using CopBot.Chat;
using CopBot.Communities;
using CopBot.Dispatch;
using CopBot.Posts;

namespace CopBot.Features.Problems;

/// <summary>
/// A message of somebody else that is turned into something stays its author's: they are told at once, privately, and can
/// take their words back.
/// </summary>
internal sealed class SourceAuthors(IBoard board, IDrafts drafts, Callers callers)
{
    /// <summary>Links the problem back to its message, and tells the message's author; answers why it cannot be made of it.</summary>
    public async Task<Refusal?> TellAsync(Problem problem, DraftId source, Caller caller, CancellationToken stop)
    {
        if (await drafts.FindSourceAsync(source, caller.Account, stop) is not { } message) return null;

        if (caller.Member.Accounts.Exists(a => a.User == message.Author))
        {
            // Their own message would show who asks; with their name it may be linked where others can see it.
            if (problem.Asker is not null) problem.CameFrom(message.Private ? null : message.Post, null);
            return null;
        }

        if (problem.Asker is null && message.Private) return ProblemRefusals.PrivateSource;
        var author = await callers.MeetAsync(message.Author, message.AuthorName, stop);
        problem.CameFrom(message.Private ? null : message.Post, author?.Id);
        if (author is null) return null;

        Text who = problem.Asker is null ? $"Somebody" : (Text)$"{caller.Member.Person:name}";
        Text name = problem.Asker is null ? $"without a name" : (Text)$"under their name";
        board.Publish(
            SourceKey(problem.Id),
            Audience.To(author.Id),
            [
                new Paragraph($"{who} made a problem out of something you wrote: {problem.Title:b}"),
                problem.OnlyHelpers
                    ? new Paragraph($"Only those who help with it see it, {name}.")
                    : new Paragraph($"It stands in {caller.Community.HomesSeenFrom(message.Author.Workspace)} {name}."),
                new Controls([new Button("Take my words back", new TakeSourceBack(problem.Id))]),
            ],
            new PostTerms { Community = problem.Community, Class = PostClass.AtOnce });
        return null;
    }

    /// <summary>Tells the author of what was marked as what helped. <paramref name="marker"/> is null for somebody without a name.</summary>
    public void TellMarked(Problem problem, Advice advice, Member author, Person? marker)
    {
        Text who = marker is null ? $"The asker" : (Text)$"{marker:name}";
        board.Publish(
            AdviceKey(problem.Id, advice.Id),
            Audience.To(author.Id),
            [
                new Paragraph($"{who} marked your words as what helped with {problem.Title:b}"),
                new Paragraph($"Thank you! You will hear what comes of it."),
                advice.Excerpt.Length > 0 ? new Paragraph($"This stands on the problem's card, with your name: “{advice.Excerpt}”") : null,
                new Controls([new Button("Take my words back", new TakeAdviceBack(problem.Id, advice.Id))]),
            ],
            new PostTerms { Community = problem.Community, Class = PostClass.AtOnce });
    }

    /// <summary>Where the author of advice was told; it holds their words, so it says something else once they are taken back.</summary>
    public static string AdviceKey(ProblemId problem, AdviceId advice) => $"problem/{problem.Value:N}/advice/{advice.Value:N}/author";

    /// <summary>Where the author of the message that a problem was made from was told.</summary>
    public static string SourceKey(ProblemId problem) => $"problem/{problem.Value:N}/source-author";
}
