using CopBot.Communities;
using CopBot.Data;
using CopBot.Dispatch;

namespace CopBot.Features.Problems;

/// <summary>
/// Who may see which problem. Whoever reads problems for somebody asks for <see cref="SeenBy"/>, and whoever reads them for
/// the community for <see cref="ForEverybody"/>; the bare set is for what concerns all of them.
/// </summary>
internal static class ProblemSight
{
    /// <summary>Those that this member may see.</summary>
    public static IQueryable<Problem> SeenBy(this IQueryable<Problem> problems, MemberId reader) =>
        problems.Where(p => !p.OnlyHelpers || p.Asker == reader || p.People.Any(x => x.Member == reader && x.Stake == Stake.Helper));

    /// <summary>Those that everybody in the community may see.</summary>
    public static IQueryable<Problem> ForEverybody(this IQueryable<Problem> problems) => problems.Where(p => !p.OnlyHelpers);

    /// <summary>The problem with everything that belongs to it; null where it is gone or not theirs to see, which nobody can tell apart.</summary>
    public static async Task<Problem?> SeenAsync(this CopBotDb db, ProblemId id, Caller reader, CancellationToken stop) =>
        await db.WholeAsync(id, stop) is { } problem && problem.IsSeenBy(reader.Member.Id) ? problem : null;

    /// <summary>The only ones who may find it; null where everybody may.</summary>
    public static IReadOnlyList<MemberId>? Finders(Problem problem) => !problem.OnlyHelpers ? null :
        [.. problem.People.Where(p => p.Stake is Stake.Helper).Select(p => p.Member), .. problem.Asker is { } asker ? [asker] : Array.Empty<MemberId>()];
}
