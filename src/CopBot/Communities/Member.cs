using CopBot.Chat;
using CopBot.Data;

namespace CopBot.Communities;

/// <summary>Which person.</summary>
public readonly record struct MemberId(Guid Value) : IId<MemberId>
{
    /// <inheritdoc/>
    public static MemberId From(Guid value) => new(value);

    /// <summary>A new one.</summary>
    public static MemberId New() => new(Guid.CreateVersion7());
}

/// <summary>
/// A person, with one or more accounts. One person has one clock, one budget of private messages and one <em>Stop</em>,
/// in however many communities they are.
/// </summary>
public sealed class Member : Aggregate
{
    private Member()
    {
    }

    /// <summary>Who it is.</summary>
    [Shared]
    public MemberId Id { get; private set; }

    /// <summary>What they are called, as their platform last said.</summary>
    [Shared]
    public string Name { get; private set; } = "";

    /// <summary>The IANA zone that they set, or that their platform gave; null means the community's.</summary>
    public string? Zone { get; private set; }

    /// <summary>Whether they set the zone themselves, so that no platform changes it again.</summary>
    public bool ZoneIsTheirs { get; private set; }

    /// <summary>When their day opens.</summary>
    public TimeOnly DayStart { get; private set; } = new(9, 0);

    /// <summary>When it closes.</summary>
    public TimeOnly DayEnd { get; private set; } = new(18, 0);

    /// <summary>Their working days; null means the community's.</summary>
    public WorkDays? Days { get; private set; }

    /// <summary>Whether they said Stop: no unasked message ever again, until they say otherwise.</summary>
    public bool Stopped { get; private set; }

    /// <summary>Kinds of unasked message that they want less of, at most one a week each.</summary>
    public List<string> LessOf { get; private set; } = [];

    /// <summary>Their accounts.</summary>
    public List<Account> Accounts { get; } = [];

    /// <summary>How texts name them.</summary>
    public Person Person => new(Name, [.. Accounts.Where(a => !a.Left).Select(a => a.User)]);

    /// <summary>Somebody whom a platform knows.</summary>
    public static Member Meet(UserRef user, string name, string? zone)
    {
        var member = new Member { Id = MemberId.New(), Name = name, Zone = zone };
        member.Accounts.Add(new Account(user, member.Id));
        return member;
    }

    /// <summary>Their hours in a community.</summary>
    public Hours HoursIn(Community? community)
    {
        var zone = Zone is not null ? Zones.Stored(Zone) : community?.Hours.Zone ?? TimeZoneInfo.Utc;
        return new Hours(zone, DayStart, DayEnd, Days ?? community?.Days ?? WorkDays.MondayToFriday);
    }

    /// <summary>Takes over what the platform says of them, where they did not say otherwise.</summary>
    public void AreKnownAs(UserProfile profile)
    {
        if (Name != profile.Name)
        {
            Name = profile.Name;
            Changed();
        }

        if (!ZoneIsTheirs && profile.Zone is not null && Zone != profile.Zone)
        {
            Zone = profile.Zone;
            Changed();
        }
    }

    /// <summary>Sets their own clock.</summary>
    public void Work(TimeZoneInfo zone, TimeOnly from, TimeOnly until, WorkDays days)
    {
        (Zone, ZoneIsTheirs, DayStart, DayEnd, Days) = (zone.Id, true, from, until, days);
        Changed();
    }

    /// <summary>No unasked messages any more.</summary>
    public void Stop()
    {
        Stopped = true;
        Changed();
    }

    /// <summary>Unasked messages again, all kinds.</summary>
    public void Resume()
    {
        Stopped = false;
        LessOf = [];
        Changed();
    }

    /// <summary>
    /// The other turned out to be the same person: their accounts, and their clock where this one has none of its own. Of
    /// what they want to be written the quieter counts.
    /// </summary>
    internal void TakeIn(Member other)
    {
        if (other.ZoneIsTheirs && !ZoneIsTheirs) (Zone, ZoneIsTheirs, DayStart, DayEnd, Days) = (other.Zone, true, other.DayStart, other.DayEnd, other.Days);
        Zone ??= other.Zone;
        Stopped |= other.Stopped;
        LessOf = [.. LessOf.Union(other.LessOf, StringComparer.Ordinal)];
        Accounts.AddRange(other.Accounts);
        other.Accounts.Clear();
        Changed();
    }

    /// <summary>
    /// One of their accounts becomes a person of its own, with the same clock and no more messages than before; null where it
    /// is not theirs, or the only one.
    /// </summary>
    internal Member? LetGo(UserRef user)
    {
        if (Accounts.Count < 2 || Accounts.Find(a => a.User == user) is not { } account) return null;

        var alone = new Member { Id = MemberId.New(), Name = Name, Zone = Zone, ZoneIsTheirs = ZoneIsTheirs, DayStart = DayStart, DayEnd = DayEnd, Days = Days, Stopped = Stopped, LessOf = [.. LessOf] };
        Accounts.Remove(account);
        alone.Accounts.Add(account);
        Changed();
        return alone;
    }

    /// <summary>One of their accounts is forgotten with its workspace; they have others.</summary>
    internal void Lose(Account account)
    {
        Accounts.Remove(account);
        Changed();
    }

    /// <summary>Less of one kind of unasked message.</summary>
    public void WantLessOf(string kind)
    {
        if (LessOf.Contains(kind, StringComparer.Ordinal)) return;
        LessOf = [.. LessOf, kind];
        Changed();
    }

    /// <summary>As much of one kind of unasked message as of the others again.</summary>
    public void WantAgain(string kind)
    {
        if (!LessOf.Contains(kind, StringComparer.Ordinal)) return;
        LessOf = [.. LessOf.Where(k => k != kind)];
        Changed();
    }
}

/// <summary>A user in a workspace.</summary>
public sealed class Account(UserRef user, MemberId member)
{
    /// <summary>The user.</summary>
    public UserRef User { get; private set; } = user;

    /// <summary>Whose account it is.</summary>
    public MemberId Member { get; private set; } = member;

    /// <summary>Whether they have left that workspace: nothing is sent there.</summary>
    public bool Left { get; set; }

    /// <summary>When they last did something there, so that private messages go where they are.</summary>
    public DateTimeOffset? LastActedAt { get; set; }
}

/// <summary>A person's place in a community.</summary>
[Shared]
public sealed class Membership(CommunityId community, MemberId member, DateTimeOffset joinedAt) : IUnites<Membership>
{
    /// <summary>The community.</summary>
    public CommunityId Community { get; private set; } = community;

    /// <summary>The person.</summary>
    public MemberId Member { get; private set; } = member;

    /// <summary>Their first deliberate act.</summary>
    public DateTimeOffset JoinedAt { get; private set; } = joinedAt;

    /// <summary>What they do for it.</summary>
    public Role Roles { get; set; }

    void IUnites<Membership>.Unite(Membership other)
    {
        Roles |= other.Roles;
        if (other.JoinedAt < JoinedAt) JoinedAt = other.JoinedAt;
    }
}

/// <summary>What a member does for a community.</summary>
[Flags]
public enum Role
{
    /// <summary>A member like any other.</summary>
    Member = 0,

    /// <summary>Keeps the rhythm and sees what is stuck.</summary>
    Coordinator = 1,

    /// <summary>Set the purpose and wants value, in aggregate.</summary>
    Sponsor = 2,

    /// <summary>Leads meetings or groups.</summary>
    Facilitator = 4,

    /// <summary>Here for one problem.</summary>
    Guest = 8,
}
