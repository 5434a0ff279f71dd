using CopBot.Chat;
using CopBot.Communities;

namespace CopBot.Features.Problems;

/// <summary>How somebody stands to a problem.</summary>
public enum Stake
{
    /// <summary>Offered to help.</summary>
    Helper,

    /// <summary>Has it too.</summary>
    MeToo,

    /// <summary>Wants to hear what came of it.</summary>
    Follower,
}

/// <summary>Somebody's stake in a problem.</summary>
public sealed class ProblemPerson(ProblemId problem, MemberId member, Stake stake, DateTimeOffset since)
{
    /// <summary>The problem.</summary>
    public ProblemId Problem { get; private set; } = problem;

    /// <summary>Who.</summary>
    public MemberId Member { get; private set; } = member;

    /// <summary>What stake.</summary>
    public Stake Stake { get; private set; } = stake;

    /// <summary>Since when.</summary>
    public DateTimeOffset Since { get; private set; } = since;

    /// <summary>Names the place in which a helper and the asker talk where nobody else sees it; null where they talk before everybody.</summary>
    public Guid? Room { get; private set; }

    /// <summary>The home channel beside which that place is.</summary>
    public ChannelRef? Beside { get; private set; }

    internal void MeetIn(ChannelRef beside) => (Room, Beside) = (Room ?? Guid.NewGuid(), beside);
}
