using CopBot.Chat;
using CopBot.Data;
using CopBot.Posts;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Features.Problems;

internal static class ProblemReads
{
    private static readonly Compiled<Func<CopBotDb, ProblemId, CancellationToken, Task<Problem?>>> Whole =
        new(() => EF.CompileAsyncQuery((CopBotDb db, ProblemId id, CancellationToken stop) => db.Set<Problem>().FirstOrDefault(p => p.Id == id)));

    /// <summary>The problem with everything that belongs to it, or null.</summary>
    public static Task<Problem?> WholeAsync(this CopBotDb db, ProblemId id, CancellationToken stop) => Whole.On(db)(db, id, stop);
}
