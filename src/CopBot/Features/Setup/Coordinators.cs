using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Dispatch;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Features.Setup;

/// <summary>Who coordinates, and who may change how a community is set up.</summary>
internal static class Coordinators
{
    extension(CopBotDb db)
    {
        /// <summary>The coordinators who are still there, the longest-standing first.</summary>
        public async Task<IReadOnlyList<Member>> CoordinatorsOfAsync(Community community, CancellationToken stop)
        {
            // What this very request changed counts too, so memberships are looked at in memory; those with a role are few.
            var stored = await db.Memberships.Where(m => m.Community == community.Id && m.Roles != Role.Member).ToListAsync(stop);
            var coordinating = stored.Union(db.Seen<Membership>().Where(m => m.Community == community.Id))
                .Where(m => m.Roles.HasFlag(Role.Coordinator))
                .OrderBy(m => m.JoinedAt)
                .Select(m => m.Member)
                .ToList();
            var members = await db.Members.Where(m => coordinating.Contains(m.Id)).ToListAsync(stop);
            return [.. members.Union(db.Seen<Member>().Where(m => coordinating.Contains(m.Id))).Where(m => IsPresent(m, community)).OrderBy(m => coordinating.IndexOf(m.Id))];
        }

        /// <summary>Why the caller may not change how the community is set up, or null.</summary>
        public async Task<Refusal?> MayNotSetUpAsync(Caller caller, Callers callers, CancellationToken stop)
        {
            if (caller.Is(Role.Coordinator)) return null;
            if (caller.CommunityOrNone is { } community && await db.CoordinatorsOfAsync(community, stop) is { Count: > 0 } coordinators) return SetupRefusals.ForCoordinators(coordinators);
            if (await callers.RunsWorkspaceAsync(caller.Account, stop)) return null;
            return caller.CommunityOrNone is null ? SetupRefusals.NotRunning : SetupRefusals.NobodyCoordinates;
        }
    }

    private static bool IsPresent(Member member, Community community) =>
        member.Accounts.Exists(a => !a.Left && community.Workspaces.Exists(w => w.Workspace == a.User.Workspace));
}
