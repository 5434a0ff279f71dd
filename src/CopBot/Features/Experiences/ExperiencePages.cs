using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Keeping;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Features.Experiences;

/// <summary>A community's experiences in an export: a page for each question, with what everyone may read side by side.</summary>
internal sealed class ExperiencePages(CopBotDb db, People people) : IExportedPages
{
    public async IAsyncEnumerable<ExportedFile> PagesAsync(Community community, [EnumeratorCancellation] CancellationToken stop)
    {
        var index = new Markdown().Heading(1, "Experiences");
        var any = false;
        foreach (var id in await db.ExperienceRequests.Where(r => r.Community == community.Id).OrderBy(r => r.Id).Select(r => r.Id).ToListAsync(stop))
        {
            var asked = await db.ExperienceRequests.AsNoTracking().FirstAsync(r => r.Id == id, stop);
            var names = await people.NamedAsync(ExperiencePosts.Everybody(asked), stop);
            any = true;
            index.ItemTo(asked.Title, $"experiences/{id.Value:D}.md", ExperienceCard.RollUp(asked));
            yield return ExportedFile.Page($"experiences/{id.Value:D}.md", Page(asked, names));
        }

        if (any) yield return ExportedFile.Page("experiences.md", index);
    }

    private static Markdown Page(ExperienceRequest asked, IReadOnlyDictionary<MemberId, Person> names)
    {
        var page = new Markdown().Heading(1, asked.Title)
            .Item("Asked by", asked.Asker is { } asker ? names[asker].Name : "somebody who left")
            .Item("Asked on", asked.AskedAt.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))
            .Item("Told", ExperienceCard.RollUp(asked))
            .Line();
        if (asked.Plan.Length > 0) page.Heading(2, "What happened, or is planned").Quote(asked.Plan);
        if (asked.Hear.Length > 0) page.Heading(2, "Most wanted").Quote(asked.Hear);
        foreach (var told in asked.Public)
        {
            page.Heading(2, $"{ExperienceCard.Who(told, names)}, who {ExperienceCard.WouldAgain(told.Again)}");
            if (told.Context.Length > 0) page.Quote(told.Context);
            page.Quote(told.Did).Quote(told.Happened);
        }

        if (asked.Outcomes.Count > 0) page.Heading(2, "What came of it");
        foreach (var outcome in asked.Outcomes.OrderBy(o => o.Number))
            page.Item(outcome.Teller is { } teller ? names[teller].Name : "Somebody", outcome.Line.Length > 0 ? $"{OutcomeWords.Lower(outcome.Result)}. {outcome.Line}" : OutcomeWords.Lower(outcome.Result));
        return page;
    }
}

/// <summary>What is kept of a person among the experiences. What was told without a name is joined to nobody.</summary>
internal sealed class KeptOfExperiences(CopBotDb db) : IKeptOfPeople
{
    public async Task<IReadOnlyList<Fact>> SeeAsync(MemberId person, CancellationToken stop)
    {
        var facts = new List<Fact>();
        if (await db.ExperienceRequests.CountAsync(r => r.Asker == person, stop) is > 0 and var asked) facts.Add(new Fact("Asked for", $"experiences, {asked} {(asked == 1 ? "time" : "times")}"));
        if (await db.ExperienceRequests.CountAsync(r => r.Experiences.Any(e => e.Teller == person), stop) is > 0 and var told) facts.Add(new Fact("Told", $"{told} {(told == 1 ? "experience" : "experiences")} with your name or to the asker alone"));
        if (await db.ExperienceRequests.CountAsync(r => r.Hints.Any(h => h.Somebody == person || h.By == person), stop) is > 0 and var hints) facts.Add(new Fact("Thought of", $"{hints} {(hints == 1 ? "time" : "times")}, by you or of you"));
        return facts;
    }

    public async Task TellAsync(MemberId person, Markdown page, JsonObject json, CancellationToken stop)
    {
        var some = await db.ExperienceRequests.AsNoTracking().Where(r => r.Asker == person || r.Experiences.Any(e => e.Teller == person)).OrderBy(r => r.Id).ToListAsync(stop);
        if (some.Count == 0) return;
        page.Heading(2, "Experiences that you asked for and told");
        foreach (var asked in some)
        {
            page.Heading(3, asked.Title);
            foreach (var told in asked.Experiences.Where(e => e.Teller == person).OrderBy(e => e.Number)) page.Quote(told.Context).Quote(told.Did).Quote(told.Happened).Item("Would you again", ExperienceCard.WouldAgain(told.Again)).Line();
        }
    }
}
