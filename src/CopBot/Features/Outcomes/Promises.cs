using CopBot.Chat;
using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Features.Problems;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Features.Outcomes;

/// <summary>A member wants to see what they are trying.</summary>
[Command("promises", "What you are trying, and what came of it"), LooksOnly]
public sealed record ShowPromises : ICommand;

/// <summary>A member turns a page of their promises.</summary>
[Action("trial-page"), LooksOnly]
public sealed record TurnPromises(int Page) : IAction;

/// <summary>A member wants to change what they told, or tell it early.</summary>
[Action("trial-change"), LooksOnly]
public sealed record ChangeOutcome(TrialId Trial) : IAction;

internal sealed class PromisesHandler(CopBotDb db, IEnumerable<IFollowedThings> followed) : IHandle<ShowPromises>, IHandle<TurnPromises>, IHandle<ChangeOutcome>
{
    private const int APage = 5;

    public async Task<Answer> Handle(ShowPromises request, Caller caller, CancellationToken stop) => Answer.Show(await RenderAsync(caller, 0, stop));

    public async Task<Answer> Handle(TurnPromises request, Caller caller, CancellationToken stop) => Answer.ShowInstead(await RenderAsync(caller, request.Page, stop));

    public async Task<Answer> Handle(ChangeOutcome request, Caller caller, CancellationToken stop)
    {
        var trial = await db.Trials.FirstOrDefaultAsync(t => t.Id == request.Trial, stop);
        if (trial is null) return OutcomeRefusals.Gone;
        if (trial.Trier != caller.Member.Id) return OutcomeRefusals.NotYours;
        return Answer.Show([new Paragraph($"What came of it? {trial.Title:b}"), OutcomeQuestion.Answers(trial), new Footnote($"The later answer counts.")]);
    }

    private async Task<Message> RenderAsync(Caller caller, int page, CancellationToken stop)
    {
        var mine = db.Trials.AsNoTracking().Where(t => t.Trier == caller.Member.Id && t.Community == caller.Community.Id);
        var all = await mine.CountAsync(stop);
        page = Math.Clamp(page, 0, Math.Max(0, (all - 1) / APage));
        var trials = await mine.OrderBy(t => t.Result != null).ThenByDescending(t => t.Since).ThenBy(t => t.Id).Skip(page * APage).Take(APage).ToListAsync(stop);
        var follows = new List<Block>();
        foreach (var things in followed) follows.AddRange(await things.BlocksAsync(caller, stop));

        List<Block> promises = [.. Message.Of(
        [
            new Heading("What you are trying"),
            trials.Count == 0 ? new Paragraph($"Nothing yet. When you mark what helped with a problem, it stands here until you tell what came of it.") : null,
            .. trials.SelectMany(Row),
            // One menu for all of them leaves rows for what other features add below.
            trials.Count > 0 ? new Controls([new Menu("Tell what came of …", [.. trials.Select(t => new MenuChoice(Shortening.OneLine(t.Title, Limits.ChoiceLabel), new ChangeOutcome(t.Id), Hint(t)))])]) : null,
            all > APage
                ? new Controls(
                [
                    page > 0 ? new Button("Earlier ones", new TurnPromises(page - 1)) : null,
                    (page + 1) * APage < all ? new Button("More", new TurnPromises(page + 1)) : null,
                ])
                : null,
        ]).Blocks];
        if (page > 0) return Message.Of(promises);

        var fits = Paging.Fit(promises, follows, [Rest]);
        return fits == follows.Count ? Message.Of([.. promises, .. follows]) : Message.Of([.. promises, .. follows.Take(fits), Rest]);
    }

    private static Footnote Rest => new($"/cop home shows the rest of what is yours.");

    private static IEnumerable<Block> Row(Trial trial)
    {
        Text state = trial switch
        {
            { Result: { } result } => (Text)$"{OutcomeWords.Lower(result)}{(trial.Line.Length > 0 ? $": “{trial.Line}”" : "")}",
            { AskAt: { } at } => $"you will be asked {at:day}",
            { SilentAt: not null } => $"you were asked; your answer is still welcome",
            _ => $"you will not be asked",
        };
        yield return new Paragraph($"{trial.Title:b}{(trial.WillTry.Length > 0 ? $" — “{trial.WillTry}”" : "")}");
        yield return new Footnote(state);
    }

    private static string? Hint(Trial trial) => trial.Result is null ? null : "Change what you told";
}

/// <summary>Something that a member follows, for <c>/cop promises</c>. Each feature whose things can be followed adds its own.</summary>
[FoundByType]
public interface IFollowedThings
{
    /// <summary>What the member follows, as a few blocks; none where they follow nothing.</summary>
    Task<IReadOnlyList<Block>> BlocksAsync(Caller caller, CancellationToken stop);
}
