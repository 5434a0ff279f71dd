using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Posts;

/// <summary>
/// Decides when a private post may reach its reader: in their hours, and for unasked ones within the budget that all
/// features share, at most one on a day and three in seven days (PRODUCT, manner 2).
/// </summary>
internal sealed class Attention(CopBotDb db)
{
    /// <summary>Unasked private messages a day, over all features.</summary>
    public const int ADay = 1;

    /// <summary>Unasked private messages in seven days, over all features.</summary>
    public const int AWeek = 3;

    /// <summary>When the post may be delivered: at <paramref name="now"/> itself, at a later time, or never.</summary>
    public async Task<Verdict> JudgeAsync(Post post, Member reader, DateTimeOffset now, CancellationToken stop)
    {
        if (post.UselessAfter < now) return Verdict.Never;
        if (post.Class is PostClass.AtOnce) return Verdict.At(now);

        var community = post.Community is null ? null : await db.Communities.FirstOrDefaultAsync(c => c.Id == post.Community, stop);
        var hours = reader.HoursIn(community);
        var at = hours.NextOpen(now);
        if (post.Class is PostClass.Unasked)
        {
            if (reader.Stopped) return Verdict.Never;
            at = await WithinBudgetAsync(post, reader, hours, at, stop);
            if (post.UselessAfter < at) return Verdict.Never;
        }

        return Verdict.At(at);
    }

    private async Task<DateTimeOffset> WithinBudgetAsync(Post post, Member reader, Hours hours, DateTimeOffset at, CancellationToken stop)
    {
        var weekBefore = at.AddDays(-7);
        var sent = await db.Deliveries
            .Where(d => d.Reader == reader.Id && d.Class == PostClass.Unasked)
            // One that is on its way, or whose outcome is unknown, may have been read.
            .Select(d => new { At = d.AttemptedAt ?? d.DeliveredAt, d.Kind, d.State })
            .Where(d => d.At > weekBefore)
            .OrderBy(d => d.At)
            .ToListAsync(stop);
        // What was merged came with the message that stands for it.
        var messages = sent.FindAll(s => s.State is not DeliveryState.Merged).ConvertAll(s => s.At!.Value);

        if (messages.Count >= AWeek) at = Later(at, hours.NextOpen(messages[^AWeek].AddDays(7)));
        if (messages.FindAll(m => hours.DayOf(m) == hours.DayOf(at)).Count >= ADay) at = hours.NextOpen(hours.StartOf(hours.DayOf(at).AddDays(1)));
        if (post.Kind is not null && reader.LessOf.Contains(post.Kind, StringComparer.Ordinal) && sent.FindLast(s => s.Kind == post.Kind) is { } last)
            at = Later(at, hours.NextOpen(last.At!.Value.AddDays(7)));
        return at;

        static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
    }
}

/// <summary>When a private post may go; null means never.</summary>
internal readonly record struct Verdict(DateTimeOffset? When)
{
    public static Verdict Never => default;

    public static Verdict At(DateTimeOffset at) => new(at);
}
