using Microsoft.EntityFrameworkCore;

namespace CopBot.Features.Problems;

internal static class ProblemReads
{
    /// <summary>The problem with everything that belongs to it, or null.</summary>
    public static Task<Problem?> WholeAsync(this DbSet<Problem> problems, ProblemId id, CancellationToken stop) => problems.FirstOrDefaultAsync(p => p.Id == id, stop);
}
