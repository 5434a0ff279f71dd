using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Posts;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Features.Meetings;

/// <summary>A member says whether they come.</summary>
[Action("meeting-answer")]
public sealed record AnswerMeeting(MeetingId Meeting, Attendance Answer) : IAction;

/// <summary>A member takes their answer back.</summary>
[Action("meeting-answer-undo")]
public sealed record TakeAnswerBack(MeetingId Meeting) : IAction;

/// <summary>A member wants to be reminded of this meeting.</summary>
[Action("meeting-remind")]
public sealed record RemindMe(MeetingId Meeting, int Minutes = RemindMe.Usual) : IAction
{
    /// <summary>How long before, unless they choose.</summary>
    public const int Usual = 60;

    /// <summary>What they can choose from, in minutes.</summary>
    internal static readonly int[] Choices = [10, 60, 240, 1440];
}

/// <summary>A member does not want to be reminded after all.</summary>
[Action("meeting-remind-not")]
public sealed record RemindMeNot(MeetingId Meeting) : IAction;

internal sealed class TakePartInMeetingHandler(CopBotDb db, IBoard board, MeetingPosts posts, TimeProvider clock) :
    IHandle<AnswerMeeting>, IHandle<TakeAnswerBack>, IHandle<RemindMe>, IHandle<RemindMeNot>
{
    public async Task<Answer> Handle(AnswerMeeting request, Caller caller, CancellationToken stop)
    {
        var (meeting, series, refusal) = await AheadAsync(request.Meeting, caller, stop);
        if (refusal is not null) return refusal;

        var waited = meeting!.WaitingOf(series!.Capacity);
        if (meeting.Take(caller.Member.Id, request.Answer, clock.GetUtcNow()))
        {
            posts.TellMovedUp(meeting, series, waited);
            await posts.PublishAsync(meeting, series, stop);
        }

        return Answer.Show(Render(meeting, series, caller.Member.Id));
    }

    public async Task<Answer> Handle(TakeAnswerBack request, Caller caller, CancellationToken stop)
    {
        var (meeting, series, refusal) = await AheadAsync(request.Meeting, caller, stop);
        if (refusal is not null) return refusal;

        var waited = meeting!.WaitingOf(series!.Capacity);
        meeting.TakeBack(caller.Member.Id);
        Forget(meeting, caller.Member.Id);
        posts.TellMovedUp(meeting, series, waited);
        await posts.PublishAsync(meeting, series, stop);
        return Answer.ShowInstead(Message.Say($"Taken back, as if you had not answered for {series.Title:b}."));
    }

    public async Task<Answer> Handle(RemindMe request, Caller caller, CancellationToken stop)
    {
        var (meeting, series, refusal) = await AheadAsync(request.Meeting, caller, stop);
        if (refusal is not null) return refusal;

        var now = clock.GetUtcNow();
        var before = TimeSpan.FromMinutes(Math.Clamp(request.Minutes, 1, 7 * 1440));
        // What would have been a moment ago comes as late as still makes sense.
        if (meeting!.StartsAt - before <= now) before = TimeSpan.FromMinutes(Math.Floor((meeting.StartsAt - now).TotalMinutes / 2));
        if (before < TimeSpan.FromMinutes(1)) return Answer.Say($"It begins in a moment: {meeting.StartsAt:time}.");
        Forget(meeting, caller.Member.Id);
        meeting.RemindOf(caller.Member.Id, before);
        await posts.PublishAsync(meeting, series!, stop);
        return Answer.ShowInstead(
        [
            new Paragraph($"You will be reminded of {series!.Title:b} {MeetingWords.Length((int)before.TotalMinutes)} before it begins: {meeting.StartsAt - before}."),
            new Controls(
            [
                new Menu("Another time …", [.. RemindMe.Choices.Where(m => meeting.StartsAt.AddMinutes(-m) > now).DefaultIfEmpty((int)before.TotalMinutes).Select(m => new MenuChoice(m == 1440 ? "1 day before" : $"{MeetingWords.Length(m)} before", new RemindMe(meeting.Id, m)))]),
                new Button("Don't remind me", new RemindMeNot(meeting.Id)),
            ]),
            new Footnote($"Only of this meeting; the next one asks you again."),
        ]);
    }

    public async Task<Answer> Handle(RemindMeNot request, Caller caller, CancellationToken stop)
    {
        var (meeting, series, refusal) = await AheadAsync(request.Meeting, caller, stop);
        if (refusal is not null) return refusal;

        meeting!.RemindNoMore(caller.Member.Id);
        Forget(meeting, caller.Member.Id);
        await posts.PublishAsync(meeting, series!, stop);
        return Answer.ShowInstead(Message.Say($"You will not be reminded of {series!.Title:b}."));
    }

    private async Task<(Meeting? Meeting, Series? Series, Refusal? Refusal)> AheadAsync(MeetingId id, Caller caller, CancellationToken stop)
    {
        if (await db.Meetings.FirstOrDefaultAsync(m => m.Id == id && m.Community == caller.Community.Id, stop) is not { } meeting) return (null, null, MeetingRefusals.Gone);
        return meeting.IsAhead(clock.GetUtcNow()) ? (meeting, await posts.SeriesAsync(meeting, stop), null) : (null, null, MeetingRefusals.Over);
    }

    private void Forget(Meeting meeting, MemberId who) => board.Withdraw(KeepTheRhythm.ReminderKey(meeting, who));

    private static Message Render(Meeting meeting, Series series, MemberId who)
    {
        var one = meeting.People.Find(p => p.Member == who)!;
        var waits = meeting.WaitingOf(series.Capacity).ToList().IndexOf(who);
        return
        [
            new Paragraph(one.Answer switch
            {
                Attendance.Going when waits >= 0 => (Text)$"All places for {series.Title:b} are taken. You wait for one, as number {waits + 1}, and are told when it is yours.",
                Attendance.Going => $"You are going to {series.Title:b}: {meeting.StartsAt}.",
                Attendance.Maybe => $"You may come to {series.Title:b}: {meeting.StartsAt}.",
                _ => $"You can't come to {series.Title:b}. You get the recap all the same.",
            }),
            new Controls(
            [
                one.Answer is not Attendance.Cant && one.RemindAt is null && !one.Reminded ? new Button("Remind me", new RemindMe(meeting.Id)) : null,
                one.Answer is not Attendance.Cant ? new Button("Calendar file", new SendCalendarFile(meeting.Id)) : null,
                new Button("Take it back", new TakeAnswerBack(meeting.Id)),
            ]),
        ];
    }
}
