using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Posts;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Features.Problems;

/// <summary>
/// Where a problem that only helpers see is talked about: for each helper a place that only they, the asker and CopBot see. A
/// place for each, since not every platform lets a third one in later, and what was said to one was not said to another.
/// </summary>
internal sealed class ProblemRooms(CopBotDb db, IBoard board, PostLinks links, IEnumerable<IChatPlatform> platforms, TimeProvider clock)
{
    /// <summary>Where the card stands in the place of one helper.</summary>
    public static string Key(ProblemId problem, Guid room) => $"{Path(problem)}{room:N}";

    /// <summary>Where everything stands that only helpers see.</summary>
    public static string Path(ProblemId problem) => $"problem/{problem.Value:N}/room/";

    /// <summary>The home beside which a helper and the asker can talk; null where they share none that lets them.</summary>
    public async Task<ChannelRef?> BesideAsync(Problem problem, Member helper, WorkspaceRef first, CancellationToken stop)
    {
        if (problem.Asker is not { } id || await db.Members.FirstOrDefaultAsync(m => m.Id == id, stop) is not { } asker) return null;
        var community = await db.CommunityAsync(problem.Community, stop);
        foreach (var home in Homes(community, asker, first).Where(h => AccountIn(helper, h.Channel.Workspace) is not null))
        {
            if (await WhyNotAsync(home.Channel, stop) is null) return home.Channel;
        }

        return null;
    }

    /// <summary>Why an asker can talk with nobody in private here, in the platform's words; null where they can.</summary>
    public async Task<string?> WhyNotAsync(Community community, Member asker, WorkspaceRef first, CancellationToken stop)
    {
        string? why = null;
        foreach (var home in Homes(community, asker, first))
        {
            if (await WhyNotAsync(home.Channel, stop) is not { } because) return null;
            why ??= because;
        }

        return why ?? "None of the community's homes where you are takes posts now.";
    }

    /// <summary>The workspaces in which the asker can talk with somebody: whoever has no account there is not asked.</summary>
    public async Task<IReadOnlyList<WorkspaceRef>> WorkspacesAsync(Problem problem, CancellationToken stop)
    {
        if (problem.Asker is not { } id || await db.Members.FirstOrDefaultAsync(m => m.Id == id, stop) is not { } asker) return [];
        return [.. Homes(await db.CommunityAsync(problem.Community, stop), asker, default).Select(h => h.Channel.Workspace).Distinct()];
    }

    /// <summary>
    /// Puts the card up in each helper's place, as it is now; a place that is new opens in the asker's hours. The card of
    /// somebody who helps no longer goes.
    /// </summary>
    public async Task PublishAsync(Problem problem, IReadOnlyDictionary<MemberId, Person> names, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        var community = await db.CommunityAsync(problem.Community, stop);
        var asker = problem.Asker is { } id ? await db.Members.FirstOrDefaultAsync(m => m.Id == id, stop) : null;
        foreach (var helper in problem.Rooms)
        {
            var beside = helper.Beside!.Value;
            var member = await db.Members.FirstOrDefaultAsync(m => m.Id == helper.Member, stop);
            var people = new[] { asker, member }.OfType<Member>().Select(m => AccountIn(m, beside.Workspace)).OfType<UserRef>().ToList();
            board.Publish(
                Key(problem.Id, helper.Room!.Value),
                Audience.Between(beside, people),
                ProblemCard.Between(problem, names, helper.Member, problem.Source is { } message ? links.To(message) : null),
                new PostTerms { Community = problem.Community, ThreadTitle = problem.Title, NotBefore = asker?.HoursIn(community).NextOpen(now) });
        }
    }

    private static IEnumerable<HomeChannel> Homes(Community community, Member asker, WorkspaceRef first) => community.Homes
        .Where(h => h.PausedBecause is null && AccountIn(asker, h.Channel.Workspace) is not null)
        .OrderByDescending(h => h.Channel.Workspace == first)
        .ThenByDescending(h => asker.Accounts.Find(a => a.User.Workspace == h.Channel.Workspace)?.LastActedAt ?? DateTimeOffset.MinValue)
        .ThenBy(h => h.Channel.ToString(), StringComparer.Ordinal);

    private static UserRef? AccountIn(Member member, WorkspaceRef workspace) => member.Accounts.Find(a => !a.Left && a.User.Workspace == workspace)?.User;

    private async Task<string?> WhyNotAsync(ChannelRef home, CancellationToken stop)
    {
        if (platforms.FirstOrDefault(p => p.Platform == home.Workspace.Platform) is not { } platform) return $"{home.Workspace.Platform.Title} is not connected now.";
        try
        {
            return (await platform.FindChannelAsync(home, stop))?.NoPrivate;
        }
        catch (PlatformException)
        {
            // What cannot be asked now is tried when it comes to it.
            return null;
        }
    }
}
