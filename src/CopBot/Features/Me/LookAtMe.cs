using CopBot.Chat;
using CopBot.Dispatch;

namespace CopBot.Features.Me;

/// <summary>Somebody looks at their own settings.</summary>
[Command("me", "Your time zone and hours, the messages you want, and what you know"), LooksOnly, WithoutCommunity]
public sealed record LookAtMe : ICommand;

/// <summary>Somebody presses a button to see their own settings.</summary>
[Action("me-show"), LooksOnly, WithoutCommunity]
public sealed record ShowMe : IAction;

internal sealed class LookAtMeHandler(MyCards cards) : IHandle<LookAtMe>, IHandle<ShowMe>
{
    public async Task<Answer> Handle(LookAtMe request, Caller caller, CancellationToken stop) => Answer.Show(await cards.OfAsync(caller, null, stop));

    public async Task<Answer> Handle(ShowMe request, Caller caller, CancellationToken stop) => Answer.Show(await cards.OfAsync(caller, null, stop));
}
