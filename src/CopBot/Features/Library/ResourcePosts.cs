using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Posts;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Features.Library;

/// <summary>Keeps what the community's memory and shared cards say of something in the library as it is now.</summary>
internal sealed class ResourcePosts(CopBotDb db, IBoard board, ResourceIndex index, People people)
{
    private const int LongestName = 60;

    /// <summary>Call it after every change: whoever has it before them sees it as it is.</summary>
    public async Task PublishAsync(Resource resource, CancellationToken stop)
    {
        index.Put(resource);
        if (await SharedAsync(resource.Id, stop) is not { Count: > 0 } everywhere) return;
        var from = await FromAsync(resource, stop);
        var card = ResourceCard.Render(resource, await NamesAsync([resource, from], stop), from);
        foreach (var shared in everywhere) board.Publish(shared.Key, ChatJson.Read<Audience>(shared.Audience), card, new PostTerms { Community = resource.Community });
    }

    /// <summary>It is gone, wherever it was shared.</summary>
    public async Task TakeDownAsync(Resource resource, CancellationToken stop)
    {
        index.Remove(resource.Id);
        foreach (var shared in await SharedAsync(resource.Id, stop)) board.Withdraw(shared.Key);
    }

    /// <summary>What it was made from, where that is still known.</summary>
    public async Task<Resource?> FromAsync(Resource resource, CancellationToken stop) => resource.CopyOf is { } from ? await db.WholeAsync(from, stop) : null;

    /// <summary>How those who look after these are named: the longest names are shortened, so that a card always fits.</summary>
    public async Task<IReadOnlyDictionary<MemberId, Person>> NamesAsync(IEnumerable<Resource?> some, CancellationToken stop) =>
        (await people.NamedAsync(some.Select(r => r?.Owner).OfType<MemberId>(), stop)).ToDictionary(p => p.Key, p => p.Value with { Name = Shortening.OneLine(p.Value.Name, LongestName) });

    private Task<List<Post>> SharedAsync(ResourceId resource, CancellationToken stop)
    {
        // Comparing uses the key's index, which LIKE would not.
        var path = $"library/{resource.Value:N}/shared/";
        var after = path + "~";
#pragma warning disable CA1309 // The database compares, byte by byte; it knows no other comparison.
        return db.Posts.Where(p => !p.Withdrawn && string.Compare(p.Key, path) >= 0 && string.Compare(p.Key, after) < 0).ToListAsync(stop);
#pragma warning restore CA1309
    }
}
