using System.Globalization;
using CopBot.Chat;
using CsvHelper;
using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace CopBot.Features.Library;

/// <summary>One link of a list.</summary>
/// <param name="Line">In which line it stands.</param>
/// <param name="Title">What it is called.</param>
/// <param name="To">Where it leads.</param>
/// <param name="Words">What is said of it.</param>
internal sealed record ListedLink(int Line, string Title, string To, string Words);

/// <summary>
/// A list of links as a community has it already: CSV with a title, a link and perhaps a description in each line, or Markdown.
/// What cannot be read is said in a sentence for each line.
/// </summary>
internal static class ListOfLinks
{
    private const int LongestWords = 1000;

    /// <summary>The links of the list, or what is wrong with it.</summary>
    public static (IReadOnlyList<ListedLink> Links, IReadOnlyList<string> Wrong) Read(string text)
    {
        var (links, wrong) = IsMarkdown(text) ? ReadMarkdown(text) : ReadCsv(text);
        if (links.Count == 0 && wrong.Count == 0) wrong.Add("There is no link in this list. A line looks like: Title, https://example.org, what it is; or in Markdown: - [Title](https://example.org) what it is.");
        return (links, wrong);
    }

    /// <summary>Commas separate even where the link itself is dressed as Markdown; what looks like [this](https://…) decides.</summary>
    private static bool IsMarkdown(string text) => text.Contains("](", StringComparison.Ordinal) || text.Split('\n').Any(l => l.TrimStart().StartsWith("- ", StringComparison.Ordinal) || l.TrimStart().StartsWith("* ", StringComparison.Ordinal));

    private static (List<ListedLink> Links, List<string> Wrong) ReadCsv(string text)
    {
        var (links, wrong) = (new List<ListedLink>(), new List<string>());
        // What separates the columns is seen from the first lines; what is not well quoted is read as it stands.
        using var csv = CsvReader.FromText(text, new CsvReaderOptions { HasHeader = false, TrackLineNumbers = true, TrimWhitespace = true, TrimInsideQuotes = true });
        while (csv.Read())
        {
            var line = (int)csv.LineNumber;
            var cells = csv.Current.ToArray();
            if (cells.All(c => c.Length == 0)) continue;
            var at = Array.FindIndex(cells, Resource.IsLink);
            if (at < 0)
            {
                // The first line may say what the columns are.
                if (links.Count == 0 && wrong.Count == 0 && cells.Any(IsColumnName)) continue;
                wrong.Add($"Line {Number(line)} has no link: “{Shortening.OneLine(string.Join(csv.Separator, cells), 60)}”. A link begins with https:// or http://.");
                continue;
            }

            var others = cells.Where((c, n) => n != at && c.Length > 0).ToList();
            links.Add(Link(line, others.FirstOrDefault() ?? "", cells[at], string.Join(". ", others.Skip(1))));
        }

        return (links, wrong);
    }

    private static (List<ListedLink> Links, List<string> Wrong) ReadMarkdown(string text)
    {
        var (links, wrong) = (new List<ListedLink>(), new List<string>());
        var heading = "";
        foreach (var block in Markdown.Parse(text, new MarkdownPipelineBuilder().UseAutoLinks().Build()).Descendants().OfType<LeafBlock>())
        {
            if (block is HeadingBlock title)
            {
                heading = Words(title.Inline);
                continue;
            }

            // A link in angle brackets is one without a title.
            var found = block.Inline?.Descendants<Inline>().Where(i => i is LinkInline { IsImage: false } or AutolinkInline { IsEmail: false }).ToList() ?? [];
            // Said of the first link: everything beside it. A second one in the same line is a link of its own.
            foreach (var (link, n) in found.Select((l, n) => (l, n)))
            {
                var to = (link as LinkInline)?.Url ?? (link as AutolinkInline)?.Url ?? "";
                if (!Resource.IsLink(to))
                {
                    wrong.Add($"Line {Number(block.Line + 1)}: “{Shortening.OneLine(to, 60)}” is no link that others can open. A link begins with https:// or http://.");
                    continue;
                }

                var said = n == 0 ? Words(block.Inline, except: link).Trim(' ', '-', '–', '—', ':', '.') : "";
                links.Add(Link(block.Line + 1, Words(link), to, string.Join(". ", new[] { said, heading }.Where(w => w.Length > 0))));
            }
        }

        return (links, wrong);
    }

    private static ListedLink Link(int line, string title, string to, string words) => new(
        line,
        Shortening.OneLine(Typed.Clean(title.Length > 0 ? title : to, lines: false), Resource.TitleMaxLength),
        to,
        Shortening.To(Typed.Clean(words, lines: true), LongestWords));

    private static string Words(Inline? inline, Inline? except = null) => inline switch
    {
        null => "",
        _ when inline == except => "",
        LiteralInline literal => literal.Content.ToString(),
        CodeInline code => code.Content,
        LineBreakInline => " ",
        ContainerInline container => string.Concat(container.Select(i => Words(i, except))),
        _ => "",
    };

    private static bool IsColumnName(string cell) => cell.ToLowerInvariant() is "title" or "name" or "link" or "url" or "address" or "description" or "question";

    private static string Number(int line) => line.ToString(CultureInfo.InvariantCulture);
}
