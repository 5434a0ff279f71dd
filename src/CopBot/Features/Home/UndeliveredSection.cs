using System.Security.Cryptography;
using System.Text;
using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Posts;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Features.Home;

/// <summary>What could not be delivered to somebody, and what waits for their hours.</summary>
internal sealed class UndeliveredSection(CopBotDb db, TimeProvider clock) : IHomeSection
{
    public int Order => 10;

    public async Task<IReadOnlyList<Block>> BlocksAsync(Caller caller, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        var undelivered = await db.UndeliveredToAsync(caller.Member.Id, stop);
        // What waits a minute so that an undo leaves no trace is nobody's business yet.
        var waiting = await db.Deliveries
            .Where(d => d.Reader == caller.Member.Id && d.State == DeliveryState.Waiting && d.DueAt > now)
            .Join(db.Posts.Where(p => !p.Withdrawn && p.NotBefore <= now), d => d.Key, p => p.Key, (d, _) => d.DueAt!.Value)
            .ToListAsync(stop);
        return Render([.. undelivered.Select(u => u.Post)], waiting);
    }

    internal static IReadOnlyList<Block> Render(IReadOnlyList<Post> undelivered, IReadOnlyList<DateTimeOffset> waiting)
    {
        if (undelivered.Count + waiting.Count == 0) return [];

        List<Block> blocks = [new Heading("Waiting for you")];
        if (waiting.Count > 0)
            blocks.Add(new Paragraph(waiting.Count == 1
                ? (Text)$"1 message waits for your hours. It comes {waiting[0]}."
                : $"{waiting.Count} messages wait for your hours. The first comes {waiting.Min()}."));
        if (undelivered.Count == 0) return blocks;

        blocks.Add(new Paragraph($"CopBot could not write to you directly. If you want to get such messages, let this app write to you in your privacy settings. What you missed:"));
        var number = 0;
        foreach (var few in undelivered.Chunk(Limits.ControlsInARow - 1))
        {
            var first = number;
            blocks.AddRange(few.Select(p => new Paragraph($"{++number}. {p.Summary}")));
            blocks.Add(new Controls([.. few.Select((p, i) => new Button($"Show {first + i + 1}", new ShowPost(p.Id)))]));
        }

        blocks.Add(new Paragraph($"Once you have seen them, they can go."));
        blocks.Add(new Controls([new Button("Put them away", new PutAwayUndelivered(Undelivered.Seen(undelivered)))]));
        return blocks;
    }
}

internal static class Undelivered
{
    /// <summary>A short mark of exactly these posts, so that only what somebody has seen is put away.</summary>
    public static string Seen(IEnumerable<Post> posts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(' ', posts.Select(p => p.Id.Value)))))[..12];

    extension(CopBotDb db)
    {
        /// <summary>The private posts that a reader's platform did not take, oldest first.</summary>
        public async Task<IReadOnlyList<(Delivery Delivery, Post Post)>> UndeliveredToAsync(MemberId reader, CancellationToken stop)
        {
            var found = await db.Deliveries
                .Where(d => d.Reader == reader && d.State == DeliveryState.Undeliverable)
                .Join(db.Posts.Where(p => !p.Withdrawn), d => d.Key, p => p.Key, (d, p) => new { Delivery = d, Post = p })
                .ToListAsync(stop);
            // What was put away in this very request is still so in the store.
            return [.. found.Where(f => f.Delivery.State is DeliveryState.Undeliverable).OrderBy(f => f.Post.NotBefore).ThenBy(f => f.Post.Id.Value).Select(f => (f.Delivery, f.Post))];
        }
    }
}
