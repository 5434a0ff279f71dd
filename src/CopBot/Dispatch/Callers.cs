using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Dispatch;

/// <summary>Finds out who acts and for which community.</summary>
internal sealed class Callers(CopBotDb db, ForgottenAccounts forgotten, IEnumerable<IChatPlatform> platforms, TimeProvider clock)
{
    public static readonly Refusal NoCommunity = new(
        "no-community",
        $"No community lives in this workspace yet. Somebody who runs the workspace can set one up with /cop setup; it takes two minutes.");

    // Asked at every press, so they are compiled once.
    private static readonly Compiled<Func<CopBotDb, UserRef, CancellationToken, Task<Member?>>> MemberOf = new(() => EF.CompileAsyncQuery(
        (CopBotDb db, UserRef user, CancellationToken stop) => db.Set<Member>().AsSingleQuery().FirstOrDefault(m => m.Accounts.Any(a => a.User == user))));

    private static readonly Compiled<Func<CopBotDb, ChannelRef, WorkspaceRef, CancellationToken, Task<Community?>>> CommunityAt = new(() => EF.CompileAsyncQuery(
        (CopBotDb db, ChannelRef channel, WorkspaceRef workspace, CancellationToken stop) => db.Set<Community>().AsSingleQuery()
            .Where(c => c.Homes.Any(h => h.Channel == channel) || c.Workspaces.Any(w => w.Workspace == workspace))
            .OrderByDescending(c => c.Homes.Any(h => h.Channel == channel))
            .FirstOrDefault()));

    private static readonly Compiled<Func<CopBotDb, CommunityId, MemberId, CancellationToken, Task<Membership?>>> MembershipOf = new(() => EF.CompileAsyncQuery(
        (CopBotDb db, CommunityId community, MemberId member, CancellationToken stop) => db.Set<Membership>().FirstOrDefault(m => m.Community == community && m.Member == member)));

    /// <summary>
    /// The caller. A person whom the store does not know is met, and joins the community, unless the request only looks or
    /// is to leave no trace: then nothing is written.
    /// </summary>
    public async Task<Caller> FindAsync(UserRef user, Place where, bool traceless, CancellationToken stop)
    {
        var member = await FindMemberAsync(user, stop);
        var profile = member is null || (!traceless && IsStale(member, user)) ? await AskPlatformAsync(user, stop) : null;
        if (member is null)
        {
            member = await MeetAsync(user, profile?.Name ?? "Somebody", profile?.Zone, traceless, stop);
        }
        else if (profile is not null && !traceless)
        {
            member.AreKnownAs(profile);
        }

        var community = await FindCommunityAsync(where, stop);
        Membership? membership = null;
        if (community is not null)
        {
            membership = db.Seen<Membership>().FirstOrDefault(m => m.Community == community.Id && m.Member == member.Id) ?? await MembershipOf.On(db)(db, community.Id, member.Id, stop);
            if (membership is null && !traceless) membership = db.Memberships.Add(new Membership(community.Id, member.Id, clock.GetUtcNow())).Entity;
        }

        if (!traceless && member.Accounts.Find(a => a.User == user) is { } account && IsStale(account)) (account.LastActedAt, account.Left) = (clock.GetUtcNow(), false);

        return new Caller(member, user, where, membership?.Roles ?? Role.Member, community, profile?.RunsWorkspace ?? false) { JoinedAt = membership?.JoinedAt };
    }

    /// <summary>A person whom a request names, such as the author of somebody's message: known, but not thereby a member. Null for an app.</summary>
    public async Task<Member?> MeetAsync(UserRef user, string name, CancellationToken stop)
    {
        if (await FindMemberAsync(user, stop) is { } known) return known;
        var profile = await AskPlatformAsync(user, stop);
        if (profile is { IsBot: true }) return null;
        return await MeetAsync(user, profile?.Name ?? name, profile?.Zone, traceless: false, stop);
    }

    /// <summary>Whether the platform lets this person set the bot up. Asked afresh each time.</summary>
    public async Task<bool> RunsWorkspaceAsync(UserRef user, CancellationToken stop) => (await AskPlatformAsync(user, stop))?.RunsWorkspace ?? false;

    /// <summary>Somebody new. For one who was forgotten Stop still holds, and from here on stands with them.</summary>
    private async Task<Member> MeetAsync(UserRef user, string name, string? zone, bool traceless, CancellationToken stop)
    {
        var member = Member.Meet(user, name, zone);
        var stopped = await forgotten.FindAsync(user, stop);
        if (stopped is not null) member.Stop();
        if (traceless) return member;

        if (stopped is not null) db.Remove(stopped);
        return db.Members.Add(member).Entity;
    }

    private async Task<Member?> FindMemberAsync(UserRef user, CancellationToken stop)
    {
        // Somebody whom this very request has met stands nowhere yet.
        if (db.Seen<Member>().FirstOrDefault(m => m.Accounts.Exists(a => a.User == user)) is { } met) return met;
        return await MemberOf.On(db)(db, user, stop);
    }

    private Task<Community?> FindCommunityAsync(Place where, CancellationToken stop) => CommunityAt.On(db)(db, where.Channel, where.Workspace, stop);

    /// <summary>Names and zones change rarely: the platform is asked once a day.</summary>
    private bool IsStale(Member member, UserRef user) => member.Accounts.Find(a => a.User == user) is { } account && (account.LastActedAt is null || account.LastActedAt < clock.GetUtcNow().AddDays(-1));

    private bool IsStale(Account account) => account.Left || account.LastActedAt is null || account.LastActedAt < clock.GetUtcNow().AddHours(-1);

    private async Task<UserProfile?> AskPlatformAsync(UserRef user, CancellationToken stop)
    {
        try
        {
            return platforms.FirstOrDefault(p => p.Platform == user.Workspace.Platform) is { } platform ? await platform.FindUserAsync(user, stop) : null;
        }
        catch (PlatformException)
        {
            // A name or a zone can be learned next time; the person must not wait for it.
            return null;
        }
    }
}
