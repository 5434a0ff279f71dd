using CopBot.Communities;
using CopBot.Data;
using CopBot.Dispatch;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Features.Problems;

/// <summary>Two members became one, or one lost an account: cards name and count them as they are now.</summary>
internal sealed class OnePersonsProblems(CopBotDb db, ProblemPosts posts) : IReact<BecameOnePerson>, IReact<AccountWentItsOwnWay>
{
    public async Task React(BecameOnePerson happened, CancellationToken stop)
    {
        foreach (var problem in await OfAsync([happened.Stays, happened.Went], stop))
        {
            problem.IsOnePerson(happened.Stays);
            await posts.PublishAsync(problem, stop);
        }
    }

    public async Task React(AccountWentItsOwnWay happened, CancellationToken stop)
    {
        foreach (var problem in await OfAsync([happened.Person], stop)) await posts.PublishAsync(problem, stop);
    }

    private async Task<List<Problem>> OfAsync(List<MemberId> people, CancellationToken stop) => await db.Problems
        .Where(p => (p.Asker != null && people.Contains(p.Asker.Value))
            || p.People.Any(other => people.Contains(other.Member))
            || p.Advice.Any(a => a.Author != null && people.Contains(a.Author.Value))
            || p.Outcomes.Any(o => o.Teller != null && people.Contains(o.Teller.Value)))
        .ToListAsync(stop);
}
