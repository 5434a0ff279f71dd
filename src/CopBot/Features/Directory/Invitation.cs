using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Sweeps;

namespace CopBot.Features.Directory;

/// <summary>What helpers are asked for, such as a problem, by the id that it has in its own feature.</summary>
public readonly record struct AskedId(Guid Value) : IId<AskedId>
{
    /// <inheritdoc/>
    public static AskedId From(Guid value) => new(value);
}

/// <summary>What became of an invitation.</summary>
public enum InvitationState
{
    /// <summary>It waits for an answer; silence is one too.</summary>
    Open,

    /// <summary>They help.</summary>
    Taken,

    /// <summary>They passed; nobody else learns of it.</summary>
    Passed,

    /// <summary>It was taken back: they hid or went away, or no help is needed any more.</summary>
    Withdrawn,
}

/// <summary>
/// That one member was asked, privately, whether they can help with one thing. One person is asked about one thing once, which
/// the key sees to. How it was answered is between them and the bot.
/// </summary>
public sealed class Invitation : Aggregate, IUnites<Invitation>
{
    private Invitation()
    {
    }

    /// <summary>With what.</summary>
    public AskedId Thing { get; private set; }

    /// <summary>Who.</summary>
    public MemberId Helper { get; private set; }

    /// <summary>What kind of thing it is.</summary>
    public string Kind { get; private set; } = "";

    /// <summary>In which community.</summary>
    public CommunityId Community { get; private set; }

    /// <summary>In which round of asking; 0 for somebody whom another suggested.</summary>
    public int Round { get; private set; }

    /// <summary>Why they, in words, as their card says.</summary>
    public string Why { get; private set; } = "";

    /// <summary>Who thought of them; null where it was the directory.</summary>
    public MemberId? SuggestedBy { get; private set; }

    /// <summary>When it was written.</summary>
    public DateTimeOffset AskedAt { get; private set; }

    /// <summary>What became of it.</summary>
    public InvitationState State { get; private set; }

    /// <summary>Asks somebody.</summary>
    public static Invitation To(MemberId helper, Ring ring, string why, DateTimeOffset now) =>
        new() { Thing = ring.Thing, Helper = helper, Kind = ring.Kind, Community = ring.Community, Round = ring.Round, Why = why, AskedAt = now };

    /// <summary>Asks somebody of whom another thought.</summary>
    public static Invitation Suggested(MemberId helper, Invitation of, MemberId by, DateTimeOffset now) =>
        new() { Thing = of.Thing, Helper = helper, Kind = of.Kind, Community = of.Community, SuggestedBy = by, AskedAt = now };

    /// <summary>It is answered, or taken back.</summary>
    public void Become(InvitationState state)
    {
        State = state;
        Changed();
    }

    /// <summary>One person was asked twice, as two: whatever they answered counts.</summary>
    void IUnites<Invitation>.Unite(Invitation other)
    {
        if (State is InvitationState.Open) Become(other.State);
    }
}

/// <summary>A round of asking for one thing. While it is due a sweep looks for those who fit.</summary>
[NotExported("It says only when helpers are looked for again; who was asked stands in the invitations.")]
public sealed class Ring : Aggregate, IFallsDue
{
    private Ring()
    {
    }

    /// <summary>Its mark.</summary>
    public Guid Id { get; private set; }

    /// <summary>For what.</summary>
    public AskedId Thing { get; private set; }

    /// <summary>The how manieth round, from 1 on.</summary>
    public int Round { get; private set; }

    /// <summary>What kind of thing it is.</summary>
    public string Kind { get; private set; } = "";

    /// <summary>In which community.</summary>
    public CommunityId Community { get; private set; }

    /// <summary>When to look for people; null once that is done.</summary>
    public DateTimeOffset? DueAt { get; private set; }

    /// <summary>Whether it is due only to see that it is over.</summary>
    public bool CallsOff { get; private set; }

    /// <summary>How many were asked in it.</summary>
    public int Asked { get; private set; }

    /// <summary>A new round.</summary>
    public static Ring For(HelpersWanted wanted, int round, DateTimeOffset dueAt) =>
        new() { Id = Guid.NewGuid(), Thing = wanted.Thing, Kind = wanted.Kind, Community = wanted.Community, Round = round, DueAt = dueAt };

    /// <summary>So many were asked: it is over.</summary>
    public void Over(int asked)
    {
        (DueAt, CallsOff, Asked) = (null, false, asked);
        Changed();
    }

    /// <summary>It looks as if no more help were needed: unless that is undone, what nobody has answered is taken back then.</summary>
    public void LookWhetherOver(DateTimeOffset at)
    {
        (DueAt, CallsOff) = (at, true);
        Changed();
    }

    /// <summary>It is too early: those who were asked before have not had their time.</summary>
    public void WaitUntil(DateTimeOffset at)
    {
        DueAt = at;
        Changed();
    }
}
