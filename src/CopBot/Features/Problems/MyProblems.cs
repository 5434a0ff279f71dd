using System.Globalization;
using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Features.Home;
using CopBot.Features.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Features.Problems;

/// <summary>A member looks through the problems that they asked, follow, have too or can help with.</summary>
[Action("problem-mine"), LooksOnly]
public sealed record ShowMyProblems(int Page = 0) : IAction;

/// <summary>The problems in which a member has a part.</summary>
public sealed class MyProblems(CopBotDb db)
{
    /// <summary>What they are called together.</summary>
    internal const string Title = "Problems that you asked or follow";

    private const int AtFirst = 5;

    /// <summary>The first few that are open, and a way to all of them; nothing where there is none.</summary>
    public async Task<IReadOnlyList<Block>> OverviewAsync(Caller caller, CancellationToken stop)
    {
        var all = await CountAsync(caller, openOnly: false, stop);
        if (all == 0) return [];

        var open = await SomeAsync(caller, openOnly: true, 0, AtFirst, stop);
        return
        [
            .. open.Count > 0 ? Render(open, caller.Member.Id) : [new Paragraph($"Nothing is open now.")],
            .. all > open.Count ? new Block[] { new Controls([new Button(all == 1 ? "Show the closed one" : $"All {all.ToString(CultureInfo.InvariantCulture)} of them", new ShowMyProblems())]) } : [],
        ];
    }

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
        yield return new Controls([OpenOne(problems)]);
    }

    internal static Menu OpenOne(IReadOnlyList<Problem> problems) =>
        new("Open one …", [.. problems.Select(p => new MenuChoice(Shortening.OneLine(p.Title, Limits.ChoiceLabel), new ShowProblemChoices(p.Id)))]);

    private IQueryable<Problem> Of(Caller caller, bool openOnly)
    {
        var all = db.Problems.AsNoTracking().SeenBy(caller.Member.Id).Where(p => p.Community == caller.Community.Id && (p.Asker == caller.Member.Id || p.People.Any(x => x.Member == caller.Member.Id)));
        return openOnly ? all.Where(p => p.ClosedAt == null) : all;
    }

    private static string Part(Problem problem, MemberId member)
    {
        if (problem.Asker == member)
        {
            return "you asked" + (problem.OnlyHelpers ? ", only helpers see it" : "")
                + (problem is { IsOpen: true, Asked: > 0 } ? string.Create(CultureInfo.InvariantCulture, $", {problem.Asked} {(problem.Asked == 1 ? "person was" : "people were")} asked") : "");
        }

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
    public async Task<IReadOnlyList<Block>> BlocksAsync(Caller caller, CancellationToken stop) =>
        await mine.OverviewAsync(caller, stop) is { Count: > 0 } overview ? [new Divider(), new Paragraph($"{MyProblems.Title:b}"), .. overview] : [];
}

/// <summary>The same at Home.</summary>
internal sealed class ProblemsSection(MyProblems mine) : IHomeSection
{
    public int Order => 30;

    public async Task<IReadOnlyList<Block>> BlocksAsync(Caller caller, CancellationToken stop) =>
        await mine.OverviewAsync(caller, stop) is { Count: > 0 } overview ? [new Heading(MyProblems.Title), .. overview] : [];
}

/// <summary>The coordinator's queue: what nobody has answered after all steps of the silence ladder.</summary>
internal sealed class UnansweredSection(CopBotDb db) : IHomeSection
{
    private const int Together = 5;

    public int Order => 25;

    public async Task<IReadOnlyList<Block>> BlocksAsync(Caller caller, CancellationToken stop)
    {
        if (!caller.Is(Role.Coordinator)) return [];
        // What only helpers see its asker settles: they are offered to show it to everyone.
        var waiting = await db.Problems.AsNoTracking().ForEverybody()
            .Where(p => p.Community == caller.Community.Id && p.Status == ProblemStatus.Open && p.Step >= SilenceLadder.Steps)
            .OrderBy(p => p.AskedAt)
            .ThenBy(p => p.Id)
            .ToListAsync(stop);
        return waiting.Count == 0 ? [] : [new Heading("Nobody has answered"), .. waiting.Chunk(Together).SelectMany(Render)];
    }

    private static IEnumerable<Block> Render(IReadOnlyList<Problem> some) =>
    [
        .. some.Select(p => new Paragraph($"{p.Title:b} · asked {p.AskedAt:day}{(p.NeededBy is { } day ? $", needed by {day.ToString("ddd d MMM", CultureInfo.InvariantCulture)}" : "")}")),
        new Controls([MyProblems.OpenOne(some)]),
    ];
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
            new Heading(MyProblems.Title),
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
