using System.Globalization;
using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Posts;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Features.Setup;

/// <summary>A home channel is gone: its posts wait, and the coordinators are told once what to do.</summary>
internal sealed class HomeLost(CopBotDb db, IBoard board, IEnumerable<IChatPlatform> platforms) : IReact<ChannelWasLost>
{
    public async Task React(ChannelWasLost happened, CancellationToken stop)
    {
        // What a platform tells may come late: where posting works again, nothing is lost.
        var channel = await platforms.LookAtAsync(happened.Channel, stop);
        if (channel is { CanPost: true }) return;

        var communities = await db.Communities.Where(c => c.Homes.Any(h => h.Channel == happened.Channel)).ToListAsync(stop);
        foreach (var community in communities)
        {
            var home = community.Homes.Find(h => h.Channel == happened.Channel)!;
            if (home.PausedBecause is not null) continue;

            home.Pause(channel?.Fix ?? SetupCards.LostSomehow);
            foreach (var coordinator in await db.CoordinatorsOfAsync(community, stop))
                board.Publish(HomeLostKeys.For(community, home.Channel) + coordinator.Id.Value.ToString("N", CultureInfo.InvariantCulture), Audience.To(coordinator.Id), SetupCards.HomeLost(community, home), PostTerms.Requested(community.Id));
        }
    }
}

internal static class HomeLostKeys
{
    /// <summary>Where coordinators are told about a channel; each coordinator's id follows.</summary>
    public static string For(Community community, ChannelRef channel) => $"community/{community.Id.Value:N}/home-lost/{channel}/";

    extension(IBoard board)
    {
        /// <summary>The trouble is over: the messages about it go, and one that still waited never comes.</summary>
        public async Task WithdrawHomeLostAsync(CopBotDb db, Community community, ChannelRef channel, CancellationToken stop)
        {
            var prefix = For(community, channel);
            foreach (var key in await db.Posts.Where(p => p.Key.StartsWith(prefix) && !p.Withdrawn).Select(p => p.Key).ToListAsync(stop)) board.Withdraw(key);
        }
    }
}
