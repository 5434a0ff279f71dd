using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Posts;
using CopBot.Search;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Features.Problems;

/// <summary>An earlier problem that looks like a new one.</summary>
/// <param name="Problem">Which one.</param>
/// <param name="Title">Its title.</param>
/// <param name="Record">Its track record in words, or null.</param>
/// <param name="Excerpt">What helped there, or null.</param>
/// <param name="CanBeTried">Whether something there was marked as what helped.</param>
/// <param name="Link">Where it stands, or null.</param>
public sealed record SimilarProblem(ProblemId Problem, string Title, string? Record, string? Excerpt, bool CanBeTried, LinkButton? Link);

/// <summary>Finds up to three earlier problems that look alike. Below the threshold it says nothing.</summary>
public sealed class SimilarProblems(CopBotDb db, ISearch search, PostLinks links)
{
    /// <summary>Most that are shown.</summary>
    public const int Most = 3;

    private const int Candidates = 12;
    private const int ExcerptLength = 160;

    /// <summary>The problems like what stands in a form, best first.</summary>
    public async Task<IReadOnlyList<SimilarProblem>> ToAsync(ProblemForm form, Caller caller, CancellationToken stop)
    {
        var found = await search.LikeAsync(form.Title, form.Tried + "\n" + form.Good, ProblemFindables.Kind, caller.Community.Id, caller.Member.Id, Candidates, stop);
        var ids = found.Where(f => f.Chance >= Found.LeastChance).Take(Most).Select(f => new ProblemId(f.Id)).ToList();
        var problems = await db.Problems.AsNoTracking().SeenBy(caller.Member.Id).Where(p => ids.Contains(p.Id)).ToListAsync(stop);

        var alike = new List<SimilarProblem>();
        foreach (var problem in ids.Select(id => problems.Find(p => p.Id == id)).OfType<Problem>())
        {
            var excerpt = problem.AdviceToTry.LastOrDefault(a => a.Excerpt.Length > 0)?.Excerpt;
            var link = await links.ButtonAsync("Open", ProblemCard.KeyFor(problem, caller.Member.Id), caller.Account.Workspace, stop);
            alike.Add(new SimilarProblem(problem.Id, problem.Title, TrackRecord.InWords(problem.Outcomes), excerpt is null ? null : Shortening.OneLine(excerpt, ExcerptLength), problem.AdviceToTry.Any() && (!problem.OnlyHelpers || problem.Asker == caller.Member.Id), link));
        }

        return alike;
    }
}
