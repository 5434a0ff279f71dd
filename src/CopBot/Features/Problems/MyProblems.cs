using System.Globalization;
using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Features.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Features.Problems;

/// <summary>A member looks through the problems that they asked, follow, have too or can help with.</summary>
[Action("problem-mine"), LooksOnly]
public sealed record ShowMyProblems(int Page = 0) : IAction;

/// <summary>The problems in which a member has a part.</summary>
public sealed class MyProblems(CopBotDb db)
{
    /// <summary>How many there are.</summary>
    public Task<int> CountAsync(Caller caller, bool openOnly, CancellationToken stop) => Of(caller, openOnly).CountAsync(stop);

    /// <summary>Some of them: what is open first, and of that what they asked themselves, the latest first.</summary>
    public Task<List<Problem>> SomeAsync(Caller caller, bool openOnly, int skip, int take, CancellationToken stop) => Of(caller, openOnly)
        .OrderBy(p => p.ClosedAt != null)
        .ThenByDescending(p => p.Asker == caller.Member.Id)
        .ThenByDescending(p => p.AskedAt)
        .ThenBy(p => p.Id)
        .Skip(skip)
        .Take(take)
        .ToListAsync(stop);

    /// <summary>One line each, and a menu to open one of them.</summary>
    internal static IEnumerable<Block> Render(IReadOnlyList<Problem> problems, MemberId member)
    {
        foreach (var problem in problems) yield return new Paragraph($"{problem.Title:b} · {ProblemCard.StatusWord(problem.Status)} · {Part(problem, member)}");
        yield return new Controls([new Menu("Open one …", [.. problems.Select(p => new MenuChoice(Shortening.OneLine(p.Title, Limits.ChoiceLabel), new ShowProblemChoices(p.Id)))])]);
    }

    private IQueryable<Problem> Of(Caller caller, bool openOnly)
    {
        var all = db.Problems.AsNoTracking().Where(p => p.Community == caller.Community.Id && (p.Asker == caller.Member.Id || p.People.Any(x => x.Member == caller.Member.Id)));
        return openOnly ? all.Where(p => p.ClosedAt == null) : all;
    }

    private static string Part(Problem problem, MemberId member)
    {
        if (problem.Asker == member) return "you asked";
        var stakes = problem.People.Where(p => p.Member == member).Select(p => p.Stake).ToHashSet();
        var parts = new List<string>();
        if (stakes.Contains(Stake.MeToo)) parts.Add("you have this too");
        if (stakes.Contains(Stake.Follower)) parts.Add("you follow");
        if (stakes.Contains(Stake.Helper)) parts.Add("you can help");
        return string.Join(", ", parts);
    }
}

/// <summary>What a member asked and follows, below their promises.</summary>
internal sealed class FollowedProblems(MyProblems mine) : IFollowedThings
{
    private const int AtFirst = 5;

    public async Task<IReadOnlyList<Block>> BlocksAsync(Caller caller, CancellationToken stop)
    {
        var all = await mine.CountAsync(caller, openOnly: false, stop);
        if (all == 0) return [];

        var open = await mine.SomeAsync(caller, openOnly: true, 0, AtFirst, stop);
        return
        [
            new Divider(),
            new Paragraph($"{"Problems that you asked or follow":b}"),
            .. open.Count > 0 ? MyProblems.Render(open, caller.Member.Id) : [new Paragraph($"None of them is open now.")],
            .. all > open.Count ? new Block[] { new Controls([new Button($"All {all.ToString(CultureInfo.InvariantCulture)} of them", new ShowMyProblems())]) } : [],
        ];
    }
}

internal sealed class ShowMyProblemsHandler(MyProblems mine) : IHandle<ShowMyProblems>
{
    private const int APage = 10;

    public async Task<Answer> Handle(ShowMyProblems request, Caller caller, CancellationToken stop)
    {
        var all = await mine.CountAsync(caller, openOnly: false, stop);
        if (all == 0) return Answer.ShowInstead(Message.Say($"You have asked and follow nothing yet. /cop ask is how to begin."));

        var page = Math.Clamp(request.Page, 0, (all - 1) / APage);
        var some = await mine.SomeAsync(caller, openOnly: false, page * APage, APage, stop);
        return Answer.ShowInstead(Message.Of(
        [
            new Heading("Problems that you asked or follow"),
            .. MyProblems.Render(some, caller.Member.Id),
            all > APage
                ? new Controls(
                [
                    page > 0 ? new Button("Earlier ones", new ShowMyProblems(page - 1)) : null,
                    (page + 1) * APage < all ? new Button("More", new ShowMyProblems(page + 1)) : null,
                ])
                : null,
        ]));
    }
}
