using CopBot.Chat;
using CopBot.Communities;
using CopBot.Posts;
using CopBot.Search;

namespace CopBot.Features.Problems;

/// <summary>Puts a problem onto the board and into the community's memory, as it is now.</summary>
public sealed class ProblemPosts(IBoard board, ISearch search, People people)
{
    /// <summary>Publishes the card afresh; call it after every change.</summary>
    public async Task PublishAsync(Problem problem, CancellationToken stop)
    {
        board.Publish(ProblemCard.Key(problem.Id), Audience.Of(problem.Community), ProblemCard.Render(problem, await NamesAsync(problem, stop)), new PostTerms { ThreadTitle = problem.Title });
        search.Put(new Findable("problem", problem.Id.Value, problem.Community, problem.Title, Body(problem), problem.Helped));
    }

    /// <summary>Takes the problem and everything about it away.</summary>
    public void TakeDown(Problem problem)
    {
        board.Withdraw(ProblemCard.Key(problem.Id));
        board.Withdraw(SilenceNotes.NudgeKey(problem.Id));
        search.Remove(problem.Id.Value);
    }

    /// <summary>How everybody in the problem is named.</summary>
    public Task<IReadOnlyDictionary<MemberId, Person>> NamesAsync(Problem problem, CancellationToken stop) => people.NamedAsync(
        [
            .. problem.People.Select(p => p.Member),
            .. problem.Advice.Select(a => a.Author).OfType<MemberId>(),
            .. problem.Outcomes.Select(o => o.Teller).OfType<MemberId>(),
            .. problem.Asker is { } asker ? [asker] : Array.Empty<MemberId>(),
        ],
        stop);

    private static string Body(Problem problem) =>
        string.Join('\n', [problem.Tried, problem.Good, string.Join(' ', problem.Topics), .. problem.Advice.Select(a => a.Excerpt), .. problem.Outcomes.Select(o => o.Line)]);
}
