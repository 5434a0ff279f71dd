using CopBot.Chat;
using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Features.Home;
using CopBot.Features.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Features.Experiences;

/// <summary>A member looks through the questions for experiences that they asked, told something to, or follow.</summary>
[Action("experience-mine"), LooksOnly]
public sealed record ShowMyExperiences(int Page = 0) : IAction;

/// <summary>The questions in which a member has a part.</summary>
internal sealed class MyExperiences(CopBotDb db)
{
    internal const string Title = "Experiences that you asked for, told or follow";

    private const int AtFirst = 5;

    /// <summary>The latest few, and a way to all of them; nothing where there is none.</summary>
    public async Task<IReadOnlyList<Block>> OverviewAsync(Caller caller, CancellationToken stop)
    {
        var all = await Of(caller).CountAsync(stop);
        if (all == 0) return [];
        var some = await SomeAsync(caller, 0, AtFirst, stop);
        return [.. Render(some, caller), .. all > some.Count ? [new Controls([new Button("All of these", new ShowMyExperiences())])] : Array.Empty<Block>()];
    }

    public Task<int> CountAsync(Caller caller, CancellationToken stop) => Of(caller).CountAsync(stop);

    public Task<List<ExperienceRequest>> SomeAsync(Caller caller, int skip, int take, CancellationToken stop) =>
        Of(caller).OrderByDescending(r => r.AskedAt).ThenBy(r => r.Id).Skip(skip).Take(take).ToListAsync(stop);

    public static IEnumerable<Block> Render(IReadOnlyList<ExperienceRequest> some, Caller caller)
    {
        foreach (var asked in some) yield return new Paragraph($"{asked.Title:b} · {ExperienceCard.RollUp(asked)} · {Part(asked, caller)}");
        yield return new Controls([new Menu("Open one …", [.. some.Select(r => new MenuChoice(Shortening.OneLine(r.Title, Limits.ChoiceLabel), new ShowExperienceChoices(r.Id)))])]);
    }

    private IQueryable<ExperienceRequest> Of(Caller caller)
    {
        var me = caller.Member.Id;
        return db.ExperienceRequests.AsNoTracking().Where(r => r.Community == caller.Community.Id && (r.Asker == me || r.Experiences.Any(e => e.Teller == me) || r.Followers.Any(f => f.Member == me)));
    }

    private static string Part(ExperienceRequest asked, Caller caller) =>
        asked.Asker == caller.Member.Id ? "you asked" : asked.Of(caller.Member.Id) is not null ? "you told yours" : "you follow";
}

internal sealed class ShowMyExperiencesHandler(MyExperiences mine) : IHandle<ShowMyExperiences>
{
    private const int APage = 10;

    public async Task<Answer> Handle(ShowMyExperiences request, Caller caller, CancellationToken stop)
    {
        var all = await mine.CountAsync(caller, stop);
        if (all == 0) return Answer.ShowInstead(Message.Say($"You have asked for no experiences and follow none yet. /cop experience is how to begin."));

        var page = Math.Clamp(request.Page, 0, (all - 1) / APage);
        return Answer.ShowInstead(Message.Of(
        [
            new Heading(MyExperiences.Title),
            .. MyExperiences.Render(await mine.SomeAsync(caller, page * APage, APage, stop), caller),
            all > APage
                ? new Controls(
                [
                    page > 0 ? new Button("Later ones", new ShowMyExperiences(page - 1)) : null,
                    (page + 1) * APage < all ? new Button("More", new ShowMyExperiences(page + 1)) : null,
                ])
                : null,
        ]));
    }
}

/// <summary>What a member asked for and follows, at Home.</summary>
internal sealed class ExperiencesSection(MyExperiences mine) : IHomeSection
{
    public int Order => 35;

    public async Task<IReadOnlyList<Block>> BlocksAsync(Caller caller, CancellationToken stop) =>
        await mine.OverviewAsync(caller, stop) is { Count: > 0 } overview ? [new Heading(MyExperiences.Title), .. overview] : [];
}

/// <summary>The same below their promises.</summary>
internal sealed class FollowedExperiences(MyExperiences mine) : IFollowedThings
{
    public async Task<IReadOnlyList<Block>> BlocksAsync(Caller caller, CancellationToken stop) =>
        await mine.OverviewAsync(caller, stop) is { Count: > 0 } overview ? [new Divider(), new Paragraph($"{MyExperiences.Title:b}"), .. overview] : [];
}
