using CopBot.Communities;
using CopBot.Data;
using CopBot.Features.Meetings;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Features.Outcomes;

/// <summary>Outcomes that are due by a meeting, or were told since the one before, belong on its agenda. One without a name stays with its thread.</summary>
internal sealed class OutcomesForAgenda(CopBotDb db) : IAgendaSource
{
    private const int Most = 5;

    public async Task<IReadOnlyList<IAgendaSource.Proposal>> ProposeAsync(CommunityId community, DateTimeOffset meeting, DateTimeOffset before, CancellationToken stop)
    {
        var due = await db.Trials.AsNoTracking()
            .Where(t => t.Community == community && !t.Private && t.Trier != null && ((t.Result == null && (t.AskAt <= meeting || t.SilentAt != null)) || (t.ToldAt > before && (t.Result == OutcomeResult.Worked || t.Result == OutcomeResult.Partly || t.Result == OutcomeResult.DidNot))))
            .OrderBy(t => t.Since)
            .Take(Most)
            .ToListAsync(stop);
        return [.. due.Select(t => new IAgendaSource.Proposal($"trial/{t.Id.Value:N}", Title(t), Because(t), t.CardKey))];
    }

    private static string Title(Trial trial) => trial.Promised ? $"Promised: {trial.WillTry}" : $"What came of it? {trial.Title}";

    private static string Because(Trial trial) => trial.Result is { } result ? OutcomeWords.Lower(result) : trial.Promised ? "it was to be done by now" : "to be known by now";
}
