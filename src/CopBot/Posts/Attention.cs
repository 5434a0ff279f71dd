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
            .Where(d => d.Reader == reader.Id && d.Class == PostClass.Unasked && d.DeliveredAt > weekBefore && d.State != DeliveryState.Merged)
            .OrderBy(d => d.DeliveredAt)
            .Select(d => new { At = d.DeliveredAt!.Value, d.Kind })
            .ToListAsync(stop);

        if (sent.Count >= AWeek) at = Later(at, hours.NextOpen(sent[^AWeek].At.AddDays(7)));
        if (sent.FindAll(s => hours.DayOf(s.At) == hours.DayOf(at)).Count >= ADay) at = hours.NextOpen(hours.StartOf(hours.DayOf(at).AddDays(1)));
        if (post.Kind is not null && reader.LessOf.Contains(post.Kind, StringComparer.Ordinal) && sent.FindLast(s => s.Kind == post.Kind) is { } last)
            at = Later(at, hours.NextOpen(last.At.AddDays(7)));
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
