using System.Globalization;
using System.Text;

namespace CopBot.Chat;

/// <summary>Makes text fit without cutting a character, a flag or a family emoji in two.</summary>
public static class Shortening
{
    /// <summary>The words on one line, at most <paramref name="limit"/> UTF-16 units, with an ellipsis where something was left out.</summary>
    public static string OneLine(string words, int limit) => To(string.Join(' ', words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), limit);

    /// <summary>The words, at most <paramref name="limit"/> UTF-16 units, with an ellipsis where something was left out.</summary>
    public static string To(string words, int limit)
    {
        if (words.Length <= limit) return words;
        if (limit < 1) return "";

        var kept = new StringBuilder(limit);
        var elements = StringInfo.GetTextElementEnumerator(words);
        while (elements.MoveNext())
        {
            var element = elements.GetTextElement();
            if (kept.Length + element.Length > limit - 1) break;
            kept.Append(element);
        }

        return kept.ToString().TrimEnd() + "…";
    }

    /// <summary>
    /// The message with its <see cref="Prose"/> shortened, longest first, until its words count at most <paramref name="limit"/>;
    /// a shortened prose gets its <see cref="Prose.ReadOn"/> button. <paramref name="size"/> counts one block as the platform will.
    /// </summary>
    public static Message ToFit(Message message, int limit, Func<Block, int> size)
    {
        var over = message.Blocks.Sum(size) - limit;
        if (over <= 0) return message;

        // By place, not by value: the same prose may stand twice.
        var blocks = message.Blocks.Select(block => (Block[])[block]).ToArray();
        foreach (var at in Enumerable.Range(0, blocks.Length).Where(i => message.Blocks[i] is Prose).OrderByDescending(i => ((Prose)message.Blocks[i]).Words.Length))
        {
            if (over <= 0) break;
            var prose = (Prose)message.Blocks[at];
            if (prose.Words.Length == 0) continue;

            var fits = Longest(prose, size(prose) - over, size);
            over -= size(prose) - size(fits);
            blocks[at] = prose.ReadOn is { } readOn ? [fits, new Controls([readOn])] : [fits];
        }

        return Message.Of(blocks.SelectMany(b => b));
    }

    /// <summary>The longest shortening whose size has room; without words where none has. Escaping may count a character several times, so it is looked for.</summary>
    private static Prose Longest(Prose prose, int room, Func<Block, int> size)
    {
        var (fits, tooMuch) = (0, prose.Words.Length);
        while (tooMuch - fits > 1)
        {
            var middle = fits + ((tooMuch - fits) / 2);
            if (size(prose with { Words = To(prose.Words, middle) }) <= room) fits = middle;
            else tooMuch = middle;
        }

        return prose with { Words = To(prose.Words, fits) };
    }
}
