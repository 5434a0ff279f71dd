using System.ComponentModel.DataAnnotations;
using System.Globalization;
using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Features.Outcomes;
using CopBot.Features.Problems;

namespace CopBot.Features.Library;

/// <summary>Which import of a list of links.</summary>
public readonly record struct ImportId(Guid Value) : IId<ImportId>
{
    /// <inheritdoc/>
    public static ImportId From(Guid value) => new(value);
}

/// <summary>What kind of thing it is.</summary>
public enum ResourceKind
{
    /// <summary>A link.</summary>
    [Display(Name = "Link")]
    Link,

    /// <summary>An example of how somebody did it.</summary>
    [Display(Name = "Example")]
    Example,

    /// <summary>Something to copy and change.</summary>
    [Display(Name = "Template, to copy and change")]
    Template,

    /// <summary>How something is done.</summary>
    [Display(Name = "Guide")]
    Guide,
}

/// <summary>
/// Something in the library: a link, an example, a template or a guide, titled as the question that it answers. It has an owner
/// who is asked now and then whether it still holds.
/// </summary>
[Shared]
public sealed class Resource : Aggregate
{
    /// <summary>Longest title: what every platform shows as a heading.</summary>
    public const int TitleMaxLength = Limits.HeadingLength;

    /// <summary>Longest text.</summary>
    public const int WordsMaxLength = 8000;

    /// <summary>Longest link.</summary>
    public const int LinkMaxLength = 1000;

    /// <summary>Longest licence or limits.</summary>
    public const int TermsMaxLength = 300;

    private Resource()
    {
    }

    /// <summary>Which one.</summary>
    public ResourceId Id { get; private set; }

    /// <summary>Whose.</summary>
    public CommunityId Community { get; private set; }

    /// <summary>The question that it answers.</summary>
    public string Title { get; private set; } = "";

    /// <summary>What kind of thing it is.</summary>
    public ResourceKind Kind { get; private set; }

    /// <summary>Where it is; null for a text that stands here whole.</summary>
    public string? Link { get; private set; }

    /// <summary>What it says, or what is said of it.</summary>
    public string Words { get; private set; } = "";

    /// <summary>Licence or limits.</summary>
    public string Terms { get; private set; } = "";

    /// <summary>Who looks after it; null where they left, and where it came with a file that nobody in the chat brought.</summary>
    public MemberId? Owner { get; private set; }

    /// <summary>When it was saved.</summary>
    public DateTimeOffset AddedAt { get; private set; }

    /// <summary>When somebody last said that it holds.</summary>
    public DateTimeOffset VerifiedAt { get; private set; }

    /// <summary>After how long it is to be looked at again.</summary>
    public ReviewEvery Review { get; private set; }

    /// <summary>When its owner is to be asked; null once they were, until they answer.</summary>
    public DateTimeOffset? ReviewAt { get; private set; }

    /// <summary>When it was taken out of use; it is found no more.</summary>
    public DateTimeOffset? RetiredAt { get; private set; }

    /// <summary>What it was made from.</summary>
    public ResourceId? CopyOf { get; private set; }

    /// <summary>The card of the thread in which it grew, or null.</summary>
    public string? GrewAt { get; private set; }

    /// <summary>What trials know that thread as.</summary>
    public Guid? GrewFrom { get; private set; }

    /// <summary>With which list it came, or null.</summary>
    public ImportId? Import { get; private set; }

    /// <summary>The message that it was saved from, or null.</summary>
    public PostRef? Source { get; private set; }

    /// <summary>Who wrote that message, where it was not whoever saved it.</summary>
    public MemberId? SourceAuthor { get; private set; }

    /// <summary>Who used it, and what came of that.</summary>
    public List<ResourceUse> Uses { get; } = [];

    /// <summary>As what trials know that somebody uses it.</summary>
    public ProblemId AsTried => new(Id.Value);

    /// <summary>Whether it is due for a look: overdue, or asked about and not answered.</summary>
    public bool IsStale => RetiredAt is null && ReviewAt is null;

    /// <summary>How many people used it.</summary>
    public int UsedBy => Uses.Select(WhoOf).Distinct().Count();

    /// <summary>How many it is known to have helped.</summary>
    public int Helped => Uses.Where(u => u.Result is OutcomeResult.Worked).Select(WhoOf).Distinct().Count();

    /// <summary>"used by 5, helped 3"; null before anybody used it.</summary>
    public string? Record => UsedBy == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"used by {UsedBy}, helped {Helped}");

    /// <summary>A new one. Without an owner it is the coordinators who are asked about it.</summary>
    public static Resource Save(ResourceId id, CommunityId community, ResourceKind kind, string title, string words, MemberId? owner, ReviewEvery review, DateTimeOffset now)
    {
        var (link, rest) = FirstLink(words);
        var resource = new Resource { Id = id, Community = community, Kind = kind, Title = title, Link = link, Words = rest, Owner = owner, Review = review, AddedAt = now };
        resource.Verify(now);
        return resource;
    }

    /// <summary>What it grew out of.</summary>
    public void GrewIn(string card, Guid from) => (GrewAt, GrewFrom) = (card, from);

    /// <summary>The message that it was saved from (null for one that others cannot see), and its author.</summary>
    public void CameFrom(PostRef? source, MemberId? author) => (Source, SourceAuthor) = (source, author);

    /// <summary>What it was made from, under what licence, and with which list it came.</summary>
    public void Has(ResourceId? copyOf, string terms, ImportId? import) => (CopyOf, Terms, Import) = (copyOf, terms, import);

    /// <summary>Whether this member may change it: its owner, or a coordinator.</summary>
    public bool IsKeptBy(Dispatch.Caller caller) => Owner == caller.Member.Id || (caller.Is(Role.Coordinator) && caller.CommunityOrNone?.Id == Community);

    /// <summary>It still holds.</summary>
    public void Verify(DateTimeOffset now)
    {
        (VerifiedAt, RetiredAt) = (now, null);
        ReviewAt = Review switch
        {
            ReviewEvery.ThreeMonths => now.AddMonths(3),
            ReviewEvery.SixMonths => now.AddMonths(6),
            ReviewEvery.TwelveMonths => now.AddMonths(12),
            _ => throw new NotSupportedException(Review.ToString()),
        };
        Changed();
    }

    /// <summary>Its owner is asked now, and not again for the same.</summary>
    public void AskForReview()
    {
        ReviewAt = null;
        Changed();
    }

    /// <summary>It is changed, and thereby holds.</summary>
    public void Edit(string title, string words, ResourceKind kind, ReviewEvery review, string terms, DateTimeOffset now)
    {
        (Title, Kind, Review, Terms) = (title, kind, review, terms);
        (Link, Words) = FirstLink(words);
        Verify(now);
    }

    /// <summary>What stands here says something else from now on.</summary>
    public void Say(string words)
    {
        if (Words == words) return;
        Words = words;
        Changed();
    }

    /// <summary>Somebody else looks after it.</summary>
    public void GiveTo(MemberId owner)
    {
        Owner = owner;
        Changed();
    }

    /// <summary>It is used no more.</summary>
    public void Retire(DateTimeOffset now)
    {
        (RetiredAt, ReviewAt) = (now, null);
        Changed();
    }

    /// <summary>Somebody uses it, or takes a copy; false when they did already.</summary>
    public bool Use(MemberId member, DateTimeOffset now)
    {
        if (Uses.Exists(u => u.Member == member)) return false;
        Uses.Add(new ResourceUse(Guid.CreateVersion7(), Id, member, now));
        Changed();
        return true;
    }

    /// <summary>What came of somebody's using it.</summary>
    public void HearOutcome(OutcomeTold told, DateTimeOffset now)
    {
        var use = Uses.Find(u => u.Trial == told.Trial) ?? Uses.Find(u => u.Trial is null && u.Member is not null && u.Member == told.Teller);
        if (use is null) Uses.Add(use = new ResourceUse(Guid.CreateVersion7(), Id, told.Teller, now));
        use.CameTo(told.Trial, told.Result);
        Changed();
    }

    /// <summary>An outcome was taken back within its minute.</summary>
    public void Unhear(TrialId trial)
    {
        if (Uses.Find(u => u.Trial == trial) is not { } use) return;
        use.CameTo(null, null);
        Changed();
    }

    /// <summary>The message that it was saved from was deleted where it was written.</summary>
    public void ForgetMessage()
    {
        Source = null;
        Changed();
    }

    /// <summary>Somebody is forgotten: nothing here names them any more.</summary>
    public void Forget(MemberId person)
    {
        if (Owner == person) Owner = null;
        if (SourceAuthor == person) (Source, SourceAuthor) = (null, null);
        foreach (var use in Uses.Where(u => u.Member == person)) use.ForgetWho();
        Changed();
    }

    /// <summary>The first link in a text, and the text without it.</summary>
    public static (string? Link, string Words) FirstLink(string words)
    {
        var link = words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Select(w => w.Trim('<', '>', '(', ')', ',', ';', '"', '\''))
            .FirstOrDefault(IsLink);
        if (link is null) return (null, words.Trim());
        var at = words.IndexOf(link, StringComparison.Ordinal);
        // Only one that stands at the end or the beginning is taken out: in the middle of a sentence it belongs there.
        var rest = at == 0 || at + link.Length >= words.TrimEnd().Length ? words.Remove(at, link.Length) : words;
        return (link, rest.Trim(' ', '\n', '\t', '<', '>', ':', '-', '–'));
    }

    /// <summary>Whether this is a link that everybody can open.</summary>
    public static bool IsLink(string words) => words.Length <= LinkMaxLength
        && Uri.TryCreate(words, UriKind.Absolute, out var uri)
        && uri.Scheme is "http" or "https"
        && uri.Host.Length > 0
        && Uri.IsWellFormedUriString(uri.AbsoluteUri, UriKind.Absolute);

    private static Guid WhoOf(ResourceUse use) => use.Member?.Value ?? use.Id;
}

/// <summary>Somebody used something of the library. That it was used and what came of it is shared, not who it was.</summary>
public sealed class ResourceUse(Guid id, ResourceId resource, MemberId? member, DateTimeOffset since)
{
    /// <summary>Which use.</summary>
    [Shared]
    public Guid Id { get; private set; } = id;

    /// <summary>What was used.</summary>
    [Shared]
    public ResourceId Resource { get; private set; } = resource;

    /// <summary>Who used it; null for somebody who left.</summary>
    public MemberId? Member { get; private set; } = member;

    /// <summary>Since when.</summary>
    public DateTimeOffset Since { get; private set; } = since;

    /// <summary>The trial whose outcome it has.</summary>
    public TrialId? Trial { get; private set; }

    /// <summary>What came of it; null while nobody knows.</summary>
    [Shared]
    public OutcomeResult? Result { get; private set; }

    internal void CameTo(TrialId? trial, OutcomeResult? result) => (Trial, Result) = (trial, result);

    internal void ForgetWho() => Member = null;
}
