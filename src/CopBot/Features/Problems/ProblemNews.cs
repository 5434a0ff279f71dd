using CopBot.Chat;
using CopBot.Communities;
using CopBot.Features.Outcomes;
using CopBot.Posts;

namespace CopBot.Features.Problems;

/// <summary>
/// News of a problem to those who take part, each once: followers and those who have it too asked for it, advisers and
/// helpers get it within their budget. It waits a minute, so that an undo leaves no trace.
/// </summary>
public sealed class ProblemNews(IBoard board, TimeProvider clock)
{
    private static readonly TimeSpan UselessAfter = TimeSpan.FromDays(21);

    /// <summary>It was solved, by the asker's word.</summary>
    public void Solved(Problem problem, MemberId? by) => Tell(problem, by, "closed", $"{problem.Title:b} is solved, its asker says.", "Solved: " + problem.Title);

    /// <summary>It was set aside.</summary>
    public void SetAside(Problem problem, MemberId? by) => Tell(problem, by, "closed", $"{problem.Title:b} was set aside: {problem.Reason ?? ""}", "Set aside: " + problem.Title);

    /// <summary>Takes back what <see cref="Solved"/> and <see cref="SetAside"/> said.</summary>
    public void Unsay(Problem problem)
    {
        foreach (var member in Everybody(problem)) board.Withdraw(Key(problem, "closed", member));
    }

    /// <summary>What came of a trial.</summary>
    public void Outcome(Problem problem, ToldOutcome told, Person? teller, IReadOnlyList<MemberId> except)
    {
        foreach (var member in Everybody(problem).Where(m => !except.Contains(m)))
        {
            var adviser = problem.Advice.Exists(a => a.Author == member && told.Tried.Contains(a.Id.Value));
            Text who = teller is null ? $"The asker" : (Text)$"{teller:name}";
            Text says = adviser
                ? $"Your advice on {problem.Title:b}: {OutcomeWords.Lower(told.Result)}."
                : (Text)$"What came of {problem.Title:b}: {OutcomeWords.Lower(told.Result)}.";
            Publish(problem, "outcome/" + told.Trial.Value.ToString("N"), member, [new Paragraph(says), told.Line.Length > 0 ? new Paragraph($"{who}: “{told.Line}”") : null], $"{(adviser ? "Your advice" : "What came")} on {problem.Title}: {OutcomeWords.Lower(told.Result)}");
        }
    }

    /// <summary>Takes back what <see cref="Outcome"/> said.</summary>
    public void UnsayOutcome(Problem problem, TrialId trial)
    {
        foreach (var member in Everybody(problem)) board.Withdraw(Key(problem, "outcome/" + trial.Value.ToString("N"), member));
    }

    private void Tell(Problem problem, MemberId? by, string about, Text says, string summary)
    {
        foreach (var member in Everybody(problem).Where(m => m != by)) Publish(problem, about, member, [new Paragraph(says)], summary);
    }

    private void Publish(Problem problem, string about, MemberId member, Message says, string summary)
    {
        var now = clock.GetUtcNow();
        var asked = member == problem.Asker || problem.People.Exists(p => p.Member == member && p.Stake is Stake.Follower or Stake.MeToo);
        var terms = asked
            ? PostTerms.Requested(problem.Community)
            : PostTerms.Unasked(problem.Community, "news of advice", $"you helped with this problem.", now + UselessAfter);
        board.Publish(Key(problem, about, member), Audience.To(member), says, terms with { NotBefore = now + Problem.UndoFor, Summary = summary });
    }

    private static IEnumerable<MemberId> Everybody(Problem problem) => problem.People.Select(p => p.Member)
        .Concat(problem.Advice.Select(a => a.Author).OfType<MemberId>())
        .Concat(problem.Asker is { } asker ? [asker] : Array.Empty<MemberId>())
        .Distinct();

    private static string Key(Problem problem, string about, MemberId member) => $"problem/{problem.Id.Value:N}/{about}/{member.Value:N}";
}
