using CopBot.Chat;
using CopBot.Dispatch;

namespace CopBot.Features.Me;

/// <summary>Somebody wants one kind of unasked message as often as the others again.</summary>
[Action("me-more"), WithoutCommunity]
public sealed record WantAgain(string Kind) : IAction;

internal sealed class WantAgainHandler(MyCards cards) : IHandle<WantAgain>
{
    public async Task<Answer> Handle(WantAgain request, Caller caller, CancellationToken stop)
    {
        caller.Member.WantAgain(request.Kind);
        return Answer.ShowInstead(await cards.OfAsync(caller, $"Messages of this kind come as often as the others again: {request.Kind}.", stop));
    }
}
