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
    public async Task TellAsync(Problem problem, DraftId source, Caller caller, CancellationToken stop)
    {
        if (await drafts.FindSourceAsync(source, caller.Account, stop) is not { } message) return;

        var theirs = caller.Member.Accounts.Exists(a => a.User == message.Author);
        var author = theirs ? null : await callers.MeetAsync(message.Author, message.AuthorName, stop);
        problem.CameFrom(message.Post, author?.Id);
        if (author is null) return;

        board.Publish(
            $"problem/{problem.Id.Value:N}/source-author",
            Audience.To(author.Id),
            [
                new Paragraph($"{caller.Member.Person:name} made a problem out of something you wrote: {problem.Title:b}. It stands in {caller.Community.Homes[0].Channel} under their name."),
                new Controls([new Button("Take my words back", new TakeSourceBack(problem.Id))]),
            ],
            new PostTerms { Community = problem.Community, Class = PostClass.AtOnce });
    }

    public async Task<Member?> TellMarkedAsync(Problem problem, SourceMessage message, Func<MemberId?, Advice> mark, Person? marker, MemberId? own, CancellationToken stop)
    {
        var author = await callers.MeetAsync(message.Author, message.AuthorName, stop);
        var advice = mark(author.Id);
        if (author.Id == own) return author;

        Text who = marker is null ? $"The asker" : (Text)$"{marker:name}";
        board.Publish(
            $"problem/{problem.Id.Value:N}/advice/{advice.Id.Value:N}/author",
            Audience.To(author.Id),
            [
                new Paragraph($"{who} marked your words as what helped with {problem.Title:b}. Thank you. You hear what comes of it."),
                advice.Excerpt.Length > 0 ? new Paragraph($"This stands on the problem's card, with your name: “{advice.Excerpt}”") : null,
                new Controls([new Button("Take my words back", new TakeAdviceBack(problem.Id, advice.Id))]),
            ],
            new PostTerms { Community = problem.Community, Class = PostClass.AtOnce });
        return author;
    }
}
