using CopBot.Chat;
using CopBot.Data;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Posts;

/// <summary>Where a reader finds a post that stands already.</summary>
public sealed class PostLinks(CopBotDb db, IEnumerable<IChatPlatform> platforms)
{
    /// <summary>A button to the post, in the reader's workspace where it stands there; null where it stands nowhere yet.</summary>
    public async Task<LinkButton?> ButtonAsync(string label, string key, WorkspaceRef? readersWorkspace, CancellationToken stop)
    {
        var standing = await db.Deliveries.Where(d => d.Key == key && d.StandsAt != null).Select(d => d.StandsAt!.Value).ToListAsync(stop);
        if (standing.Count == 0) return null;

        var post = standing.Find(p => p.Place.Workspace == readersWorkspace) is { Id: not null } near ? near : standing[0];
        return To(post) is { } link ? new LinkButton(label, link) : null;
    }

    /// <summary>Where a reader finds a message; null where its platform is not connected.</summary>
    public Uri? To(PostRef post) => platforms.FirstOrDefault(p => p.Platform == post.Place.Workspace.Platform)?.LinkTo(post);
}
