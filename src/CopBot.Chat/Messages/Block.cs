using System.Text.Json.Serialization;

namespace CopBot.Chat;

/// <summary>One part of a <see cref="Message"/>: a closed family, one <c>switch</c> in each renderer.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "is")]
[JsonDerivedType(typeof(Heading), "heading")]
[JsonDerivedType(typeof(Paragraph), "paragraph")]
[JsonDerivedType(typeof(Prose), "prose")]
[JsonDerivedType(typeof(Facts), "facts")]
[JsonDerivedType(typeof(Footnote), "footnote")]
[JsonDerivedType(typeof(Divider), "divider")]
[JsonDerivedType(typeof(Controls), "controls")]
public abstract record Block
{
    private protected Block()
    {
    }
}

/// <summary>A title, at most <see cref="Limits.HeadingLength"/> characters. The words are escaped.</summary>
public sealed record Heading(string Words) : Block;

/// <summary>A paragraph that the bot speaks. It is never shortened, so keep it short.</summary>
public sealed record Paragraph(Text Text) : Block;

/// <summary>
/// What a member wrote. The only block that may be shortened to make a message fit; give <see cref="ReadOn"/> so that
/// the reader can then ask for the rest. Without words it is left out.
/// </summary>
public sealed record Prose(string Words) : Block
{
    /// <summary>The button that shows the whole, added only where the words had to be shortened.</summary>
    public Button? ReadOn { get; init; }
}

/// <summary>Labelled values, such as who asked and when.</summary>
public sealed record Facts(IReadOnlyList<Fact> Items) : Block
{
    /// <inheritdoc/>
    public bool Equals(Facts? other) => other is not null && Items.SequenceEqual(other.Items);

    /// <inheritdoc/>
    public override int GetHashCode() => Items.Count;
}

/// <summary>One labelled value.</summary>
public sealed record Fact(string Label, Text Value);

/// <summary>A quiet line: why you got this, where the rest is.</summary>
public sealed record Footnote(Text Text) : Block;

/// <summary>A line between two parts.</summary>
public sealed record Divider : Block;

/// <summary>Buttons and menus that belong together; renderers break them into rows of <see cref="Limits.ControlsInARow"/>.</summary>
public sealed record Controls : Block
{
    /// <summary>Controls in reading order; those that are null are left out, so that a view can say <c>condition ? button : null</c>.</summary>
    public Controls(IReadOnlyList<Control?> items) => Items = [.. items.OfType<Control>()];

    /// <summary>The controls, in reading order.</summary>
    public IReadOnlyList<Control> Items { get; }

    /// <inheritdoc/>
    public bool Equals(Controls? other) => other is not null && Items.SequenceEqual(other.Items);

    /// <inheritdoc/>
    public override int GetHashCode() => Items.Count;
}
