using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Posts;
using CopBot.Sweeps;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Features.Meetings;

/// <summary>
/// Does what a meeting needs when its time has come: announces it, drafts its agenda, reminds those who asked, says that it
/// begins, asks its host what was decided. What is too late to make sense is passed over.
/// </summary>
[Every("00:00:30")]
internal sealed class KeepTheRhythm(CopBotDb db, IBoard board, IEvents events, MeetingPosts posts, Agendas agendas, People people, PostLinks links) : ISweep
{
    public async Task<IReadOnlyList<Guid>> DueAsync(DateTimeOffset now, CancellationToken stop) =>
        [.. (await db.Meetings.Where(m => m.DueAt <= now).OrderBy(m => m.DueAt).Take(100).Select(m => m.Id).ToListAsync(stop)).Select(id => id.Value)];

    public IQueryable<DateTimeOffset?> DueTimes => db.Meetings.Select(m => m.DueAt);

    public async Task SweepAsync(Guid thing, DateTimeOffset now, CancellationToken stop)
    {
        var id = new MeetingId(thing);
        if (await db.Meetings.FirstOrDefaultAsync(m => m.Id == id, stop) is not { } meeting || meeting.DueAt > now) return;

        var series = await posts.SeriesAsync(meeting, stop);
        if (meeting.AnnouncedAt is null && meeting.EndsAt <= now)
        {
            // It was to be while nobody looked, and nobody knew of it.
            meeting.Did(MeetingStep.End, null, now);
            return;
        }

        while (meeting.Next(now, out var reminded) is { } step)
        {
            meeting.Did(step, reminded, now);
            await DoAsync(step, meeting, series, reminded, now, stop);
        }
    }

    private async Task DoAsync(MeetingStep step, Meeting meeting, Series series, MemberId? reminded, DateTimeOffset now, CancellationToken stop)
    {
        switch (step)
        {
            case MeetingStep.Announce when now < meeting.EndsAt:
                await posts.PublishAsync(meeting, series, stop);
                break;
            case MeetingStep.Draft when now < meeting.StartsAt:
                await DraftAsync(meeting, series, stop);
                break;
            case MeetingStep.OpenAgenda when now < meeting.StartsAt:
                await agendas.PublishAsync(meeting, series, stop);
                break;
            case MeetingStep.Remind when now < meeting.StartsAt:
                await RemindAsync(meeting, series, reminded!.Value, stop);
                break;
            case MeetingStep.Begin when now <= meeting.StartsAt + Meeting.BeganJustNow:
                await posts.PublishAsync(meeting, series, stop);
                board.Publish(StartKey(meeting), Audience.Below(MeetingCard.Key(meeting.Id)), MeetingNotes.Begins(meeting, series), new PostTerms { Community = meeting.Community, UselessAfter = meeting.StartsAt + Meeting.BeganJustNow });
                break;
            case MeetingStep.End:
                await agendas.CarryOverAsync(meeting, series, stop);
                await posts.PublishAsync(meeting, series, stop);
                events.Raise(new MeetingEnded(meeting.Id));
                if (now < meeting.EndsAt + Meeting.WrapUpFor && meeting.WrappedAt is null) await AskToWrapUpAsync(meeting, series, stop);
                break;
            default:
                break;
        }
    }

    /// <summary>Whoever hosts it, else whoever keeps the series going, gets the agenda before everybody else does.</summary>
    private async Task DraftAsync(Meeting meeting, Series series, CancellationToken stop)
    {
        await agendas.ProposeAsync(meeting, series, stop);
        if ((meeting.Host ?? series.Keeper) is not { } host) return;
        board.Publish(
            AgendaCard.DraftKey(meeting.Id),
            Audience.To(host),
            AgendaCard.Draft(meeting, series, await agendas.OpenAsync(series.Id, stop), await agendas.NamesAsync(series.Id, stop)),
            PostTerms.Requested(meeting.Community) with { UselessAfter = meeting.StartsAt, Summary = $"Agenda: {series.Title}" });
    }

    private async Task RemindAsync(Meeting meeting, Series series, MemberId who, CancellationToken stop)
    {
        var open = await links.ButtonForAsync("Open", MeetingCard.Key(meeting.Id), who, stop);
        var says = MeetingNotes.Reminder(meeting, series, await agendas.OpenAsync(series.Id, stop), await agendas.NamesAsync(series.Id, stop), open);
        board.Publish(ReminderKey(meeting, who), Audience.To(who), says, PostTerms.Requested(meeting.Community) with { Class = PostClass.AtOnce, UselessAfter = meeting.StartsAt });
    }

    private async Task AskToWrapUpAsync(Meeting meeting, Series series, CancellationToken stop)
    {
        // Where nobody was going there is nothing to tell.
        if (meeting.GoingOf(series.Capacity).Count == 0 || (meeting.Host ?? series.Keeper) is not { } host) return;
        var names = await people.NamedAsync(meeting.GoingOf(series.Capacity), stop);
        board.Publish(
            WrapUpKey(meeting.Id),
            Audience.To(host),
            MeetingNotes.WrapUp(meeting, series, names),
            PostTerms.Requested(meeting.Community) with { UselessAfter = meeting.EndsAt + Meeting.WrapUpFor, Summary = $"Wrap up: {series.Title}" });
    }

    internal static string WrapUpKey(MeetingId meeting) => $"meeting/{meeting.Value:N}/wrap-up";

    /// <summary>At another time they are reminded anew.</summary>
    internal static string ReminderKey(Meeting meeting, MemberId who) => $"meeting/{meeting.Id.Value:N}/reminder/{meeting.StartsAt.ToUnixTimeSeconds()}/{who.Value:N}";

    private static string StartKey(Meeting meeting) => $"meeting/{meeting.Id.Value:N}/begins/{meeting.StartsAt.ToUnixTimeSeconds()}";
}

/// <summary>A meeting is over.</summary>
public sealed record MeetingEnded(MeetingId Meeting) : IEvent;

/// <summary>What is said around a meeting.</summary>
internal static class MeetingNotes
{
    public static Message Begins(Meeting meeting, Series series) =>
    [
        new Paragraph($"{series.Title:b} begins now.{((meeting.Place ?? series.Place) is { Length: > 0 } place ? (Text)$" {MeetingWords.Place(place)}" : $"")}"),
        // The case is the meeting.
        series.Kind is MeetingKind.CaseClinic ? new Controls([new Button("Bring a case", new BringCase(meeting.Id))]) : null,
    ];

    public static Message Reminder(Meeting meeting, Series series, IReadOnlyList<AgendaItem> items, IReadOnlyDictionary<MemberId, Person> names, LinkButton? open) => Message.Of(
    [
        new Heading($"Soon: {series.Title}"),
        new Paragraph($"{meeting.StartsAt} ({meeting.StartsAt:ago}), {MeetingWords.Length(meeting.Minutes)}.{((meeting.Place ?? series.Place) is { Length: > 0 } place ? (Text)$" {MeetingWords.Place(place)}" : $"")}"),
        .. items.Count > 0 ? [new Paragraph($"{"The agenda":b}"), .. AgendaCard.Lines(items, names, meeting.StartsAt, AgendaCard.ShownInAReminder)] : Array.Empty<Block>(),
        new Controls([open, new Button("I can't any more", new AnswerMeeting(meeting.Id, Attendance.Cant))]),
        new Footnote($"You asked to be reminded of this one."),
    ]);

    public static Message WrapUp(Meeting meeting, Series series, IReadOnlyDictionary<MemberId, Person> names) =>
    [
        new Heading($"How was it? {series.Title}"),
        new Paragraph($"{MeetingWords.Names(meeting.GoingOf(series.Capacity), names)} said they would come. In two minutes: what was decided, who does what, what to come back to. Everybody who answered gets the recap, and the next agenda begins with what is left."),
        new Controls([new Button("Wrap up", new WrapUpMeeting(meeting.Id)) { Look = ButtonLook.Primary }, new Button("Show agenda", new ShowAgenda(meeting.Id))]),
        new Footnote($"You host this meeting. You are asked once; without a wrap-up open items simply stay on the agenda."),
    ];
}
