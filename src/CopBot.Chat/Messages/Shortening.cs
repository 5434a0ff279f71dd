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

        var proses = message.Blocks.OfType<Prose>().OrderByDescending(p => p.Words.Length).ToList();
        var shortened = new Dictionary<Prose, Prose>(ReferenceEqualityComparer.Instance);
        foreach (var prose in proses)
        {
            if (over <= 0) break;
            var fits = prose;
            // Escaping may count a character several times, so shorten by what is over, look again, and shorten further.
            for (var keep = Math.Max(0, prose.Words.Length - over - 1); keep >= 0; keep = keep == 0 ? -1 : Math.Max(0, keep - Math.Max(1, keep / 8)))
            {
                fits = prose with { Words = To(prose.Words, keep) };
                if (size(prose) - size(fits) >= over) break;
            }

            over -= size(prose) - size(fits);
            shortened[prose] = fits;
        }

        return Message.Of(message.Blocks.SelectMany(block => block is Prose prose && shortened.TryGetValue(prose, out var fits)
            ? prose.ReadOn is { } readOn ? [fits, new Controls([readOn])] : (Block[])[fits]
            : [block]));
    }
}
