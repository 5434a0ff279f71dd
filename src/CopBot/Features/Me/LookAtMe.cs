using CopBot.Chat;
using CopBot.Dispatch;

namespace CopBot.Features.Me;

/// <summary>Somebody looks at their own settings.</summary>
[Command("me", "Your time zone, your hours, and the messages you want"), LooksOnly, WithoutCommunity]
public sealed record LookAtMe : ICommand;

/// <summary>Somebody presses a button to see their own settings.</summary>
[Action("me-show"), LooksOnly, WithoutCommunity]
public sealed record ShowMe : IAction;

internal sealed class LookAtMeHandler(TimeProvider clock) : IHandle<LookAtMe>, IHandle<ShowMe>
{
    public Task<Answer> Handle(LookAtMe request, Caller caller, CancellationToken stop) => Task.FromResult(Answer.Show(MyCard.Render(caller, clock.GetUtcNow())));

    public Task<Answer> Handle(ShowMe request, Caller caller, CancellationToken stop) => Task.FromResult(Answer.Show(MyCard.Render(caller, clock.GetUtcNow())));
}
