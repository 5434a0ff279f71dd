using System.Globalization;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Posts;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Host;

/// <summary>Says what waits to be delivered, for whom and until when.</summary>
internal sealed class Waiting(IServiceScopeFactory scopes, TimeProvider clock)
{
    /// <summary>A sentence for each reader and moment, soonest first.</summary>
    public async Task<IReadOnlyList<string>> SayAsync(CancellationToken stop)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CopBotDb>();
        var now = clock.GetUtcNow();
        var waiting = await db.Deliveries.AsNoTracking()
            .Where(d => d.DueAt > now && d.State == DeliveryState.Waiting)
            .Join(db.Posts.AsNoTracking(), d => d.Key, p => p.Key, (d, p) => new { d.Reader, DueAt = d.DueAt!.Value, p.Community, p.Class, p.NotBefore, d.Trouble })
            .ToListAsync(stop);
        var members = (await db.Members.AsNoTracking().ToListAsync(stop)).ToDictionary(m => m.Id);
        var communities = (await db.Communities.AsNoTracking().ToListAsync(stop)).ToDictionary(c => c.Id);

        var sentences = new List<string>();
        foreach (var together in waiting.GroupBy(w => (w.Reader, w.DueAt, w.Community)).OrderBy(g => g.Key.DueAt))
        {
            var community = together.Key.Community is { } id ? communities.GetValueOrDefault(id) : null;
            var member = together.Key.Reader is { } reader ? members.GetValueOrDefault(reader) : null;
            var hours = member?.HoursIn(community) ?? community?.Hours ?? Hours.Default(TimeZoneInfo.Utc);
            var why = together.Any(w => w.Trouble is not null) ? Reason.Trouble
                : together.All(w => w.NotBefore >= w.DueAt) ? Reason.Moment
                : together.Any(w => w.Class is PostClass.Unasked) && hours.NextOpen(now) < together.Key.DueAt ? Reason.Budget
                : Reason.Hours;
            sentences.Add(Sentence(together.Count(), member?.Name, hours.Zone, together.Key.DueAt, why));
        }

        return sentences;
    }

    private static string Sentence(int count, string? reader, TimeZoneInfo zone, DateTimeOffset at, Reason why)
    {
        var when = string.Create(CultureInfo.InvariantCulture, $"{TimeZoneInfo.ConvertTime(at, zone):ddd d MMM HH:mm} in {Zones.CityOf(zone)}");
        if (reader is null) return count == 1 ? $"1 post goes out {when}" : $"{count.ToString(CultureInfo.InvariantCulture)} posts go out {when}";

        var what = count == 1 ? "1 private message waits" : $"{count.ToString(CultureInfo.InvariantCulture)} private messages wait";
        return why switch
        {
            Reason.Hours => $"{what} for {reader}'s hours, {when}",
            Reason.Budget => $"{what} so that {reader} gets no more than one unasked message a day and three a week, {when}",
            Reason.Trouble => $"{what} to be tried again for {reader}, {when}",
            Reason.Moment => $"{what} for {reader} until {when}",
            _ => throw new NotSupportedException(why.ToString()),
        };
    }

    private enum Reason
    {
        Hours,
        Budget,
        Moment,
        Trouble,
    }
}
