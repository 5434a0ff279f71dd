using System.ComponentModel.DataAnnotations;

namespace CopBot.Chat.Tests;

public readonly record struct ThingId(Guid Value) : IId<ThingId>
{
    public static ThingId From(Guid value) => new(value);
}

public enum Colour
{
    [Display(Name = "No colour")]
    None,
    [Display(Name = "A warm red")]
    Red,
    DarkGreen,
}

[Action("id")]
public sealed record WithId(ThingId Thing) : IAction;

[Action("maybe-id")]
public sealed record WithMaybeId(ThingId? Thing) : IAction;

[Action("two-ids")]
public sealed record WithTwoIds(ThingId One, Guid Other) : IAction;

[Action("text")]
public sealed record WithText(string Words) : IAction;

[Action("maybe-text")]
public sealed record WithMaybeText(string? Words) : IAction;

[Action("number")]
public sealed record WithNumber(int Number, int? Maybe) : IAction;

[Action("yes-no")]
public sealed record WithYesNo(bool Yes, bool? Maybe) : IAction;

[Action("colour")]
public sealed record WithColour(Colour Colour, Colour? Maybe) : IAction;

[Action("day")]
public sealed record WithDay(DateOnly Day, DateOnly? Maybe) : IAction;

[Action("moment")]
public sealed record WithMoment(DateTimeOffset At, DateTimeOffset? Maybe) : IAction;

[Action("nothing")]
public sealed record WithNothing : IAction;

/// <summary>As it is today; it was posted as <c>old:{id}</c> before the others were added.</summary>
[Action("old")]
public sealed record Grown(
    ThingId Thing,
    string Words = "plain",
    int Number = 7,
    Colour Colour = Colour.Red,
    Colour? Other = Colour.DarkGreen,
    bool? Maybe = true,
    ThingId? Next = null,
    DateOnly Day = default) : IAction;

/// <summary>An action that guards itself.</summary>
[Action("guarded")]
public sealed record Guarded(int Number) : IAction
{
    public int Number { get; } = Number > 0 ? Number : throw new ArgumentOutOfRangeException(nameof(Number));
}

[Action("id")]
public sealed record SameName : IAction;

public sealed record Nameless : IAction;

[Action("uri")]
public sealed record WithUri(Uri To) : IAction;

[Form("every-field", "Every kind of field", Submit = "Tell")]
public sealed record EveryField : IForm
{
    public ThingId Thing { get; init; }

    public string? Carried { get; init; }

    [Display(Name = "One line?", Description = "A short one"), Required, StringLength(20)]
    public string Line { get; init; } = "";

    [Display(Name = "More lines?"), DataType(DataType.MultilineText)]
    public string? Lines { get; init; }

    [Display(Name = "Which day?")]
    public DateOnly? Day { get; init; }

    [Display(Name = "When?")]
    public DateTime? Moment { get; init; }

    [Display(Name = "Which colour?")]
    public Colour? OneOf { get; init; }

    [Display(Name = "Which colours?")]
    public Colour[] SomeOf { get; init; } = [];

    [Display(Name = "Who?")]
    public UserRef? Member { get; init; }

    /// <summary>Computed, so neither asked nor carried.</summary>
    public bool HasLines => Lines is not null;
}

/// <summary>Asks for the same, where every answer must be given.</summary>
[Form("required", "Everything is required", KeepsDraft = false)]
public sealed record AllRequired : IForm
{
    [Display(Name = "Line"), Required(ErrorMessage = "Give it a name.")]
    public string Line { get; init; } = "";

    [Display, Required]
    public DateOnly Day { get; init; }

    [Display(Name = "Moment"), Required]
    public DateTime Moment { get; init; }

    [Display(Name = "Shade"), Required]
    public Shade OneOf { get; init; }

    [Display(Name = "Some"), Required]
    public Colour[] SomeOf { get; init; } = [];

    [Display(Name = "Member"), Required]
    public UserRef Member { get; init; }
}

/// <summary>An enumeration without a zero: its default is none of its members.</summary>
public enum Shade
{
    Light = 1,
    Dark = 2,
}

/// <summary>A form whose identity is a parameter, with more to carry beside it.</summary>
[Form("about", "About a thing")]
public sealed record About(ThingId Thing) : IForm
{
    public int? Page { get; init; }

    [Display(Name = "Words")]
    public string Words { get; init; } = "";
}

[Form("judged", "Judged by rules")]
public sealed record Judged : IForm, IValidatableObject
{
    public ThingId Thing { get; init; }

    [Display(Name = "From")]
    public DateOnly? From { get; init; }

    [Display(Name = "To")]
    public DateOnly? To { get; init; }

    [Display(Name = "Page"), Url(ErrorMessage = "Please give a web address.")]
    public string? Page { get; init; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (To < From) yield return new ValidationResult("It ends before it begins.", [nameof(To)]);
        if (From is { Year: 1999 }) yield return new ValidationResult("Not in that year.");
        if (From is { Year: 1998 }) yield return new ValidationResult("Nothing was known of it yet.", [nameof(Thing)]);
    }
}

[Form("no-field", "A kind that no form has")]
public sealed record NoSuchField : IForm
{
    [Display(Name = "A pair")]
    public (int, int) Pair { get; init; }
}
