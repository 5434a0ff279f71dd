using System.ComponentModel.DataAnnotations;
using System.Globalization;
using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Dispatch;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Features.Meetings;

/// <summary>How long a meeting is.</summary>
public enum MeetingLength
{
    /// <summary>A quarter of an hour.</summary>
    [Display(Name = "15 minutes")]
    Quarter,

    /// <summary>Half an hour.</summary>
    [Display(Name = "30 minutes")]
    Half,

    /// <summary>Three quarters of an hour.</summary>
    [Display(Name = "45 minutes")]
    ThreeQuarters,

    /// <summary>An hour.</summary>
    [Display(Name = "1 hour")]
    Hour,

    /// <summary>An hour and a half.</summary>
    [Display(Name = "90 minutes")]
    HourAndAHalf,

    /// <summary>Two hours.</summary>
    [Display(Name = "2 hours")]
    TwoHours,

    /// <summary>Three hours.</summary>
    [Display(Name = "3 hours")]
    ThreeHours,
}

/// <summary>A coordinator begins a series of meetings.</summary>
[Command("meet new", "Begin a series of meetings: a rhythm in your own zone"), Needs(Role.Coordinator)]
public sealed record BeginSeries : ICommand;

/// <summary>A coordinator begins a series, from a button.</summary>
[Action("series-new"), Needs(Role.Coordinator)]
public sealed record StartNewSeries : IAction;

/// <summary>A coordinator changes what they typed of a series that was not started yet.</summary>
[Action("series-edit"), Needs(Role.Coordinator)]
public sealed record EditSeries(SeriesId Series) : IAction;

/// <summary>The questions about a series.</summary>
[Form("series-is", "A series of meetings", Submit = "See the dates"), Needs(Role.Coordinator)]
public sealed record SeriesForm : IForm
{
    /// <summary>What it is called.</summary>
    [Display(Name = "What is it called?"), Required, StringLength(CopBot.Features.Meetings.Series.TitleMaxLength)]
    public string Title { get; set; } = "";

    /// <summary>The first date and time.</summary>
    [Display(Name = "When is the first one?", Description = "On the clock of its home zone: yours, unless you choose another on the next page."), Required]
    public DateTime? First { get; set; }

    /// <summary>How often.</summary>
    [Display(Name = "How often?"), Required]
    public Repeat Repeat { get; set; } = Repeat.TwoWeekly;

    /// <summary>How long.</summary>
    [Display(Name = "How long?"), Required]
    public MeetingLength Length { get; set; } = MeetingLength.Hour;

    /// <summary>Where.</summary>
    [Display(Name = "Where?", Description = "A place, or a link."), StringLength(CopBot.Features.Meetings.Series.PlaceMaxLength)]
    public string Place { get; set; } = "";

    /// <summary>Which series, once it has a preview.</summary>
    public SeriesId? Series { get; set; }

    /// <summary>From which day on, where one that meets is changed.</summary>
    public DateOnly? From { get; set; }

    /// <summary>The time of day that was chosen for such a change, in minutes; null for as it is.</summary>
    public int? Time { get; set; }

    /// <summary>The one that takes turns with it, if any.</summary>
    public int? SecondTime { get; set; }

    /// <summary>The third of them, if any.</summary>
    public int? ThirdTime { get; set; }

    /// <summary>The times that were chosen for such a change; none for as it is.</summary>
    internal IReadOnlyList<TimeOnly> Times() => [.. new[] { Time, SecondTime, ThirdTime }.OfType<int>().Select(FairTimes.TimeOf)];
}

/// <summary>Chooses what a series is for, on its preview.</summary>
[Action("series-kind"), Needs(Role.Coordinator)]
public sealed record ChooseKind(SeriesId Series, MeetingKind Kind) : IAction;

/// <summary>Chooses the home zone of a series, on its preview.</summary>
[Action("series-zone"), Needs(Role.Coordinator)]
public sealed record ChooseZone(SeriesId Series, int Zone) : IAction;

/// <summary>Says whether hosts take turns, on the preview.</summary>
[Action("series-turns"), Needs(Role.Coordinator)]
public sealed record ChooseTurns(SeriesId Series, bool Turns) : IAction;

/// <summary>Wants to write a rule of their own, or seat a few only.</summary>
[Action("series-more"), Needs(Role.Coordinator)]
public sealed record RefineSeries(SeriesId Series) : IAction;

/// <summary>What few series need.</summary>
[Form("series-more-is", "More about the series", Submit = "See the dates"), Needs(Role.Coordinator)]
public sealed record RefineForm : IForm
{
    /// <summary>An RRULE.</summary>
    [Display(Name = "A rule of your own", Description = "RRULE, such as FREQ=MONTHLY;BYDAY=2TU. Empty for the one you chose."), StringLength(RepeatRule.MaxLength)]
    public string Rule { get; set; } = "";

    /// <summary>A zone that the menu does not have.</summary>
    [Display(Name = "Home zone", Description = "A city or an IANA name, such as Lisbon or America/Sao_Paulo."), StringLength(60)]
    public string Zone { get; set; } = "";

    /// <summary>How many can take part.</summary>
    [Display(Name = "How many can take part?", Description = "A number. Empty for as many as want. Whoever comes later waits for a place."), StringLength(4)]
    public string Capacity { get; set; } = "";

    /// <summary>Which series.</summary>
    public SeriesId Series { get; set; }
}

/// <summary>The series begins.</summary>
[Action("series-start"), Needs(Role.Coordinator)]
public sealed record StartSeries(SeriesId Series) : IAction;

internal sealed class SeriesOpener(CopBotDb db) : IOpen<BeginSeries, SeriesForm>, IOpen<StartNewSeries, SeriesForm>, IOpen<EditSeries, SeriesForm>, IOpen<RefineSeries, RefineForm>
{
    public Task<Opening<SeriesForm>> Open(BeginSeries request, Caller caller, CancellationToken stop) => Task.FromResult<Opening<SeriesForm>>(new SeriesForm());

    public Task<Opening<SeriesForm>> Open(StartNewSeries request, Caller caller, CancellationToken stop) => Task.FromResult<Opening<SeriesForm>>(new SeriesForm());

    public async Task<Opening<SeriesForm>> Open(EditSeries request, Caller caller, CancellationToken stop)
    {
        if (await db.PreviewAsync(request.Series, caller, stop) is not { } series) return MeetingRefusals.SeriesGone;
        return series.AsForm();
    }

    public async Task<Opening<RefineForm>> Open(RefineSeries request, Caller caller, CancellationToken stop)
    {
        if (await db.PreviewAsync(request.Series, caller, stop) is not { } series) return MeetingRefusals.SeriesGone;
        return new RefineForm { Series = series.Id, Rule = series.Rhythm.Rule, Zone = series.Rhythm.Zone, Capacity = series.Capacity?.ToString(CultureInfo.InvariantCulture) ?? "" };
    }
}

internal sealed class SeriesPreviewHandler(CopBotDb db, SeriesPreview preview, ChangeSeries change, TimeProvider clock) :
    IHandle<SeriesForm>, IHandle<RefineForm>, IHandle<ChooseKind>, IHandle<ChooseZone>, IHandle<ChooseTurns>, IHandle<StartSeries>
{
    public async Task<Answer> Handle(SeriesForm request, Caller caller, CancellationToken stop)
    {
        if (request is { Series: not null, From: not null }) return await change.PreviewAsync(request, caller, stop);
        if (caller.Community.Homes.Count == 0) return MeetingRefusals.NoHome;

        var now = clock.GetUtcNow();
        var series = request.Series is { } id ? await db.PreviewAsync(id, caller, stop) : null;
        var zone = series?.Zone ?? caller.Hours.Zone;
        if (SeriesTerms.WhyNot(request, zone, now) is { } wrong) return wrong;

        series ??= db.Add(Series.Prepare(new SeriesId(Guid.CreateVersion7()), caller.Community.Id, caller.Member.Id, now)).Entity;
        series.Describe(request.Title, request.Place, request.First!.Value, SeriesTerms.Rule(request, series), zone, SeriesTerms.Minutes(request.Length));
        return Answer.ShowInstead(await preview.RenderAsync(series, caller, stop, request.Repeat is Repeat.Own && series.Rhythm.Repeats.AsChoice(series.Rhythm.Day) is not Repeat.Own));
    }

    public async Task<Answer> Handle(RefineForm request, Caller caller, CancellationToken stop)
    {
        if (await db.PreviewAsync(request.Series, caller, stop) is not { } series) return MeetingRefusals.SeriesGone;
        var zone = request.Zone.Length == 0 ? series.Zone : Zones.Find(request.Zone);
        if (zone is null) return new Answer.Invalid(nameof(request.Zone), $"CopBot knows no such city. Did you mean {string.Join(", ", Zones.Near(request.Zone).Select(z => z.Id))}?");
        int? capacity = null;
        if (request.Capacity.Length > 0)
        {
            if (!int.TryParse(request.Capacity, NumberStyles.None, CultureInfo.InvariantCulture, out var seats) || seats < 1) return new Answer.Invalid(nameof(request.Capacity), "Please write a number from 1 on, or nothing.");
            capacity = seats;
        }

        var rule = series.Rhythm.Repeats;
        if (request.Rule.Length > 0)
        {
            if (RepeatRule.Read(request.Rule, series.Rhythm.First, zone, out var why) is not { } own) return new Answer.Invalid(nameof(request.Rule), why!);
            rule = own;
        }

        series.Describe(series.Title, series.Place, series.Rhythm.First, rule, zone, series.Rhythm.Minutes);
        series.Seat(capacity);
        return Answer.ShowInstead(await preview.RenderAsync(series, caller, stop));
    }

    public Task<Answer> Handle(ChooseKind request, Caller caller, CancellationToken stop) => ChangeAsync(request.Series, caller, series => series.IsFor(request.Kind), stop);

    public Task<Answer> Handle(ChooseTurns request, Caller caller, CancellationToken stop) => ChangeAsync(request.Series, caller, series => series.Rotate(request.Turns), stop);

    public async Task<Answer> Handle(ChooseZone request, Caller caller, CancellationToken stop)
    {
        var zone = (await preview.ZonesAsync(caller, stop)).FirstOrDefault(z => SeriesPreview.NumberOf(z) == request.Zone);
        return await ChangeAsync(request.Series, caller, series => series.Describe(series.Title, series.Place, series.Rhythm.First, series.Rhythm.Repeats, zone ?? series.Zone, series.Rhythm.Minutes), stop);
    }

    public async Task<Answer> Handle(StartSeries request, Caller caller, CancellationToken stop)
    {
        var series = await db.Series.FirstOrDefaultAsync(s => s.Id == request.Series && s.Community == caller.Community.Id, stop);
        if (series is null) return MeetingRefusals.SeriesGone;
        if (caller.Community.Homes.Count == 0) return MeetingRefusals.NoHome;
        if (series.Start(clock.GetUtcNow()) is { } refusal) return refusal;

        return Answer.ShowInstead(
        [
            new Paragraph($"Started: {series.Title:b} meets {series.Rhythm.Repeats.InWords(series.Rhythm.Day)} at {MeetingWords.Times(series.Rhythm)}, whatever the clocks do. Each meeting is announced in {caller.Community.HomesSeenFrom(caller.Where.Workspace)}: one after the other, at most two weeks before."),
            new Controls([new Button("Its meetings", new ShowMeetings()), new Button("In my calendar", new ShowCalendar(series.Id))]),
        ]);
    }

    private async Task<Answer> ChangeAsync(SeriesId id, Caller caller, Action<Series> change, CancellationToken stop)
    {
        if (await db.PreviewAsync(id, caller, stop) is not { } series) return MeetingRefusals.SeriesGone;
        change(series);
        return Answer.ShowInstead(await preview.RenderAsync(series, caller, stop));
    }
}

/// <summary>Between what a form holds and what a series is.</summary>
internal static class SeriesTerms
{
    private static readonly (MeetingLength Length, int Minutes)[] Lengths =
        [(MeetingLength.Quarter, 15), (MeetingLength.Half, 30), (MeetingLength.ThreeQuarters, 45), (MeetingLength.Hour, 60), (MeetingLength.HourAndAHalf, 90), (MeetingLength.TwoHours, 120), (MeetingLength.ThreeHours, 180)];

    /// <summary>What is wrong with a first date; null when nothing is.</summary>
    public static Answer? WhyNot(SeriesForm form, TimeZoneInfo zone, DateTimeOffset now)
    {
        var at = Hours.Instant(form.First!.Value, zone);
        if (at <= now) return new Answer.Invalid(nameof(form.First), $"Please choose a time still to come. It is {MeetingWords.On(now, zone)} now.");
        return at > now.AddYears(2) ? new Answer.Invalid(nameof(form.First), "Please choose a first date within two years.") : null;
    }

    /// <summary>How many minutes.</summary>
    public static int Minutes(MeetingLength length) => Array.Find(Lengths, l => l.Length == length).Minutes;

    /// <summary>The choice that comes nearest.</summary>
    public static MeetingLength Length(int minutes) => Lengths.MinBy(l => Math.Abs(l.Minutes - minutes)).Length;

    /// <summary>The rule that was chosen; an own one stays until it is written anew.</summary>
    public static RepeatRule Rule(SeriesForm form, Series series)
    {
        var first = DateOnly.FromDateTime(form.First!.Value);
        if (form.Repeat is not Repeat.Own) return RepeatRule.Of(form.Repeat, first);
        return series.Rhythms.Count > 0 ? series.Rhythm.Repeats : RepeatRule.Of(Repeat.Weekly, first);
    }

    extension(Series series)
    {
        /// <summary>The series as its form shows it.</summary>
        public SeriesForm AsForm() => new()
        {
            Title = series.Title,
            First = series.Rhythm.First,
            Repeat = series.Rhythm.Repeats.AsChoice(series.Rhythm.Day),
            Length = Length(series.Rhythm.Minutes),
            Place = series.Place,
            Series = series.Id,
        };
    }

    extension(CopBotDb db)
    {
        /// <summary>A series that was not started yet, of this community.</summary>
        public Task<Series?> PreviewAsync(SeriesId id, Caller caller, CancellationToken stop) =>
            db.Series.FirstOrDefaultAsync(s => s.Id == id && s.Community == caller.Community.Id && s.Status == SeriesStatus.Preview, stop);
    }
}
