using System.Globalization;
using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Dispatch;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Features.Meetings;

/// <summary>A series before anybody else sees it: its next five dates, on the clocks of its home and of its reader.</summary>
internal sealed class SeriesPreview(CopBotDb db, TimeProvider clock)
{
    /// <summary>How many dates are shown.</summary>
    public const int Dates = 5;

    private const int ZonesOffered = 12;
    private static readonly string[] Cities = ["Europe/London", "America/New_York", "America/Sao_Paulo", "Asia/Kolkata", "Asia/Tokyo", "Australia/Sydney"];

    public async Task<Message> RenderAsync(Series series, Caller caller, CancellationToken stop, bool ruleMissing = false)
    {
        var rhythm = series.Rhythm;
        var zones = await ZonesAsync(caller, stop);
        var falls = await FairTimes.ZonesOfAsync(db, caller.Community, stop);
        var burdens = falls.Count < 2 ? [] : FairTimes.Burdens(Next(series).Take(rhythm.TakesTurns ? FairTimes.Weighed : Dates).Select(s => s.StartsAt), falls);
        var burden = rhythm.TakesTurns ? FairTimes.Borne(burdens) : FairTimes.OnTheirClocks(burdens);
        return Message.Of(
        [
            new Heading(series.Title),
            new Paragraph($"{MeetingWords.Of(series.Kind)}, {rhythm.Repeats.InWords(rhythm.Day)} at {MeetingWords.Times(rhythm)}, {MeetingWords.Length(rhythm.Minutes)}.{(series.Place.Length > 0 ? $" {series.Place}" : "")}"),
            ruleMissing ? new Paragraph($"Your own rule is still to be written: press “Rule, zone, places”. Until then it stands here as every week.") : null,
            new Paragraph($"{"The next dates":b}"),
            .. DatesOf(series.Slots(DateOnly.MinValue), series.Zone, caller.Hours.Zone, clock.GetUtcNow()),
            .. FairTimes.Nights(Next(series), falls).Select(n => new Paragraph($"{n.Time.ToString("HH:mm", CultureInfo.InvariantCulture):b}: {(n.Zones.Count == 0 ? "nobody's night" : $"night in {string.Join(", ", n.Zones.Take(FairTimes.ZonesShown).Select(Zones.CityOf))}")}")),
            burden.Length > 0 ? new Footnote($"How it falls for the members{(rhythm.TakesTurns ? ", in hours outside the day, at night counted twice, as a mean of twelve dates" : "")}: {burden}.") : null,
            new Footnote($"{(series.Capacity is { } seats ? $"For {seats} people; others wait for a place. " : "")}{(series.HostsRotate ? "Those who offer to host take turns. " : "You host it. ")}Only you see this; it is kept for seven days."),
            new Controls(
            [
                new Menu($"What for? {MeetingWords.Of(series.Kind)}", [.. Enum.GetValues<MeetingKind>().Select(k => new MenuChoice(MeetingWords.Of(k), new ChooseKind(series.Id, k)))]),
                new Menu(Shortening.OneLine($"Home zone: {Zones.CityOf(series.Zone)}", Limits.ChoiceLabel), [.. zones.Select(z => new MenuChoice(Shortening.OneLine(Zones.CityOf(z), Limits.ChoiceLabel), new ChooseZone(series.Id, NumberOf(z)), Shortening.OneLine(z.Id, Limits.ChoiceLabel)))]),
                new Menu(series.HostsRotate ? "Hosts take turns" : "You host it", [new MenuChoice("I host it", new ChooseTurns(series.Id, Turns: false)), new MenuChoice("Those who offer take turns", new ChooseTurns(series.Id, Turns: true))]),
            ]),
            new Controls(
            [
                new Button("Start the series", new StartSeries(series.Id)) { Look = ButtonLook.Primary },
                new Button("Edit", new EditSeries(series.Id)),
                new Button("Rule, zone, places", new RefineSeries(series.Id)),
                new Button("Fairer times", new ShowFairTimes(series.Id)),
            ]),
        ]);
    }

    /// <summary>Some dates, each with what the clocks do before it.</summary>
    public static IEnumerable<Block> DatesOf(IEnumerable<Slot> slots, TimeZoneInfo home, TimeZoneInfo reader, DateTimeOffset now)
    {
        Slot? before = null;
        var lines = new List<Text>();
        foreach (var slot in slots.Where(s => s.StartsAt > now).Take(Dates))
        {
            lines.Add(Line(slot, before, home, reader));
            before = slot;
        }

        return lines.Count == 0 ? [new Paragraph($"No date is still to come.")] : lines.Select(line => new Paragraph(line));
    }

    /// <summary>The zones to choose from: the caller's, the community's, its members', some large cities.</summary>
    public async Task<IReadOnlyList<TimeZoneInfo>> ZonesAsync(Caller caller, CancellationToken stop)
    {
        var theirs = await (from membership in db.Memberships
                            where membership.Community == caller.Community.Id
                            join member in db.Members on membership.Member equals member.Id
                            where member.Zone != null
                            group member by member.Zone into zone
                            orderby zone.Count() descending, zone.Key
                            select zone.Key!).Take(ZonesOffered).ToListAsync(stop);
        return [.. new[] { caller.Hours.Zone.Id, caller.Community.Zone }.Concat(theirs).Concat(Cities).Distinct(StringComparer.Ordinal).Select(Zones.Stored).Take(Limits.Choices)];
    }

    /// <summary>What a button calls a zone by: names are too long for one.</summary>
    public static int NumberOf(TimeZoneInfo zone) => RefNumbers.Of(zone.Id);

    private static Text Line(Slot slot, Slot? before, TimeZoneInfo home, TimeZoneInfo reader)
    {
        var at = slot.StartsAt;
        var marks = new List<string>();
        var wall = slot.Day.ToDateTime(slot.Time);
        if (TimeZoneInfo.ConvertTime(at, home).DateTime != wall) marks.Add(string.Create(CultureInfo.InvariantCulture, $"{wall:HH:mm} does not exist there that day, so it is {TimeZoneInfo.ConvertTime(at, home):HH:mm}"));
        if (before is not null)
        {
            if (home.GetUtcOffset(at) != home.GetUtcOffset(before.StartsAt)) marks.Add($"the clocks have changed in {Zones.CityOf(home)}");
            if (reader.Id != home.Id && slot.Time == before.Time && TimeZoneInfo.ConvertTime(at, reader).TimeOfDay != TimeZoneInfo.ConvertTime(before.StartsAt, reader).TimeOfDay)
                marks.Add(string.Create(CultureInfo.InvariantCulture, $"for you at {TimeZoneInfo.ConvertTime(at, reader):HH:mm} instead of {TimeZoneInfo.ConvertTime(before.StartsAt, reader):HH:mm}"));
        }

        var both = reader.Id == home.Id ? MeetingWords.On(at, home) : $"{MeetingWords.On(at, home)} · {MeetingWords.On(at, reader)}";
        return marks.Count == 0 ? (Text)$"{both}" : $"{both} · {string.Join("; ", marks):i}";
    }

    private IEnumerable<Slot> Next(Series series) => series.Slots(DateOnly.MinValue).Where(s => s.StartsAt > clock.GetUtcNow());
}
