using CopBot.Chat;
using CopBot.Communities;
using CopBot.Features.Outcomes;
using CopBot.Posts;

namespace CopBot.Features.Problems;

/// <summary>
/// News of a problem, to each once: its asker, followers and those who have it too asked for it; advisers and helpers get
/// it within their budget. It waits a minute, so that an undo leaves no trace.
/// </summary>
internal sealed class ProblemNews(IBoard board, ProblemPosts posts, PostLinks links, TimeProvider clock)
{
    private static readonly TimeSpan UselessAfter = TimeSpan.FromDays(21);

    /// <summary>It was solved, by the asker's word: those who take part hear.</summary>
    public Task SolvedAsync(Problem problem, MemberId? by, CancellationToken stop) =>
        ClosedAsync(problem, by, $"{problem.Title:b} is solved, its asker says.", "Solved: " + problem.Title, stop);

    /// <summary>It was set aside: those who take part hear why.</summary>
    public Task SetAsideAsync(Problem problem, MemberId? by, CancellationToken stop) =>
        ClosedAsync(problem, by, $"{problem.Title:b} was set aside: {problem.Reason ?? "no reason given"}", "Set aside: " + problem.Title, stop);

    /// <summary>Takes back what <see cref="SolvedAsync"/> and <see cref="SetAsideAsync"/> said.</summary>
    public void Unsay(Problem problem)
    {
        foreach (var member in TakingPart(problem)) board.Withdraw(ClosingKey(problem, member));
    }

    /// <summary>What came of a trial: to those whose advice was tried, and to those who wanted to know.</summary>
    public async Task OutcomeAsync(Problem problem, ToldOutcome told, CancellationToken stop)
    {
        Text who = told.Teller is { } teller ? (Text)$"{(await posts.NamesAsync(problem, stop))[teller]:name}" : $"The asker";
        var came = OutcomeWords.Lower(told.Result);
        foreach (var member in Hearing(problem, told).Where(m => m != told.Teller))
        {
            var open = await links.ButtonForAsync("Open", ProblemCard.KeyFor(problem, member), member, stop);
            var adviser = Advised(problem, told, member);
            var story = adviser && !problem.OnlyHelpers && told.Result is (OutcomeResult.Worked or OutcomeResult.Partly) ? new Button("Name me in the story", new NameMe(told.Trial)) : null;
            Text says = adviser ? $"Your advice: {came}. {problem.Title:b}" : (Text)$"What came of it: {came}. {problem.Title:b}";
            Publish(
                problem,
                OutcomeKey(problem, told.Trial, member),
                member,
                [new Paragraph(says), told.Line.Length > 0 ? new Paragraph($"{who}: “{told.Line}”") : null, Buttons(open, story)],
                $"{(adviser ? "Your advice" : "What came of it")}: {came}. {problem.Title}");
        }
    }

    /// <summary>Takes back what <see cref="OutcomeAsync"/> said.</summary>
    public void UnsayOutcome(Problem problem, TrialId trial)
    {
        foreach (var member in TakingPart(problem)) board.Withdraw(OutcomeKey(problem, trial, member));
    }

    private async Task ClosedAsync(Problem problem, MemberId? by, Text says, string summary, CancellationToken stop)
    {
        var reopen = problem.Status is ProblemStatus.SetAside ? new Button("Reopen", new ReopenProblem(problem.Id)) : null;
        foreach (var member in TakingPart(problem).Where(m => m != by))
        {
            var open = await links.ButtonForAsync("Open", ProblemCard.KeyFor(problem, member), member, stop);
            Publish(problem, ClosingKey(problem, member), member, [new Paragraph(says), Buttons(open, member == problem.Asker ? reopen : null)], summary);
        }
    }

    private void Publish(Problem problem, string key, MemberId member, Message says, string summary)
    {
        var now = clock.GetUtcNow();
        var terms = Wants(problem, member)
            ? PostTerms.Requested(problem.Community)
            : PostTerms.Unasked(problem.Community, "news of advice", Why(problem, member), now + UselessAfter);
        board.Publish(key, Audience.To(member), says, terms with { NotBefore = now + Problem.UndoFor, Summary = summary });
    }

    private static Text Why(Problem problem, MemberId member) =>
        problem.Advice.Exists(a => a.Author == member) ? $"your words were marked as what helped." : (Text)$"you said that you can help with this problem.";

    private static bool Wants(Problem problem, MemberId member) =>
        member == problem.Asker || problem.People.Exists(p => p.Member == member && p.Stake is Stake.Follower or Stake.MeToo);

    private static bool Advised(Problem problem, ToldOutcome told, MemberId member) => problem.Advice.Exists(a => a.Author == member && told.Tried.Contains(a.Id.Value));

    private static IEnumerable<MemberId> Hearing(Problem problem, ToldOutcome told) =>
        TakingPart(problem).Where(m => Advised(problem, told, m) || (m != problem.Asker && Wants(problem, m)));

    private static IEnumerable<MemberId> TakingPart(Problem problem) => problem.People.Select(p => p.Member)
        .Concat(problem.Advice.Select(a => a.Author).OfType<MemberId>())
        .Concat(problem.Asker is { } asker ? [asker] : Array.Empty<MemberId>())
        .Distinct();

    private static Controls? Buttons(params Control?[] buttons) => buttons.Any(b => b is not null) ? new Controls(buttons) : null;

    private static string ClosingKey(Problem problem, MemberId member) => $"problem/{problem.Id.Value:N}/closed-{problem.Closings}/{member.Value:N}";

    private static string OutcomeKey(Problem problem, TrialId trial, MemberId member) => $"problem/{problem.Id.Value:N}/outcome/{trial.Value:N}/{member.Value:N}";
}
