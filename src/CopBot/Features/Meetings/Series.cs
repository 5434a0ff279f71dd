using System.ComponentModel.DataAnnotations;
using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Sweeps;

namespace CopBot.Features.Meetings;

/// <summary>Which series.</summary>
public readonly record struct SeriesId(Guid Value) : IId<SeriesId>
{
    /// <inheritdoc/>
    public static SeriesId From(Guid value) => new(value);
}

/// <summary>What a series is for.</summary>
public enum MeetingKind
{
    /// <summary>One person's problem, and everybody's experience.</summary>
    [Display(Name = "Case clinic")]
    CaseClinic,

    /// <summary>Members show what they made.</summary>
    [Display(Name = "Show and tell")]
    ShowAndTell,

    /// <summary>Somebody from outside tells.</summary>
    [Display(Name = "Guest")]
    Guest,

    /// <summary>Being together.</summary>
    [Display(Name = "Social")]
    Social,

    /// <summary>The community's own affairs.</summary>
    [Display(Name = "Business")]
    Business,
}

/// <summary>How it is with a series.</summary>
public enum SeriesStatus
{
    /// <summary>Only whoever makes it sees it.</summary>
    Preview,

    /// <summary>It meets.</summary>
    Running,

    /// <summary>It meets again when somebody says so.</summary>
    Paused,

    /// <summary>It meets no more.</summary>
    Ended,
}

/// <summary>A recurring rhythm: local times in a zone, which stay where they are whatever the clocks do.</summary>
[Shared]
public sealed class Series : Aggregate, IFallsDue
{
    /// <summary>Longest title.</summary>
    public const int TitleMaxLength = 100;

    /// <summary>Longest place or link.</summary>
    public const int PlaceMaxLength = 300;

    /// <summary>How long before its start a meeting is made out of the rule.</summary>
    public static readonly TimeSpan MadeBefore = TimeSpan.FromDays(35);

    /// <summary>How long a series that was not started is kept.</summary>
    public static readonly TimeSpan PreviewFor = TimeSpan.FromDays(7);

    private Series()
    {
    }

    /// <summary>Which one.</summary>
    public SeriesId Id { get; private set; }

    /// <summary>Whose.</summary>
    public CommunityId Community { get; private set; }

    /// <summary>What it is called.</summary>
    public string Title { get; private set; } = "";

    /// <summary>What it is for.</summary>
    public MeetingKind Kind { get; private set; }

    /// <summary>Where it meets: a place or a link.</summary>
    public string Place { get; private set; } = "";

    /// <summary>How many can take part; null for as many as want.</summary>
    public int? Capacity { get; private set; }

    /// <summary>Whether those who offered take turns in hosting.</summary>
    public bool HostsRotate { get; private set; }

    /// <summary>Who keeps it going; null once they left.</summary>
    public MemberId? Keeper { get; private set; }

    /// <summary>How it is with it.</summary>
    public SeriesStatus Status { get; private set; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>When the next meeting is made out of the rule, or the preview forgotten; null for never.</summary>
    public DateTimeOffset? DueAt { get; private set; }

    /// <summary>When its keeper was told that it drifts or has grown silent; null since it was well, or is somebody else's.</summary>
    public DateTimeOffset? DriftToldAt { get; private set; }

    /// <summary>Its rhythms, one after another: each change from here on begins a new one.</summary>
    public List<Rhythm> Rhythms { get; } = [];

    /// <summary>Who takes turns in hosting.</summary>
    public List<SeriesHost> Hosts { get; } = [];

    /// <summary>The rhythm that counts now or next.</summary>
    public Rhythm Rhythm => Rhythms.MaxBy(r => r.Number)!;

    /// <summary>The zone that its times are local to.</summary>
    public TimeZoneInfo Zone => Rhythm.Clock;

    /// <summary>A new series that only its maker sees.</summary>
    public static Series Prepare(SeriesId id, CommunityId community, MemberId keeper, DateTimeOffset now) =>
        new() { Id = id, Community = community, Keeper = keeper, CreatedAt = now, DueAt = now + PreviewFor };

    /// <summary>Before the start everything can be said anew. Times that take turns go on while the first time is one of them.</summary>
    public void Describe(string title, string place, DateTime first, RepeatRule rule, TimeZoneInfo zone, int minutes)
    {
        var then = ThenFrom(first);
        (Title, Place) = (title, place);
        Rhythms.Clear();
        Rhythms.Add(new Rhythm(Id, 1, first, rule, zone, minutes, then));
        Changed();
    }

    /// <summary>Its times of day, before the start: one, or a few that take turns.</summary>
    public void MeetAt(IReadOnlyList<TimeOnly> times)
    {
        var stood = Rhythm;
        Rhythms.Clear();
        Rhythms.Add(new Rhythm(Id, 1, stood.Day.ToDateTime(times[0]), stood.Repeats, stood.Clock, stood.Minutes, [.. times.Skip(1)]));
        Changed();
    }

    /// <summary>The times that follow a first one in turn, of some or as they stand now; none where it is not one of them.</summary>
    public IReadOnlyList<TimeOnly> ThenFrom(DateTime first, IReadOnlyList<TimeOnly>? turns = null)
    {
        var times = turns ?? (Rhythms.Count > 0 ? Rhythm.Times : []);
        var at = times.Index().FirstOrDefault(t => t.Item == TimeOnly.FromDateTime(first), (-1, default)).Item1;
        return at < 0 ? [] : [.. times.Skip(at + 1), .. times.Take(at)];
    }

    /// <summary>What it is for.</summary>
    public void IsFor(MeetingKind kind)
    {
        Kind = kind;
        Changed();
    }

    /// <summary>How many can take part.</summary>
    public void Seat(int? capacity)
    {
        Capacity = capacity;
        Changed();
    }

    /// <summary>Whether hosts take turns.</summary>
    public void Rotate(bool rotates)
    {
        HostsRotate = rotates;
        Changed();
    }

    /// <summary>Somebody takes their turn in hosting from now on, or no longer.</summary>
    public bool Host(MemberId who, bool turns, DateTimeOffset now)
    {
        var one = Hosts.Find(h => h.Member == who);
        if (turns == one is not null) return false;
        if (one is not null) Hosts.Remove(one);
        else Hosts.Add(new SeriesHost(Id, who, now));
        Changed();
        return true;
    }

    /// <summary>From now on it meets.</summary>
    public Refusal? Start(DateTimeOffset now)
    {
        if (Status is not SeriesStatus.Preview) return MeetingRefusals.StartedAlready;
        (Status, DueAt) = (SeriesStatus.Running, now);
        Changed();
        return null;
    }

    /// <summary>It meets no more until somebody says so.</summary>
    public Refusal? Pause()
    {
        if (Status is not SeriesStatus.Running) return MeetingRefusals.NotRunning;
        (Status, DueAt) = (SeriesStatus.Paused, null);
        foreach (var rhythm in Rhythms) rhythm.Revise();
        Changed();
        return null;
    }

    /// <summary>It meets again.</summary>
    public Refusal? Resume(DateTimeOffset now)
    {
        if (Status is not SeriesStatus.Paused) return MeetingRefusals.NotPaused;
        (Status, DueAt) = (SeriesStatus.Running, now);
        foreach (var rhythm in Rhythms) rhythm.Revise();
        Changed();
        return null;
    }

    /// <summary>It meets no more. What was stays.</summary>
    public Refusal? End(DateOnly after)
    {
        if (Status is SeriesStatus.Ended) return MeetingRefusals.Ended;
        (Status, DueAt) = (SeriesStatus.Ended, null);
        foreach (var rhythm in Rhythms) rhythm.EndBefore(after);
        Changed();
        return null;
    }

    /// <summary>From a day on it meets by another rhythm, whose number is the next; what was before stays as it was.</summary>
    public Rhythm ChangeFrom(DateOnly day, string title, string place, Rhythm next, DateTimeOffset now)
    {
        foreach (var rhythm in Rhythms) rhythm.EndBefore(day);
        (Title, Place) = (title, place);
        Rhythms.Add(next);
        if (Status is SeriesStatus.Running) DueAt = now;
        Changed();
        return next;
    }

    /// <summary>Somebody else keeps it going from now on; null when whoever did left.</summary>
    public void HandOver(MemberId? keeper)
    {
        if (Keeper != keeper) DriftToldAt = null;
        Keeper = keeper;
        Changed();
    }

    /// <summary>When to look for the next meetings again.</summary>
    public void LookAgain(DateTimeOffset? at)
    {
        if (DueAt == at) return;
        DueAt = at;
        Changed();
    }

    /// <summary>It does not drift any more, and is not silent: if it ever does again, its keeper is told again.</summary>
    public void IsWellAgain()
    {
        DriftToldAt = null;
        Changed();
    }

    /// <summary>Its keeper is told that it drifts or has grown silent.</summary>
    public void TellDrift(DateTimeOffset now)
    {
        DriftToldAt = now;
        Changed();
    }

    /// <summary>Something of its calendar entry changed.</summary>
    public void Revise()
    {
        Rhythm.Revise();
        Changed();
    }

    /// <summary>Where its days fall, from a day on, without end where the rule has none.</summary>
    public IEnumerable<Slot> Slots(DateOnly from) => Rhythms.OrderBy(r => r.Number).SelectMany(r => r.Slots(from));
}
