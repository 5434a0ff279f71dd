using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Features.Problems;
using CopBot.Sweeps;

namespace CopBot.Features.Outcomes;

/// <summary>
/// Somebody tries advice, and is asked what came of it: once on the day they chose; <em>Haven't tried yet</em> earns exactly
/// one more question. Silence is recorded as unknown.
/// </summary>
public sealed class Trial : Aggregate, IFallsDue
{
    /// <summary>Longest line of what will be tried.</summary>
    public const int WillTryMaxLength = 200;

    /// <summary>Longest line of what came of it.</summary>
    public const int LineMaxLength = 300;

    /// <summary>Most questions, ever.</summary>
    public const int MostQuestions = 2;

    /// <summary>How long a question may stay without an answer before the outcome is recorded as unknown.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromDays(14);

    /// <summary>How long an undo leaves no trace.</summary>
    public static readonly TimeSpan UndoFor = TimeSpan.FromSeconds(60);

    private Trial()
    {
    }

    /// <summary>Which one.</summary>
    public TrialId Id { get; private set; }

    /// <summary>The community.</summary>
    public CommunityId Community { get; private set; }

    /// <summary>Of what problem's advice; for what was tried of an experience or out of the library, the id of that.</summary>
    public ProblemId Problem { get; private set; }

    /// <summary>Whether a problem stands behind it, which can be opened again.</summary>
    public bool OfProblem => CardKey.StartsWith("problem/", StringComparison.Ordinal);

    /// <summary>What the problem is called.</summary>
    public string Title { get; private set; } = "";

    /// <summary>The key of the problem's card, in whose thread somebody without a name is asked.</summary>
    public string CardKey { get; private set; } = "";

    /// <summary>What is tried.</summary>
    public List<Guid> Advice { get; private set; } = [];

    /// <summary>Who tries it; null without a name.</summary>
    public MemberId? Trier { get; private set; }

    /// <summary>Whether it is the asker, or somebody with the same problem.</summary>
    public bool ByAsker { get; private set; }

    /// <summary>Whether it was promised at a meeting: <see cref="Problem"/> is then the promise.</summary>
    public bool Promised { get; private set; }

    /// <summary>Whether only those who take part may read of it: it stands in no story and on no agenda.</summary>
    public bool Private { get; private set; }

    /// <summary>In one line, what they will try.</summary>
    public string WillTry { get; private set; } = "";

    /// <summary>When they began.</summary>
    public DateTimeOffset Since { get; private set; }

    /// <summary>When they are to be asked (next); null for never.</summary>
    public DateTimeOffset? AskAt { get; private set; }

    /// <summary>How often they were asked.</summary>
    public int Asked { get; private set; }

    /// <summary>When a question without an answer is recorded as unknown.</summary>
    public DateTimeOffset? SilentAt { get; private set; }

    /// <summary>What came of it; null while nobody knows.</summary>
    public OutcomeResult? Result { get; private set; }

    /// <summary>In one line, what came of it.</summary>
    public string Line { get; private set; } = "";

    /// <summary>When it was told.</summary>
    public DateTimeOffset? ToldAt { get; private set; }

    /// <summary>What was told before, and what was awaited then: an undo puts exactly that back.</summary>
    public EarlierAnswer? Before { get; private set; }

    /// <summary>When the next thing is due.</summary>
    public DateTimeOffset? DueAt { get; private set; }

    /// <summary>A new trial.</summary>
    public static Trial Begin(AdviceToTry terms, DateTimeOffset now)
    {
        var trial = new Trial
        {
            // Without a name nothing may order trials by time.
            Id = new TrialId(terms.Trier is null ? Guid.NewGuid() : Guid.CreateVersion7()),
            Community = terms.Community,
            Problem = terms.Problem,
            Title = terms.Title,
            CardKey = terms.CardKey,
            Trier = terms.Trier,
            ByAsker = terms.ByAsker,
            Promised = terms.Promised,
            Private = terms.Private,
            Since = terms.Trier is null ? new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero) : now,
        };
        trial.GoOn(terms);
        return trial;
    }

    /// <summary>More advice is tried in the same go; what was said last counts.</summary>
    public void GoOn(AdviceToTry terms)
    {
        Advice = [.. Advice.Union(terms.Advice.Select(a => a.Value))];
        if (terms.WillTry.Length > 0) WillTry = terms.WillTry;
        AskAt = terms.AskAt;
        Due();
        Changed();
    }

    /// <summary>The question is put now. Answers false when it must not be: already twice, or nothing left to ask.</summary>
    public bool Ask(DateTimeOffset now)
    {
        if (Result is not null || Asked >= MostQuestions) return false;
        Asked++;
        (AskAt, SilentAt) = (null, now + Patience);
        Due();
        Changed();
        return true;
    }

    /// <summary>The problem is called something else from now on.</summary>
    public void Rename(string title)
    {
        Title = title;
        Changed();
    }

    /// <summary>The patience ended while nobody looked, so an answer could not be given: it begins anew.</summary>
    public void WaitAnew(DateTimeOffset now)
    {
        SilentAt = now + Patience;
        Due();
        Changed();
    }

    /// <summary>Whoever tries it is known to be the asker.</summary>
    public void IsAskers()
    {
        if (ByAsker) return;
        ByAsker = true;
        Changed();
    }

    /// <summary>Another, of the same problem, turned out to be the same person's: together they are asked about once.</summary>
    public void Join(Trial other)
    {
        Advice = [.. Advice.Union(other.Advice)];
        if (WillTry.Length == 0) WillTry = other.WillTry;
        // What one of them was asked waits for its answer; else the day that comes first.
        if (Asked == 0 && other.AskAt is { } day && (AskAt is null || day < AskAt)) AskAt = day;
        Due();
        Changed();
    }

    /// <summary>Who tried it is forgotten, and their words too where they wish so. Only for one that was told: nobody is left who could be asked.</summary>
    public void Forget(bool wordsToo)
    {
        if (wordsToo) (WillTry, Line) = ("", "");
        (Trier, Before, AskAt, SilentAt) = (null, null, null, null);
        Due();
        Changed();
    }

    /// <summary>What came of it. Told again, the later one counts; the same again changes nothing.</summary>
    public void Tell(OutcomeResult result, DateTimeOffset now)
    {
        if (Result == result) return;
        // Several answers within the minute are one: the undo goes back to before the first of them.
        if (Before is null || now >= ToldAt + UndoFor) Before = new EarlierAnswer(Result, Line, ToldAt, AskAt, SilentAt);
        (Result, Line, ToldAt, AskAt, SilentAt) = (result, "", now, null, null);
        Due();
        Changed();
    }

    /// <summary>Adds the line.</summary>
    public Refusal? Say(string line)
    {
        if (Result is null) return OutcomeRefusals.NotToldYet;
        Line = line;
        Changed();
        return null;
    }

    /// <summary>Not tried yet: one more question, on a day they choose.</summary>
    public Refusal? TryLater(DateTimeOffset askAt)
    {
        if (Asked >= MostQuestions) return OutcomeRefusals.AskedTwice;
        if (Result is not null) return OutcomeRefusals.ToldAlready;
        (AskAt, SilentAt) = (askAt, null);
        Asked = Math.Max(Asked, 1);
        Due();
        Changed();
        return null;
    }

    /// <summary>Takes the outcome back within its minute.</summary>
    public Refusal? TakeBack(DateTimeOffset now)
    {
        if (Result is null || ToldAt is null) return OutcomeRefusals.NotToldYet;
        if (Before is null || now >= ToldAt + UndoFor) return OutcomeRefusals.TooLateToUndo;
        (Result, Line, ToldAt, AskAt, SilentAt, Before) = (Before.Result, Before.Line, Before.ToldAt, Before.AskAt, Before.SilentAt, null);
        Due();
        Changed();
        return null;
    }

    private void Due() => DueAt = AskAt ?? SilentAt;
}

/// <summary>What somebody had told before, and what was awaited of them then.</summary>
public sealed record EarlierAnswer(OutcomeResult? Result, string Line, DateTimeOffset? ToldAt, DateTimeOffset? AskAt, DateTimeOffset? SilentAt);
