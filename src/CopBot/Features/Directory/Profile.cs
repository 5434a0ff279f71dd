using System.ComponentModel.DataAnnotations;
using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;

namespace CopBot.Features.Directory;

/// <summary>A mark of somebody's profile, by which it is found when it is time to look at it again.</summary>
public readonly record struct ProfileId(Guid Value) : IId<ProfileId>
{
    /// <inheritdoc/>
    public static ProfileId From(Guid value) => new(value);
}

/// <summary>Who sees what somebody knows.</summary>
public enum Shown
{
    /// <summary>Only they themselves: nothing is public until they publish it.</summary>
    ToMe,

    /// <summary>Members who look for somebody who knows.</summary>
    ToMembers,

    /// <summary>Nobody, and nobody asks them either.</summary>
    ToNobody,
}

/// <summary>How well somebody says that they know a topic.</summary>
public enum Stance
{
    /// <summary>They can advise.</summary>
    [Display(Name = "I can advise")]
    CanAdvise,

    /// <summary>They have done it once.</summary>
    [Display(Name = "I have done it once")]
    DoneOnce,

    /// <summary>They are learning it: demand, not supply.</summary>
    [Display(Name = "I'm learning")]
    Learning,
}

/// <summary>How often somebody may be asked in a week.</summary>
public enum AsksAWeek
{
    /// <summary>Not at all for now.</summary>
    [Display(Name = "Not at all for now")]
    None,

    /// <summary>Once.</summary>
    [Display(Name = "Once a week")]
    One,

    /// <summary>Twice.</summary>
    [Display(Name = "Twice a week")]
    Two,

    /// <summary>Three times, which is all that anybody gets unasked.</summary>
    [Display(Name = "Three times a week")]
    Three,
}

/// <summary>What somebody wants a community to know of what they know. Guards its own rules.</summary>
public sealed class Profile : Aggregate, IUnites<Profile>
{
    /// <summary>Most topics of one person.</summary>
    public const int MostTopics = 10;

    /// <summary>Longest line on how to reach them.</summary>
    public const int ReachMaxLength = 150;

    /// <summary>How often it is asked whether all is still right.</summary>
    public const int MonthsUntilStale = 6;

    /// <summary>How often that is asked without an answer.</summary>
    public const int MostQuestions = 2;

    private Profile()
    {
    }

    /// <summary>In which community.</summary>
    public CommunityId Community { get; private set; }

    /// <summary>Whose.</summary>
    public MemberId Member { get; private set; }

    /// <summary>Its mark.</summary>
    public ProfileId Id { get; private set; }

    /// <summary>Who sees it.</summary>
    public Shown Shown { get; private set; }

    /// <summary>How often they may be asked in a week.</summary>
    public AsksAWeek Asks { get; private set; } = AsksAWeek.One;

    /// <summary>How they like to be reached, in a line.</summary>
    public string Reach { get; private set; } = "";

    /// <summary>Until when they are away; null while they are not.</summary>
    public DateTimeOffset? AwayUntil { get; private set; }

    /// <summary>When they last said that it is right.</summary>
    public DateTimeOffset RightAt { get; private set; }

    /// <summary>When they are asked whether it still is; null while nothing is public.</summary>
    public DateTimeOffset? AskRightAt { get; private set; }

    /// <summary>How often that was ever asked, so that each question has a key of its own.</summary>
    public int RightAsked { get; private set; }

    /// <summary>How often of late without an answer: after the second time it is asked no more.</summary>
    public int RightUnanswered { get; private set; }

    /// <summary>Whether nobody may ask or find them now.</summary>
    public bool Rests(DateTimeOffset now) => Shown is Shown.ToNobody || Asks is AsksAWeek.None || IsAway(now);

    /// <summary>Whether they are away.</summary>
    public bool IsAway(DateTimeOffset now) => AwayUntil > now;

    /// <summary>A new one, which nobody else sees.</summary>
    public static Profile Begin(CommunityId community, MemberId member, DateTimeOffset now) =>
        new() { Community = community, Member = member, Id = new(Guid.NewGuid()), RightAt = now };

    /// <summary>How often they may be asked, and how they like to be reached.</summary>
    public void BeAsked(AsksAWeek asks, string reach, DateTimeOffset now)
    {
        (Asks, Reach) = (asks, reach);
        IsRight(now);
    }

    /// <summary>Members may see it.</summary>
    public void Publish(DateTimeOffset now)
    {
        Shown = Shown.ToMembers;
        IsRight(now);
    }

    /// <summary>Nobody sees it, and nobody asks them.</summary>
    public void Hide()
    {
        (Shown, AskRightAt) = (Shown.ToNobody, null);
        Changed();
    }

    /// <summary>They are away until then, or back (null).</summary>
    public void BeAway(DateTimeOffset? until)
    {
        AwayUntil = until;
        Changed();
    }

    /// <summary>They say that all of it is right, by changing it or by saying so.</summary>
    public void IsRight(DateTimeOffset now)
    {
        (RightAt, RightUnanswered) = (now, 0);
        AskRightAt = Shown is Shown.ToMembers ? now.AddMonths(MonthsUntilStale) : null;
        Changed();
    }

    /// <summary>They are asked whether it is still right. Without an answer it is asked once more after as long; what they said counts less and less meanwhile.</summary>
    public void AskWhetherRight(DateTimeOffset now)
    {
        RightAsked++;
        AskRightAt = ++RightUnanswered < MostQuestions ? now.AddMonths(MonthsUntilStale) : null;
        Changed();
    }

    /// <summary>They are away: the question waits until they are back.</summary>
    public void AskRightOnceBack()
    {
        AskRightAt = AwayUntil;
        Changed();
    }

    /// <summary>Of two profiles of one person the quieter counts.</summary>
    void IUnites<Profile>.Unite(Profile other)
    {
        if (other.Shown is Shown.ToNobody) Hide();
        if (other.Asks < Asks) Asks = other.Asks;
        if (Reach.Length == 0) Reach = other.Reach;
        if (other.AwayUntil > (AwayUntil ?? DateTimeOffset.MinValue)) AwayUntil = other.AwayUntil;
        Changed();
    }
}

/// <summary>That somebody knows a topic, or learns it, as they say themselves.</summary>
public sealed class KnownTopic(CommunityId community, MemberId member, TopicId topic, Stance stance, DateTimeOffset saidAt) : IUnites<KnownTopic>
{
    /// <summary>In which community.</summary>
    public CommunityId Community { get; private set; } = community;

    /// <summary>Who.</summary>
    public MemberId Member { get; private set; } = member;

    /// <summary>What.</summary>
    public TopicId Topic { get; private set; } = topic;

    /// <summary>How well.</summary>
    public Stance Stance { get; internal set; } = stance;

    /// <summary>Since when they say so.</summary>
    public DateTimeOffset SaidAt { get; private set; } = saidAt;

    void IUnites<KnownTopic>.Unite(KnownTopic other)
    {
        if (other.Stance < Stance) Stance = other.Stance;
    }
}
