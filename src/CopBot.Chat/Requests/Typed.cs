using System.Buffers;
using System.Text;

namespace CopBot.Chat;

/// <summary>Tidies what people type before anything else sees it.</summary>
public static class Typed
{
    /// <summary>
    /// The text without control characters, invisible direction overrides and unpaired surrogates (which no database or
    /// platform stores alike), its line ends made one kind, trimmed. Letters of every script, emoji and the joiners inside
    /// them stay. <paramref name="lines"/> keeps line breaks; else they become spaces.
    /// </summary>
    public static string Clean(string text, bool lines)
    {
        var clean = new StringBuilder(text.Length);
        var rest = text.Replace("\r\n", "\n", StringComparison.Ordinal).AsSpan();
        while (!rest.IsEmpty)
        {
            var whole = Rune.DecodeFromUtf16(rest, out var rune, out var length) is OperationStatus.Done;
            rest = rest[length..];
            if (!whole) continue;

            switch (rune.Value)
            {
                case '\n' or '\r' or 0x2028 or 0x2029:
                    clean.Append(lines ? '\n' : ' ');
                    break;
                case '\t':
                    clean.Append(lines ? '\t' : ' ');
                    break;
                // Directional embeddings, overrides and isolates: they can make one person's words swallow the next one's.
                case (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069):
                    break;
                default:
                    if (!Rune.IsControl(rune)) clean.Append(rune.ToString());
                    break;
            }
        }

        return clean.ToString().Trim();
    }
}
