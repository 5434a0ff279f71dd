using System.ComponentModel.DataAnnotations;
using CopBot.Chat;
using CopBot.Communities;

namespace CopBot.Features.Experiences;

/// <summary>Which experience.</summary>
public readonly record struct ExperienceId(Guid Value) : IId<ExperienceId>
{
    /// <inheritdoc/>
    public static ExperienceId From(Guid value) => new(value);
}

/// <summary>Who sees an experience, and whose it is.</summary>
public enum ShownAs
{
    /// <summary>Everyone, with the teller's name.</summary>
    [Display(Name = "Everyone here, with my name")]
    Named,

    /// <summary>The asker alone, with the teller's name.</summary>
    [Display(Name = "Only to the asker")]
    OnlyToAsker,

    /// <summary>Everyone, and nobody can ever learn who told it.</summary>
    [Display(Name = "Everyone here, without my name")]
    Anonymous,
}

/// <summary>Whether they would do it again.</summary>
public enum Again
{
    /// <summary>They would.</summary>
    [Display(Name = "Yes")]
    Yes,

    /// <summary>They would, but otherwise.</summary>
    [Display(Name = "Yes, with changes")]
    WithChanges,

    /// <summary>They would not.</summary>
    [Display(Name = "No")]
    No,
}

/// <summary>What a teller answered to whether they may be quoted.</summary>
public enum QuoteConsent
{
    /// <summary>Nobody asked, or there was no answer: nothing of theirs is quoted.</summary>
    NotGiven,

    /// <summary>With their name.</summary>
    Named,

    /// <summary>Without their name.</summary>
    Unnamed,

    /// <summary>No.</summary>
    Refused,
}

/// <summary>What somebody had: their context, what they did, what happened and whether they would again.</summary>
public sealed class Experience(ExperienceId id, ExperienceRequestId request, int number, MemberId? teller, string? receiptHash, DateTimeOffset toldAt)
{
    /// <summary>Longest context.</summary>
    public const int ContextMaxLength = 1000;

    /// <summary>Longest account of what they did, and of what happened.</summary>
    public const int StoryMaxLength = 2000;

    /// <summary>Which one.</summary>
    [Shared]
    public ExperienceId Id { get; private set; } = id;

    /// <summary>To what question.</summary>
    [Shared]
    public ExperienceRequestId Request { get; private set; } = request;

    /// <summary>Its place in the order of telling.</summary>
    [Shared]
    public int Number { get; private set; } = number;

    /// <summary>Who told it; null without a name, and for somebody who left.</summary>
    public MemberId? Teller { get; private set; } = teller;

    /// <summary>The hash of the receipt whose holder may delete what was told without a name.</summary>
    [NotExported("Receipts could be tried against it.")]
    public string? ReceiptHash { get; private set; } = receiptHash;

    /// <summary>Who sees it.</summary>
    [Shared]
    public ShownAs Shows { get; private set; }

    /// <summary>Where it was: what one must know to compare.</summary>
    public string Context { get; private set; } = "";

    /// <summary>What they did.</summary>
    public string Did { get; private set; } = "";

    /// <summary>What happened.</summary>
    public string Happened { get; private set; } = "";

    /// <summary>Whether they would do it again.</summary>
    [Shared]
    public Again Again { get; private set; }

    /// <summary>When it was told; without a name only the day is kept.</summary>
    public DateTimeOffset ToldAt { get; private set; } = toldAt;

    /// <summary>Whether it may be quoted in the library.</summary>
    public QuoteConsent Quote { get; private set; }

    /// <summary>Whether it was told without a name.</summary>
    public bool IsUnsigned => ReceiptHash is not null;

    internal void Say(ExperienceForm form) => (Context, Did, Happened, Again, Shows) = (form.Context, form.Did, form.Happened, form.Again, form.Shows);

    internal void MayBeQuoted(QuoteConsent consent) => Quote = consent;

    internal void ForgetTeller()
    {
        Teller = null;
        if (Quote is QuoteConsent.Named) Quote = QuoteConsent.Unnamed;
    }
}
