using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.RegularExpressions;
using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Features.Problems;
using CopBot.Posts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CopBot.Features.Meetings;

/// <summary>Which promise.</summary>
public readonly record struct PromiseId(Guid Value) : IId<PromiseId>
{
    /// <inheritdoc/>
    public static PromiseId From(Guid value) => new(value);
}

/// <summary>Something that somebody will do, as it was said at a meeting. What comes of it is asked like of any trial.</summary>
[Shared]
public sealed class Promise
{
    /// <summary>Longest promise.</summary>
    public const int WhatMaxLength = 200;

    /// <summary>Which.</summary>
    public PromiseId Id { get; init; }

    /// <summary>Made at which meeting.</summary>
    public MeetingId Meeting { get; init; }

    /// <summary>In which community.</summary>
    public CommunityId Community { get; init; }

    /// <summary>By whom; null where CopBot does not know them, or they left.</summary>
    public MemberId? By { get; set; }

    /// <summary>As it was typed: who.</summary>
    public string Who { get; set; } = "";

    /// <summary>What they will do.</summary>
    public string What { get; set; } = "";

    /// <summary>The day on which they are asked.</summary>
    public DateOnly? Day { get; init; }
}

internal static class PromiseSets
{
    extension(CopBotDb db)
    {
        public DbSet<Promise> MeetingPromises => db.Set<Promise>();
    }
}

internal sealed class PromiseTable : IEntityTypeConfiguration<Promise>
{
    public void Configure(EntityTypeBuilder<Promise> builder)
    {
        builder.ToTable("meeting_promises").HasKey(p => p.Id);
        builder.HasIndex(p => p.Meeting);
        builder.HasIndex(p => p.By);
    }
}

/// <summary>Whoever hosted a meeting tells what came of it.</summary>
[Command("meet wrap", "After a meeting: what was decided, who does what, what to revisit"), LooksOnly]
public sealed record WrapUpLast : ICommand;

/// <summary>Whoever hosted this meeting tells what came of it.</summary>
[Action("meeting-wrap"), LooksOnly]
public sealed record WrapUpMeeting(MeetingId Meeting) : IAction;

/// <summary>What came of a meeting.</summary>
[Form("meeting-wrap-is", "Wrap up", Submit = "Send the recap")]
public sealed record WrapUpForm : IForm
{
    /// <summary>What was decided.</summary>
    [Display(Name = "What did we decide?"), DataType(DataType.MultilineText), StringLength(1500)]
    public string Decided { get; set; } = "";

    /// <summary>Who does what.</summary>
    [Display(Name = "Who does what?", Description = "A line each: Anna: writes the guide by 2027-03-09. They are asked once what came of it."), DataType(DataType.MultilineText), StringLength(1500)]
    public string Doing { get; set; } = "";

    /// <summary>What to revisit.</summary>
    [Display(Name = "What do we come back to?", Description = "A line each: it stands on the next agenda."), DataType(DataType.MultilineText), StringLength(1000)]
    public string Revisit { get; set; } = "";

    /// <summary>Which.</summary>
    public MeetingId Meeting { get; set; }
}

/// <summary>Somebody was at a meeting, or was not.</summary>
[Action("meeting-there")]
public sealed record SayWhoWasThere(MeetingId Meeting, MemberId Who, bool There) : IAction;

/// <summary>Whoever is said to have promised something did not.</summary>
[Action("promise-not")]
public sealed record DenyPromise(PromiseId Promise) : IAction;

internal sealed class WrapUpHandler(CopBotDb db, IBoard board, MeetingPosts posts, Agendas agendas, Promises promises, Recaps recaps, TimeProvider clock) :
    IOpen<WrapUpLast, WrapUpForm>, IOpen<WrapUpMeeting, WrapUpForm>, IHandle<WrapUpForm>, IHandle<SayWhoWasThere>, IHandle<DenyPromise>
{
    private const int MostItems = 10;

    public async Task<Opening<WrapUpForm>> Open(WrapUpLast request, Caller caller, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        var since = now.AddDays(-35);
        foreach (var meeting in await db.Meetings.Where(m => m.Community == caller.Community.Id && m.StartsAt <= now && m.StartsAt > since && m.Status != MeetingStatus.Skipped && m.AnnouncedAt != null).OrderByDescending(m => m.StartsAt).Take(20).ToListAsync(stop))
        {
            if (meeting.IsSteeredBy(caller, await posts.SeriesAsync(meeting, stop))) return await FormAsync(meeting, stop);
        }

        return new Refusal("meeting-nothing-to-wrap", $"No meeting that you host, keep or coordinate has begun in the last weeks.");
    }

    public async Task<Opening<WrapUpForm>> Open(WrapUpMeeting request, Caller caller, CancellationToken stop)
    {
        var (meeting, _, refusal) = await db.SteeredAsync(request.Meeting, caller, stop);
        if (refusal is not null) return refusal;
        return meeting!.StartsAt > clock.GetUtcNow() ? MeetingRefusals.NotBegun : await FormAsync(meeting, stop);
    }

    public async Task<Answer> Handle(WrapUpForm request, Caller caller, CancellationToken stop)
    {
        var (meeting, series, refusal) = await db.SteeredAsync(request.Meeting, caller, stop);
        if (refusal is not null) return refusal;
        if (meeting!.WrapUp(request.Decided, clock.GetUtcNow()) is { } no) return no;

        await promises.SettleAsync(meeting, series!, caller, request.Doing, stop);
        foreach (var line in request.Revisit.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Take(MostItems))
            (await agendas.AddAsync(series!, line, caller.Member.Id, stop)).Of(null, null, $"from {MeetingWords.Day(meeting.StartsAt, series!.Zone)}");
        board.Withdraw(KeepTheRhythm.WrapUpKey(meeting.Id));
        await posts.PublishAsync(meeting, series!, stop);
        return Answer.ShowInstead(await recaps.PublishAsync(meeting, series!, caller.Member.Id, stop));
    }

    public async Task<Answer> Handle(SayWhoWasThere request, Caller caller, CancellationToken stop)
    {
        var (meeting, series, refusal) = await db.SteeredAsync(request.Meeting, caller, stop);
        if (refusal is not null) return refusal;
        if (meeting!.WrappedAt is null) return MeetingRefusals.NotBegun;
        if (await db.Memberships.FindAsync([meeting.Community, request.Who], stop) is null) return MeetingRefusals.NoPerson;
        meeting.Was(request.Who, request.There);
        return Answer.ShowInstead(await recaps.PublishAsync(meeting, series!, caller.Member.Id, stop));
    }

    public async Task<Answer> Handle(DenyPromise request, Caller caller, CancellationToken stop)
    {
        if (await db.MeetingPromises.FirstOrDefaultAsync(p => p.Id == request.Promise && p.By == caller.Member.Id, stop) is not { } promise) return MeetingRefusals.Gone;
        if (await db.Meetings.FirstOrDefaultAsync(m => m.Id == promise.Meeting, stop) is not { } meeting) return MeetingRefusals.Gone;
        promises.Drop(promise);
        await recaps.PublishAsync(meeting, await posts.SeriesAsync(meeting, stop), null, stop);
        return Answer.Say($"Taken out of the recap: “{promise.What}”. You are not asked about it.");
    }

    private async Task<WrapUpForm> FormAsync(Meeting meeting, CancellationToken stop) => new()
    {
        Meeting = meeting.Id,
        Decided = meeting.Decided,
        Doing = string.Join('\n', (await db.MeetingPromises.AsNoTracking().Where(p => p.Meeting == meeting.Id).OrderBy(p => p.Id).ToListAsync(stop)).Select(Promises.Line)),
    };
}

/// <summary>Reads who does what, and keeps it in step with what is asked about.</summary>
internal sealed partial class Promises(CopBotDb db, IEvents events, TimeProvider clock)
{
    private const int Most = 10;
    private const int UsualDays = 7;

    /// <summary>A promise as it was typed.</summary>
    public static string Line(Promise promise) =>
        $"{promise.Who}: {promise.What}{(promise.Day is { } day ? string.Create(CultureInfo.InvariantCulture, $" by {day:yyyy-MM-dd}") : "")}";

    /// <summary>What stands there now and did not before begins; what stands there no longer is asked about no more.</summary>
    public async Task SettleAsync(Meeting meeting, Series series, Caller caller, string typed, CancellationToken stop)
    {
        var lines = typed.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Take(Most).ToList();
        foreach (var old in await db.MeetingPromises.Where(p => p.Meeting == meeting.Id).ToListAsync(stop))
        {
            if (!lines.Remove(Line(old))) Drop(old);
        }

        if (lines.Count == 0) return;
        var members = await (from membership in db.Memberships where membership.Community == meeting.Community join member in db.Members on membership.Member equals member.Id select member).ToListAsync(stop);
        foreach (var (number, line) in lines.Index()) Begin(meeting, series, caller, number, line, members);
    }

    /// <summary>It is a promise no longer.</summary>
    public void Drop(Promise promise)
    {
        events.Raise(new ProblemTakenBack(new ProblemId(promise.Id.Value)));
        db.Remove(promise);
    }

    private void Begin(Meeting meeting, Series series, Caller caller, int number, string line, IReadOnlyList<Member> members)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        var (who, what) = colon > 0 ? (line[..colon].Trim(), line[(colon + 1)..].Trim()) : ("", line);
        DateOnly? day = null;
        if (ByDay().Match(what) is { Success: true } match && DateOnly.TryParseExact(match.Groups["day"].Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var said)) (day, what) = (said, what[..match.Index].TrimEnd());
        var by = Named(who, members, meeting);
        // Ids in the order of the lines, so that they are read in it.
        var id = new PromiseId(Guid.CreateVersion7(clock.GetUtcNow().AddMilliseconds(number)));
        var promise = db.Add(new Promise { Id = id, Meeting = meeting.Id, Community = meeting.Community, By = by?.Id, Who = Shortening.OneLine(who, 80), What = Shortening.OneLine(what, Promise.WhatMaxLength), Day = day }).Entity;
        if (by is null) return;

        var hours = by.HoursIn(caller.Community);
        var today = hours.DayOf(clock.GetUtcNow());
        var askAt = hours.OnDay(day > today ? day.Value : today.AddDays(UsualDays));
        // It is asked like any trial: once, on its day.
        events.Raise(new AdviceToTry(new ProblemId(promise.Id.Value), meeting.Community, $"{series.Title}, {MeetingWords.Day(meeting.StartsAt, series.Zone)}", MeetingCard.Key(meeting.Id), [], by.Id, ByAsker: false, promise.What, askAt) { Promised = true });
    }

    /// <summary>Whom a name means: of several those who answered for the meeting; nobody where it is not clear.</summary>
    private static Member? Named(string name, IReadOnlyList<Member> members, Meeting meeting)
    {
        if (name.Length == 0) return null;
        var whole = members.Where(m => m.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).ToList();
        if (whole.Count == 0) whole = [.. members.Where(m => m.Name.Split(' ')[0].Equals(name, StringComparison.OrdinalIgnoreCase))];
        if (whole.Count > 1) whole = [.. whole.Where(m => meeting.People.Exists(p => p.Member == m.Id))];
        return whole.Count == 1 ? whole[0] : null;
    }

    [GeneratedRegex(@"\s+by (?<day>\d{4}-\d{2}-\d{2})\.?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex ByDay();
}

/// <summary>What came of a meeting, below its card and privately to whoever answered.</summary>
internal sealed class Recaps(CopBotDb db, IBoard board, People people, Agendas agendas, TimeProvider clock)
{
    /// <summary>A recap waits this long, so that corrections come with it and not after it.</summary>
    public static readonly TimeSpan WaitsFor = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan UselessAfter = TimeSpan.FromDays(14);
    private const int MostCorrected = 24;

    /// <summary>Publishes it, or makes it say how it is now; what its host sees.</summary>
    public async Task<Message> PublishAsync(Meeting meeting, Series series, MemberId? by, CancellationToken stop)
    {
        await db.MeetingPromises.Where(p => p.Meeting == meeting.Id).LoadAsync(stop);
        var doing = db.Seen<Promise>().Where(p => p.Meeting == meeting.Id && db.Entry(p).State is not EntityState.Deleted).OrderBy(p => p.Id.Value).ToList();
        var there = meeting.There(series.Capacity);
        var open = await agendas.OpenAsync(series.Id, stop);
        var names = await people.NamedAsync([.. meeting.People.Select(p => p.Member), .. doing.Select(p => p.By).OfType<MemberId>(), .. open.Select(i => i.By).OfType<MemberId>()], stop);
        var now = clock.GetUtcNow();
        var says = Render(meeting, series, doing, there, open, names);
        var terms = PostTerms.Requested(meeting.Community) with { NotBefore = now + WaitsFor, UselessAfter = now + UselessAfter };
        board.Publish($"meeting/{meeting.Id.Value:N}/recap", Audience.Below(MeetingCard.Key(meeting.Id)), says, terms);
        foreach (var who in meeting.Everybody.Union(doing.Select(p => p.By).OfType<MemberId>()).Where(m => m != by || doing.Exists(p => p.By == m)))
        {
            var theirs = doing.Where(p => p.By == who).ToList();
            board.Publish(
                $"meeting/{meeting.Id.Value:N}/recap/{who.Value:N}",
                Audience.To(who),
                says.With(
                [
                    theirs.Count > 0 ? new Paragraph($"{"You:":b} {string.Join("; ", theirs.Select(p => p.What))}. You are asked once what came of it; /cop promises shows it.") : null,
                    theirs.Count > 0 ? new Controls([.. theirs.Take(3).Select(p => new Button(Shortening.OneLine($"Not mine: {p.What}", Limits.ButtonLabel), new DenyPromise(p.Id)))]) : null,
                ]),
                terms with { Summary = $"Recap: {series.Title}" });
        }

        var members = await (from membership in db.Memberships where membership.Community == meeting.Community join member in db.Members on membership.Member equals member.Id orderby member.Name select member).Take(MostCorrected * 4).ToListAsync(stop);
        var missing = members.Where(m => !there.Contains(m.Id)).OrderByDescending(m => meeting.People.Exists(p => p.Member == m.Id)).Take(MostCorrected).ToList();
        var unknown = doing.Where(p => p.By is null).ToList();
        return says.With(
        [
            new Footnote($"This goes below the card, and privately to those who answered, in five minutes; what you correct until then comes with it."),
            unknown.Count > 0 ? new Paragraph($"CopBot does not know who is meant by {string.Join(", ", unknown.Select(p => p.Who.Length > 0 ? $"“{p.Who}”" : $"“{p.What}”"))}, so nobody is asked about that. Write the name as it stands in the workspace: “Change” below.") : null,
            new Controls(
            [
                new Button("Change", new WrapUpMeeting(meeting.Id)),
                new Button("What is done, what is dropped", new EditAgenda(series.Id)),
                missing.Count > 0 ? new Menu("Was there too …", [.. missing.Select(m => new MenuChoice(Shortening.OneLine(m.Name, Limits.ChoiceLabel), new SayWhoWasThere(meeting.Id, m.Id, There: true)))]) : null,
                there.Count > 0 ? new Menu("Was not there …", [.. there.Take(MostCorrected).Select(m => new MenuChoice(Shortening.OneLine(names[m].Name, Limits.ChoiceLabel), new SayWhoWasThere(meeting.Id, m, There: false)))]) : null,
            ]),
        ]);
    }

    private static Message Render(Meeting meeting, Series series, List<Promise> doing, IReadOnlyList<MemberId> there, IReadOnlyList<AgendaItem> open, IReadOnlyDictionary<MemberId, Person> names) => Message.Of(
    [
        new Heading($"Recap: {series.Title}"),
        new Paragraph($"{meeting.StartsAt:day}. {(there.Count > 0 ? (Text)$"There were {MeetingWords.Names(there, names)}." : $"Nobody was written down as there.")}"),
        meeting.Decided.Length > 0 ? new Paragraph($"{"Decided":b}") : null,
        meeting.Decided.Length > 0 ? new Prose(meeting.Decided) : null,
        doing.Count > 0 ? new Paragraph($"{"Who does what":b}") : null,
        .. doing.Select(p => new Paragraph($"• {(p.By is { } by ? (Text)$"{names[by]:name}: " : p.Who.Length > 0 ? $"{p.Who}: " : (Text)$"")}{p.What}{(p.Day is { } day ? (Text)$", by {day}" : $"")}")),
        open.Count > 0 ? new Paragraph($"{"For next time":b}") : null,
        .. AgendaCard.Lines(open, names, null, 8),
    ]);
}
