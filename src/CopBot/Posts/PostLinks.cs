using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Posts;

/// <summary>Where a reader finds a post that stands already.</summary>
public sealed class PostLinks(CopBotDb db, IEnumerable<IChatPlatform> platforms)
{
    /// <summary>A button to the post, in the reader's workspace where it stands there; null where it stands nowhere yet.</summary>
    public async Task<LinkButton?> ButtonAsync(string label, string key, WorkspaceRef? readersWorkspace, CancellationToken stop)
    {
        var standing = await StandingAsync(key, stop);
        return Nearest(label, standing, readersWorkspace is { } near ? [near] : []);
    }

    /// <summary>The same for somebody who reads it privately: where they last were comes first.</summary>
    public async Task<LinkButton?> ButtonForAsync(string label, string key, MemberId reader, CancellationToken stop)
    {
        var standing = await StandingAsync(key, stop);
        // Whoever finds it in one place only needs not be looked for.
        var member = standing.Count > 1 ? await db.Members.FindAsync([reader], stop) : null;
        return Nearest(label, standing, member?.Accounts.Where(a => !a.Left).OrderByDescending(a => a.LastActedAt ?? DateTimeOffset.MinValue).Select(a => a.User.Workspace) ?? []);
    }

    private Task<List<PostRef>> StandingAsync(string key, CancellationToken stop) =>
        db.Deliveries.Where(d => d.Key == key && d.StandsAt != null).OrderBy(d => d.Id).Select(d => d.StandsAt!.Value).ToListAsync(stop);

    private LinkButton? Nearest(string label, List<PostRef> standing, IEnumerable<WorkspaceRef> near)
    {
        if (standing.Count == 0) return null;
        var post = near.SelectMany(w => standing.Where(p => p.Place.Workspace == w)).Append(standing[0]).First();
        return To(post) is { } link ? new LinkButton(label, link) : null;
    }

    /// <summary>Where a reader finds a message; null where its platform is not connected.</summary>
    public Uri? To(PostRef post) => platforms.FirstOrDefault(p => p.Platform == post.Place.Workspace.Platform)?.LinkTo(post);
}
