using System.Globalization;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Features.Meetings;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Features.Problems;

/// <summary>Problems that have been open too long belong on the next agenda.</summary>
internal sealed class ProblemsForAgenda(CopBotDb db, TimeProvider clock) : IAgendaSource
{
    /// <summary>How long is too long.</summary>
    public static readonly TimeSpan TooLong = TimeSpan.FromDays(10);

    private const int Most = 5;

    private const string Prefix = "problem/";

    public async Task<IReadOnlyList<IAgendaSource.Proposal>> ProposeAsync(CommunityId community, DateTimeOffset meeting, DateTimeOffset before, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        var since = now - TooLong;
        var open = await db.Problems.AsNoTracking().IgnoreAutoIncludes().ForEverybody()
            .Where(p => p.Community == community && (p.Status == ProblemStatus.Open || p.Status == ProblemStatus.Advised) && p.AskedAt < since)
            .OrderBy(p => p.AskedAt)
            .Take(Most)
            .ToListAsync(stop);
        return [.. open.Select(p => new IAgendaSource.Proposal(About(p.Id), p.Title, Since(p, now), ProblemCard.Key(p.Id)))];
    }

    /// <summary>What is settled by now stays on the agenda, to be told or struck off; it only must not be called open.</summary>
    public async Task<IReadOnlyDictionary<string, string>> ByNowAsync(IReadOnlyCollection<string> abouts, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        var ids = abouts.Where(a => a.StartsWith(Prefix, StringComparison.Ordinal)).Select(a => Guid.TryParseExact(a[Prefix.Length..], "N", out var id) ? new ProblemId(id) : (ProblemId?)null).OfType<ProblemId>().ToList();
        var problems = await db.Problems.AsNoTracking().IgnoreAutoIncludes().ForEverybody().Where(p => ids.Contains(p.Id)).ToListAsync(stop);
        return problems.ToDictionary(p => About(p.Id), p => Since(p, now), StringComparer.Ordinal);
    }

    private static string About(ProblemId problem) => $"{Prefix}{problem.Value:N}";

    private static string Since(Problem problem, DateTimeOffset now) => problem.Status switch
    {
        ProblemStatus.Solved => "solved by now",
        ProblemStatus.SetAside => "set aside by now",
        ProblemStatus.Trying => "being tried by now",
        _ => string.Create(CultureInfo.InvariantCulture, $"open for {(int)(now - problem.AskedAt).TotalDays} days"),
    };
}
