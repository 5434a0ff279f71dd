using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Posts;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Features.Meetings;

/// <summary>
/// Looks, after each meeting, whether a rhythm drifts (many of its meetings are skipped or moved) or has gone silent (few come),
/// and tells whoever keeps it going: once, with what could be done, and not again until it has been well in between.
/// </summary>
internal sealed class RhythmHealth(CopBotDb db, IBoard board, MeetingPosts posts, TimeProvider clock) : IReact<MeetingEnded>
{
    private const int Looked = 5;
    private const int Many = 3;
    private static readonly TimeSpan NotAgainFor = TimeSpan.FromDays(60);

    public async Task React(MeetingEnded happened, CancellationToken stop)
    {
        if (await db.Meetings.FindAsync([happened.Meeting], stop) is not { } meeting) return;
        var series = await posts.SeriesAsync(meeting, stop);
        var now = clock.GetUtcNow();
        if (series is not { Status: SeriesStatus.Running, Keeper: { } keeper }) return;

        var last = await db.Meetings.Where(m => m.Series == series.Id && m.StartsAt <= meeting.StartsAt && (m.AnnouncedAt != null || m.Status == MeetingStatus.Skipped)).OrderByDescending(m => m.StartsAt).Take(Looked).ToListAsync(stop);
        if (last.Count < Looked) return;
        if (Says(series, last) is not { } says)
        {
            // One that is well by one meeting and unwell by the next is not told each time.
            if (series.DriftToldAt + NotAgainFor <= now) series.IsWellAgain();
            return;
        }

        if (series.DriftToldAt is not null) return;
        series.TellDrift(now);
        board.Publish(
            $"series/{series.Id.Value:N}/health/{now.ToUnixTimeSeconds()}",
            Audience.To(keeper),
            [
                new Paragraph(says),
                new Paragraph($"What others did then: another time (“Change from here on”), a pause with a date, another host, or a shorter meeting with one case. Asking the members helps more than guessing."),
                new Controls([new Button("Look at the series", new ShowSeries(series.Id))]),
            ],
            PostTerms.Unasked(series.Community, "health of a rhythm", $"you keep this series going.", now.AddDays(14)) with { Summary = $"How {series.Title} is going" });
    }

    private static Text? Says(Series series, List<Meeting> last)
    {
        if (last.Count(m => m.Status is MeetingStatus.Skipped || m.Moved) is var changed and >= Many) return $"{series.Title:b} drifts: of its last {last.Count} meetings {changed} were skipped or moved.";
        if (last.Count(m => m.There(series.Capacity).Count <= 1) is var empty and >= Many) return $"{series.Title:b} has grown silent: to {empty} of its last {last.Count} meetings nobody, or one person alone, came.";
        return null;
    }
}
