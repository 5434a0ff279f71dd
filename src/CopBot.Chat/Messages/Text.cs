using System.ComponentModel;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CopBot.Chat;

/// <summary>
/// A line of text whose holes say what they hold: <c>Text t = $"Asked by {asker:name} {askedAt:ago}: {title:b}";</c>.
/// What a hole holds decides what it means on every platform: a string is always escaped, only a <see cref="Person"/>
/// can mention, a <see cref="DateTimeOffset"/> is shown in each reader's own zone. So nothing that a member typed can
/// ring somebody or break out of its place.
/// </summary>
/// <remarks>
/// Formats: strings <c>:b</c> (bold), <c>:i</c> (italic), <c>:code</c>; persons <c>:name</c> (print, do not ring);
/// moments none (date and time), <c>:day</c>, <c>:time</c>, <c>:ago</c> (relative to the reader's now).
/// A channel of another workspace cannot be linked: it is written "a channel elsewhere".
/// </remarks>
[InterpolatedStringHandler]
[JsonConverter(typeof(TextJson))]
public sealed class Text : IEquatable<Text>
{
    private readonly List<Run> _runs;

    /// <summary>Called by the compiler for an interpolated string.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public Text(int literalLength, int formattedCount)
    {
        _ = literalLength;
        _runs = new List<Run>((formattedCount * 2) + 1);
    }

    internal Text(IEnumerable<Run> runs) => _runs = [.. runs];

    /// <summary>What the text is made of, in order.</summary>
    public IReadOnlyList<Run> Runs => _runs;

    /// <summary>
    /// A text of plain words. There is no conversion from <see cref="string"/> on purpose: with one, <c>condition ? $"…" : $"…"</c>
    /// would make two plain strings before this type saw them, and mentions and times would vanish silently.
    /// </summary>
    public static Text Of(string words) => new([new Run.Words(words)]);

    /// <summary>Several texts after one another, with plain words between them.</summary>
    public static Text Join(string between, IEnumerable<Text> texts)
    {
        var runs = new List<Run>();
        foreach (var text in texts)
        {
            if (runs.Count > 0) runs.Add(new Run.Words(between));
            runs.AddRange(text._runs);
        }

        return new Text(runs);
    }

    /// <summary>
    /// The text without any dress, for notifications, screen readers and search. Moments are printed in <paramref name="zone"/>
    /// (UTC where none is given, and then said so).
    /// </summary>
    public string ToPlain(TimeZoneInfo? zone = null)
    {
        var plain = new StringBuilder();
        foreach (var run in _runs)
        {
            plain.Append(run switch
            {
                Run.Words words => words.Value,
                Run.Mention mention => mention.Person.Name,
                Run.Channel => "the channel",
                Run.Moment moment => moment.ToPlain(zone),
                Run.Day day => day.ToPlain(),
                Run.Anchor anchor => anchor.Link.Label,
                _ => throw new NotSupportedException(run.GetType().Name),
            });
        }

        return plain.ToString();
    }

    /// <inheritdoc/>
    public override string ToString() => ToPlain();

    /// <inheritdoc/>
    public bool Equals(Text? other) => other is not null && _runs.SequenceEqual(other._runs);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Text);

    /// <inheritdoc/>
    public override int GetHashCode() => _runs.Count;

#pragma warning disable CS1591 // The compiler's half of an interpolated string.
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void AppendLiteral(string words) => _runs.Add(new Run.Words(words));

    [EditorBrowsable(EditorBrowsableState.Never)]
    public void AppendFormatted(string? words, string? format = null) => _runs.Add(new Run.Words(words ?? "", StyleOf(format)));

    // Without this a character would be printed as its number.
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void AppendFormatted(char character) => _runs.Add(new Run.Words(character.ToString()));

    [EditorBrowsable(EditorBrowsableState.Never)]
    public void AppendFormatted(int number) => _runs.Add(new Run.Words(number.ToString(CultureInfo.InvariantCulture)));

    [EditorBrowsable(EditorBrowsableState.Never)]
    public void AppendFormatted(Person person, string? format = null) =>
        _runs.Add(format switch
        {
            null => new Run.Mention(person),
            "name" => new Run.Words(person.Name),
            _ => throw new FormatException($"A person is written plain (to ring) or :name, not :{format}"),
        });

    [EditorBrowsable(EditorBrowsableState.Never)]
    public void AppendFormatted(ChannelRef channel) => _runs.Add(new Run.Channel(channel));

    [EditorBrowsable(EditorBrowsableState.Never)]
    public void AppendFormatted(DateTimeOffset at, string? format = null) =>
        _runs.Add(new Run.Moment(at, format switch
        {
            null => MomentStyle.DateAndTime,
            "day" => MomentStyle.Day,
            "time" => MomentStyle.Time,
            "ago" => MomentStyle.Relative,
            _ => throw new FormatException($"A moment is written plain, :day, :time or :ago, not :{format}"),
        }));

    [EditorBrowsable(EditorBrowsableState.Never)]
    public void AppendFormatted(DateOnly day) => _runs.Add(new Run.Day(day));

    [EditorBrowsable(EditorBrowsableState.Never)]
    public void AppendFormatted(Link link) => _runs.Add(new Run.Anchor(link));

    [EditorBrowsable(EditorBrowsableState.Never)]
    public void AppendFormatted(Text text) => _runs.AddRange(text._runs);
#pragma warning restore CS1591

    private static Style StyleOf(string? format) => format switch
    {
        null => Style.Plain,
        "b" => Style.Bold,
        "i" => Style.Italic,
        "code" => Style.Code,
        _ => throw new FormatException($"A string is written plain, :b, :i or :code, not :{format}"),
    };
}

/// <summary>One piece of a <see cref="Text"/>: a closed family, so a renderer that forgets a case does not compile.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "is")]
[JsonDerivedType(typeof(Words), "words")]
[JsonDerivedType(typeof(Mention), "mention")]
[JsonDerivedType(typeof(Channel), "channel")]
[JsonDerivedType(typeof(Moment), "moment")]
[JsonDerivedType(typeof(Day), "day")]
[JsonDerivedType(typeof(Anchor), "anchor")]
public abstract record Run
{
    private Run()
    {
    }

    /// <summary>Words to print exactly as they are: always escaped by the renderer.</summary>
    public sealed record Words(string Value, Style Style = Style.Plain) : Run;

    /// <summary>A person to link and ring, by their account in the renderer's workspace; else the name is printed.</summary>
    public sealed record Mention(Person Person) : Run;

    /// <summary>A channel to link.</summary>
    public sealed record Channel(ChannelRef Ref) : Run;

    /// <summary>An instant, shown in each reader's own zone.</summary>
    public sealed record Moment(DateTimeOffset At, MomentStyle Style) : Run
    {
        /// <summary>Prints the moment in one zone, or in UTC and says so.</summary>
        public string ToPlain(TimeZoneInfo? zone)
        {
            var local = zone is null ? At.ToUniversalTime() : TimeZoneInfo.ConvertTime(At, zone);
            var format = Style switch
            {
                MomentStyle.Day => "ddd d MMM yyyy",
                MomentStyle.Time => "HH:mm",
                _ => "ddd d MMM yyyy, HH:mm",
            };
            return local.ToString(format, CultureInfo.InvariantCulture) + (zone is null && Style is not MomentStyle.Day ? " UTC" : "");
        }
    }

    /// <summary>A calendar day without a zone: the same day for every reader.</summary>
    public sealed record Day(DateOnly Date) : Run
    {
        /// <summary>Prints the day.</summary>
        public string ToPlain() => Date.ToString("ddd d MMM yyyy", CultureInfo.InvariantCulture);
    }

    /// <summary>A link with its words.</summary>
    public sealed record Anchor(Link Link) : Run;
}

/// <summary>Where a link leads and what it is called.</summary>
public sealed record Link(string Label, Uri To);

/// <summary>How words are dressed.</summary>
public enum Style
{
    /// <summary>As they are.</summary>
    Plain,

    /// <summary>Bold.</summary>
    Bold,

    /// <summary>Italic.</summary>
    Italic,

    /// <summary>In a fixed-width face.</summary>
    Code,
}

/// <summary>Which part of an instant is shown.</summary>
public enum MomentStyle
{
    /// <summary>Day and time.</summary>
    DateAndTime,

    /// <summary>The day.</summary>
    Day,

    /// <summary>The time of day.</summary>
    Time,

    /// <summary>How long ago, or how long until.</summary>
    Relative,
}

internal sealed class TextJson : JsonConverter<Text>
{
    public override Text Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(JsonSerializer.Deserialize<Run[]>(ref reader, options)!);

    public override void Write(Utf8JsonWriter writer, Text value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value.Runs, options);
}
