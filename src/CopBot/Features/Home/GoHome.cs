using CopBot.Chat;
using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Posts;

namespace CopBot.Features.Home;

/// <summary>Somebody looks at what is theirs; also what a platform's Home shows.</summary>
[Command("home", "What is yours, waits for you or needs you"), LooksOnly, WithoutCommunity]
public sealed record GoHome : ICommand;

/// <summary>Somebody presses a button to see their Home.</summary>
[Action("home-look"), LooksOnly, WithoutCommunity]
public sealed record LookAtHome : IAction;

/// <summary>Somebody goes back to their Home from one of its sections.</summary>
[Action("home-show"), LooksOnly, WithoutCommunity]
public sealed record ShowHome : IAction;

/// <summary>Somebody wants to see the rest of a section.</summary>
[Action("home-section"), LooksOnly]
public sealed record ShowHomeSection(int Order, int From) : IAction;

/// <summary>Somebody has seen what could not be delivered to them and wants it out of the way.</summary>
[Action("home-seen")]
public sealed record PutAwayUndelivered(string Seen) : IAction;

internal sealed class HomeHandler(CopBotDb db, IEnumerable<IHomeSection> sections, TimeProvider clock) :
    IHandle<GoHome>,
    IHandle<LookAtHome>,
    IHandle<ShowHome>,
    IHandle<ShowHomeSection>,
    IHandle<PutAwayUndelivered>
{
    public async Task<Answer> Handle(GoHome request, Caller caller, CancellationToken stop) => Answer.Show(await HomeOfAsync(caller, stop));

    public async Task<Answer> Handle(LookAtHome request, Caller caller, CancellationToken stop) => Answer.Show(await HomeOfAsync(caller, stop));

    public async Task<Answer> Handle(ShowHome request, Caller caller, CancellationToken stop) => Answer.ShowInstead(await HomeOfAsync(caller, stop));

    public async Task<Answer> Handle(ShowHomeSection request, Caller caller, CancellationToken stop)
    {
        var section = (await SectionsAsync(caller, stop)).FirstOrDefault(s => s.Order == request.Order);
        // What stood there may have been settled meanwhile: then the whole is the better answer.
        return Answer.ShowInstead(section is null ? await HomeOfAsync(caller, stop) : HomeCard.RenderSection(section, request.From));
    }

    public async Task<Answer> Handle(PutAwayUndelivered request, Caller caller, CancellationToken stop)
    {
        var undelivered = await db.UndeliveredToAsync(caller.Member.Id, stop);
        // Something more may have come since they looked: then they are shown that first.
        if (Undelivered.Seen(undelivered.Select(u => u.Post)) == request.Seen)
        {
            foreach (var (delivery, _) in undelivered) delivery.State = DeliveryState.Dropped;
        }

        return Answer.ShowInstead(await HomeOfAsync(caller, stop));
    }

    private async Task<Message> HomeOfAsync(Caller caller, CancellationToken stop) =>
        caller.CommunityOrNone is null ? HomeCard.WithoutCommunity() : HomeCard.Render(caller, await SectionsAsync(caller, stop), clock.GetUtcNow());

    private async Task<IReadOnlyList<HomeSection>> SectionsAsync(Caller caller, CancellationToken stop)
    {
        var shown = new List<HomeSection>();
        foreach (var section in sections.OrderBy(s => s.Order))
        {
            if (await section.BlocksAsync(caller, stop) is { Count: > 0 } blocks) shown.Add(new HomeSection(section.Order, blocks));
        }

        return shown;
    }
}
