using System.Globalization;
using System.Text;

namespace CopBot.Features.Meetings;

/// <summary>
/// Writes iCalendar (RFC 5545): lines of at most 75 octets, ended by CR LF, with escaped words. Small enough to be our own: what
/// reads and writes calendars as a whole is not needed here (docs/decisions/0017).
/// </summary>
internal sealed class IcsWriter
{
    private const int LineOctets = 75;
    private const string Local = "yyyyMMddTHHmmss";
    private readonly StringBuilder _text = new();

    public override string ToString() => _text.ToString();

    /// <summary>A local time in its zone.</summary>
    public static string At(DateTime local) => local.ToString(Local, CultureInfo.InvariantCulture);

    /// <summary>A moment.</summary>
    public static string Utc(DateTimeOffset at) => at.UtcDateTime.ToString(Local + "'Z'", CultureInfo.InvariantCulture);

    /// <summary>Opens a component.</summary>
    public IcsWriter Begin(string component) => Line("BEGIN", component);

    /// <summary>Closes a component.</summary>
    public IcsWriter End(string component) => Line("END", component);

    /// <summary>A property whose value is no text.</summary>
    public IcsWriter Line(string name, string value)
    {
        var line = $"{name}:{value}";
        var octets = 0;
        foreach (var rune in line.EnumerateRunes())
        {
            // A character is never cut in two; the space that a folded line begins with counts.
            if (octets + rune.Utf8SequenceLength > LineOctets)
            {
                _text.Append("\r\n ");
                octets = 1;
            }

            _text.Append(rune.ToString());
            octets += rune.Utf8SequenceLength;
        }

        _text.Append("\r\n");
        return this;
    }

    /// <summary>A property whose value is text; without words it is left out.</summary>
    public IcsWriter Words(string name, string words) => words.Length == 0 ? this : Line(name, words.Replace("\\", "\\\\", StringComparison.Ordinal).Replace(";", "\\;", StringComparison.Ordinal).Replace(",", "\\,", StringComparison.Ordinal).Replace("\r\n", "\n", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal));

    /// <summary>A zone: every change of its clocks between two moments, as it is. No rule is guessed from them.</summary>
    public IcsWriter Zone(TimeZoneInfo zone, DateTimeOffset from, DateTimeOffset until)
    {
        Begin("VTIMEZONE").Line("TZID", zone.Id);
        // What holds when the file begins.
        var first = zone.GetUtcOffset(from);
        Observance("STANDARD", first, first, [(from.UtcDateTime + first).Date]);
        foreach (var group in Changes(zone, from, until).GroupBy(c => (c.Before, c.After)))
            Observance(group.Key.After > group.Key.Before ? "DAYLIGHT" : "STANDARD", group.Key.Before, group.Key.After, [.. group.Select(c => c.At.UtcDateTime + c.Before)]);
        return End("VTIMEZONE");
    }

    /// <summary>The changes of a zone's clocks.</summary>
    public static IEnumerable<(DateTimeOffset At, TimeSpan Before, TimeSpan After)> Changes(TimeZoneInfo zone, DateTimeOffset from, DateTimeOffset until)
    {
        var (at, offset) = (from, zone.GetUtcOffset(from));
        while (at < until)
        {
            var next = at.AddDays(1);
            var then = zone.GetUtcOffset(next);
            if (then != offset)
            {
                var (low, high) = (at.ToUnixTimeSeconds(), next.ToUnixTimeSeconds());
                while (high - low > 1)
                {
                    var middle = low + ((high - low) / 2);
                    if (zone.GetUtcOffset(DateTimeOffset.FromUnixTimeSeconds(middle)) == offset) low = middle;
                    else high = middle;
                }

                yield return (DateTimeOffset.FromUnixTimeSeconds(high), offset, then);
                offset = then;
            }

            at = next;
        }
    }

    private void Observance(string kind, TimeSpan before, TimeSpan after, IReadOnlyList<DateTime> locals)
    {
        Begin(kind).Line("DTSTART", At(locals[0])).Line("TZOFFSETFROM", Offset(before)).Line("TZOFFSETTO", Offset(after));
        // A line each: of several in one line some readers take the first only.
        foreach (var local in locals.Skip(1)) Line("RDATE", At(local));
        End(kind);
    }

    private static string Offset(TimeSpan offset) =>
        string.Create(CultureInfo.InvariantCulture, $"{(offset < TimeSpan.Zero ? '-' : '+')}{offset.Duration():hhmm}{(offset.Seconds == 0 ? "" : offset.Duration().ToString("ss", CultureInfo.InvariantCulture))}");
}
