using System.Text.Json.Serialization;

namespace CopBot.Chat;

/// <summary>Something that a reader may press or choose. It carries the request that comes back.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "is")]
[JsonDerivedType(typeof(Button), "button")]
[JsonDerivedType(typeof(LinkButton), "link")]
[JsonDerivedType(typeof(Menu), "menu")]
public abstract record Control
{
    private protected Control()
    {
    }
}

/// <summary>A button: <c>new Button("I can help", new OfferHelp(problem.Id))</c>.</summary>
public sealed record Button : Control
{
    /// <summary>A button that sends <paramref name="sends"/> when it is pressed.</summary>
    public Button(string label, IAction sends)
        : this(label, ActionCodec.Encode(sends))
    {
    }

    /// <summary>A button whose action is already written, as it comes from the store.</summary>
    [JsonConstructor]
    public Button(string label, string action)
    {
        Label = label;
        Action = action;
    }

    /// <summary>What stands on it, at most <see cref="Limits.ButtonLabel"/> characters.</summary>
    public string Label { get; }

    /// <summary>The action as <see cref="ActionCodec"/> writes it.</summary>
    public string Action { get; }

    /// <summary>How much it stands out.</summary>
    public ButtonLook Look { get; init; }
}

/// <summary>How much a button stands out. Never the only sign of what it does.</summary>
public enum ButtonLook
{
    /// <summary>Like the others.</summary>
    Plain,

    /// <summary>The likely next step.</summary>
    Primary,

    /// <summary>Something that takes something away.</summary>
    Danger,
}

/// <summary>A button that opens a page.</summary>
public sealed record LinkButton(string Label, Uri To) : Control;

/// <summary>A menu of at most <see cref="Limits.Choices"/> choices, each carrying its own request.</summary>
public sealed record Menu(string Placeholder, IReadOnlyList<MenuChoice> Choices) : Control
{
    /// <inheritdoc/>
    public bool Equals(Menu? other) => other is not null && Placeholder == other.Placeholder && Choices.SequenceEqual(other.Choices);

    /// <inheritdoc/>
    public override int GetHashCode() => Choices.Count;
}

/// <summary>One choice of a menu.</summary>
public sealed record MenuChoice
{
    /// <summary>A choice that sends <paramref name="sends"/>.</summary>
    public MenuChoice(string label, IAction sends, string? hint = null)
        : this(label, ActionCodec.Encode(sends), hint)
    {
    }

    /// <summary>A choice whose action is already written, as it comes from the store.</summary>
    [JsonConstructor]
    public MenuChoice(string label, string action, string? hint = null)
    {
        Label = label;
        Action = action;
        Hint = hint;
    }

    /// <summary>What stands in the menu, at most <see cref="Limits.ChoiceLabel"/> characters.</summary>
    public string Label { get; }

    /// <summary>The action as <see cref="ActionCodec"/> writes it, at most <see cref="Limits.ChoiceValue"/> characters.</summary>
    public string Action { get; }

    /// <summary>A second, quieter line.</summary>
    public string? Hint { get; }
}
