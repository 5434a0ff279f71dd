using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Keeping;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Features.Problems;

/// <summary>A community's problems in an export: an index, and a page for each with its advice and what came of it.</summary>
internal sealed class ProblemPages(CopBotDb db, People people) : IExportedPages
{
    private const int AtATime = 200;

    public async IAsyncEnumerable<ExportedFile> PagesAsync(Community community, [EnumeratorCancellation] CancellationToken stop)
    {
        var index = new Markdown().Heading(1, community.Name);
        if (community.Domain.Length > 0) index.Paragraph(community.Domain);
        index.Heading(2, "Problems");
        var all = await db.Problems.ForEverybody().Where(p => p.Community == community.Id).OrderBy(p => p.Id).Select(p => p.Id).ToListAsync(stop);
        foreach (var ids in all.Chunk(AtATime).Select(ids => ids.ToList()))
        {
            var some = await db.Problems.AsNoTracking().Where(p => ids.Contains(p.Id)).OrderBy(p => p.Id).ToListAsync(stop);
            var names = await people.NamedAsync(some.SelectMany(ProblemPosts.Everybody), stop);
            foreach (var problem in some)
            {
                var path = $"problems/{problem.Id.Value:D}.md";
                index.ItemTo(problem.Title, path, ProblemCard.StatusWord(problem.Status));
                yield return ExportedFile.Page(path, Page(problem, names));
            }
        }

        yield return ExportedFile.Page("index.md", index);
    }

    private static Markdown Page(Problem problem, IReadOnlyDictionary<MemberId, Person> names)
    {
        var page = new Markdown().Heading(1, problem.Title)
            .Item("Status", problem.Reason is { } reason ? $"{ProblemCard.StatusWord(problem.Status)}: {reason}" : ProblemCard.StatusWord(problem.Status))
            .Item("Asked by", problem.Asker is { } asker ? names[asker].Name : problem.IsUnsigned ? "somebody without a name" : "somebody who left")
            .Item("Asked on", Day(problem.AskedAt));
        if (problem.NeededBy is { } needed) page.Item("Needed by", needed.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        if (problem.Topics.Count > 0) page.Item("Topics", string.Join(", ", problem.Topics));
        var helpers = problem.People.Where(p => p.Stake is Stake.Helper).OrderBy(p => p.Since).Select(p => names[p.Member].Name).ToList();
        if (helpers.Count > 0) page.Item("Can help", string.Join(", ", helpers));
        page.Line();
        if (problem.Tried.Length > 0) page.Heading(2, "Tried so far").Quote(problem.Tried);
        if (problem.Good.Length > 0) page.Heading(2, "Good would be").Quote(problem.Good);
        if (problem.Advice.Count > 0) page.Heading(2, "What helped");
        foreach (var advice in problem.Advice.OrderBy(a => a.Number))
        {
            if (advice.Forgotten) page.Paragraph("(these words were taken back)");
            else page.Quote(advice.Excerpt);
            if (advice.Author is { } author) page.Item("Said by", names[author].Name);
            if (TrackRecord.InWords(problem.Outcomes.Where(o => o.Tried.Contains(advice.Id.Value))) is { } record) page.Item("Track record", record);
            page.Line();
        }

        if (problem.Outcomes.Count > 0) page.Heading(2, "What came of it");
        foreach (var told in problem.Outcomes.OrderBy(o => o.Number))
            page.Item(told.Teller is { } teller ? names[teller].Name : told.ByAsker ? "The asker" : "Somebody", told.Line.Length > 0 ? $"{ProblemCard.Came(told)}. {told.Line}" : ProblemCard.Came(told));
        return page;
    }

    private static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>What is kept of a person among the problems, and what their advice did.</summary>
internal sealed class KeptOfProblems(CopBotDb db) : IKeptOfPeople
{
    public async Task<IReadOnlyList<Fact>> SeeAsync(MemberId person, CancellationToken stop)
    {
        var facts = new List<Fact>();
        if (await db.Problems.CountAsync(p => p.Asker == person, stop) is > 0 and var asked) facts.Add(new Fact("Asked", $"{asked} {(asked == 1 ? "problem" : "problems")} with your name"));
        if (await db.Problems.CountAsync(p => p.People.Any(x => x.Member == person), stop) is > 0 and var parts) facts.Add(new Fact("Part in others'", $"{parts} {(parts == 1 ? "problem" : "problems")} that you can help with, have too or follow"));
        var advised = await AdvisedAsync(person, stop);
        var advice = advised.Sum(p => p.Advice.Count(a => a.Author == person));
        if (advice > 0)
            facts.Add(new Fact("Your advice", advised.Sum(p => TrackRecord.Of(OfAdvice(p, person)).Count) is > 0 and var tried
                ? $"{advice} {Excerpts(advice)} of yours marked as what helped, tried {tried} {(tried == 1 ? "time" : "times")}"
                : (Text)$"{advice} {Excerpts(advice)} of yours marked as what helped"));
        return facts;
    }

    public async Task TellAsync(MemberId person, Markdown page, JsonObject json, CancellationToken stop)
    {
        var asked = await db.Problems.AsNoTracking().Where(p => p.Asker == person).OrderBy(p => p.Id).ToListAsync(stop);
        if (asked.Count > 0) page.Heading(2, "What you asked");
        foreach (var problem in asked) page.Item(problem.Title, ProblemCard.StatusWord(problem.Status));
        if (asked.Count > 0) page.Line();

        var advised = await AdvisedAsync(person, stop);
        if (advised.Count == 0) return;
        page.Heading(2, "What your advice did");
        var did = new JsonArray();
        foreach (var problem in advised.OrderBy(p => p.Id.Value))
        {
            page.Heading(3, problem.Title);
            foreach (var advice in problem.Advice.Where(a => a.Author == person).OrderBy(a => a.Number))
            {
                var came = problem.Outcomes.Where(o => o.Tried.Contains(advice.Id.Value)).OrderBy(o => o.Number).ToList();
                page.Quote(advice.Excerpt).Item("Track record", TrackRecord.InWords(came) ?? "nobody has told yet");
                foreach (var told in came.Where(o => o.Line.Length > 0)) page.Item(ProblemCard.Came(told), told.Line);
                page.Line();
                did.Add(new JsonObject
                {
                    ["problem"] = problem.Title,
                    ["advice"] = advice.Excerpt,
                    ["outcomes"] = new JsonArray([.. came.Select(o => (JsonNode)new JsonObject { ["result"] = o.Result.ToString(), ["line"] = o.Line })]),
                });
            }
        }

        json["whatYourAdviceDid"] = did;
    }

    private static string Excerpts(int count) => count == 1 ? "message" : "messages";

    private static IEnumerable<ToldOutcome> OfAdvice(Problem problem, MemberId author) =>
        problem.Outcomes.Where(o => problem.Advice.Exists(a => a.Author == author && o.Tried.Contains(a.Id.Value)));

    private Task<List<Problem>> AdvisedAsync(MemberId person, CancellationToken stop) => db.Problems.AsNoTracking().Where(p => p.Advice.Any(a => a.Author == person)).ToListAsync(stop);
}
