using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Features.Outcomes;

namespace CopBot.Features.Problems;

/// <summary>Which problem.</summary>
public readonly record struct ProblemId(Guid Value) : IId<ProblemId>
{
    /// <inheritdoc/>
    public static ProblemId From(Guid value) => new(value);
}

/// <summary>How far a problem has come.</summary>
public enum ProblemStatus
{
    /// <summary>Nobody but the asker has spoken yet.</summary>
    Open,

    /// <summary>There is talk, or something was marked as what helped.</summary>
    Advised,

    /// <summary>The asker is trying something and will be asked what came of it.</summary>
    Trying,

    /// <summary>It worked, or the asker says so.</summary>
    Solved,

    /// <summary>Nobody works on it any more, for a stated reason.</summary>
    SetAside,
}

/// <summary>
/// "How can we…?": something a member wants solved. Guards its own rules: its verbs return a <see cref="Refusal"/> in words
/// when they cannot be done.
/// </summary>
[Shared]
public sealed class Problem : Aggregate, IMayBePrivate
{
    /// <summary>Longest title: what every platform shows as a heading.</summary>
    public const int TitleMaxLength = Limits.HeadingLength;

    /// <summary>Longest account of what was tried: as long as a field can be, so that a whole message fits into the form.</summary>
    public const int TriedMaxLength = Limits.FieldLength;

    /// <summary>Longest account of what good would look like.</summary>
    public const int GoodMaxLength = 1000;

    /// <summary>Most topics.</summary>
    public const int MostTopics = 5;

    /// <summary>Longest reason for setting it aside or opening it again.</summary>
    public const int ReasonMaxLength = 300;

    /// <summary>How long it must be quiet before it is set aside by itself.</summary>
    public static readonly TimeSpan QuietFor = TimeSpan.FromDays(30);

    /// <summary>How long an undo leaves no trace.</summary>
    public static readonly TimeSpan UndoFor = TimeSpan.FromSeconds(60);

    private const string WithoutWords = "A problem whose words were taken back by their author";

    private Problem()
    {
    }

    /// <summary>Which one.</summary>
    public ProblemId Id { get; private set; }

    /// <summary>Whose.</summary>
    public CommunityId Community { get; private set; }

    /// <summary>The problem as a question.</summary>
    public string Title { get; private set; } = "";

    /// <summary>What has been tried.</summary>
    public string Tried { get; private set; } = "";

    /// <summary>What good would look like.</summary>
    public string Good { get; private set; } = "";

    /// <summary>What it is about.</summary>
    public List<string> Topics { get; private set; } = [];

    /// <summary>Who asked; null when it was asked without a name.</summary>
    public MemberId? Asker { get; private set; }

    /// <summary>The hash of the receipt whose holder acts for an asker without a name.</summary>
    [NotExported("Receipts could be tried against it.")]
    public string? ReceiptHash { get; private set; }

    /// <summary>Whether nobody sees it but its asker, those who help and, as a question to them alone, those who are asked to.</summary>
    public bool OnlyHelpers { get; private set; }

    bool IMayBePrivate.IsPrivate => OnlyHelpers;

    /// <summary>How far it has come.</summary>
    public ProblemStatus Status { get; private set; }

    /// <summary>When it was asked; without a name only the day is kept.</summary>
    public DateTimeOffset AskedAt { get; private set; }

    /// <summary>The day by which an answer matters.</summary>
    public DateOnly? NeededBy { get; private set; }

    /// <summary>Whether it is the asker's first in the community: it then climbs the silence ladder twice as fast.</summary>
    public bool First { get; private set; }

    /// <summary>Whether anybody but the asker has ever spoken in its thread.</summary>
    public bool Answered { get; private set; }

    /// <summary>How many steps of the silence ladder were climbed, at most <see cref="SilenceLadder.Steps"/>.</summary>
    public int Step { get; private set; }

    /// <summary>When the next step is due; null when there is none.</summary>
    public DateTimeOffset? NextStepAt { get; private set; }

    /// <summary>When it has been quiet for so long that it is set aside; null while something is awaited or it is closed.</summary>
    public DateTimeOffset? QuietAt { get; private set; }

    /// <summary>When it was last closed.</summary>
    public DateTimeOffset? ClosedAt { get; private set; }

    /// <summary>How often it was closed, so that the news of each closing is news.</summary>
    public int Closings { get; private set; }

    /// <summary>How it stood before it was last closed or moved by an outcome: an undo puts exactly that back.</summary>
    public Standing? Before { get; private set; }

    /// <summary>Why it was set aside, or what came back when it was opened again.</summary>
    public string? Reason { get; private set; }

    /// <summary>The message that it was made from, or null.</summary>
    public PostRef? Source { get; private set; }

    /// <summary>Who wrote that message, where it was not the asker.</summary>
    public MemberId? SourceAuthor { get; private set; }

    /// <summary>How many members were asked privately whether they can help; who they are it does not know.</summary>
    public int Asked { get; private set; }

    /// <summary>Who has a stake in it.</summary>
    public List<ProblemPerson> People { get; } = [];

    /// <summary>What was marked as what helped, in order.</summary>
    public List<Advice> Advice { get; } = [];

    /// <summary>What came of trying it, by whomever.</summary>
    public List<ToldOutcome> Outcomes { get; } = [];

    /// <summary>Whether it is still worked on.</summary>
    public bool IsOpen => Status is ProblemStatus.Open or ProblemStatus.Advised or ProblemStatus.Trying;

    /// <summary>How many people something here is known to have worked for.</summary>
    public int Helped => TrackRecord.Of(Outcomes).Count(o => o.Result is OutcomeResult.Worked);

    /// <summary>What the asker last told; null before that.</summary>
    public ToldOutcome? AskersOutcome => Outcomes.Where(o => o.ByAsker).MaxBy(o => o.Number);

    /// <summary>What was marked as what helped and was not taken back, in order.</summary>
    public IEnumerable<Advice> AdviceToTry => Advice.Where(a => !a.Forgotten).OrderBy(a => a.Number);

    /// <summary>Whether what the asker tried did not do, so that they may ask again although it is still open.</summary>
    public bool LetDown => Status is ProblemStatus.Advised && AskersOutcome is { Result: OutcomeResult.DidNot or OutcomeResult.Partly };

    /// <summary>A new problem. <paramref name="asker"/> is null for one asked without a name, which needs a receipt instead.</summary>
    public static Problem Ask(ProblemId id, Community community, ProblemForm form, MemberId? asker, string? receiptHash, bool first, DateTimeOffset now)
    {
        var problem = new Problem
        {
            Id = id,
            Community = community.Id,
            Title = form.Title,
            Tried = form.Tried,
            Good = form.Good,
            Topics = [.. TopicList.Parse(form.Topics)],
            Asker = asker,
            OnlyHelpers = form.Who is Visibility.Helpers,
            ReceiptHash = receiptHash,
            NeededBy = form.NeededBy,
            First = first,
        };
        problem.AskedAt = problem.MomentOf(asker, now);
        problem.QuietAt = problem.AskedAt + QuietFor;
        problem.NextStepAt = SilenceLadder.NextAt(problem, community.Hours, problem.AskedAt);
        return problem;
    }

    /// <summary>The moment of an act as it is kept: of somebody without a name only the day, so that nothing joins it to what else they did.</summary>
    public DateTimeOffset MomentOf(MemberId? by, DateTimeOffset now) => by is null && Asker is null ? new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero) : now;

    /// <summary>Remembers the message that it was made from (null for one that others cannot see), and its author.</summary>
    public void CameFrom(PostRef? source, MemberId? author) => (Source, SourceAuthor) = (source, author);

    /// <summary>Whether this member may steer it: the asker, or a coordinator of its own community for them.</summary>
    public bool IsSteeredBy(Caller caller) => Asker == caller.Member.Id || (!OnlyHelpers && caller.Is(Role.Coordinator) && caller.CommunityOrNone?.Id == Community);

    /// <summary>Whether this member may see it; <see cref="ProblemSight.SeenBy"/> says the same to the database.</summary>
    public bool IsSeenBy(MemberId reader) => !OnlyHelpers || Asker == reader || People.Exists(p => p.Member == reader && p.Stake is Stake.Helper);

    /// <summary>
    /// Everybody may see it from now on, by its asker's word. What others said about it in private stays there: once somebody
    /// has answered it cannot be shown any more.
    /// </summary>
    public Refusal? ShowToEveryone()
    {
        if (!OnlyHelpers) return ProblemRefusals.AlreadyPosted;
        if (!IsOpen) return ProblemRefusals.Closed;
        if (Answered) return ProblemRefusals.AnsweredInPrivate;
        OnlyHelpers = false;
        Changed();
        return null;
    }

    /// <summary>Somebody offers to help.</summary>
    public Refusal? AcceptHelper(MemberId member, DateTimeOffset now)
    {
        if (member == Asker) return ProblemRefusals.OwnProblem;
        if (!IsOpen) return ProblemRefusals.Closed;
        return Take(member, Stake.Helper, now) ? null : ProblemRefusals.AlreadyHelping;
    }

    /// <summary>A helper and the asker talk in a place of their own, beside this channel.</summary>
    public void TalksIn(MemberId helper, ChannelRef beside)
    {
        People.Find(p => p.Member == helper && p.Stake is Stake.Helper)?.MeetIn(beside);
        Changed();
    }

    /// <summary>Those who talk with the asker in a place of their own.</summary>
    public IEnumerable<ProblemPerson> Rooms => People.Where(p => OnlyHelpers && p.Room is not null).OrderBy(p => p.Since);

    /// <summary>Somebody has the problem too; false when they had said so.</summary>
    public bool HasToo(MemberId member, DateTimeOffset now) => Take(member, Stake.MeToo, now);

    /// <summary>Somebody wants to hear what came of it; false when they had said so.</summary>
    public bool Follow(MemberId member, DateTimeOffset now) => Take(member, Stake.Follower, now);

    /// <summary>Somebody no longer has a stake of this kind; false when they had none.</summary>
    public bool Leave(MemberId member, Stake stake)
    {
        if (People.RemoveAll(p => p.Member == member && p.Stake == stake) == 0) return false;
        Changed();
        return true;
    }

    /// <summary>Somebody wrote in its thread. Answers whether that ended the silence.</summary>
    public bool Talk(bool byAsker, DateTimeOffset at)
    {
        var breaksSilence = !byAsker && Status is ProblemStatus.Open;
        if (breaksSilence) (Status, NextStepAt) = (ProblemStatus.Advised, null);
        if (QuietAt < at + QuietFor) QuietAt = at + QuietFor;
        Answered |= !byAsker;
        Changed();
        return breaksSilence;
    }

    /// <summary>
    /// Marks a message as what helped. The same message twice is the same advice; one whose author took their words back
    /// stays without them.
    /// </summary>
    public Advice Mark(SourceMessage message, MemberId? author, bool trying, DateTimeOffset now)
    {
        var advice = Advice.Find(a => a.Source == message.Post);
        if (advice is null)
        {
            var words = Shortening.OneLine(Typed.Clean(message.Text, lines: false), Problems.Advice.ExcerptMaxLength);
            var number = Advice.Count == 0 ? 1 : Advice.Max(a => a.Number) + 1;
            Advice.Add(advice = new Advice(new(Guid.NewGuid()), Id, number, message.Post, author, words, now));
        }

        Answered = true;
        if (IsOpen)
        {
            (Status, NextStepAt) = (trying ? ProblemStatus.Trying : ProblemStatus.Advised, null);
            QuietAt = trying ? null : now + QuietFor;
        }

        Changed();
        return advice;
    }

    /// <summary>The author of something marked takes their words back; what came of them stays.</summary>
    public Refusal? TakeBack(AdviceId advice, MemberId author)
    {
        if (Advice.Find(a => a.Id == advice && a.Author == author) is not { } theirs) return ProblemRefusals.NotYourWords;
        theirs.Forget();
        Changed();
        return null;
    }

    /// <summary>The author of the message that it was made from takes their words back.</summary>
    public Refusal? TakeBackSource(MemberId author)
    {
        if (SourceAuthor != author) return ProblemRefusals.NotYourWords;
        (Source, SourceAuthor) = (null, null);
        Title = WithoutWords;
        (Tried, Good) = ("", "");
        Changed();
        return null;
    }

    /// <summary>Whether it was asked without a name, so that whoever holds the receipt acts for its asker.</summary>
    public bool IsUnsigned => ReceiptHash is not null;

    /// <summary>Whether nobody but this member has had a part in it.</summary>
    public bool IsOnly(MemberId person) => Asker == person && !Answered && SourceAuthor is null
        && People.TrueForAll(p => p.Member == person) && Advice.TrueForAll(a => a.Author == person) && Outcomes.TrueForAll(o => o.Teller == person);

    /// <summary>
    /// Somebody is forgotten: nothing here names them any more or leads to their messages. What they wrote stays without a
    /// name, or goes too. Without its asker nobody waits for an answer: then it is set aside, and anybody may open it again.
    /// </summary>
    public void Forget(MemberId person, bool wordsToo, DateTimeOffset now)
    {
        People.RemoveAll(p => p.Member == person);
        foreach (var advice in Advice.Where(a => a.Author == person)) advice.Forget(wordsToo);
        foreach (var told in Outcomes.Where(o => o.Teller == person)) told.Forget(wordsToo);
        if (SourceAuthor == person && wordsToo) TakeBackSource(person);
        // Where its author is not known it is the asker's own message, or that of whoever is forgotten now.
        else if (SourceAuthor == person || (Asker == person && SourceAuthor is null)) (Source, SourceAuthor) = (null, null);
        if (Asker == person)
        {
            Asker = null;
            if (wordsToo) (Title, Tried, Good, Topics, Reason, Before) = (WithoutWords, "", "", [], null, null);
            if (IsOpen) End(ProblemStatus.SetAside, "Whoever asked is no longer here.", now);
            Before = null;
        }

        Changed();
    }

    /// <summary>A message was deleted where it was written; the excerpt goes with it.</summary>
    public void ForgetMessage(PostRef message)
    {
        foreach (var advice in Advice.Where(a => a.Source == message)) advice.Forget();
        if (Source == message) Source = null;
        Changed();
    }

    /// <summary>It is solved.</summary>
    public Refusal? Solve(DateTimeOffset now)
    {
        if (!IsOpen) return ProblemRefusals.Closed;
        Close(ProblemStatus.Solved, null, now);
        return null;
    }

    /// <summary>Nobody is to work on it any more, for a reason.</summary>
    public Refusal? SetAside(string reason, DateTimeOffset now)
    {
        if (!IsOpen) return ProblemRefusals.Closed;
        Close(ProblemStatus.SetAside, reason, now);
        return null;
    }

    /// <summary>Takes a closing back within its minute, as if it had not been.</summary>
    public Refusal? UndoClose(DateTimeOffset now)
    {
        if (IsOpen || ClosedAt is null) return ProblemRefusals.NotClosed;
        if (Before is not { Trial: null } || now >= ClosedAt + UndoFor) return ProblemRefusals.TooLateToUndo;
        StandAsBefore();
        return null;
    }

    /// <summary>It came back, or somebody wants to go on with it, or what was tried did not do: it waits for answers anew.</summary>
    public Refusal? Reopen(string? reason, Hours hours, DateTimeOffset now)
    {
        if (IsOpen && !LetDown) return ProblemRefusals.NotClosed;
        (Status, Reason, ClosedAt, QuietAt, Step, Before) = (ProblemStatus.Open, reason, null, now + QuietFor, 0, null);
        NextStepAt = SilenceLadder.NextAt(this, hours, now);
        Changed();
        return null;
    }

    /// <summary>Climbs one step of the silence ladder, and answers which.</summary>
    public int Climb(Hours hours, DateTimeOffset now)
    {
        Step++;
        NextStepAt = Step < SilenceLadder.Steps ? SilenceLadder.NextAt(this, hours, now) : null;
        Changed();
        return Step;
    }

    /// <summary>A step that fell due while nobody looked is not made up for; the silence is measured anew.</summary>
    public void MeasureSilenceAnew(Hours hours, DateTimeOffset now)
    {
        NextStepAt = SilenceLadder.NextAt(this, hours, now);
        Changed();
    }

    /// <summary>The quiet days ended while nobody looked: what was said meanwhile is not known, so they are counted anew.</summary>
    public void MeasureQuietAnew(DateTimeOffset now)
    {
        QuietAt = now + QuietFor;
        Changed();
    }

    /// <summary>What came of trying something here. The asker's word moves the problem; anybody's adds to the record.</summary>
    public void Hear(ToldOutcome told, DateTimeOffset now)
    {
        var earlier = Outcomes.Find(o => o.Trial == told.Trial);
        told.Follows(Outcomes);
        if (earlier is not null) Outcomes.Remove(earlier);
        Outcomes.Add(told);
        Changed();
        if (!told.ByAsker) return;

        if (earlier is null) Before = StandsNow(told.Trial);
        if (told.Result is OutcomeResult.Worked)
        {
            if (Status is not ProblemStatus.Solved) End(ProblemStatus.Solved, null, now);
        }
        else if (Status is ProblemStatus.Trying || (Status is ProblemStatus.Solved && earlier is { Result: OutcomeResult.Worked }))
        {
            // What the asker closed by their own word stays closed: a bad outcome opens it again only if they want.
            (Status, ClosedAt, QuietAt) = (ProblemStatus.Advised, null, now + QuietFor);
        }
    }

    /// <summary>An outcome was taken back within its minute: as if it had not been, unless something else happened since.</summary>
    public void Unhear(TrialId trial)
    {
        if (Outcomes.Find(o => o.Trial == trial) is not { } told) return;
        Outcomes.Remove(told);
        Changed();
        if (told.ByAsker && Before?.Trial == trial) StandAsBefore();
    }

    /// <summary>
    /// Somebody here turned out to be one person with somebody else: an asker has no other stake in their own problem, and
    /// what they told of it is the asker's word.
    /// </summary>
    public void IsOnePerson(MemberId person)
    {
        if (Asker != person) return;
        People.RemoveAll(p => p.Member == person);
        foreach (var told in Outcomes.Where(o => o.Teller == person)) told.IsAskers();
        Changed();
    }

    /// <summary>So many members were asked, in all.</summary>
    public void WereAsked(int people)
    {
        if (people <= Asked) return;
        Asked = people;
        Changed();
    }

    /// <summary>Sets or clears the day by which an answer matters.</summary>
    public void NeedBy(DateOnly? day)
    {
        NeededBy = day;
        Changed();
    }

    private void Close(ProblemStatus status, string? reason, DateTimeOffset now)
    {
        Before = StandsNow(null);
        End(status, reason, now);
    }

    private void End(ProblemStatus status, string? reason, DateTimeOffset now)
    {
        (Status, Reason, ClosedAt, NextStepAt, QuietAt) = (status, reason, now, null, null);
        Closings++;
        Changed();
    }

    private Standing StandsNow(TrialId? trial) => new(Status, Reason, ClosedAt, NextStepAt, QuietAt, trial);

    private void StandAsBefore()
    {
        (Status, Reason, ClosedAt, NextStepAt, QuietAt) = (Before!.Status, Before.Reason, Before.ClosedAt, Before.NextStepAt, Before.QuietAt);
        Before = null;
        Changed();
    }

    private bool Take(MemberId member, Stake stake, DateTimeOffset now)
    {
        if (People.Exists(p => p.Member == member && p.Stake == stake)) return false;
        People.Add(new ProblemPerson(Id, member, stake, now));
        Changed();
        return true;
    }
}

/// <summary>How a problem stood before something that can be taken back: a closing, or what came of a trial.</summary>
public sealed record Standing(ProblemStatus Status, string? Reason, DateTimeOffset? ClosedAt, DateTimeOffset? NextStepAt, DateTimeOffset? QuietAt, TrialId? Trial);
