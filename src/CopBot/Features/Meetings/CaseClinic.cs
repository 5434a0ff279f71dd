using System.ComponentModel.DataAnnotations;
using System.Globalization;
using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Features.Problems;
using CopBot.Posts;
using CopBot.Sweeps;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CopBot.Features.Meetings;

/// <summary>Which case clinic.</summary>
public readonly record struct ClinicId(Guid Value) : IId<ClinicId>
{
    /// <inheritdoc/>
    public static ClinicId From(Guid value) => new(value);
}

/// <summary>The steps of a peer assist, in order.</summary>
public enum ClinicStep
{
    /// <summary>Whoever brings the case frames it.</summary>
    Frame,

    /// <summary>The others ask, and give no advice yet.</summary>
    Questions,

    /// <summary>The others tell what they have lived through.</summary>
    Experiences,

    /// <summary>Together: what could be done.</summary>
    Options,

    /// <summary>Whoever brings the case says what they will try, and when they will know.</summary>
    WillTry,

    /// <summary>It is over.</summary>
    Over,
}

/// <summary>A timed peer assist in the thread of a meeting.</summary>
[Shared]
public sealed class CaseClinic : Aggregate, IFallsDue
{
    /// <summary>Longest case.</summary>
    public const int CaseMaxLength = 150;

    private CaseClinic()
    {
    }

    /// <summary>Which.</summary>
    public ClinicId Id { get; private set; }

    /// <summary>Whose.</summary>
    public CommunityId Community { get; private set; }

    /// <summary>At which meeting.</summary>
    public MeetingId Meeting { get; private set; }

    /// <summary>Who brings the case; null once they left.</summary>
    public MemberId? Brings { get; private set; }

    /// <summary>The case, in a line.</summary>
    public string Case { get; private set; } = "";

    /// <summary>A guest who was asked to help with it, by name.</summary>
    public MemberId? Guest { get; private set; }

    /// <summary>How long each step takes, in minutes.</summary>
    public int Minutes { get; private set; }

    /// <summary>Which step it is at.</summary>
    public ClinicStep Step { get; private set; }

    /// <summary>When the next step begins; null while it pauses or is over.</summary>
    public DateTimeOffset? DueAt { get; private set; }

    /// <summary>What was left of the step when it was paused, in seconds; null while it runs.</summary>
    public int? Left { get; private set; }

    /// <summary>It begins.</summary>
    public static CaseClinic Begin(Meeting meeting, MemberId brings, string @case, MemberId? guest, int minutes, DateTimeOffset now) =>
        new() { Id = new ClinicId(Guid.CreateVersion7()), Community = meeting.Community, Meeting = meeting.Id, Brings = brings, Case = @case, Guest = guest, Minutes = minutes, DueAt = now.AddMinutes(minutes) };

    /// <summary>The next step. What was due while nobody looked begins now, not then.</summary>
    public void GoOn(DateTimeOffset now)
    {
        if (Step is ClinicStep.Over) return;
        Step++;
        Left = null;
        // The last question is answered whenever they answer it.
        DueAt = Step is ClinicStep.WillTry or ClinicStep.Over ? null : now.AddMinutes(Minutes);
        Changed();
    }

    /// <summary>The clock stops.</summary>
    public Refusal? Pause(DateTimeOffset now)
    {
        if (DueAt is not { } due) return new Refusal("clinic-not-running", $"The clock does not run at present.");
        (Left, DueAt) = (Math.Max(1, (int)(due - now).TotalSeconds), null);
        Changed();
        return null;
    }

    /// <summary>The clock runs again.</summary>
    public Refusal? Resume(DateTimeOffset now)
    {
        if (Left is not { } seconds) return new Refusal("clinic-not-paused", $"The clock is not stopped.");
        (Left, DueAt) = (null, now.AddSeconds(seconds));
        Changed();
        return null;
    }
}

internal static class ClinicSets
{
    extension(CopBotDb db)
    {
        public DbSet<CaseClinic> CaseClinics => db.Set<CaseClinic>();
    }
}

internal sealed class ClinicTable : IEntityTypeConfiguration<CaseClinic>
{
    public void Configure(EntityTypeBuilder<CaseClinic> builder)
    {
        builder.ToTable("case_clinics").HasKey(c => c.Id);
        builder.Property(c => c.Version).IsConcurrencyToken();
        builder.HasIndex(c => c.DueAt);
        builder.HasIndex(c => c.Meeting);
    }
}

/// <summary>Somebody brings a case to a meeting.</summary>
[Action("clinic-new"), LooksOnly]
public sealed record BringCase(MeetingId Meeting) : IAction;

/// <summary>The case.</summary>
[Form("clinic-is", "A case clinic", Submit = "Begin")]
public sealed record CaseForm : IForm
{
    /// <summary>The case.</summary>
    [Display(Name = "What is the case, in a line?"), Required, StringLength(CaseClinic.CaseMaxLength)]
    public string Case { get; set; } = "";

    /// <summary>Who brings it.</summary>
    [Display(Name = "Who brings it?", Description = "Empty for you.")]
    public UserRef? Who { get; set; }

    /// <summary>How long a step takes.</summary>
    [Display(Name = "How many minutes for each step?", Description = "Frame, questions, experiences, options. 5 is usual."), StringLength(2)]
    public string Minutes { get; set; } = "5";

    /// <summary>A guest.</summary>
    [Display(Name = "A guest expert for this one?", Description = "Somebody of this workspace, invited privately for this case alone.")]
    public UserRef? Guest { get; set; }

    /// <summary>At which meeting.</summary>
    public MeetingId Meeting { get; set; }
}

/// <summary>The next step begins before its time.</summary>
[Action("clinic-next")]
public sealed record NextClinicStep(ClinicId Clinic, ClinicStep From) : IAction;

/// <summary>The clock of a clinic stops.</summary>
[Action("clinic-pause")]
public sealed record PauseClinic(ClinicId Clinic) : IAction;

/// <summary>The clock of a clinic runs again.</summary>
[Action("clinic-resume")]
public sealed record ResumeClinic(ClinicId Clinic) : IAction;

/// <summary>Whoever brought the case says what they will try.</summary>
[Action("clinic-try"), LooksOnly]
public sealed record SayWhatToTry(ClinicId Clinic) : IAction;

/// <summary>What they will try and when they will know.</summary>
[Form("clinic-try-is", "What will you try?", Submit = "Say it")]
public sealed record WillTryForm : IForm
{
    /// <summary>What.</summary>
    [Display(Name = "In one line: what will you try?"), Required, StringLength(Promise.WhatMaxLength)]
    public string WillTry { get; set; } = "";

    /// <summary>When they will know.</summary>
    [Display(Name = "When will you know?", Description = "You are asked once, on that day, at ten."), Required]
    public DateOnly? Day { get; set; }

    /// <summary>Of which clinic.</summary>
    public ClinicId Clinic { get; set; }
}

internal sealed class CaseClinicHandler(CopBotDb db, IBoard board, IEvents events, ClinicPosts clinics, MeetingPosts posts, MeetPeople meet, TimeProvider clock) :
    IOpen<BringCase, CaseForm>, IHandle<CaseForm>, IHandle<NextClinicStep>, IHandle<PauseClinic>, IHandle<ResumeClinic>, IOpen<SayWhatToTry, WillTryForm>, IHandle<WillTryForm>
{
    private static readonly TimeSpan Before = TimeSpan.FromMinutes(30);
    private static readonly Refusal Gone = new("clinic-gone", $"This case clinic is no longer here.");
    private static readonly Refusal NotTheirs = new("clinic-not-yours", $"Whoever brings the case, or whoever hosts the meeting, does this.");

    public async Task<Opening<CaseForm>> Open(BringCase request, Caller caller, CancellationToken stop)
    {
        var (_, refusal) = await FindAsync(request.Meeting, caller, stop);
        return refusal is not null ? refusal : new CaseForm { Meeting = request.Meeting };
    }

    public async Task<Answer> Handle(CaseForm request, Caller caller, CancellationToken stop)
    {
        var (meeting, refusal) = await FindAsync(request.Meeting, caller, stop);
        if (refusal is not null) return refusal;
        if (!int.TryParse(request.Minutes.Length == 0 ? "5" : request.Minutes, NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) || minutes is < 1 or > 60) return new Answer.Invalid(nameof(request.Minutes), "Please write a number of minutes from 1 to 60.");
        var brings = request.Who is { } who ? await meet.MemberAsync(who, caller, stop) : caller.Member;
        if (brings is null) return new Answer.Invalid(nameof(request.Who), "CopBot does not find this person in the workspace, or it is an app.");
        var guest = request.Guest is { } expert ? await meet.MemberAsync(expert, caller, stop) : null;
        if (request.Guest is not null && guest is null) return new Answer.Invalid(nameof(request.Guest), "CopBot does not find this person in the workspace, or it is an app.");
        if (await db.CaseClinics.AnyAsync(c => c.Meeting == meeting!.Id && c.Step != ClinicStep.Over && c.Step != ClinicStep.WillTry, stop)) return new Refusal("clinic-one-at-a-time", $"A case is on the table already. One after the other.");

        var clinic = db.Add(CaseClinic.Begin(meeting!, brings.Id, request.Case, guest?.Id, minutes, clock.GetUtcNow())).Entity;
        await clinics.PublishAsync(clinic, stop);
        if (guest is not null) Invite(clinic, guest, caller);
        return Answer.ShowInstead(Message.Say($"Begun, in the thread of the meeting. Each step has {MeetingWords.Length(minutes)}; you can stop the clock or go on earlier there."));
    }

    public async Task<Answer> Handle(NextClinicStep request, Caller caller, CancellationToken stop)
    {
        var (clinic, refusal) = await SteeredAsync(request.Clinic, caller, stop);
        if (refusal is not null) return refusal;
        // Two who press at once mean the same step.
        if (clinic!.Step != request.From) return Answer.Nothing;
        clinic.GoOn(clock.GetUtcNow());
        await clinics.PublishAsync(clinic, stop);
        return Answer.Nothing;
    }

    public Task<Answer> Handle(PauseClinic request, Caller caller, CancellationToken stop) => ChangeAsync(request.Clinic, caller, (clinic, now) => clinic.Pause(now), stop);

    public Task<Answer> Handle(ResumeClinic request, Caller caller, CancellationToken stop) => ChangeAsync(request.Clinic, caller, (clinic, now) => clinic.Resume(now), stop);

    public async Task<Opening<WillTryForm>> Open(SayWhatToTry request, Caller caller, CancellationToken stop)
    {
        if (await db.CaseClinics.FirstOrDefaultAsync(c => c.Id == request.Clinic && c.Community == caller.Community.Id, stop) is not { } clinic) return Gone;
        return clinic.Brings == caller.Member.Id ? new WillTryForm { Clinic = clinic.Id, Day = caller.Hours.DayOf(clock.GetUtcNow()).AddDays(7) } : new Refusal("clinic-not-bringer", $"Only whoever brought the case says what they will try.");
    }

    public async Task<Answer> Handle(WillTryForm request, Caller caller, CancellationToken stop)
    {
        if (await db.CaseClinics.FirstOrDefaultAsync(c => c.Id == request.Clinic && c.Brings == caller.Member.Id, stop) is not { } clinic) return Gone;
        var today = caller.Hours.DayOf(clock.GetUtcNow());
        if (request.Day is not { } day || day <= today || day > today.AddDays(730)) return new Answer.Invalid(nameof(request.Day), "Please choose a day from tomorrow on, within two years.");
        if (clinic.Step is ClinicStep.Over) return new Refusal("clinic-over", $"You said so already; /cop promises shows it.");

        while (clinic.Step is not ClinicStep.Over) clinic.GoOn(clock.GetUtcNow());
        var promise = db.Add(new Promise { Id = new PromiseId(Guid.CreateVersion7()), Meeting = clinic.Meeting, Community = clinic.Community, By = caller.Member.Id, Who = caller.Member.Name, What = request.WillTry, Day = day }).Entity;
        events.Raise(new AdviceToTry(new ProblemId(promise.Id.Value), clinic.Community, clinic.Case, MeetingCard.Key(clinic.Meeting), [], caller.Member.Id, ByAsker: false, request.WillTry, caller.Hours.OnDay(day)) { Promised = true });
        await clinics.PublishAsync(clinic, stop);
        return Answer.ShowInstead(Message.Say($"Good luck. You are asked once what came of it: {caller.Hours.OnDay(day):day}. Until then it stands in /cop promises."));
    }

    private void Invite(CaseClinic clinic, Member guest, Caller caller) => board.Publish(
        $"clinic/{clinic.Id.Value:N}/guest/{guest.Id.Value:N}",
        Audience.To(guest.Id),
        [
            new Paragraph($"{caller.Member.Person:name} invites you as a guest for one case: {clinic.Case:b}. It is on now, in the thread of the meeting; saying nothing is a fine answer."),
            new Controls([new Button("Look at the meeting", new ShowMeetingChoices(clinic.Meeting))]),
        ],
        PostTerms.Unasked(clinic.Community, "invitations", $"{caller.Member.Person:name} thinks that you know about this.", clock.GetUtcNow().AddHours(3)));

    private async Task<Answer> ChangeAsync(ClinicId id, Caller caller, Func<CaseClinic, DateTimeOffset, Refusal?> change, CancellationToken stop)
    {
        var (clinic, refusal) = await SteeredAsync(id, caller, stop);
        if (refusal is not null) return refusal;
        if (change(clinic!, clock.GetUtcNow()) is { } no) return no;
        await clinics.PublishAsync(clinic!, stop);
        return Answer.Nothing;
    }

    private async Task<(Meeting? Meeting, Refusal? Refusal)> FindAsync(MeetingId id, Caller caller, CancellationToken stop)
    {
        if (await db.Meetings.FirstOrDefaultAsync(m => m.Id == id && m.Community == caller.Community.Id, stop) is not { } meeting) return (null, MeetingRefusals.Gone);
        var now = clock.GetUtcNow();
        if (meeting.AnnouncedAt is null || meeting.StartsAt - Before > now) return (null, new Refusal("clinic-too-early", $"A case clinic begins with the meeting: {meeting.StartsAt}. Put the case on the agenda until then."));
        return meeting.IsAhead(now) ? (meeting, null) : (null, MeetingRefusals.Over);
    }

    private async Task<(CaseClinic? Clinic, Refusal? Refusal)> SteeredAsync(ClinicId id, Caller caller, CancellationToken stop)
    {
        if (await db.CaseClinics.FirstOrDefaultAsync(c => c.Id == id && c.Community == caller.Community.Id, stop) is not { } clinic) return (null, Gone);
        if (clinic.Brings == caller.Member.Id) return (clinic, null);
        var meeting = await db.Meetings.FirstAsync(m => m.Id == clinic.Meeting, stop);
        return meeting.IsSteeredBy(caller, await posts.SeriesAsync(meeting, stop)) ? (clinic, null) : (null, NotTheirs);
    }
}

/// <summary>What the thread sees of a case clinic: one post for each step, so that it is read from top to bottom.</summary>
internal sealed class ClinicPosts(CopBotDb db, IBoard board, People people)
{
    public async Task PublishAsync(CaseClinic clinic, CancellationToken stop)
    {
        var names = await people.NamedAsync([.. clinic.Brings is { } b ? [b] : Array.Empty<MemberId>(), .. clinic.Guest is { } g ? [g] : Array.Empty<MemberId>()], stop);
        var brings = clinic.Brings is { } id ? names[id] : Person.Named("somebody who left");
        // The step before has had its time: its buttons go.
        if (clinic.Step > ClinicStep.Frame) await CloseAsync(clinic, clinic.Step - 1, brings, names);
        board.Publish(Key(clinic, clinic.Step), Audience.Below(MeetingCard.Key(clinic.Meeting)), Render(clinic, clinic.Step, brings, names, isNow: true, await SaidAsync(clinic, stop)), new PostTerms { Community = clinic.Community });
    }

    private Task CloseAsync(CaseClinic clinic, ClinicStep step, Person brings, IReadOnlyDictionary<MemberId, Person> names)
    {
        board.Publish(Key(clinic, step), Audience.Below(MeetingCard.Key(clinic.Meeting)), Render(clinic, step, brings, names, isNow: false, null), new PostTerms { Community = clinic.Community });
        return Task.CompletedTask;
    }

    private async Task<Promise?> SaidAsync(CaseClinic clinic, CancellationToken stop) => clinic.Step is not ClinicStep.Over ? null
        : db.Seen<Promise>().LastOrDefault(p => p.Meeting == clinic.Meeting && p.By == clinic.Brings) ?? await db.MeetingPromises.Where(p => p.Meeting == clinic.Meeting && p.By == clinic.Brings).OrderByDescending(p => p.Id).FirstOrDefaultAsync(stop);

    private static string Key(CaseClinic clinic, ClinicStep step) => $"clinic/{clinic.Id.Value:N}/{(int)step}";

    internal static Message Render(CaseClinic clinic, ClinicStep step, Person brings, IReadOnlyDictionary<MemberId, Person> names, bool isNow, Promise? said) =>
    [
        step is ClinicStep.Frame ? new Heading($"Case clinic: {clinic.Case}") : null,
        new Paragraph(Says(clinic, step, brings, said)),
        step is ClinicStep.Frame && clinic.Guest is { } guest ? new Paragraph($"{names[guest]:name} is invited as a guest for this case.") : null,
        !isNow || step is ClinicStep.Over ? null : clinic.DueAt is { } due ? new Footnote($"Until {due:time}.") : clinic.Left is not null ? new Footnote($"The clock is stopped.") : null,
        !isNow || step is ClinicStep.Over ? null : step is ClinicStep.WillTry
            ? new Controls([new Button("Say what I will try", new SayWhatToTry(clinic.Id)) { Look = ButtonLook.Primary }])
            : new Controls([new Button("Go on", new NextClinicStep(clinic.Id, step)), clinic.Left is null ? new Button("Stop the clock", new PauseClinic(clinic.Id)) : new Button("Let it run", new ResumeClinic(clinic.Id))]),
    ];

    private static Text Says(CaseClinic clinic, ClinicStep step, Person brings, Promise? said) => step switch
    {
        ClinicStep.Frame => $"{"1. The frame.":b} {brings:name} tells what it is about, what was tried, and what would be good to take home. Everybody else listens.",
        ClinicStep.Questions => $"{"2. Questions.":b} Ask what you need to understand. No advice yet, and none dressed as a question.",
        ClinicStep.Experiences => $"{"3. Experiences.":b} “When I had that, I …” What you have lived through yourself, with how it ended.",
        ClinicStep.Options => $"{"4. Options.":b} What could be done now? As many ways as come; {brings:name} chooses later and justifies nothing.",
        ClinicStep.WillTry => $"{"5. What will you try, and when will you know?":b} {brings:name} says it in a line, and is asked once on that day.",
        _ => said is null ? (Text)$"This case clinic is over. Thank you all." : $"{brings:name} will try: “{said.What}”, and will know by {said.Day!.Value}. Thank you all.",
    };
}

/// <summary>Goes on to the next step when a step has had its time.</summary>
[Every("00:00:15")]
internal sealed class KeepClinics(CopBotDb db, ClinicPosts clinics) : ISweep
{
    /// <summary>A clinic that nobody was there for is over.</summary>
    private static readonly TimeSpan TooLate = TimeSpan.FromHours(1);

    public async Task<IReadOnlyList<Guid>> DueAsync(DateTimeOffset now, CancellationToken stop) =>
        [.. (await db.CaseClinics.Where(c => c.DueAt <= now).OrderBy(c => c.DueAt).Take(100).Select(c => c.Id).ToListAsync(stop)).Select(id => id.Value)];

    public IQueryable<DateTimeOffset?> DueTimes => db.CaseClinics.Select(c => c.DueAt);

    public async Task SweepAsync(Guid thing, DateTimeOffset now, CancellationToken stop)
    {
        var id = new ClinicId(thing);
        if (await db.CaseClinics.FirstOrDefaultAsync(c => c.Id == id, stop) is not { DueAt: { } due } clinic || due > now) return;
        if (now > due + TooLate)
        {
            while (clinic.Step is not ClinicStep.WillTry) clinic.GoOn(now);
        }
        else
        {
            clinic.GoOn(now);
        }

        await clinics.PublishAsync(clinic, stop);
    }
}
