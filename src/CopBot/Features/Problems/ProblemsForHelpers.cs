using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Features.Directory;
using CopBot.Posts;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Features.Problems;

/// <summary>What the directory asks helpers for: a problem, while nobody has helped.</summary>
internal sealed class ProblemsForHelpers(CopBotDb db, IBoard board, HelpOffers offers, ProblemRooms rooms, People people) : IAskedThings
{
    /// <summary>What its rounds of asking are called.</summary>
    public const string OfProblems = "problem";

    private const int LongestTried = 300;

    public string Kind => OfProblems;

    public async Task<IAskedThings.Asked?> FindAsync(AskedId thing, CancellationToken stop)
    {
        if (await db.WholeAsync(new ProblemId(thing.Value), stop) is not { IsOpen: true } problem) return null;

        Text who = problem.Asker is { } asker ? (Text)$"Asked by {(await people.NamedAsync([asker], stop))[asker]:name}" : $"Asked without a name";
        return new IAskedThings.Asked(
            problem.Title,
            problem.Tried + "\n" + problem.Good,
            problem.Topics,
            [.. ProblemPosts.Everybody(problem)],
            ProblemCard.Key(problem.Id),
            [
                new Paragraph(problem.NeededBy is { } day ? $"{who} · needed by {day}" : who),
                .. problem.OnlyHelpers ? new Block[] { new Paragraph($"Only those who help see it. If you take it, the two of you talk where nobody else does.") } : [],
                .. problem.Tried.Length > 0 ? new Block[] { new Paragraph($"Tried so far: {Shortening.OneLine(problem.Tried, LongestTried)}") } : [],
            ],
            problem.NeededBy,
            problem.Status is not ProblemStatus.Open)
        {
            OnlyIn = problem.OnlyHelpers ? await rooms.WorkspacesAsync(problem, stop) : null,
        };
    }

    public async Task<Answer> TakeAsync(AskedId thing, Caller helper, CancellationToken stop) =>
        await db.WholeAsync(new ProblemId(thing.Value), stop) is { } problem ? await offers.AcceptAsync(problem, helper, stop) : ProblemRefusals.Gone;

    public async Task WereAskedAsync(AskedId thing, int people, CancellationToken stop)
    {
        if (await db.WholeAsync(new ProblemId(thing.Value), stop) is not { } problem) return;
        problem.WereAsked(people);
        // Where it stands in the home somebody may come by; of this nobody else knows.
        if (people == 0 && problem is { OnlyHelpers: true, Asker: { } asker })
            board.Publish($"problem/{problem.Id.Value:N}/nobody-{problem.Closings}", Audience.To(asker), SilenceNotes.NobodyFits(problem), PostTerms.Requested(problem.Community) with { Summary = $"Nobody to ask about: {problem.Title}" });
    }
}

/// <summary>What advice on problems shows of those who gave it, and what problems show of what is missing.</summary>
internal sealed class ProblemKnowledge(CopBotDb db) : IEvidence, IDemand
{
    public async Task<IReadOnlyList<IEvidence.Deed>> SinceAsync(CommunityId community, DateTimeOffset since, CancellationToken stop)
    {
        // From the advice to its problem, and not the other way: of the many problems that were ever asked most count no more.
        var advice = db.Set<Advice>().AsNoTracking().Where(a => a.Author != null && !a.Forgotten && a.MarkedAt >= since);
        var given = await advice
            .LeftJoin(db.Problems.IgnoreAutoIncludes(), a => a.Problem, p => p.Id, (a, p) => new { Advice = a, p!.Community, p.Title, p.Topics, p.Asker })
            .ToListAsync(stop);
        var outcomes = (await db.Set<ToldOutcome>().AsNoTracking().Where(o => advice.Any(a => a.Problem == o.Problem)).ToListAsync(stop)).ToLookup(o => o.Problem);
        return
        [
            .. from deed in given
               where deed.Community == community && deed.Advice.Author != deed.Asker
               let came = TrackRecord.Of(outcomes[deed.Advice.Problem].Where(o => o.Tried.Contains(deed.Advice.Id.Value)))
               select new IEvidence.Deed(
                   deed.Advice.Author!.Value,
                   deed.Advice.Problem.Value,
                   deed.Title,
                   deed.Topics,
                   deed.Advice.MarkedAt,
                   came.Count(o => o.Result is Outcomes.OutcomeResult.Worked),
                   came.Count(o => o.Result is Outcomes.OutcomeResult.Partly),
                   came.Count(o => o.Result is Outcomes.OutcomeResult.DidNot)),
        ];
    }

    public async Task<IReadOnlyList<IEvidence.ToldDeed>> OfAsync(CommunityId community, MemberId person, CancellationToken stop)
    {
        var problems = await db.Problems.AsNoTracking().Where(p => p.Community == community && p.Advice.Any(a => a.Author == person)).ToListAsync(stop);
        return
        [
            .. from problem in problems
               from advice in problem.Advice
               where advice.Author == person && advice.Author != problem.Asker && !advice.Forgotten
               let came = problem.Outcomes.Where(o => o.Tried.Contains(advice.Id.Value)).OrderBy(o => o.Number).ToList()
               select new IEvidence.ToldDeed(
                   problem.Title,
                   advice.Excerpt,
                   advice.MarkedAt,
                   TrackRecord.InWords(came),
                   [.. came.Where(o => o.Line.Length > 0).Select(o => $"{ProblemCard.Came(o)}: “{o.Line}”")]),
        ];
    }

    async Task<IReadOnlyList<IDemand.Wish>> IDemand.SinceAsync(CommunityId community, DateTimeOffset since, CancellationToken stop) =>
        [.. (await db.Problems.AsNoTracking().IgnoreAutoIncludes().Where(p => p.Community == community && p.AskedAt >= since).Select(p => new { p.Title, p.Topics, p.Answered, p.Status, p.OnlyHelpers }).ToListAsync(stop))
            .Select(p => new IDemand.Wish(p.Title, p.Topics, !p.Answered && p.Status is not ProblemStatus.Solved) { Quiet = p.OnlyHelpers })];
}
