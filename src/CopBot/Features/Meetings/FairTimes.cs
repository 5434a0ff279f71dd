using System.Globalization;
using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Dispatch;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Features.Meetings;

/// <summary>A coordinator looks at how a time falls for the members, zone by zone, and at fairer ones.</summary>
[Action("series-fair"), Needs(Role.Coordinator), LooksOnly]
public sealed record ShowFairTimes(SeriesId Series) : IAction;

/// <summary>Takes one of the times that were shown.</summary>
[Action("series-time"), Needs(Role.Coordinator)]
public sealed record ChooseTime(SeriesId Series, int Minute) : IAction;

/// <summary>Lets two or three of the times that were shown take turns.</summary>
[Action("series-times"), Needs(Role.Coordinator)]
public sealed record ChooseTimes(SeriesId Series, int First, int Second, int? Third = null) : IAction;

/// <summary>Wants to see which times would be fairer for a series that is about to change.</summary>
[Action("series-change-fair"), LooksOnly]
public sealed record ShowFairChange(DraftId Draft) : IAction;

/// <summary>Takes one time of day for the change, as minutes of the home zone's day, or two or three that take turns; none to leave it as it is.</summary>
[Action("series-change-times")]
public sealed record ChangeTimes(DraftId Draft, int? First = null, int? Second = null, int? Third = null) : IAction;

/// <summary>How a time falls in one zone.</summary>
/// <param name="Zone">Where.</param>
/// <param name="Members">How many live there.</param>
/// <param name="Burden">How far outside of ordinary hours it is, in hours, as a mean.</param>
/// <param name="At">What the clocks there show, the most frequent.</param>
internal sealed record ZoneBurden(TimeZoneInfo Zone, int Members, double Burden, TimeOnly At);

/// <summary>
/// Weighs times across zones: an hour before eight or after six is an hour of burden, and at night it weighs double. The
/// fairest time is the one whose heaviest burden is lightest, then whose burden over all is.
/// </summary>
internal static class FairTimes
{
    /// <summary>How many dates are weighed, from season to season; of two or three times each comes equally often.</summary>
    public const int Weighed = 12;

    /// <summary>How many zones stand in a line.</summary>
    public const int ZonesShown = 6;

    private const int Shown = 5;
    private const int HalfHours = 48;

    /// <summary>Less than this many hours reads as none.</summary>
    private const double Felt = 0.05;
    private static readonly TimeOnly DayBegins = new(8, 0);
    private static readonly TimeOnly DayEnds = new(18, 0);
    private static readonly TimeOnly NightBegins = new(22, 0);
    private static readonly TimeOnly NightEnds = new(6, 0);

    /// <summary>Where the members of a community live, and how many in each.</summary>
    public static async Task<IReadOnlyList<(TimeZoneInfo Zone, int Members)>> ZonesOfAsync(CopBotDb db, Community community, CancellationToken stop)
    {
        var zones = await (from membership in db.Memberships
                           where membership.Community == community.Id
                           join member in db.Members on membership.Member equals member.Id
                           select member.Zone ?? community.Zone).ToListAsync(stop);
        return [.. zones.GroupBy(z => z, StringComparer.Ordinal).OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal).Select(g => (Zones.Stored(g.Key), g.Count()))];
    }

    /// <summary>How some moments fall in each zone, as a mean.</summary>
    public static IReadOnlyList<ZoneBurden> Burdens(IEnumerable<DateTimeOffset> moments, IReadOnlyList<(TimeZoneInfo Zone, int Members)> zones)
    {
        var all = moments.ToList();
        return all.Count == 0 ? [] : [.. zones.Select(z =>
        {
            var local = all.ConvertAll(at => TimeOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, z.Zone).DateTime));
            return new ZoneBurden(z.Zone, z.Members, local.Average(Of), local.GroupBy(t => t).OrderByDescending(g => g.Count()).First().Key);
        })];
    }

    /// <summary>How far outside of ordinary hours a local time is, in hours; at night it counts double.</summary>
    public static double Of(TimeOnly time)
    {
        if (time >= DayBegins && time < DayEnds) return 0;
        // Differences of times of day go round midnight.
        var outside = Math.Min((DayBegins - time).TotalHours, (time - DayEnds).TotalHours + 0.5);
        return Math.Max(0.5, outside) * (IsNight(time) ? 2 : 1);
    }

    /// <summary>In a line: "Kolkata 2 members at 20:30, 3 hours".</summary>
    public static string InWords(IEnumerable<ZoneBurden> burdens) => string.Join("; ", burdens.Take(ZonesShown).Select(b => string.Create(
        CultureInfo.InvariantCulture,
        $"{Zones.CityOf(b.Zone)} ({b.Members}) {b.At:HH:mm}{(b.Burden >= Felt ? $", {b.Burden:0.#} h outside the day" : "")}")));

    /// <summary>What the clocks of each zone show and what time of day that is, in a line: "Kolkata (2) 20:30, late".</summary>
    public static string OnTheirClocks(IEnumerable<ZoneBurden> burdens) => string.Join("; ", burdens.Take(ZonesShown).Select(b => string.Create(
        CultureInfo.InvariantCulture,
        $"{Zones.CityOf(b.Zone)} ({b.Members}) {b.At:HH:mm}{(b.Burden < Felt ? "" : IsNight(b.At) ? ", at night" : b.At < DayBegins ? ", early" : b.At >= DayEnds ? ", late" : ", on some dates early or late")}")));

    /// <summary>What each zone bears, in a line: "Berlin (3) 1.5 h; Sydney (1) nothing".</summary>
    public static string Borne(IEnumerable<ZoneBurden> burdens) => string.Join("; ", burdens.Take(ZonesShown).Select(b => string.Create(
        CultureInfo.InvariantCulture,
        $"{Zones.CityOf(b.Zone)} ({b.Members}) {(b.Burden >= Felt ? string.Create(CultureInfo.InvariantCulture, $"{b.Burden:0.#} h") : "nothing")}")));

    /// <summary>The fairest times of day, on the clock of the home zone.</summary>
    public static IReadOnlyList<(TimeOnly Time, IReadOnlyList<ZoneBurden> Burdens)> Fairest(Rhythm rhythm, IReadOnlyList<(TimeZoneInfo Zone, int Members)> zones, DateTimeOffset now)
    {
        return [.. AllDay(rhythm, zones, now)
            .OrderBy(t => t.Burdens.Max(b => b.Burden))
            .ThenBy(t => t.Burdens.Sum(b => b.Burden * b.Members))
            .Take(Shown)];
    }

    /// <summary>
    /// Two or three times of day that take turns best: whoever bears most bears least. The fairest pair and the fairest three
    /// of all, and those that keep the present time as one of them; each set in the order of the day.
    /// </summary>
    public static IReadOnlyList<(IReadOnlyList<TimeOnly> Times, IReadOnlyList<ZoneBurden> Burdens)> FairestTurns(Rhythm rhythm, IReadOnlyList<(TimeZoneInfo Zone, int Members)> zones, DateTimeOffset now)
    {
        var day = AllDay(rhythm, zones, now).ToList();
        var present = day.FindIndex(t => t.Time == rhythm.Time);
        var pairs = from a in Enumerable.Range(0, day.Count) from b in Enumerable.Range(a + 1, day.Count - a - 1) select Turns(a, b);
        var threes = from a in Enumerable.Range(0, day.Count) from b in Enumerable.Range(a + 1, day.Count - a - 1) from c in Enumerable.Range(b + 1, day.Count - b - 1) select Turns(a, b, c);
        var best = new[] { pairs.ToList(), threes.ToList() }.SelectMany(sets => new[] { sets.MinBy(s => s.Weight), sets.Where(s => s.Of.Contains(present)).MinBy(s => s.Weight) });
        return [.. best.Where(s => s.Of is not null).DistinctBy(s => string.Join(' ', s.Of), StringComparer.Ordinal).Select(s => ((IReadOnlyList<TimeOnly>)[.. s.Of.Select(i => day[i].Time)], Mean([.. s.Of.Select(i => day[i].Burdens)])))];

        (int[] Of, (double Heaviest, double All) Weight) Turns(params int[] of)
        {
            var (heaviest, all) = (0.0, 0.0);
            for (var zone = 0; zone < zones.Count; zone++)
            {
                var mean = of.Average(i => day[i].Burdens[zone].Burden);
                (heaviest, all) = (Math.Max(heaviest, mean), all + (mean * zones[zone].Members));
            }

            // What differs by minutes is alike.
            return (of, (Math.Round(heaviest, 1), Math.Round(all, 3)));
        }
    }

    /// <summary>In whose night each of the times falls that take turns; nothing where it is one time only.</summary>
    public static IReadOnlyList<(TimeOnly Time, IReadOnlyList<TimeZoneInfo> Zones)> Nights(IEnumerable<Slot> next, IReadOnlyList<(TimeZoneInfo Zone, int Members)> zones) =>
    [
        .. next.Take(Weighed).Where(s => s.Rhythm.TakesTurns).GroupBy(s => s.Time).Select(turn =>
            (turn.Key, (IReadOnlyList<TimeZoneInfo>)[.. zones.Select(z => z.Zone).Where(z => turn.Any(s => IsNight(TimeOnly.FromDateTime(TimeZoneInfo.ConvertTime(s.StartsAt, z).DateTime))))])),
    ];

    /// <summary>A time of day, from its minutes.</summary>
    public static TimeOnly TimeOf(int minute) => new(Math.Clamp(minute, 0, 1439) / 60, Math.Clamp(minute, 0, 1439) % 60);

    private static bool IsNight(TimeOnly time) => time >= NightBegins || time < NightEnds;

    private static IEnumerable<(TimeOnly Time, IReadOnlyList<ZoneBurden> Burdens)> AllDay(Rhythm rhythm, IReadOnlyList<(TimeZoneInfo Zone, int Members)> zones, DateTimeOffset now)
    {
        var days = rhythm.Slots(DateOnly.FromDateTime(now.UtcDateTime)).Take(Weighed + 1).Select(s => s.Day).ToList();
        return days.Count == 0 || zones.Count == 0 ? [] : Enumerable.Range(0, HalfHours)
            .Select(half => new TimeOnly(half / 2, half % 2 * 30))
            .Select(time => (time, Burdens(days.Select(d => Hours.Instant(d.ToDateTime(time), rhythm.Clock)), zones)));
    }

    private static IReadOnlyList<ZoneBurden> Mean(IReadOnlyList<IReadOnlyList<ZoneBurden>> turns) =>
        [.. turns[0].Select((one, zone) => one with { Burden = turns.Average(t => t[zone].Burden) })];
}

internal sealed class FairTimesHandler(CopBotDb db, SeriesPreview preview, ChangeSeries change, IDrafts drafts, TimeProvider clock) :
    IHandle<ShowFairTimes>, IHandle<ChooseTime>, IHandle<ChooseTimes>, IHandle<ShowFairChange>, IHandle<ChangeTimes>
{
    public async Task<Answer> Handle(ShowFairTimes request, Caller caller, CancellationToken stop)
    {
        if (await db.PreviewAsync(request.Series, caller, stop) is not { } series) return MeetingRefusals.SeriesGone;
        return await ShowAsync(
            series.Rhythm,
            time => new ChooseTime(series.Id, Minute(time)),
            times => new ChooseTimes(series.Id, Minute(times[0]), Minute(times[1]), times.Count > 2 ? Minute(times[2]) : null),
            new ChooseKind(series.Id, series.Kind),
            caller,
            stop);
    }

    public async Task<Answer> Handle(ShowFairChange request, Caller caller, CancellationToken stop)
    {
        if (await drafts.FindAsync<SeriesForm>(request.Draft, caller.Account, stop) is not { Series: { } id } form) return Drafts.Forgotten;
        var (series, refusal) = await db.SteeredAsync(id, caller, stop);
        if (refusal is not null) return refusal;
        return await ShowAsync(
            ChangeSeries.Next(form, series!),
            time => new ChangeTimes(request.Draft, Minute(time)),
            times => new ChangeTimes(request.Draft, Minute(times[0]), Minute(times[1]), times.Count > 2 ? Minute(times[2]) : null),
            new ChangeTimes(request.Draft),
            caller,
            stop);
    }

    public async Task<Answer> Handle(ChangeTimes request, Caller caller, CancellationToken stop)
    {
        if (await drafts.FindAsync<SeriesForm>(request.Draft, caller.Account, stop) is not { } form) return Drafts.Forgotten;
        if (request.First is not { } first) return await change.PreviewAsync(form, caller, stop);

        var chosen = form with { Time = first, SecondTime = request.Second, ThirdTime = request.Third };
        // The time that it has goes on, where it is among them.
        if (!chosen.Times().Contains(TimeOnly.FromDateTime(form.First!.Value))) chosen.First = DateOnly.FromDateTime(form.First.Value).ToDateTime(FairTimes.TimeOf(first));
        return await change.PreviewAsync(chosen, caller, stop);
    }

    private async Task<Answer> ShowAsync(Rhythm rhythm, Func<TimeOnly, IAction> take, Func<IReadOnlyList<TimeOnly>, IAction> takeTurns, IAction back, Caller caller, CancellationToken stop)
    {
        var (zone, now) = (rhythm.Clock, clock.GetUtcNow());
        var zones = await FairTimes.ZonesOfAsync(db, caller.Community, stop);
        var fairest = FairTimes.Fairest(rhythm, zones, now);
        var turns = zones.Count < 2 ? [] : FairTimes.FairestTurns(rhythm, zones, now);
        return Answer.ShowInstead(Message.Of(
        [
            new Heading("Fairer times"),
            new Paragraph($"The fairest times of day on those days, over the next thirteen dates: first the one whose heaviest burden is lightest. Hours before 08:00 and after 18:00 weigh, at night double."),
            .. fairest.Select(f => new Paragraph($"{Label(f.Time, zone):b} — {FairTimes.InWords(f.Burdens)}")),
            fairest.Count > 0 ? new Controls([new Menu("Take one of these", [.. fairest.Select(f => new MenuChoice(Label(f.Time, zone), take(f.Time)))])]) : null,
            turns.Count > 0 ? new Paragraph($"{"No time suits everybody: the burden can go round.":b} Two or three times take turns from meeting to meeting. What each zone then bears, as a mean of those dates:") : null,
            .. turns.Select(t => new Paragraph($"{Label(t.Times, zone):b} — {FairTimes.Borne(t.Burdens)}")),
            turns.Count > 0 ? new Controls([new Menu("Let these take turns", [.. turns.Select(t => new MenuChoice(Label(t.Times, zone), takeTurns(t.Times)))])]) : null,
            new Controls([new Button("Back", back)]),
        ]));
    }

    public async Task<Answer> Handle(ChooseTime request, Caller caller, CancellationToken stop)
    {
        if (await db.PreviewAsync(request.Series, caller, stop) is not { } series) return MeetingRefusals.SeriesGone;
        series.MeetAt([FairTimes.TimeOf(request.Minute)]);
        return Answer.ShowInstead(await preview.RenderAsync(series, caller, stop));
    }

    public async Task<Answer> Handle(ChooseTimes request, Caller caller, CancellationToken stop)
    {
        if (await db.PreviewAsync(request.Series, caller, stop) is not { } series) return MeetingRefusals.SeriesGone;
        List<TimeOnly> times = [.. new int?[] { request.First, request.Second, request.Third }.OfType<int>().Select(FairTimes.TimeOf)];
        // The time that it had is the first one, where it is among them; the others follow in the order of the day.
        var begins = Math.Max(0, times.IndexOf(series.Rhythm.Time));
        series.MeetAt([.. times.Skip(begins), .. times.Take(begins)]);
        return Answer.ShowInstead(await preview.RenderAsync(series, caller, stop));
    }

    private static int Minute(TimeOnly time) => (time.Hour * 60) + time.Minute;

    private static string Label(TimeOnly time, TimeZoneInfo zone) => Label([time], zone);

    private static string Label(IReadOnlyList<TimeOnly> times, TimeZoneInfo zone) => Shortening.OneLine($"{MeetingWords.InTurn(times)} in {Zones.CityOf(zone)}", Limits.ChoiceLabel);
}
