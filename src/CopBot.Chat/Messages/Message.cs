using System.Collections;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CopBot.Chat;

/// <summary>
/// What is shown, in the language that every platform speaks. Write it as a list of blocks:
/// <c>Message m = [new Heading(title), new Paragraph($"…"), canHelp ? new Controls([…]) : null];</c>. Blocks that are null are left out.
/// </summary>
[CollectionBuilder(typeof(Message), nameof(Of))]
[JsonConverter(typeof(MessageJson))]
public sealed class Message : IReadOnlyList<Block?>, IEquatable<Message>
{
    private readonly Block[] _blocks;

    private Message(Block[] blocks) => _blocks = blocks;

    /// <summary>The blocks, in reading order.</summary>
    public IReadOnlyList<Block> Blocks => _blocks;

    /// <inheritdoc/>
    public int Count => _blocks.Length;

    /// <inheritdoc/>
    public Block this[int index] => _blocks[index];

    /// <summary>Called by the compiler for a list of blocks.</summary>
    // The cast matters: since C# 14 an array prefers the span, and this would call itself.
    public static Message Of(ReadOnlySpan<Block?> blocks) => Of((IEnumerable<Block?>)blocks.ToArray());

    /// <summary>A message of these blocks, without those that are null.</summary>
    public static Message Of(IEnumerable<Block?> blocks) => new([.. blocks.OfType<Block>()]);

    /// <summary>A message of one paragraph.</summary>
    public static Message Say(Text text) => new([new Paragraph(text)]);

    /// <summary>This message with more blocks below it.</summary>
    public Message With(params IEnumerable<Block?> more) => Of([.. _blocks, .. more]);

    /// <summary>
    /// One line that says what this is: the first heading that is not blank, else the first words. Platforms show it in notifications and
    /// read it aloud; merged private messages list it.
    /// </summary>
    public string Summary
    {
        get
        {
            var words = _blocks.OfType<Heading>().Select(h => h.Words).FirstOrDefault(w => !string.IsNullOrWhiteSpace(w))
                ?? _blocks.Select(b => b switch { Paragraph p => p.Text.ToPlain(), Prose p => p.Words, Footnote f => f.Text.ToPlain(), _ => "" })
                    .FirstOrDefault(w => !string.IsNullOrWhiteSpace(w))
                ?? "A message";
            return Shortening.OneLine(words, Limits.HeadingLength);
        }
    }

    /// <summary>Every control of the message, in reading order.</summary>
    public IEnumerable<Control> AllControls => _blocks.OfType<Controls>().SelectMany(c => c.Items);

    /// <inheritdoc/>
    public IEnumerator<Block?> GetEnumerator() => ((IEnumerable<Block>)_blocks).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(Message? other) => other is not null && _blocks.SequenceEqual(other._blocks);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Message);

    /// <inheritdoc/>
    public override int GetHashCode() => _blocks.Length;
}

internal sealed class MessageJson : JsonConverter<Message>
{
    public override Message Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Message.Of(JsonSerializer.Deserialize<Block[]>(ref reader, options)!);

    public override void Write(Utf8JsonWriter writer, Message value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value.Blocks, options);
}
