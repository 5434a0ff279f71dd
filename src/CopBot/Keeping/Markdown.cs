using System.Text;
using System.Text.RegularExpressions;

namespace CopBot.Keeping;

/// <summary>A page of Markdown. What people wrote is escaped, so that it reads as they wrote it and makes nothing of its own.</summary>
public sealed partial class Markdown
{
    private readonly StringBuilder _page = new();

    /// <summary>A heading; level 1 is the page's own.</summary>
    public Markdown Heading(int level, string words) => Line($"{new string('#', level)} {Escaped(OneLine(words))}").Line();

    /// <summary>A paragraph.</summary>
    public Markdown Paragraph(string words) => Line(Escaped(OneLine(words))).Line();

    /// <summary>A label and what it says, as an item of a list.</summary>
    public Markdown Item(string label, string says) => Line($"- **{Escaped(OneLine(label))}**: {Escaped(OneLine(says))}");

    /// <summary>An item of a list.</summary>
    public Markdown Item(string says) => Line($"- {Escaped(OneLine(says))}");

    /// <summary>An item of a list that leads to another page.</summary>
    public Markdown ItemTo(string label, string page, string says) => Line($"- [{Escaped(OneLine(label))}]({page}): {Escaped(OneLine(says))}");

    /// <summary>What somebody wrote, with its lines as they are.</summary>
    public Markdown Quote(string words)
    {
        foreach (var line in words.ReplaceLineEndings("\n").Split('\n')) Line(line.Length == 0 ? ">" : $"> {Escaped(line)}  ");
        return Line();
    }

    /// <summary>Ends a list or a line.</summary>
    public Markdown Line(string line = "")
    {
        _page.Append(line).Append('\n');
        return this;
    }

    /// <inheritdoc/>
    public override string ToString() => _page.ToString().TrimEnd('\n') + "\n";

    private static string OneLine(string words) => words.ReplaceLineEndings(" ").Trim();

    private static string Escaped(string words) => Signs().Replace(words, @"\$0");

    [GeneratedRegex(@"[\\`*_{}\[\]<>#|~!&]|^[+-](?=\s)|^\d+(?=[.)])", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Signs();
}
