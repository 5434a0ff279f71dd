using System.ComponentModel.DataAnnotations;
using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Posts;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Features.Meetings;

/// <summary>Whoever steers a meeting skips it.</summary>
[Action("meeting-skip"), LooksOnly]
public sealed record SkipMeeting(MeetingId Meeting) : IAction;

/// <summary>Why it is skipped.</summary>
[Form("meeting-skip-is", "Skip this one", Submit = "Skip it")]
public sealed record SkipForm : IForm
{
    /// <summary>Why.</summary>
    [Display(Name = "Why? (if you want to say it)", Description = "It stands on the card. Those who answered are told in a minute; until then you can undo it."), StringLength(CopBot.Features.Meetings.Meeting.ReasonMaxLength)]
    public string Reason { get; set; } = "";

    /// <summary>Which.</summary>
    public MeetingId Meeting { get; set; }
}

/// <summary>Whoever steers a meeting holds it after all.</summary>
[Action("meeting-restore")]
public sealed record RestoreMeeting(MeetingId Meeting) : IAction;

/// <summary>Whoever steers a meeting moves it.</summary>
[Action("meeting-move"), LooksOnly]
public sealed record MoveMeeting(MeetingId Meeting) : IAction;

/// <summary>Where to.</summary>
[Form("meeting-move-is", "Move this one", Submit = "Move it")]
public sealed record MoveForm : IForm
{
    /// <summary>When instead.</summary>
    [Display(Name = "When instead?", Description = "On the clock of the series' home zone."), Required]
    public DateTime? When { get; set; }

    /// <summary>Where instead.</summary>
    [Display(Name = "Where instead?", Description = "Empty for where it always is."), StringLength(CopBot.Features.Meetings.Series.PlaceMaxLength)]
    public string Place { get; set; } = "";

    /// <summary>Why.</summary>
    [Display(Name = "Why? (if you want to say it)"), StringLength(CopBot.Features.Meetings.Meeting.ReasonMaxLength)]
    public string Reason { get; set; } = "";

    /// <summary>Which.</summary>
    public MeetingId Meeting { get; set; }
}

/// <summary>A series meets no more until somebody says so.</summary>
[Action("series-pause")]
public sealed record PauseSeries(SeriesId Series) : IAction;

/// <summary>A series meets again.</summary>
[Action("series-resume")]
public sealed record ResumeSeries(SeriesId Series) : IAction;

/// <summary>A series is to end; asked first, since that cannot be undone.</summary>
[Action("series-end"), LooksOnly]
public sealed record EndSeries(SeriesId Series) : IAction;

/// <summary>A series ends.</summary>
[Action("series-end-now")]
public sealed record EndSeriesNow(SeriesId Series) : IAction;

/// <summary>Whether hosts take turns from now on.</summary>
[Action("series-take-turns")]
public sealed record LetHostsTakeTurns(SeriesId Series, bool Turns) : IAction;

internal sealed class SteerMeetingsHandler(CopBotDb db, MeetingPosts posts, MeetingPlan plan, TimeProvider clock) :
    IOpen<SkipMeeting, SkipForm>, IHandle<SkipForm>, IHandle<RestoreMeeting>, IOpen<MoveMeeting, MoveForm>, IHandle<MoveForm>,
    IHandle<PauseSeries>, IHandle<ResumeSeries>, IHandle<EndSeries>, IHandle<EndSeriesNow>, IHandle<LetHostsTakeTurns>
{
    private const string Pauses = "The series pauses.";

    public async Task<Opening<SkipForm>> Open(SkipMeeting request, Caller caller, CancellationToken stop)
    {
        var (meeting, _, refusal) = await db.SteeredAsync(request.Meeting, caller, stop);
        return refusal is not null ? refusal : new SkipForm { Meeting = meeting!.Id };
    }

    public async Task<Answer> Handle(SkipForm request, Caller caller, CancellationToken stop)
    {
        var (meeting, series, refusal) = await db.SteeredAsync(request.Meeting, caller, stop);
        if (refusal is not null) return refusal;
        if (meeting!.Skip(request.Reason, clock.GetUtcNow()) is { } no) return no;

        await posts.TellAsync(meeting, series!, "Skipped", meeting.StartsAt, caller.Member.Id, stop);
        await posts.PublishAsync(meeting, series!, stop);
        return Answer.ShowInstead(
        [
            new Paragraph($"Skipped: {series!.Title:b}, {meeting.StartsAt}. {Told(meeting, caller)}"),
            new Controls([new Button("Undo", new RestoreMeeting(meeting.Id))]),
        ]);
    }

    public async Task<Answer> Handle(RestoreMeeting request, Caller caller, CancellationToken stop)
    {
        var (meeting, series, refusal) = await db.SteeredAsync(request.Meeting, caller, stop);
        if (refusal is not null) return refusal;
        foreach (var who in meeting!.Everybody) posts.Unsay(meeting, who);
        var now = clock.GetUtcNow();
        if (meeting.Restore(now) is { } no) return no;

        await plan.LineUpAsync(series!, now, stop);
        await posts.PublishAsync(meeting, series!, stop);
        return Answer.ShowInstead(Message.Say($"It will be: {series!.Title:b}, {meeting.StartsAt}. The card says so."));
    }

    public async Task<Opening<MoveForm>> Open(MoveMeeting request, Caller caller, CancellationToken stop)
    {
        var (meeting, series, refusal) = await db.SteeredAsync(request.Meeting, caller, stop);
        if (refusal is not null) return refusal;
        return new MoveForm { Meeting = meeting!.Id, When = TimeZoneInfo.ConvertTime(meeting.StartsAt, series!.Zone).DateTime, Place = meeting.Place ?? "", Reason = meeting.Reason };
    }

    public async Task<Answer> Handle(MoveForm request, Caller caller, CancellationToken stop)
    {
        var (meeting, series, refusal) = await db.SteeredAsync(request.Meeting, caller, stop);
        if (refusal is not null) return refusal;
        var now = clock.GetUtcNow();
        var to = Hours.Instant(request.When!.Value, series!.Zone).ToUniversalTime();
        if (to <= now) return new Answer.Invalid(nameof(request.When), $"Please choose a time still to come. It is {MeetingWords.On(now, series.Zone)} now.");
        if (to > now.AddYears(1)) return new Answer.Invalid(nameof(request.When), "Please choose a time within a year.");

        var was = meeting!.StartsAt;
        if (meeting.Move(to, request.Place.Length > 0 ? request.Place : null, request.Reason, now) is { } no) return no;
        await plan.LineUpAsync(series, now, stop);
        if (was != meeting.StartsAt) await posts.TellAsync(meeting, series, "Moved", was, caller.Member.Id, stop);
        await posts.PublishAsync(meeting, series, stop);
        return Answer.ShowInstead(Message.Say($"Moved: {series.Title:b} is {meeting.StartsAt} ({MeetingWords.On(meeting.StartsAt, series.Zone)}). {Told(meeting, caller)} Later changes of the series leave it there."));
    }

    public async Task<Answer> Handle(PauseSeries request, Caller caller, CancellationToken stop)
    {
        var (series, refusal) = await db.SteeredAsync(request.Series, caller, stop);
        if (refusal is not null) return refusal;
        if (series!.Pause() is { } no) return no;

        var now = clock.GetUtcNow();
        foreach (var meeting in (await plan.OfAsync(series, now, stop)).Where(m => m.Status is MeetingStatus.Planned && m.StartsAt > now)) await CallOffAsync(meeting, series, Pauses, now, caller, stop);
        return Answer.ShowInstead(
        [
            new Paragraph($"{series.Title:b} pauses. Those who had answered for a meeting are told in a minute. Nothing is announced until it goes on."),
            new Controls([new Button("Go on", new ResumeSeries(series.Id))]),
        ]);
    }

    public async Task<Answer> Handle(ResumeSeries request, Caller caller, CancellationToken stop)
    {
        var (series, refusal) = await db.SteeredAsync(request.Series, caller, stop);
        if (refusal is not null) return refusal;
        var now = clock.GetUtcNow();
        if (series!.Resume(now) is { } no) return no;

        foreach (var meeting in (await plan.OfAsync(series, now, stop)).Where(m => m.Paused && m.StartsAt > now))
        {
            foreach (var who in meeting.Everybody) posts.Unsay(meeting, who);
            _ = meeting.Restore(now);
            await posts.PublishAsync(meeting, series, stop);
        }

        await plan.LineUpAsync(series, now, stop);
        return Answer.ShowInstead(Message.Say($"{series.Title:b} goes on. Its next meeting is announced as before."));
    }

    public async Task<Answer> Handle(EndSeries request, Caller caller, CancellationToken stop)
    {
        var (series, refusal) = await db.SteeredAsync(request.Series, caller, stop);
        if (refusal is not null) return refusal;
        return Answer.ShowInstead(
        [
            new Paragraph($"End {series!.Title:b} for good? Meetings that are announced are called off and those who answered are told. What was stays. A pause can be undone; this cannot."),
            new Controls([new Button("End it", new EndSeriesNow(series.Id)) { Look = ButtonLook.Danger }, new Button("Keep it", new ShowSeries(series.Id))]),
        ]);
    }

    public async Task<Answer> Handle(EndSeriesNow request, Caller caller, CancellationToken stop)
    {
        var (series, refusal) = await db.SteeredAsync(request.Series, caller, stop);
        if (refusal is not null) return refusal;
        var now = clock.GetUtcNow();
        if (series!.End(DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, series.Zone).DateTime).AddDays(1)) is { } no) return no;

        foreach (var meeting in (await plan.OfAsync(series, now, stop)).Where(m => m.Status is MeetingStatus.Planned && m.StartsAt > now)) await CallOffAsync(meeting, series, "The series has ended.", now, caller, stop);
        return Answer.ShowInstead(Message.Say($"{series.Title:b} has ended. Thank you for keeping it."));
    }

    public async Task<Answer> Handle(LetHostsTakeTurns request, Caller caller, CancellationToken stop)
    {
        var (series, refusal) = await db.SteeredAsync(request.Series, caller, stop);
        if (refusal is not null) return refusal;
        series!.Rotate(request.Turns);
        return Answer.Say(request.Turns
            ? (Text)$"From the next meeting on those who offered to host {series.Title:b} take turns: whoever hosted least is next, and nobody who is away. Members offer with “I could host” on /cop meet list."
            : $"Hosts of {series.Title:b} take turns no longer: whoever keeps it going hosts it.");
    }

    private async Task CallOffAsync(Meeting meeting, Series series, string reason, DateTimeOffset now, Caller caller, CancellationToken stop)
    {
        if (meeting.Skip(reason, now, paused: reason == Pauses) is not null) return;
        await posts.TellAsync(meeting, series, "Skipped", meeting.StartsAt, caller.Member.Id, stop);
        await posts.PublishAsync(meeting, series, stop);
    }

    private static string Told(Meeting meeting, Caller caller) => meeting.Everybody.Count(m => m != caller.Member.Id) switch
    {
        0 => "Nobody had answered yet, so nobody is written to.",
        1 => "The one who answered is told in a minute.",
        var many => $"The {many} who answered are told in a minute.",
    };
}

internal static class Steered
{
    extension(CopBotDb db)
    {
        /// <summary>A meeting that the caller may change, with its series.</summary>
        public async Task<(Meeting? Meeting, Series? Series, Refusal? Refusal)> SteeredAsync(MeetingId id, Caller caller, CancellationToken stop)
        {
            if (await db.Meetings.FirstOrDefaultAsync(m => m.Id == id && m.Community == caller.Community.Id, stop) is not { } meeting) return (null, null, MeetingRefusals.Gone);
            var series = await db.Series.FirstAsync(s => s.Id == meeting.Series, stop);
            return meeting.IsSteeredBy(caller, series) ? (meeting, series, null) : (null, null, MeetingRefusals.NotYours);
        }

        /// <summary>A series that the caller may change.</summary>
        public async Task<(Series? Series, Refusal? Refusal)> SteeredAsync(SeriesId id, Caller caller, CancellationToken stop)
        {
            if (await db.Series.FirstOrDefaultAsync(s => s.Id == id && s.Community == caller.Community.Id, stop) is not { } series) return (null, MeetingRefusals.SeriesGone);
            return series.IsSteeredBy(caller) ? (series, null) : (null, MeetingRefusals.NotYours);
        }
    }
}
