using CopBot.Chat;
using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Features.Home;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Features.Outcomes;

/// <summary>What a member was asked and has not answered, at Home.</summary>
internal sealed class WaitingSection(CopBotDb db) : IHomeSection
{
    public int Order => 20;

    public async Task<IReadOnlyList<Block>> BlocksAsync(Caller caller, CancellationToken stop)
    {
        var waiting = await db.Trials.AsNoTracking()
            .Where(t => t.Trier == caller.Member.Id && t.Community == caller.Community.Id && t.Result == null && t.SilentAt != null)
            .OrderBy(t => t.SilentAt)
            .ThenBy(t => t.Id)
            .ToListAsync(stop);
        return waiting.Count == 0 ? [] : [new Heading("What came of it?"), .. waiting.SelectMany(Render)];
    }

    private static IEnumerable<Block> Render(Trial trial)
    {
        yield return new Paragraph($"{trial.Title:b}{(trial.WillTry.Length > 0 ? $" — “{trial.WillTry}”" : "")}");
        yield return OutcomeQuestion.Answers(trial);
    }
}
