using CopBot.Communities;

namespace CopBot.Features.Experiences;

/// <summary>Somebody who wants to hear what others tell.</summary>
public sealed class ExperienceFollower(ExperienceRequestId request, MemberId member, DateTimeOffset since)
{
    /// <summary>Of what question.</summary>
    public ExperienceRequestId Request { get; private set; } = request;

    /// <summary>Who.</summary>
    public MemberId Member { get; private set; } = member;

    /// <summary>Since when.</summary>
    public DateTimeOffset Since { get; private set; } = since;
}

/// <summary>Somebody thought of somebody else who may have been there. That one is asked privately, and named by nobody.</summary>
public sealed class ExperienceHint(ExperienceRequestId request, MemberId somebody, MemberId? by, DateTimeOffset at)
{
    /// <summary>For what question.</summary>
    public ExperienceRequestId Request { get; private set; } = request;

    /// <summary>Who was thought of.</summary>
    public MemberId Somebody { get; private set; } = somebody;

    /// <summary>By whom.</summary>
    public MemberId? By { get; private set; } = by;

    /// <summary>When.</summary>
    public DateTimeOffset At { get; private set; } = at;

    /// <summary>Whether they passed.</summary>
    [NotExported("Passing is seen by nobody, also not in the record of whoever thought of them.")]
    public bool Passed { get; private set; }

    internal void Pass() => Passed = true;
}
