using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Keeping;

namespace CopBot.Features.Privacy;

/// <summary>Somebody has everything about them deleted. It cannot be undone, so they were asked first (<see cref="AskToDeleteMe"/>).</summary>
[Action("privacy-delete-now"), LooksOnly, WithoutCommunity]
public sealed record DeleteMe(bool WordsToo) : IAction;

internal sealed class DeleteMeHandler(PersonalRecords records, Forgetting forgetting, UnitOfWork work) : IHandle<DeleteMe>
{
    public async Task<Answer> Handle(DeleteMe request, Caller caller, CancellationToken stop)
    {
        if (!await records.IsKnownAsync(caller.Member, stop)) return PrivacyRefusals.NothingKept;
        await forgetting.ForgetAsync(caller.Member, request.WordsToo, stopHolds: true, stop);
        // To look makes nobody a member, and whoever presses this twice must not be met again by it. So it saves by itself.
        await work.SaveAsync(null, stop);
        return Answer.ShowInstead(PrivacyCards.Deleted(request.WordsToo));
    }
}
