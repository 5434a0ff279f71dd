using System.ComponentModel.DataAnnotations;
using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Features.Library;
using CopBot.Features.Outcomes;
using CopBot.Features.Problems;

namespace CopBot.Features.Experiences;

/// <summary>Which experience request.</summary>
public readonly record struct ExperienceRequestId(Guid Value) : IId<ExperienceRequestId>
{
    /// <inheritdoc/>
    public static ExperienceRequestId From(Guid value) => new(value);

    /// <summary>As what trials know that something was tried of it.</summary>
    public ProblemId AsTried => new(Value);
}

/// <summary>Whether what is told may be quoted in the library.</summary>
public enum Quoting
{
    /// <summary>Each teller is asked when it is saved.</summary>
    [Display(Name = "Ask everybody at the end")]
    AskAtTheEnd,

    /// <summary>Whoever tells knows beforehand that it may be quoted, without their name.</summary>
    [Display(Name = "Yes, without names")]
    Yes,

    /// <summary>Nothing of it is quoted.</summary>
    [Display(Name = "No, nothing is quoted")]
    No,
}

/// <summary>
/// "Has anyone had…?": what others have been through is told side by side and never ranked. Guards its own rules: its verbs
/// return a <see cref="Refusal"/> in words when they cannot be done.
/// </summary>
[Shared]
public sealed class ExperienceRequest : Aggregate
{
    /// <summary>Longest title: what every platform shows as a heading.</summary>
    public const int TitleMaxLength = Limits.HeadingLength;

    /// <summary>Longest account of what happened or is planned: a whole message fits into it.</summary>
    public const int PlanMaxLength = Limits.FieldLength;

    /// <summary>Longest account of what the asker most wants to hear.</summary>
    public const int HearMaxLength = 1000;

    /// <summary>Longest summary.</summary>
    public const int SummaryMaxLength = 2500;

    /// <summary>How long it must be quiet before the asker gets a draft to edit.</summary>
    public static readonly TimeSpan QuietFor = TimeSpan.FromDays(7);

    /// <summary>How long an undo leaves no trace.</summary>
    public static readonly TimeSpan UndoFor = TimeSpan.FromSeconds(60);

    private const string WithoutWords = "A question whose words were taken back by their author";

    private ExperienceRequest()
    {
    }

    /// <summary>Which one.</summary>
    public ExperienceRequestId Id { get; private set; }

    /// <summary>Whose.</summary>
    public CommunityId Community { get; private set; }

    /// <summary>The question.</summary>
    public string Title { get; private set; } = "";

    /// <summary>What happened, or is planned.</summary>
    public string Plan { get; private set; } = "";

    /// <summary>What the asker most wants to hear.</summary>
    public string Hear { get; private set; } = "";

    /// <summary>Whether it may be quoted.</summary>
    public Quoting Quoting { get; private set; }

    /// <summary>Who asked; null for somebody who left.</summary>
    public MemberId? Asker { get; private set; }

    /// <summary>When it was asked.</summary>
    public DateTimeOffset AskedAt { get; private set; }

    /// <summary>How many were asked whether they have been there; who they are stays unseen.</summary>
    public int Asked { get; private set; }

    /// <summary>When it has been quiet for so long that a draft is due; null while there is nothing to sum up, or it was offered.</summary>
    public DateTimeOffset? SummaryAt { get; private set; }

    /// <summary>Whether the draft was offered. It is offered once.</summary>
    public bool SummaryOffered { get; private set; }

    /// <summary>What the asker made of it, for the library; empty before that.</summary>
    public string Summary { get; private set; } = "";

    /// <summary>Where it stands in the library, once it was saved.</summary>
    public ResourceId? SavedAs { get; private set; }

    /// <summary>The message that it was made from, or null.</summary>
    public PostRef? Source { get; private set; }

    /// <summary>Who wrote that message, where it was not the asker.</summary>
    public MemberId? SourceAuthor { get; private set; }

    /// <summary>What was told, in order of telling.</summary>
    public List<Experience> Experiences { get; } = [];

    /// <summary>Who hears of it.</summary>
    public List<ExperienceFollower> Followers { get; } = [];

    /// <summary>Who was thought of.</summary>
    public List<ExperienceHint> Hints { get; } = [];

    /// <summary>What came of trying something of it.</summary>
    public List<ExperienceOutcome> Outcomes { get; } = [];

    /// <summary>What everybody may read, side by side, in the order in which it was told.</summary>
    public IEnumerable<Experience> Public => Experiences.Where(e => e.Shows is not ShownAs.OnlyToAsker).OrderBy(e => e.Number);

    /// <summary>How many people something of it is known to have worked for.</summary>
    public int Helped => Outcomes.Where(o => o.Result is OutcomeResult.Worked).GroupBy(o => o.Teller is { } teller ? teller.Value : o.Trial.Value).Count();

    /// <summary>A new one.</summary>
    public static ExperienceRequest Ask(ExperienceRequestId id, Community community, ExperienceRequestForm form, MemberId asker, DateTimeOffset now) => new()
    {
        Id = id,
        Community = community.Id,
        Title = form.Title,
        Plan = form.Plan,
        Hear = form.Hear,
        Quoting = form.Quoting,
        Asker = asker,
        AskedAt = now,
    };

    /// <summary>So many members were asked, in all.</summary>
    public void WereAsked(int people)
    {
        if (people <= Asked) return;
        Asked = people;
        Changed();
    }

    /// <summary>Remembers the message that it was made from (null for one that others cannot see), and its author.</summary>
    public void CameFrom(PostRef? source, MemberId? author) => (Source, SourceAuthor) = (source, author);

    /// <summary>Whether this member may steer it: the asker, or a coordinator of its own community for them.</summary>
    public bool IsSteeredBy(Dispatch.Caller caller) => Asker == caller.Member.Id || (caller.Is(Role.Coordinator) && caller.CommunityOrNone?.Id == Community);

    /// <summary>What this person may read of it: what is public, what is theirs, and as the asker everything.</summary>
    public IReadOnlyList<Experience> ReadableBy(MemberId reader) =>
        [.. Experiences.Where(e => e.Shows is not ShownAs.OnlyToAsker || reader == Asker || e.Teller == reader).OrderBy(e => e.Number)];

    /// <summary>What this member told under their name, or to the asker alone.</summary>
    public Experience? Of(MemberId teller) => Experiences.Find(e => e.Teller == teller);

    /// <summary>Somebody tells what they had; told again, the later counts. <paramref name="teller"/> is null without a name.</summary>
    public Experience Tell(ExperienceForm form, MemberId? teller, string? receiptHash, DateTimeOffset now)
    {
        var experience = teller is { } known ? Of(known) : null;
        if (experience is null)
        {
            var number = Experiences.Count == 0 ? 1 : Experiences.Max(e => e.Number) + 1;
            // Without a name neither the id nor the moment may tell when it was.
            var id = new ExperienceId(teller is null ? Guid.NewGuid() : Guid.CreateVersion7());
            Experiences.Add(experience = new Experience(id, Id, number, teller, receiptHash, teller is null ? Day(now) : now));
        }

        experience.Say(form);
        Stir(teller is null ? Day(now) : now);
        Changed();
        return experience;
    }

    /// <summary>Somebody takes back what they told.</summary>
    public Refusal? TakeBack(ExperienceId experience, MemberId teller)
    {
        if (Experiences.Find(e => e.Id == experience) is not { } told) return ExperienceRefusals.NoSuchExperience;
        if (told.Teller != teller) return ExperienceRefusals.NotYourExperience;
        Drop(told);
        return null;
    }

    /// <summary>What was told goes.</summary>
    public void Drop(Experience told)
    {
        Experiences.Remove(told);
        if (Experiences.Count == 0) SummaryAt = null;
        Changed();
    }

    /// <summary>Somebody wants to hear of it; false when they had said so.</summary>
    public bool Follow(MemberId member, DateTimeOffset now)
    {
        if (Followers.Exists(f => f.Member == member)) return false;
        Followers.Add(new ExperienceFollower(Id, member, now));
        Changed();
        return true;
    }

    /// <summary>Somebody no longer wants to hear of it; false when they did not.</summary>
    public bool Unfollow(MemberId member)
    {
        if (Followers.RemoveAll(f => f.Member == member) == 0) return false;
        Changed();
        return true;
    }

    /// <summary>Somebody thinks of somebody else; false where that one was thought of before, asked, or has told already.</summary>
    public bool ThinkOf(MemberId somebody, MemberId by, DateTimeOffset now)
    {
        if (somebody == Asker || Of(somebody) is not null || Hints.Exists(h => h.Somebody == somebody)) return false;
        Hints.Add(new ExperienceHint(Id, somebody, by, now));
        Changed();
        return true;
    }

    /// <summary>Whoever was thought of passes. Nobody hears of it.</summary>
    public void Pass(MemberId somebody)
    {
        if (Hints.Find(h => h.Somebody == somebody) is not { } hint) return;
        hint.Pass();
        Changed();
    }

    /// <summary>Somebody wrote in its thread: it is quiet no longer.</summary>
    public void Talk(DateTimeOffset at)
    {
        if (SummaryAt is null || SummaryAt >= at + QuietFor) return;
        Stir(at);
        Changed();
    }

    /// <summary>The quiet days are over: the draft is due now. False where there is nothing to sum up, or nobody to offer it to.</summary>
    public bool OfferSummary()
    {
        SummaryAt = null;
        Changed();
        if (SummaryOffered || SavedAs is not null || Asker is null || !Public.Any()) return false;
        SummaryOffered = true;
        return true;
    }

    /// <summary>The quiet days ended while nobody looked: what was said meanwhile is not known, so they are counted anew.</summary>
    public void MeasureQuietAnew(DateTimeOffset now)
    {
        SummaryAt = now + QuietFor;
        Changed();
    }

    /// <summary>The asker does not want to save it.</summary>
    public void LeaveUnsaved()
    {
        (SummaryAt, SummaryOffered) = (null, true);
        Changed();
    }

    /// <summary>It is saved to the library, in the asker's words.</summary>
    public Refusal? Save(ResourceId resource, string summary)
    {
        if (SavedAs is not null) return ExperienceRefusals.SavedAlready;
        (SavedAs, Summary, SummaryAt, SummaryOffered) = (resource, summary, null, true);
        Changed();
        return null;
    }

    /// <summary>A teller says whether they may be quoted.</summary>
    public Refusal? Quote(ExperienceId experience, MemberId teller, QuoteConsent consent)
    {
        if (Experiences.Find(e => e.Id == experience) is not { } told) return ExperienceRefusals.NoSuchExperience;
        if (told.Teller != teller) return ExperienceRefusals.NotYourExperience;
        told.MayBeQuoted(consent);
        Changed();
        return null;
    }

    /// <summary>Whether something of this experience may stand in the library now: what was told to the asker alone never may.</summary>
    public bool MayQuote(Experience told) => told.Shows is not ShownAs.OnlyToAsker && Quoting switch
    {
        Quoting.No => false,
        Quoting.Yes => told.Quote is not QuoteConsent.Refused,
        Quoting.AskAtTheEnd => told.Quote is QuoteConsent.Named or QuoteConsent.Unnamed,
        _ => throw new NotSupportedException(Quoting.ToString()),
    };

    /// <summary>What came of trying something of it.</summary>
    public void HearOutcome(ExperienceOutcome told)
    {
        var number = Outcomes.Count == 0 ? 1 : Outcomes.Max(o => o.Number) + 1;
        Outcomes.RemoveAll(o => o.Trial == told.Trial);
        told.Is(number);
        Outcomes.Add(told);
        Changed();
    }

    /// <summary>An outcome was taken back within its minute.</summary>
    public void Unhear(TrialId trial)
    {
        if (Outcomes.RemoveAll(o => o.Trial == trial) > 0) Changed();
    }

    /// <summary>The author of the message that it was made from takes their words back.</summary>
    public Refusal? TakeBackSource(MemberId author)
    {
        if (SourceAuthor != author) return ExperienceRefusals.NotYourWords;
        (Source, SourceAuthor) = (null, null);
        (Title, Plan) = (WithoutWords, "");
        Changed();
        return null;
    }

    /// <summary>The message that it was made from was deleted where it was written.</summary>
    public void ForgetMessage()
    {
        Source = null;
        Changed();
    }

    /// <summary>Whether nobody but this member has had a part in it.</summary>
    public bool IsOnly(MemberId person) => Asker == person && SourceAuthor is null && Experiences.TrueForAll(e => e.Teller == person)
        && Followers.TrueForAll(f => f.Member == person) && Outcomes.TrueForAll(o => o.Teller == person);

    /// <summary>
    /// Somebody is forgotten: nothing here names them any more. What they wrote stays without a name, or goes too. What was
    /// told to the asker alone goes with the asker, since nobody is left who may read it.
    /// </summary>
    public void Forget(MemberId person, bool wordsToo)
    {
        Followers.RemoveAll(f => f.Member == person);
        Hints.RemoveAll(h => h.Somebody == person || h.By == person);
        if (wordsToo) Experiences.RemoveAll(e => e.Teller == person);
        foreach (var told in Experiences.Where(e => e.Teller == person)) told.ForgetTeller();
        foreach (var outcome in Outcomes.Where(o => o.Teller == person)) outcome.Forget(wordsToo);
        if (SourceAuthor == person && wordsToo) TakeBackSource(person);
        else if (SourceAuthor == person || (Asker == person && SourceAuthor is null)) (Source, SourceAuthor) = (null, null);
        if (Asker == person)
        {
            (Asker, SummaryAt) = (null, null);
            Experiences.RemoveAll(e => e.Shows is ShownAs.OnlyToAsker);
            if (wordsToo) (Title, Plan, Hear, Summary) = (WithoutWords, "", "", "");
        }

        Changed();
    }

    /// <summary>Two members became one: an asker does not follow their own question, and what they told of a trial is the asker's word.</summary>
    public void IsOnePerson(MemberId person)
    {
        if (Asker == person) Followers.RemoveAll(f => f.Member == person);
        Hints.RemoveAll(h => h.Somebody == Asker || h.Somebody == h.By);
        Changed();
    }

    private void Stir(DateTimeOffset at)
    {
        if (!SummaryOffered && SavedAs is null && Asker is not null) SummaryAt = at + QuietFor;
    }

    private static DateTimeOffset Day(DateTimeOffset at) => new(at.UtcDateTime.Date, TimeSpan.Zero);
}
