using CopBot.Communities;
using CopBot.Data;
using CopBot.Dispatch;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Features.Problems;

/// <summary>Somebody is forgotten: cards name them no longer. What nobody else had a part in goes with their words.</summary>
internal sealed class ForgottenPersonsProblems(CopBotDb db, ProblemPosts posts, IEvents events, TimeProvider clock) : IReact<PersonForgotten>
{
    public async Task React(PersonForgotten happened, CancellationToken stop)
    {
        var person = happened.Person;
        foreach (var problem in await WithPartOf(db, person).ToListAsync(stop))
        {
            // Gone with its community in this very request.
            if (db.Entry(problem).State is EntityState.Deleted) continue;
            if (happened.WordsToo && problem.IsOnly(person))
            {
                await posts.TakeDownAsync(problem, stop);
                events.Raise(new ProblemTakenBack(problem.Id));
                db.Remove(problem);
                continue;
            }

            var called = problem.Title;
            problem.Forget(person, happened.WordsToo, clock.GetUtcNow());
            if (problem.Title != called) events.Raise(new ProblemRenamed(problem.Id, problem.Title));
            await posts.PublishAsync(problem, stop);
        }
    }

    /// <summary>The problems in which somebody has any part.</summary>
    public static IQueryable<Problem> WithPartOf(CopBotDb db, MemberId person) => db.Problems.Where(p => p.Asker == person
        || p.SourceAuthor == person
        || p.People.Any(other => other.Member == person)
        || p.Advice.Any(a => a.Author == person)
        || p.Outcomes.Any(o => o.Teller == person));
}
