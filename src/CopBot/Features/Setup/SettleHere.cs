using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Posts;

namespace CopBot.Features.Setup;

/// <summary>A coordinator makes the channel that they are in the home of the community's posts.</summary>
[Action("setup-home"), Needs(Role.Coordinator)]
public sealed record SettleHere : IAction;

internal sealed class SettleHereHandler(CopBotDb db, IBoard board, IEnumerable<IChatPlatform> platforms) : IHandle<SettleHere>
{
    public async Task<Answer> Handle(SettleHere request, Caller caller, CancellationToken stop)
    {
        var (community, here) = (caller.Community, caller.Where.Channel);
        var (channel, no) = await platforms.LookForHomeAsync(caller, stop);
        if (channel is null) return no!;

        var before = community.Homes.Find(h => h.Channel.Workspace == here.Workspace)?.Channel ?? here;
        community.SettleIn(here, channel.Name);
        board.MoveIn(before, here);
        await board.WithdrawHomeLostAsync(db, community, before, stop);
        if (await db.Workspaces.FindAsync([here.Workspace], stop) is { } seen) (seen.StoppedAt, seen.StoppedBecause) = (null, null);

        return Answer.ShowInstead(SetupCards.Checklist(community, await db.CoordinatorsOfAsync(community, stop), here, channel.Private
            ? (Text)$"The posts of {community.Name} stand in #{channel.Name} from now on. It is a private channel: only the people in it see them."
            : $"The posts of {community.Name} stand in #{channel.Name} from now on, where everybody in this workspace can read them."));
    }
}
