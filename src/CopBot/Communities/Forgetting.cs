using System.Globalization;
using CopBot.Chat;
using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Posts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace CopBot.Communities;

/// <summary>
/// Somebody is forgotten. Features take their name from what stays and let go of what only they could go on with;
/// <paramref name="WordsToo"/> says that what they wrote goes as well. Whatever still names them afterwards is cut off: a
/// column that may be empty is emptied, any other row goes.
/// </summary>
public sealed record PersonForgotten(MemberId Person, bool WordsToo) : IEvent;

/// <summary>A community is forgotten, with every row that names it. Features let go of what stands elsewhere, such as in the search.</summary>
public sealed record CommunityForgotten(CommunityId Community) : IEvent;

/// <summary>
/// Forgets a person: no row, draft, message or waiting event names them or an account of theirs afterwards. What others wrote
/// stays as they wrote it; what CopBot wrote to others no longer says their name.
/// </summary>
internal sealed class Forgetting(CopBotDb db, NamedRows rows, ForgottenAccounts forgotten, Board board, IEvents events, IEngine engine, UnsignedDrafts unsigned, IEnumerable<IChatPlatform> platforms) : ISavedTogether
{
    private readonly List<Gone> _gone = [];
    private readonly List<PostRef> _whispers = [];
    private readonly List<CommunityId> _communities = [];
    private readonly List<(WorkspaceRef Workspace, List<UserRef> Accounts)> _workspaces = [];

    /// <summary>Forgets the person with this request. <paramref name="stopHolds"/> remembers a hash of each account, so that they are not written to unasked should they come back.</summary>
    public async Task ForgetAsync(Member person, bool wordsToo, bool stopHolds, CancellationToken stop)
    {
        var accounts = person.Accounts.Select(a => a.User).ToList();
        if (stopHolds) await forgotten.RememberAsync(accounts, stop);
        _gone.Add(new Gone(person, accounts));
        events.Raise(new PersonForgotten(person.Id, wordsToo));
    }

    /// <summary>
    /// Forgets a workspace from which the bot was removed: the accounts there, the people who have no other, and the
    /// communities that live nowhere else. What people of a community that goes on wrote stays, without a name.
    /// </summary>
    public async Task ForgetWorkspaceAsync(WorkspaceRef workspace, CancellationToken stop)
    {
        foreach (var community in await db.Communities.Where(c => c.Workspaces.Any(w => w.Workspace == workspace)).ToListAsync(stop))
        {
            if (community.PartFrom(workspace)) continue;
            _communities.Add(community.Id);
            events.Raise(new CommunityForgotten(community.Id));
        }

        // Which workspace an account belongs to no database can be asked; this happens once in a workspace's life.
        var accounts = (await db.Accounts.AsNoTracking().Select(a => new { a.User, a.Member }).ToListAsync(stop)).Where(a => a.User.Workspace == workspace).ToList();
        foreach (var id in accounts.Select(a => a.Member).Distinct())
        {
            var person = await db.Members.FirstAsync(m => m.Id == id, stop);
            if (person.Accounts.TrueForAll(a => a.User.Workspace == workspace))
            {
                await ForgetAsync(person, wordsToo: false, stopHolds: person.Stopped, stop);
                continue;
            }

            foreach (var account in person.Accounts.Where(a => a.User.Workspace == workspace).ToList())
            {
                person.Lose(account);
                db.Remove(account);
                events.Raise(new AccountWentItsOwnWay(person.Id, account.User));
            }
        }

        _workspaces.Add((workspace, [.. accounts.Select(a => a.User)]));
    }

    public async Task PrepareAsync(CancellationToken stop)
    {
        foreach (var community in _communities)
        {
            foreach (var column in db.Model.GetEntityTypes().Where(t => t.ClrType != typeof(Post)).SelectMany(t => t.GetProperties()).Where(p => (Nullable.GetUnderlyingType(p.ClrType) ?? p.ClrType) == typeof(CommunityId)).ToList())
                await NamedRows.CallAsync(this, nameof(RemoveOfAsync), column, community, stop);
        }

        foreach (var gone in _gone)
        {
            // Posts and deliveries are the courier's too: what was addressed to them goes inside the transaction.
            foreach (var column in NamedRows.Columns(db.Model).Where(c => c.DeclaringType.ClrType != typeof(Post) && c.DeclaringType.ClrType != typeof(Delivery)).ToList())
                await NamedRows.CallAsync(this, nameof(CutOffAsync), column, gone.Person.Id, stop);
            db.RemoveRange(await db.PassCodes.Where(c => c.TakenBy != null && gone.Accounts.Contains(c.TakenBy.Value)).ToListAsync(stop));
            db.Remove(gone.Person);
            await TakeNameOutAsync(gone, stop);
        }
    }

    public async Task WriteAsync(CancellationToken stop)
    {
        foreach (var community in _communities)
        {
            await db.Deliveries.Where(d => db.Set<Post>().Any(p => p.Key == d.Key && p.Community == community)).ExecuteDeleteAsync(stop);
            await db.Posts.Where(p => p.Community == community).ExecuteDeleteAsync(stop);
        }

        foreach (var (workspace, accounts) in _workspaces)
        {
            var keys = await db.Deliveries.Where(d => d.Workspace == workspace).Select(d => d.Key).Distinct().ToListAsync(stop);
            await db.Deliveries.Where(d => d.Workspace == workspace).ExecuteDeleteAsync(stop);
            await db.Posts.Where(p => keys.Contains(p.Key) && !db.Set<Delivery>().Any(d => d.Key == p.Key)).ExecuteDeleteAsync(stop);
            await db.Drafts.Where(d => accounts.Contains(d.Owner)).ExecuteDeleteAsync(stop);
        }

        foreach (var (person, accounts) in _gone)
        {
            var theirs = db.Deliveries.Where(d => d.Reader == person.Id || (d.Recipient != null && accounts.Contains(d.Recipient.Value)));
            var keys = await theirs.Select(d => d.Key).ToListAsync(stop);
            _whispers.AddRange(await theirs.Where(d => d.Reader == null && d.StandsAt != null).Select(d => d.StandsAt!.Value).ToListAsync(stop));
            await theirs.ExecuteDeleteAsync(stop);
            await db.Posts.Where(p => (p.Reader == person.Id || keys.Contains(p.Key)) && !db.Set<Delivery>().Any(d => d.Key == p.Key)).ExecuteDeleteAsync(stop);

            await db.Drafts.Where(d => accounts.Contains(d.Owner)).ExecuteDeleteAsync(stop);
            foreach (var account in accounts.Select(a => a.ToString()))
            {
                // What somebody else was about to make out of their message, and what they themselves did and waits to be handled.
                await db.Drafts.Where(d => d.Values.Contains(account)).ExecuteDeleteAsync(stop);
                var by = $"\"by\":\"{account}\"";
                await db.Inbox.Where(e => e.Waiting != null && e.Waiting.Contains(by)).ExecuteUpdateAsync(set => set.SetProperty(e => e.Waiting, (string?)null).SetProperty(e => e.TakeUpAt, (DateTimeOffset?)null), stop);
            }

            // Keys of what others got name them too; each person's are called something else, and nothing leads back.
            await engine.RenamePostsAsync(OnePerson.InKeys(person.Id), Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture), stop);
        }
    }

    public async Task AfterAsync(CancellationToken stop)
    {
        if (_gone.Count + _workspaces.Count == 0) return;
        foreach (var account in _gone.SelectMany(g => g.Accounts)) unsigned.Forget(account);
        await engine.ForgetDeletedAsync(stop);
        foreach (var whisper in _whispers)
        {
            try
            {
                if (platforms.FirstOrDefault(p => p.Platform == whisper.Place.Workspace.Platform) is { } platform) await platform.RemoveAsync(whisper, stop);
            }
            catch (PlatformException)
            {
                // One line that is nobody's business, and nothing is left that could try it again.
            }
        }

        _gone.Clear();
        _whispers.Clear();
        _communities.Clear();
        _workspaces.Clear();
    }

    private async Task RemoveOfAsync<T>(IProperty column, CommunityId community, CancellationToken stop) where T : class
    {
        var all = column.IsNullable
            ? db.Set<T>().Where(row => EF.Property<CommunityId?>(row, column.Name) == community)
            : db.Set<T>().Where(row => EF.Property<CommunityId>(row, column.Name) == community);
        db.RemoveRange(await all.ToListAsync(stop));
    }

    /// <summary>What no feature has settled.</summary>
    private async Task CutOffAsync<T>(IProperty column, MemberId person, CancellationToken stop) where T : class
    {
        foreach (var row in await rows.OfAsync<T>(column, person, stop))
        {
            await rows.TouchAsync(row, stop);
            if (column.IsNullable && !column.IsKey()) row.Property(column.Name).CurrentValue = null;
            else await rows.RemoveAsync(row, stop);
        }
    }

    /// <summary>What CopBot wrote to others says "somebody who left" from now on, also where it stands already.</summary>
    private async Task TakeNameOutAsync(Gone gone, CancellationToken stop)
    {
        var unnaming = new Unnaming(gone.Person.Name, gone.Accounts);
        foreach (var needle in unnaming.Needles)
        {
            foreach (var post in await db.Posts.Where(p => p.Message.Contains(needle) || p.Summary.Contains(needle)).ToListAsync(stop))
            {
                if (post.Reader == gone.Person.Id) continue;
                if (post.Withdrawn) post.Summary = "";
                else if (unnaming.Rewrite(post) is { } words) board.Reword(post, words.Message, words.Summary);
            }
        }
    }

    private sealed record Gone(Member Person, List<UserRef> Accounts);
}
