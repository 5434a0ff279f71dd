using System.ComponentModel.DataAnnotations;
using System.Globalization;
using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Dispatch;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Features.Meetings;

/// <summary>A member wants to see what they can do about a meeting.</summary>
[Action("meeting-more"), LooksOnly]
public sealed record ShowMeetingChoices(MeetingId Meeting) : IAction;

/// <summary>A member looks at the community's meetings.</summary>
[Command("meet list", "The next meetings of every series"), LooksOnly]
public sealed record ListMeetings : ICommand;

/// <summary>A member looks at the community's meetings, from a button.</summary>
[Action("meeting-list"), LooksOnly]
public sealed record ShowMeetings : IAction;

/// <summary>A member looks at one series.</summary>
[Action("series-show"), LooksOnly]
public sealed record ShowSeries(SeriesId Series) : IAction;

/// <summary>A meeting of which only the rule knows is looked at.</summary>
[Action("series-day")]
public sealed record ShowMeetingOf(SeriesId Series, DateOnly Day) : IAction;

internal sealed class MeetingChoicesHandler(CopBotDb db, MeetingPosts posts, MeetingPlan plan, People people, TimeProvider clock) :
    IHandle<ShowMeetingChoices>, IHandle<ListMeetings>, IHandle<ShowMeetings>, IHandle<ShowSeries>, IHandle<ShowMeetingOf>
{
    private const int MostSeries = 8;

    public async Task<Answer> Handle(ShowMeetingChoices request, Caller caller, CancellationToken stop)
    {
        if (await db.Meetings.FirstOrDefaultAsync(m => m.Id == request.Meeting && m.Community == caller.Community.Id, stop) is not { } meeting) return MeetingRefusals.Gone;
        return Answer.Show(await RenderAsync(meeting, caller, stop));
    }

    public async Task<Answer> Handle(ShowMeetingOf request, Caller caller, CancellationToken stop)
    {
        if (await FindAsync(request.Series, caller, stop) is not { } series) return MeetingRefusals.SeriesGone;
        if (await plan.OnAsync(series, request.Day, clock.GetUtcNow(), stop) is not { } meeting) return MeetingRefusals.Gone;
        return Answer.ShowInstead(await RenderAsync(meeting, caller, stop));
    }

    public async Task<Answer> Handle(ListMeetings request, Caller caller, CancellationToken stop) => Answer.Show(await ListAsync(caller, stop));

    public async Task<Answer> Handle(ShowMeetings request, Caller caller, CancellationToken stop) => Answer.Show(await ListAsync(caller, stop));

    public async Task<Answer> Handle(ShowSeries request, Caller caller, CancellationToken stop)
    {
        if (await FindAsync(request.Series, caller, stop) is not { } series) return MeetingRefusals.SeriesGone;
        var now = clock.GetUtcNow();
        var next = await NextAsync(series, now, SeriesPreview.Dates, stop);
        var steers = series.IsSteeredBy(caller);
        var turns = series.Hosts.Exists(h => h.Member == caller.Member.Id);
        var names = await people.NamedAsync([.. series.Hosts.Select(h => h.Member), .. series.Keeper is { } keeper ? [keeper] : Array.Empty<MemberId>()], stop);
        return Answer.ShowInstead(Message.Of(
        [
            new Heading(series.Title),
            new Paragraph(Rhythm(series)),
            series.Keeper is { } k ? new Footnote($"{names[k]:name} keeps it going.{(series.Hosts.Count > 0 ? (Text)$" In turn: {MeetingWords.Names([.. series.Hosts.Select(h => h.Member)], names)}." : $"")}") : null,
            .. next.Select(n => new Paragraph(n.Says)),
            new Controls(
            [
                next.Count > 0 ? new Menu(steers ? "Open, skip or move one …" : "Open one …", [.. next.Select(n => new MenuChoice(Shortening.OneLine(MeetingWords.On(n.At, series.Zone), Limits.ChoiceLabel), n.Opens))]) : null,
                new Button("In my calendar", new ShowCalendar(series.Id)),
                series.Status is SeriesStatus.Ended ? null : turns ? new Button("Host no more", new OfferToHost(series.Id, Offers: false)) : new Button("I could host", new OfferToHost(series.Id, Offers: true)),
                new Button("Agenda", new ShowSeriesAgenda(series.Id)),
            ]),
            steers ? new Controls(
            [
                series.Status is SeriesStatus.Running ? new Button("Pause", new PauseSeries(series.Id)) : null,
                series.Status is SeriesStatus.Paused ? new Button("Go on", new ResumeSeries(series.Id)) { Look = ButtonLook.Primary } : null,
                series.Status is SeriesStatus.Ended ? null : new Button("Hand over", new HandOverSeries(series.Id)),
                series.Status is SeriesStatus.Ended ? null : new Button(series.HostsRotate ? "Stop taking turns" : "Let hosts take turns", new LetHostsTakeTurns(series.Id, !series.HostsRotate)),
                series.Status is SeriesStatus.Ended ? null : new Button("End it", new EndSeries(series.Id)) { Look = ButtonLook.Danger },
            ]) : null,
        ]));
    }

    private async Task<Message> ListAsync(Caller caller, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        var all = await db.Series.Where(s => s.Community == caller.Community.Id && (s.Status == SeriesStatus.Running || s.Status == SeriesStatus.Paused)).OrderBy(s => s.CreatedAt).ToListAsync(stop);
        var blocks = new List<Block>();
        foreach (var series in all.Take(MostSeries))
        {
            var next = series.Status is SeriesStatus.Running && await NextAsync(series, now, 1, stop) is [var first] ? first : null;
            blocks.Add(new Paragraph($"{series.Title:b} · {(series.Status is SeriesStatus.Paused ? $"paused; else {series.Rhythm.Repeats.InWords(series.Rhythm.Day)}" : (next?.Says ?? $"no date is still to come"))}"));
        }

        return Message.Of(
        [
            new Heading("Meetings"),
            all.Count == 0 ? new Paragraph($"No series yet.{(caller.Is(Role.Coordinator) ? " Begin one: a name, a first date, how often. You see its dates before anybody else does." : " A coordinator can begin one with /cop meet new.")}") : null,
            .. blocks,
            all.Count > MostSeries ? new Footnote($"The menu has all {all.Count}.") : null,
            new Controls(
            [
                all.Count > 0 ? new Menu("Open a series …", [.. all.Take(Limits.Choices).Select(s => new MenuChoice(Shortening.OneLine(s.Title, Limits.ChoiceLabel), new ShowSeries(s.Id)))]) : null,
                all.Count > 0 ? new Button("All in my calendar", new ShowCalendar()) : null,
                caller.Is(Role.Coordinator) ? new Button("New series", new StartNewSeries()) : null,
            ]),
        ]);
    }

    private async Task<Message> RenderAsync(Meeting meeting, Caller caller, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        var series = await posts.SeriesAsync(meeting, stop);
        var steers = meeting.IsSteeredBy(caller, series);
        var ahead = meeting.Status is MeetingStatus.Planned && meeting.StartsAt > now;
        var hosts = meeting.Host == caller.Member.Id;
        return
        [
            new Heading(series.Title),
            new Paragraph($"{meeting.StartsAt} · {MeetingWords.Time(meeting.StartsAt, series.Zone)}{(meeting.Status is MeetingStatus.Skipped ? " · skipped" : meeting.Moved ? " · moved" : "")}"),
            new Controls(
            [
                new Button("Show agenda", new ShowAgenda(meeting.Id)),
                new Button("Calendar file", new SendCalendarFile(meeting.Id)),
                new Button("In my calendar", new ShowCalendar(series.Id)),
                new Button("The whole series", new ShowSeries(series.Id)),
                meeting.IsAhead(now) && meeting.StartsAt.AddMinutes(-30) <= now ? new Button("Bring a case", new BringCase(meeting.Id)) { Look = ButtonLook.Primary } : null,
                hosts && ahead && series.HostsRotate ? new Button("I can't host it", new PassHosting(meeting.Id)) : null,
            ]),
            steers && ahead ? new Controls(
            [
                new Button("Skip this one", new SkipMeeting(meeting.Id)),
                new Button("Move this one", new MoveMeeting(meeting.Id)),
                new Button("Change from here on", new ChangeFromHere(meeting.Id)),
                new Button("Hand this one over", new HandOverMeeting(meeting.Id)),
                new Button("Edit the agenda", new EditAgenda(series.Id)),
            ]) : null,
            steers && meeting.Status is MeetingStatus.Skipped && meeting.StartsAt > now ? new Controls([new Button("Hold it after all", new RestoreMeeting(meeting.Id))]) : null,
            steers && meeting.StartsAt <= now && meeting.Status is not MeetingStatus.Skipped ? new Controls([new Button("Wrap up", new WrapUpMeeting(meeting.Id)) { Look = ButtonLook.Primary }]) : null,
        ];
    }

    private async Task<IReadOnlyList<NextMeeting>> NextAsync(Series series, DateTimeOffset now, int most, CancellationToken stop)
    {
        var known = await plan.OfAsync(series, now, stop);
        var made = known.Where(m => m.StartsAt > now && m.Status is not MeetingStatus.Over).Select(m => new NextMeeting(m.StartsAt, Says(m, series), new ShowMeetingChoices(m.Id)));
        var foreseen = series.Slots(DateOnly.FromDateTime(now.UtcDateTime).AddDays(-1))
            .Where(s => s.StartsAt > now && !known.Exists(m => m.Rhythm == s.Rhythm.Number && m.Day == s.Day))
            .Take(most)
            .Select(s => new NextMeeting(s.StartsAt, $"{s.StartsAt} · {MeetingWords.Time(s.StartsAt, series.Zone)}", new ShowMeetingOf(series.Id, s.Day)));
        return [.. made.Concat(foreseen).OrderBy(n => n.At).Take(most)];
    }

    private Task<Series?> FindAsync(SeriesId id, Caller caller, CancellationToken stop) =>
        db.Series.FirstOrDefaultAsync(s => s.Id == id && s.Community == caller.Community.Id && s.Status != SeriesStatus.Preview, stop);

    private static Text Says(Meeting meeting, Series series) =>
        $"{meeting.StartsAt} · {MeetingWords.Time(meeting.StartsAt, series.Zone)}{(meeting.Status is MeetingStatus.Skipped ? " · skipped" : meeting.Moved ? " · moved" : "")}";

    private static Text Rhythm(Series series) =>
        $"{MeetingWords.Of(series.Kind)}, {series.Rhythm.Repeats.InWords(series.Rhythm.Day)} at {MeetingWords.Times(series.Rhythm)}, {MeetingWords.Length(series.Rhythm.Minutes)}.{(series.Status switch { SeriesStatus.Paused => " It is paused.", SeriesStatus.Ended => " It has ended.", _ => "" })}";

    private sealed record NextMeeting(DateTimeOffset At, Text Says, IAction Opens);
}

internal static class Steering
{
    /// <summary>Whether somebody may change a series: whoever keeps it going, and coordinators.</summary>
    public static bool IsSteeredBy(this Series series, Caller caller) => caller.Is(Role.Coordinator) || series.Keeper == caller.Member.Id;

    /// <summary>Whether somebody may change a meeting: its host too.</summary>
    public static bool IsSteeredBy(this Meeting meeting, Caller caller, Series series) => series.IsSteeredBy(caller) || meeting.Host == caller.Member.Id;
}
