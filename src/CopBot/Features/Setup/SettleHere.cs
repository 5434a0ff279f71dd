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
        if (await platforms.IsDirectAsync(here, caller.Account, stop)) return SetupRefusals.Direct;
        if (await platforms.LookAtAsync(here, stop) is not { } channel) return SetupRefusals.ChannelNotSeen;
        if (!channel.CanPost) return SetupRefusals.CannotPost(channel);

        var before = community.Homes.Find(h => h.Channel.Workspace == here.Workspace)?.Channel ?? here;
        community.SettleIn(here, channel.Name);
        board.MoveIn(before, here);
        await board.WithdrawHomeLostAsync(db, community, before, stop);
        if (await db.Workspaces.FindAsync([here.Workspace], stop) is { } seen) (seen.StoppedAt, seen.StoppedBecause) = (null, null);

        return Answer.ShowInstead(SetupCards.Checklist(community, await db.CoordinatorsOfAsync(community, stop), here, channel.Private
            ? $"The posts of {community.Name} stand in #{channel.Name} from now on. It is a private channel: only the people in it see them."
            : (Text)$"The posts of {community.Name} stand in #{channel.Name} from now on, where everybody in this workspace can read them."));
    }
}

internal static class Channels
{
    extension(IEnumerable<IChatPlatform> platforms)
    {
        /// <summary>What a channel is; null when the bot cannot see it now.</summary>
        public async Task<ChannelProfile?> LookAtAsync(ChannelRef channel, CancellationToken stop)
        {
            try
            {
                return await platforms.First(p => p.Platform == channel.Workspace.Platform).FindChannelAsync(channel, stop);
            }
            catch (PlatformException)
            {
                // Not seen now, for whatever reason: the refusal says what to do, and nothing was changed.
                return null;
            }
        }

        /// <summary>Whether this is the direct conversation with somebody.</summary>
        public async Task<bool> IsDirectAsync(ChannelRef channel, UserRef user, CancellationToken stop)
        {
            try
            {
                return (await platforms.First(p => p.Platform == user.Workspace.Platform).OpenDirectAsync(user, stop)).Channel == channel;
            }
            catch (PlatformException)
            {
                // Somebody who lets no app write to them has no such conversation.
                return false;
            }
        }
    }
}
