using System.Text.Json.Nodes;
using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Keeping;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Features.Outcomes;

/// <summary>What is kept of what a person tried.</summary>
internal sealed class KeptOfTrials(CopBotDb db) : IKeptOfPeople
{
    public async Task<IReadOnlyList<Fact>> SeeAsync(MemberId person, CancellationToken stop)
    {
        var facts = new List<Fact>();
        if (await db.Trials.CountAsync(t => t.Trier == person, stop) is > 0 and var trials)
        {
            var told = await db.Trials.CountAsync(t => t.Trier == person && t.Result != null, stop);
            facts.Add(new Fact("Tried", $"{trials} {(trials == 1 ? "thing" : "things")}, of which {told} with what came of it"));
        }

        if (await db.StoryNames.CountAsync(n => n.Member == person, stop) is > 0 and var stories) facts.Add(new Fact("Named", $"in {stories} {(stories == 1 ? "story" : "stories")}, as you agreed"));
        return facts;
    }

    public async Task TellAsync(MemberId person, Markdown page, JsonObject json, CancellationToken stop)
    {
        var trials = await db.Trials.AsNoTracking().Where(t => t.Trier == person).OrderBy(t => t.Id).ToListAsync(stop);
        if (trials.Count == 0) return;
        page.Heading(2, "What you tried");
        foreach (var trial in trials)
        {
            var came = trial.Result is { } result ? OutcomeWords.Lower(result) : "not told yet";
            page.Item(trial.Title, string.Join(". ", new[] { trial.WillTry, came, trial.Line }.Where(words => words.Length > 0)));
        }

        page.Line();
    }
}
