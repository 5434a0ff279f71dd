using CopBot.Communities;
using CopBot.Data;
using CopBot.Features.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Features.Problems;

internal sealed class ProblemReceipts(CopBotDb db) : IReceipts
{
    public async Task<bool> FitAsync(ProblemId problem, string secret, CancellationToken stop) =>
        Receipt.Fits(secret, await db.Problems.Where(p => p.Id == problem).Select(p => p.ReceiptHash).FirstOrDefaultAsync(stop));
}
