using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Dispatch;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Features.Meetings;

/// <summary>Whoever steers a series changes it from a meeting on.</summary>
[Action("meeting-change"), LooksOnly]
public sealed record ChangeFromHere(MeetingId Meeting) : IAction;

/// <summary>The change on the preview is made.</summary>
[Action("series-change")]
public sealed record ApplyChange(DraftId Draft) : IAction;

internal sealed class ChangeSeriesHandler(CopBotDb db, IDrafts drafts, MeetingPosts posts, MeetingPlan plan, TimeProvider clock) : IOpen<ChangeFromHere, SeriesForm>, IHandle<ApplyChange>
{
    public async Task<Opening<SeriesForm>> Open(ChangeFromHere request, Caller caller, CancellationToken stop)
    {
        var (meeting, series, refusal) = await db.SteeredAsync(request.Meeting, caller, stop);
        if (refusal is not null) return refusal;
        if (series is null || !series.IsSteeredBy(caller)) return MeetingRefusals.NotYours;

        var form = series.AsForm();
        // Where times take turns, they go on from the one whose turn it is.
        var rhythm = series.Rhythms.Find(r => r.Number == meeting!.Rhythm) ?? series.Rhythm;
        form.First = meeting!.Day.ToDateTime(rhythm.TimeOn(meeting.Day));
        form.From = meeting.Day;
        return form;
    }

    public async Task<Answer> Handle(ApplyChange request, Caller caller, CancellationToken stop)
    {
        if (await drafts.FindAsync<SeriesForm>(request.Draft, caller.Account, stop) is not { Series: { } id, From: { } from } form) return Drafts.Forgotten;
        var (series, refusal) = await db.SteeredAsync(id, caller, stop);
        if (refusal is not null) return refusal;
        if (series!.Status is SeriesStatus.Ended) return MeetingRefusals.Ended;
        var now = clock.GetUtcNow();
        if (SeriesTerms.WhyNot(form, series.Zone, now) is { } wrong) return wrong;

        var ahead = (await plan.OfAsync(series, now, stop)).FindAll(m => m.StartsAt > now && m.Day >= from);
        var next = series.ChangeFrom(from, form.Title, form.Place, ChangeSeries.Next(form, series), now);
        foreach (var (meeting, was) in Follow(ahead, next, now))
        {
            if (meeting.StartsAt != was || meeting.Status is MeetingStatus.Skipped && was > now) await posts.TellAsync(meeting, series, meeting.Status is MeetingStatus.Skipped ? "Skipped" : "Moved", was, caller.Member.Id, stop);
            await posts.PublishAsync(meeting, series, stop);
        }

        await plan.LineUpAsync(series, now, stop);
        await drafts.ForgetAsync(request.Draft, stop);
        return Answer.ShowInstead(Message.Of([new Paragraph($"Changed from {next.Day} on. What somebody had moved, skipped or handed over by hand stays as they left it."), .. SeriesPreview.DatesOf(next.Slots(next.Day), series.Zone, caller.Hours.Zone, now)]));
    }

    /// <summary>
    /// Each meeting that people know of goes on under the new rhythm: on its day, else on the nearest one within six days.
    /// What nobody knows of is made anew; what people know of and no day is near to is called off.
    /// </summary>
    private List<(Meeting Meeting, DateTimeOffset Was)> Follow(List<Meeting> ahead, Rhythm next, DateTimeOffset now)
    {
        const int Near = 6;
        var changed = new List<(Meeting, DateTimeOffset)>();
        var free = next.Slots(next.Day).SkipWhile(s => s.StartsAt <= now).TakeWhile(s => s.StartsAt <= now + Series.MadeBefore + Series.MadeBefore).ToList();
        var rest = new List<Meeting>();
        foreach (var meeting in ahead)
        {
            if (free.Find(s => s.Day == meeting.Day) is { } same) GoOn(meeting, same);
            else rest.Add(meeting);
        }

        foreach (var meeting in rest)
        {
            var known = meeting.AnnouncedAt is not null || meeting.Moved || meeting.People.Count > 0;
            var slot = meeting.Status is MeetingStatus.Planned && known ? free.Where(s => Math.Abs(s.Day.DayNumber - meeting.Day.DayNumber) <= Near).MinBy(s => Math.Abs(s.Day.DayNumber - meeting.Day.DayNumber)) : null;
            if (slot is not null)
            {
                GoOn(meeting, slot);
            }
            else if (!known)
            {
                db.Remove(meeting);
            }
            else if (meeting is { Moved: false, Status: MeetingStatus.Planned })
            {
                var was = meeting.StartsAt;
                _ = meeting.Skip("The series meets at other times from here on.", now);
                changed.Add((meeting, was));
            }
        }

        return changed;

        void GoOn(Meeting meeting, Slot slot)
        {
            var was = meeting.StartsAt;
            free.Remove(slot);
            meeting.Follow(slot);
            changed.Add((meeting, was));
        }
    }
}

/// <summary>Shows how a series would go on before anybody else sees it.</summary>
internal sealed class ChangeSeries(CopBotDb db, IDrafts drafts, TimeProvider clock)
{
    /// <summary>The rhythm that a series would go on in. Chosen times take turns while the first one is one of them.</summary>
    public static Rhythm Next(SeriesForm form, Series series)
    {
        var then = series.ThenFrom(form.First!.Value, form.Time is null ? null : form.Times());
        return new Rhythm(series.Id, series.Rhythm.Number + 1, form.First.Value, SeriesTerms.Rule(form, series), series.Zone, SeriesTerms.Minutes(form.Length), then);
    }

    public async Task<Answer> PreviewAsync(SeriesForm form, Caller caller, CancellationToken stop)
    {
        var (series, refusal) = await db.SteeredAsync(form.Series!.Value, caller, stop);
        if (refusal is not null) return refusal;
        var now = clock.GetUtcNow();
        if (SeriesTerms.WhyNot(form, series!.Zone, now) is { } wrong) return wrong;
        var from = form.From!.Value;
        if (DateOnly.FromDateTime(form.First!.Value) < from.AddDays(-6)) return new Answer.Invalid(nameof(form.First), $"The change begins with the meeting of {from:yyyy-MM-dd}; please choose that day, a near one, or a later one.");

        var draft = await drafts.KeepAsync(form, caller.Account, null, stop);
        var next = Next(form, series);
        var known = await db.Meetings.AsNoTracking().CountAsync(m => m.Series == series.Id && m.StartsAt > now && m.Day >= from && m.People.Count > 0, stop);
        return Answer.ShowInstead(Message.Of(
        [
            new Heading(form.Title),
            new Paragraph($"From {from} on: {next.Repeats.InWords(next.Day)}{(next.TakesTurns ? $" at {MeetingWords.Times(next)}" : "")}, {MeetingWords.Length(next.Minutes)}.{(form.Place.Length > 0 ? $" {form.Place}" : "")}"),
            .. SeriesPreview.DatesOf(next.Slots(next.Day), series.Zone, caller.Hours.Zone, now),
            new Footnote($"{(known == 0 ? "Nobody has answered for a meeting yet." : known == 1 ? "People have answered for one meeting; whoever did is told of its new time." : $"People have answered for {known} meetings; whoever did is told of the new times.")} Meetings that were moved or skipped by hand stay as they are."),
            new Controls([new Button("Change it from there on", new ApplyChange(draft)) { Look = ButtonLook.Primary }, new Button("Edit", new EditDraft(draft)), new Button("Fairer times", new ShowFairChange(draft))]),
        ]));
    }
}
