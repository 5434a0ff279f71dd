using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Features.Library;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Features.Problems;

/// <summary>Problems, among what was found.</summary>
internal sealed class ProblemShelf(CopBotDb db, ProblemPosts posts) : IShowFound
{
    public FoundKind Kind => FoundKind.Problem;

    public async Task<IReadOnlyDictionary<Guid, IShowFound.Thing>> ShowAsync(IReadOnlyCollection<Guid> ids, Caller reader, CancellationToken stop)
    {
        var asked = ids.Select(id => new ProblemId(id)).ToList();
        var things = new Dictionary<Guid, IShowFound.Thing>();
        foreach (var problem in await db.Problems.AsNoTracking().SeenBy(reader.Member.Id).Where(p => asked.Contains(p.Id) && p.Community == reader.Community.Id).ToListAsync(stop))
        {
            Text who = problem.Asker is { } asker ? (Text)$"asked by {(await posts.NamesAsync(problem, stop))[asker]:name}" : problem.IsUnsigned ? $"asked without a name" : (Text)$"asked by somebody who left";
            var record = TrackRecord.InWords(problem.Outcomes);
            Text line = $"Problem, {ProblemCard.StatusWord(problem.Status).ToLowerInvariant()} · {who} {problem.AskedAt:day}{(record is null ? "" : $" · {record}")}";
            var words = problem.AdviceToTry.LastOrDefault(a => a.Excerpt.Length > 0)?.Excerpt ?? problem.Tried;
            things[problem.Id.Value] = new IShowFound.Thing(problem.Title, line, words, ProblemCard.KeyFor(problem, reader.Member.Id), new Button("Look at it", new ShowProblemChoices(problem.Id)));
        }

        return things;
    }
}

/// <summary>What helped, among what was found.</summary>
internal sealed class AdviceShelf(CopBotDb db, People people) : IShowFound
{
    public FoundKind Kind => FoundKind.Advice;

    public async Task<IReadOnlyDictionary<Guid, IShowFound.Thing>> ShowAsync(IReadOnlyCollection<Guid> ids, Caller reader, CancellationToken stop)
    {
        var asked = ids.Select(id => new AdviceId(id)).ToList();
        var problems = await db.Problems.AsNoTracking().SeenBy(reader.Member.Id).Where(p => p.Community == reader.Community.Id && p.Advice.Any(a => asked.Contains(a.Id))).ToListAsync(stop);
        var names = await people.NamedAsync(problems.SelectMany(p => p.Advice).Select(a => a.Author).OfType<MemberId>(), stop);
        return problems.SelectMany(p => p.AdviceToTry.Where(a => asked.Contains(a.Id)).Select(a => (Problem: p, Advice: a))).ToDictionary(x => x.Advice.Id.Value, x => Show(x.Problem, x.Advice, names, reader.Member.Id));
    }

    private static IShowFound.Thing Show(Problem problem, Advice advice, IReadOnlyDictionary<MemberId, Person> names, MemberId reader)
    {
        var record = TrackRecord.InWords(problem.Outcomes.Where(o => o.Tried.Contains(advice.Id.Value)));
        Text who = advice.Author is { } author ? (Text)$"by {names[author]:name}" : $"by a member";
        Text line = $"Advice · {who}, marked {advice.MarkedAt:day}{(record is null ? "" : $" · {record}")}";
        return new IShowFound.Thing(problem.Title, line, advice.Excerpt, ProblemCard.KeyFor(problem, reader), problem.OnlyHelpers ? new Button("Look at it", new ShowProblemChoices(problem.Id)) : new Button("This helps me too", new TryAdvice(problem.Id)));
    }
}
