using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Posts;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Features.Meetings;

/// <summary>What others read of meetings: the card, and news to those who answered.</summary>
internal sealed class MeetingPosts(CopBotDb db, IBoard board, IEvents events, People people, PostLinks links, TimeProvider clock)
{
    /// <summary>How long news waits, so that an undo leaves no trace.</summary>
    public static readonly TimeSpan UndoFor = TimeSpan.FromSeconds(60);

    /// <summary>News of what is nearer than this does not wait for anybody's hours.</summary>
    private static readonly TimeSpan Near = TimeSpan.FromDays(1);

    /// <summary>Puts the card up, or makes it say how it is now. One that was not announced yet has none.</summary>
    public async Task PublishAsync(Meeting meeting, Series series, CancellationToken stop)
    {
        events.Raise(new MeetingChanged(meeting.Id));
        if (meeting.AnnouncedAt is null) return;
        var named = await people.NamedAsync([.. meeting.People.Select(p => p.Member), .. meeting.Host is { } host ? [host] : Array.Empty<MemberId>()], stop);
        board.Publish(
            MeetingCard.Key(meeting.Id),
            Audience.Of(meeting.Community),
            MeetingCard.Render(meeting, series, named, clock.GetUtcNow()),
            new PostTerms { Community = meeting.Community, UselessAfter = meeting.EndsAt, ThreadTitle = $"{series.Title}, {MeetingWords.Day(meeting.StartsAt, series.Zone)}" });
    }

    /// <summary>
    /// Tells those who answered, once, that it is at another time or will not be. What was told before and is true no longer
    /// goes; whoever did it knows.
    /// </summary>
    public async Task TellAsync(Meeting meeting, Series series, string what, DateTimeOffset was, MemberId? by, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        foreach (var who in meeting.Everybody.Where(m => m != by))
        {
            Unsay(meeting, who);
            Message says =
            [
                new Heading($"{what}: {series.Title}"),
                new Paragraph(meeting.Status is MeetingStatus.Skipped
                    ? (Text)$"The meeting of {was} will not be.{(meeting.Reason.Length > 0 ? $" {meeting.Reason}" : "")}"
                    : $"It was to be {was}, and is now {meeting.StartsAt}.{(meeting.Reason.Length > 0 ? $" {meeting.Reason}" : "")}"),
                new Controls(
                [
                    meeting.Status is MeetingStatus.Planned ? new Button("Going", new AnswerMeeting(meeting.Id, Attendance.Going)) : null,
                    meeting.Status is MeetingStatus.Planned ? new Button("Can't", new AnswerMeeting(meeting.Id, Attendance.Cant)) : null,
                    await links.ButtonForAsync("Open", MeetingCard.Key(meeting.Id), who, stop),
                ]),
                new Footnote($"You answered for this meeting, so you are told, once."),
            ];
            var soon = meeting.Status is MeetingStatus.Skipped ? was : Earlier(was, meeting.StartsAt);
            board.Publish(NewsKey(meeting, who, meeting.Sequence), Audience.To(who), says, PostTerms.Requested(meeting.Community) with
            {
                Class = soon - now < Near ? PostClass.AtOnce : PostClass.Requested,
                NotBefore = now + UndoFor,
                UselessAfter = Later(was, meeting.StartsAt),
            });
        }
    }

    /// <summary>What somebody was told of an earlier change is true no longer.</summary>
    public void Unsay(Meeting meeting, MemberId who)
    {
        for (var sequence = 1; sequence <= meeting.Sequence; sequence++) board.Withdraw(NewsKey(meeting, who, sequence));
    }

    /// <summary>Who is in now and was not before had waited for a place: they are told.</summary>
    public void TellMovedUp(Meeting meeting, Series series, IReadOnlyList<MemberId> waitedBefore)
    {
        foreach (var who in meeting.GoingOf(series.Capacity).Intersect(waitedBefore))
        {
            board.Publish(
                $"meeting/{meeting.Id.Value:N}/place/{who.Value:N}",
                Audience.To(who),
                [
                    new Paragraph($"A place has become free, and it is yours: {series.Title:b}, {meeting.StartsAt}."),
                    new Controls([new Button("I can't any more", new AnswerMeeting(meeting.Id, Attendance.Cant))]),
                ],
                PostTerms.Requested(meeting.Community) with { Class = meeting.StartsAt - clock.GetUtcNow() < Near ? PostClass.AtOnce : PostClass.Requested, UselessAfter = meeting.StartsAt });
        }
    }

    /// <summary>The series of a meeting.</summary>
    public Task<Series> SeriesAsync(Meeting meeting, CancellationToken stop) => db.Series.FirstAsync(s => s.Id == meeting.Series, stop);

    private static string NewsKey(Meeting meeting, MemberId who, int sequence) => $"meeting/{meeting.Id.Value:N}/news/{sequence}/{who.Value:N}";

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}

/// <summary>Something about a meeting changed that stands elsewhere too: in a platform's own list of events.</summary>
public sealed record MeetingChanged(MeetingId Meeting) : IEvent;
