using System.ComponentModel.DataAnnotations;
using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Sweeps;

namespace CopBot.Features.Meetings;

/// <summary>Which meeting.</summary>
public readonly record struct MeetingId(Guid Value) : IId<MeetingId>
{
    /// <inheritdoc/>
    public static MeetingId From(Guid value) => new(value);
}

/// <summary>What somebody answered.</summary>
public enum Attendance
{
    /// <summary>They come.</summary>
    Going,

    /// <summary>They do not know yet.</summary>
    Maybe,

    /// <summary>They do not come.</summary>
    Cant,
}

/// <summary>How it is with a meeting.</summary>
public enum MeetingStatus
{
    /// <summary>It will be, or is.</summary>
    Planned,

    /// <summary>It will not be, and everybody knows.</summary>
    Skipped,

    /// <summary>It was.</summary>
    Over,
}

/// <summary>The next thing that is to be done about a meeting.</summary>
internal enum MeetingStep
{
    Announce,
    Draft,
    OpenAgenda,
    Remind,
    Begin,
    End,
}

/// <summary>
/// One occurrence of a series. It is known by the day that the rule names, and keeps its identity when it is moved, handed
/// over, or the series changes from there on.
/// </summary>
[Shared]
public sealed class Meeting : Aggregate, IFallsDue
{
    /// <summary>Longest reason for skipping or moving it.</summary>
    public const int ReasonMaxLength = 200;

    /// <summary>How long before it is announced, unless the one before it is still to come.</summary>
    public static readonly TimeSpan AnnouncedBefore = TimeSpan.FromDays(14);

    /// <summary>How long before its host gets the draft of the agenda.</summary>
    public static readonly TimeSpan DraftedBefore = TimeSpan.FromDays(3);

    /// <summary>How long before everybody gets the agenda.</summary>
    public static readonly TimeSpan AgendaBefore = TimeSpan.FromDays(1);

    /// <summary>A start is told of at most this long after it.</summary>
    public static readonly TimeSpan BeganJustNow = TimeSpan.FromMinutes(15);

    /// <summary>A host is asked for what was decided at most this long after the end.</summary>
    public static readonly TimeSpan WrapUpFor = TimeSpan.FromDays(7);

    private Meeting()
    {
    }

    /// <summary>Which one.</summary>
    public MeetingId Id { get; private set; }

    /// <summary>Of which series.</summary>
    public SeriesId Series { get; private set; }

    /// <summary>Whose.</summary>
    public CommunityId Community { get; private set; }

    /// <summary>Which of the series' rhythms.</summary>
    public int Rhythm { get; private set; }

    /// <summary>The day that the rule names.</summary>
    public DateOnly Day { get; private set; }

    /// <summary>When it begins.</summary>
    public DateTimeOffset StartsAt { get; private set; }

    /// <summary>How long it is.</summary>
    public int Minutes { get; private set; }

    /// <summary>Where this one is, if not where the series is.</summary>
    public string? Place { get; private set; }

    /// <summary>Who hosts it; null where nobody said.</summary>
    public MemberId? Host { get; private set; }

    /// <summary>How it is with it.</summary>
    public MeetingStatus Status { get; private set; }

    /// <summary>Whether somebody gave it a time of its own.</summary>
    public bool Moved { get; private set; }

    /// <summary>Whether it is skipped because its series pauses.</summary>
    public bool Paused { get; private set; }

    /// <summary>Why it was skipped or moved.</summary>
    public string Reason { get; private set; } = "";

    /// <summary>Counts the changes, for calendars.</summary>
    public int Sequence { get; private set; }

    /// <summary>When it is to be announced.</summary>
    public DateTimeOffset AnnounceAt { get; private set; }

    /// <summary>When it was announced.</summary>
    public DateTimeOffset? AnnouncedAt { get; private set; }

    /// <summary>When its host got the draft of the agenda, or it was too late for that.</summary>
    public DateTimeOffset? DraftedAt { get; private set; }

    /// <summary>When everybody got the agenda, or it was too late for that.</summary>
    public DateTimeOffset? AgendaAt { get; private set; }

    /// <summary>When its start was told, or it was too late for that.</summary>
    public DateTimeOffset? BeganAt { get; private set; }

    /// <summary>When the next thing is due; null when nothing is.</summary>
    public DateTimeOffset? DueAt { get; private set; }

    /// <summary>What was decided.</summary>
    public string Decided { get; private set; } = "";

    /// <summary>When its host told what was decided.</summary>
    public DateTimeOffset? WrappedAt { get; private set; }

    /// <summary>Who answered.</summary>
    public List<MeetingPerson> People { get; } = [];

    /// <summary>When it ends.</summary>
    public DateTimeOffset EndsAt => StartsAt.AddMinutes(Minutes);

    /// <summary>Whether it is still to come or under way.</summary>
    public bool IsAhead(DateTimeOffset now) => Status is MeetingStatus.Planned && EndsAt > now;

    /// <summary>The meeting of a day.</summary>
    public static Meeting Plan(Series series, Slot slot, MemberId? host)
    {
        var meeting = new Meeting { Id = new MeetingId(Guid.CreateVersion7()), Series = series.Id, Community = series.Community, Host = host };
        meeting.Take(slot);
        meeting.AnnounceAt = meeting.StartsAt - AnnouncedBefore;
        meeting.Due();
        return meeting;
    }

    /// <summary>One after the other: while the one <paramref name="before"/> it is still to come, that is the one to answer.</summary>
    public void ComesAfter(Meeting? before)
    {
        var at = Later(StartsAt - AnnouncedBefore, before?.StartsAt);
        if (AnnouncedAt is not null || AnnounceAt == at) return;
        AnnounceAt = at;
        Due();
        Changed();
    }

    /// <summary>Who is in, in the order in which they said so; the rest wait for a place.</summary>
    public IReadOnlyList<MemberId> GoingOf(int? capacity) => [.. InOrder.Take(capacity ?? int.MaxValue)];

    /// <summary>Who waits for a place.</summary>
    public IReadOnlyList<MemberId> WaitingOf(int? capacity) => [.. InOrder.Skip(capacity ?? int.MaxValue)];

    /// <summary>Who answered something else.</summary>
    public IReadOnlyList<MemberId> Who(Attendance answer) => [.. People.Where(p => p.Answer == answer).OrderBy(p => p.AnsweredAt).Select(p => p.Member)];

    /// <summary>Everybody who answered or asked to be reminded.</summary>
    public IReadOnlyList<MemberId> Everybody => [.. People.Where(p => p.Answer is not null || p.RemindAt is not null || p.Reminded).OrderBy(p => p.AnsweredAt).Select(p => p.Member)];

    /// <summary>Somebody answers. The same again changes nothing and answers false.</summary>
    public bool Take(MemberId who, Attendance answer, DateTimeOffset now)
    {
        var one = OneOf(who);
        if (one.Answer == answer) return false;
        one.Says(answer, now);
        Due();
        Changed();
        return true;
    }

    /// <summary>Somebody takes their answer back.</summary>
    public void TakeBack(MemberId who)
    {
        if (People.RemoveAll(p => p.Member == who) == 0) return;
        Due();
        Changed();
    }

    /// <summary>Somebody wants to be reminded this long before.</summary>
    public void RemindOf(MemberId who, TimeSpan before)
    {
        OneOf(who).RemindBefore((int)before.TotalMinutes);
        Due();
        Changed();
    }

    /// <summary>Somebody does not want to be reminded after all.</summary>
    public void RemindNoMore(MemberId who)
    {
        if (People.Find(p => p.Member == who) is not { } one) return;
        one.RemindBefore(null);
        Due();
        Changed();
    }

    /// <summary>It has a time of its own from now on.</summary>
    public Refusal? Move(DateTimeOffset to, string? place, string reason, DateTimeOffset now)
    {
        if (Status is not MeetingStatus.Planned) return MeetingRefusals.NotPlanned;
        if (StartsAt <= now) return MeetingRefusals.Begun;
        (Moved, Reason) = (true, reason);
        if (place is not null) Place = place;
        Put(to);
        return null;
    }

    /// <summary>The series changed from here on: this is now the meeting of that day. One that was moved keeps its own time.</summary>
    public void Follow(Slot slot)
    {
        (Rhythm, Day) = (slot.Rhythm.Number, slot.Day);
        if (!Moved)
        {
            Minutes = slot.Rhythm.Minutes;
            Put(slot.StartsAt);
        }

        Sequence++;
        Changed();
    }

    /// <summary>It will not be.</summary>
    public Refusal? Skip(string reason, DateTimeOffset now, bool paused = false)
    {
        if (Status is not MeetingStatus.Planned) return MeetingRefusals.NotPlanned;
        if (StartsAt <= now) return MeetingRefusals.Begun;
        (Status, Reason, Paused) = (MeetingStatus.Skipped, reason, paused);
        Sequence++;
        Due();
        Changed();
        return null;
    }

    /// <summary>It will be after all.</summary>
    public Refusal? Restore(DateTimeOffset now)
    {
        if (Status is not MeetingStatus.Skipped) return MeetingRefusals.NotSkipped;
        if (StartsAt <= now) return MeetingRefusals.Begun;
        (Status, Reason, Paused) = (MeetingStatus.Planned, "", false);
        Sequence++;
        Due();
        Changed();
        return null;
    }

    /// <summary>Somebody else hosts it; null where nobody does.</summary>
    public void HandOver(MemberId? host)
    {
        Host = host;
        Changed();
    }

    /// <summary>What was decided. Told again, the later one counts.</summary>
    public Refusal? WrapUp(string decided, DateTimeOffset now)
    {
        if (Status is MeetingStatus.Skipped) return MeetingRefusals.NotPlanned;
        if (StartsAt > now) return MeetingRefusals.NotBegun;
        (Decided, WrappedAt) = (decided, now);
        Changed();
        return null;
    }

    /// <summary>Somebody was there, or was not, whatever they had answered.</summary>
    public void Was(MemberId who, bool there)
    {
        OneOf(who).WasThere(there);
        Changed();
    }

    /// <summary>Who was there: as was said afterwards, else who was going.</summary>
    public IReadOnlyList<MemberId> There(int? capacity)
    {
        var going = GoingOf(capacity);
        return [.. People.Where(p => p.There ?? going.Contains(p.Member)).OrderBy(p => p.AnsweredAt).Select(p => p.Member)];
    }

    /// <summary>The step that is due; null when none is. <paramref name="reminded"/> is whoever is to be reminded.</summary>
    internal MeetingStep? Next(DateTimeOffset now, out MemberId? reminded)
    {
        reminded = null;
        if (DueAt is not { } due || due > now) return null;
        var next = Steps().Where(s => s.At <= now).OrderBy(s => s.At).ThenBy(s => s.Step).First();
        reminded = next.Reminded;
        return next.Step;
    }

    /// <summary>A step was done, or it was too late for it.</summary>
    internal void Did(MeetingStep step, MemberId? reminded, DateTimeOffset now)
    {
        switch (step)
        {
            case MeetingStep.Announce: AnnouncedAt = now; break;
            case MeetingStep.Draft: DraftedAt = now; break;
            case MeetingStep.OpenAgenda: AgendaAt = now; break;
            case MeetingStep.Remind: OneOf(reminded!.Value).WasReminded(); break;
            case MeetingStep.Begin: BeganAt = now; break;
            case MeetingStep.End: Status = MeetingStatus.Over; break;
            default: throw new NotSupportedException(step.ToString());
        }

        Due();
        Changed();
    }

    private IEnumerable<MemberId> InOrder => People.Where(p => p.Answer is Attendance.Going).OrderBy(p => p.AnsweredAt).ThenBy(p => p.Member.Value).Select(p => p.Member);

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset? other) => other > one ? other.Value : one;

    private void Take(Slot slot) => (Rhythm, Day, StartsAt, Minutes) = (slot.Rhythm.Number, slot.Day, slot.StartsAt, slot.Rhythm.Minutes);

    /// <summary>At another time everything that leads up to it comes again, but for the announcement that stands.</summary>
    private void Put(DateTimeOffset at)
    {
        if (StartsAt == at) return;
        if (AnnouncedAt is null) AnnounceAt += at - StartsAt;
        var later = at > StartsAt;
        StartsAt = at;
        if (later) (AgendaAt, BeganAt) = (null, null);
        foreach (var one in People) one.Aim(StartsAt, again: later);
        Sequence++;
        Due();
        Changed();
    }

    private MeetingPerson OneOf(MemberId who)
    {
        if (People.Find(p => p.Member == who) is { } known) return known;
        var one = new MeetingPerson(Id, who);
        one.Aim(StartsAt, again: false);
        People.Add(one);
        return one;
    }

    private void Due()
    {
        foreach (var one in People) one.Aim(StartsAt, again: false);
        DueAt = Status is MeetingStatus.Planned ? Steps().Min(s => (DateTimeOffset?)s.At) : null;
    }

    private IEnumerable<(MeetingStep Step, DateTimeOffset At, MemberId? Reminded)> Steps()
    {
        if (AnnouncedAt is null) yield return (MeetingStep.Announce, AnnounceAt, null);
        if (DraftedAt is null) yield return (MeetingStep.Draft, StartsAt - DraftedBefore, null);
        if (AgendaAt is null) yield return (MeetingStep.OpenAgenda, StartsAt - AgendaBefore, null);
        foreach (var one in People.Where(p => p.RemindAt is not null)) yield return (MeetingStep.Remind, one.RemindAt!.Value, one.Member);
        if (BeganAt is null) yield return (MeetingStep.Begin, StartsAt, null);
        if (Status is MeetingStatus.Planned) yield return (MeetingStep.End, EndsAt, null);
    }
}

/// <summary>How somebody stands to a meeting.</summary>
[Shared]
public sealed class MeetingPerson(MeetingId meeting, MemberId member) : IUnites<MeetingPerson>
{
    /// <summary>The meeting.</summary>
    public MeetingId Meeting { get; private set; } = meeting;

    /// <summary>Who.</summary>
    public MemberId Member { get; private set; } = member;

    /// <summary>What they answered; null where they only want to be reminded.</summary>
    public Attendance? Answer { get; private set; }

    /// <summary>When.</summary>
    public DateTimeOffset? AnsweredAt { get; private set; }

    /// <summary>How many minutes before they want to be reminded.</summary>
    public int? Before { get; private set; }

    /// <summary>When they are to be reminded; null when they are not (any more).</summary>
    public DateTimeOffset? RemindAt { get; private set; }

    /// <summary>Whether they were reminded.</summary>
    public bool Reminded { get; private set; }

    /// <summary>Whether they were there, as was said afterwards; null where nobody said.</summary>
    public bool? There { get; private set; }

    internal void Says(Attendance answer, DateTimeOffset now) => (Answer, AnsweredAt) = (answer, now);

    internal void RemindBefore(int? minutes) => (Before, Reminded, RemindAt) = (minutes, false, null);

    internal void WasReminded() => (Reminded, RemindAt) = (true, null);

    internal void WasThere(bool there) => There = there;

    internal void Aim(DateTimeOffset startsAt, bool again)
    {
        if (again) Reminded = false;
        RemindAt = Before is { } minutes && !Reminded ? startsAt.AddMinutes(-minutes) : null;
    }

    void IUnites<MeetingPerson>.Unite(MeetingPerson other)
    {
        if (other.AnsweredAt > AnsweredAt || Answer is null) (Answer, AnsweredAt) = (other.Answer ?? Answer, other.AnsweredAt ?? AnsweredAt);
        if (Before is null) (Before, RemindAt, Reminded) = (other.Before, other.RemindAt, other.Reminded);
        There ??= other.There;
    }
}
