using CopBot.Chat;
using CopBot.Data;
using CopBot.Posts;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Features.Problems;

internal static class ProblemReads
{
    /// <summary>The problem with everything that belongs to it, or null.</summary>
    public static Task<Problem?> WholeAsync(this DbSet<Problem> problems, ProblemId id, CancellationToken stop) => problems.FirstOrDefaultAsync(p => p.Id == id, stop);

    /// <summary>Whether a message is one of the bot's own posts.</summary>
    public static Task<bool> IsOursAsync(this CopBotDb db, PostRef message, CancellationToken stop) => db.Deliveries.AnyAsync(d => d.StandsAt == message, stop);
}
