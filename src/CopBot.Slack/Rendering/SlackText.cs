using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using CopBot.Chat;

namespace CopBot.Slack.Rendering;

/// <summary>
/// Turns text into Slack's markup and back. The one place that escapes: whatever stands in somebody's words, only a
/// <see cref="Run.Mention"/> becomes a mention.
/// </summary>
/// <remarks>Slack also turns a bare <c>@everyone</c> into a mention where it is left to look for them, so every text says <c>verbatim</c>.</remarks>
internal static partial class SlackText
{
    // Longer than any emoji: what is longer is a prank with combining marks, and may be cut.
    private const int LongestElement = 64;

    // Longer words are printed undressed, so that they can be broken in the middle.
    private const int LongestDressed = 500;

    /// <summary>Words that mean nothing but themselves. A lone surrogate, which JSON cannot hold, becomes the replacement character.</summary>
    public static string Escape(string words)
    {
        var escaped = new StringBuilder(words.Length);
        foreach (var rune in words.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '&' => escaped.Append("&amp;"),
                '<' => escaped.Append("&lt;"),
                '>' => escaped.Append("&gt;"),
                _ => escaped.Append(rune.ToString()),
            };
        }

        return escaped.ToString();
    }

    /// <summary>The words, escaped, in at most <paramref name="limit"/> characters: shortened between characters, never within one or within an escape.</summary>
    public static string Fit(string words, int limit)
    {
        var escaped = Escape(words);
        if (escaped.Length <= limit) return escaped;

        var kept = new StringBuilder(limit);
        foreach (var atom in Atoms(words))
        {
            if (kept.Length + atom.Length > limit - 1) break;
            kept.Append(atom);
        }

        return kept.ToString().TrimEnd() + "…";
    }

    /// <summary>A text in Slack's markup, in as many pieces as <paramref name="limit"/> makes of it; none where nothing can be seen.</summary>
    public static IReadOnlyList<string> Markup(Text text, WorkspaceRef workspace, int limit) => Pieces(text.Runs.SelectMany(r => Atoms(r, workspace)), limit, "");

    /// <summary>What a member wrote, as a quotation in which web addresses can be followed.</summary>
    public static IReadOnlyList<string> Quotation(string words, int limit) => Pieces(Linked(words.ReplaceLineEndings("\n")), limit, "> ");

    /// <summary>A link; only its words where Slack would not follow it.</summary>
    public static string Anchor(string label, Uri to) =>
        !IsHarmless(to) ? Escape(label)
        : string.IsNullOrWhiteSpace(label) ? $"<{Address(to)}>"
        : $"<{Address(to)}|{Escape(Shortening.OneLine(label, LongestDressed))}>";

    /// <summary>Whether a link may be followed: web and mail.</summary>
    public static bool IsHarmless(Uri to) => to.IsAbsoluteUri && to.Scheme is "http" or "https" or "mailto" && to.AbsoluteUri.Length <= SlackLimits.LinkAddress;

    /// <summary>
    /// What somebody typed in Slack, as plain words: mentions by their names where Slack tells them, links by their labels.
    /// A mention of the bot itself, <paramref name="bot"/>, is left out.
    /// </summary>
    public static string ToPlain(string markup, string bot)
    {
        var plain = Token.Replace(markup, token => Plain(token.Groups["what"].Value, token.Groups["label"] is { Success: true } label ? label.Value : null, bot));
        return plain.Replace("&lt;", "<", StringComparison.Ordinal).Replace("&gt;", ">", StringComparison.Ordinal).Replace("&amp;", "&", StringComparison.Ordinal).Trim();
    }

    [GeneratedRegex(@"<(?<what>[@#!][^<>|]+|[a-z][a-z0-9+.\-]*:[^<>|]+)(\|(?<label>[^<>]*))?>", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Token { get; }

    [GeneratedRegex(@"https?://[^\s<>""|]+", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex WebAddress { get; }

    [GeneratedRegex("^[UW][A-Z0-9]+$", RegexOptions.NonBacktracking)]
    private static partial Regex UserId { get; }

    [GeneratedRegex("^[CG][A-Z0-9]+$", RegexOptions.NonBacktracking)]
    private static partial Regex ChannelId { get; }

    private static string Plain(string what, string? label, string bot) => what switch
    {
        _ when what == "@" + bot => "",
        ['@', ..] => label is { Length: > 0 } ? "@" + label.TrimStart('@') : "somebody",
        ['#', ..] => label is { Length: > 0 } ? "#" + label.TrimStart('#') : "a channel",
        ['!', .. var command] when command.StartsWith("date^", StringComparison.Ordinal) => label ?? "",
        ['!', .. var command] when command.StartsWith("subteam^", StringComparison.Ordinal) => label is { Length: > 0 } ? "@" + label.TrimStart('@') : "a group",
        ['!', .. var command] => "@" + command,
        _ => label is { Length: > 0 } ? label : what.StartsWith("mailto:", StringComparison.Ordinal) ? what["mailto:".Length..] : what,
    };

    /// <summary>The smallest pieces that must stay whole.</summary>
    private static IEnumerable<string> Atoms(Run run, WorkspaceRef workspace) => run switch
    {
        Run.Words words => Atoms(words),
        Run.Mention mention => Atoms(mention.Person, workspace),
        Run.Channel channel => Atoms(channel.Ref, workspace),
        Run.Moment moment => [Moment(moment)],
        Run.Day day => [day.ToPlain()],
        Run.Anchor anchor => [Anchor(anchor.Link.Label, anchor.Link.To)],
        _ => throw new NotSupportedException(run.GetType().Name),
    };

    private static IEnumerable<string> Atoms(Run.Words words) => words.Style switch
    {
        Style.Plain => Atoms(words.Value),
        Style.Bold => Dressed(words.Value, '*'),
        Style.Italic => Dressed(words.Value, '_'),
        Style.Code => Dressed(words.Value, '`'),
        _ => throw new NotSupportedException(words.Style.ToString()),
    };

    /// <summary>Slack knows no way to escape a sign of its own: words that hold it, or that go over lines, are printed as they are.</summary>
    private static IEnumerable<string> Dressed(string words, char sign)
    {
        var bare = words.Trim();
        if (bare.Length is 0 or > LongestDressed || bare.Contains(sign) || bare.Contains('\n')) return Atoms(words);
        var at = words.IndexOf(bare, StringComparison.Ordinal);
        return [words[..at], $"{sign}{Escape(bare)}{sign}", words[(at + bare.Length)..]];
    }

    private static IEnumerable<string> Atoms(Person person, WorkspaceRef workspace)
    {
        var account = person.Accounts.FirstOrDefault(a => a.Workspace == workspace && UserId.IsMatch(a.Id));
        return account != default ? [$"<@{account.Id}>"] : Atoms(person.Name);
    }

    private static IEnumerable<string> Atoms(ChannelRef channel, WorkspaceRef workspace) =>
        channel.Workspace == workspace && ChannelId.IsMatch(channel.Id) ? [$"<#{channel.Id}>"]
        : channel.Workspace == workspace && SlackIds.IsDirect(channel) ? Atoms("your direct messages")
        : Atoms("a channel elsewhere");

    private static IEnumerable<string> Atoms(string words)
    {
        var elements = StringInfo.GetTextElementEnumerator(words);
        while (elements.MoveNext())
        {
            var element = elements.GetTextElement();
            if (element.Length <= LongestElement)
            {
                yield return Escape(element);
                continue;
            }

            foreach (var rune in element.EnumerateRunes()) yield return Escape(rune.ToString());
        }
    }

    private static IEnumerable<string> Linked(string words)
    {
        var from = 0;
        foreach (var match in WebAddress.Matches(words).Cast<Match>())
        {
            var address = match.Value.TrimEnd('.', ',', ';', ':', '!', '?', ')', ']', '}', '\'');
            if (address.Length > LongestDressed || !Uri.TryCreate(address, UriKind.Absolute, out var to)) continue;
            foreach (var atom in Atoms(words[from..match.Index])) yield return atom;
            yield return $"<{Address(to)}|{Escape(address)}>";
            from = match.Index + address.Length;
        }

        foreach (var atom in Atoms(words[from..])) yield return atom;
    }

    private static string Moment(Run.Moment moment)
    {
        var shown = moment.Style switch
        {
            MomentStyle.DateAndTime => "{date_short_pretty} at {time}",
            MomentStyle.Day => "{date_short_pretty}",
            MomentStyle.Time => "{time}",
            MomentStyle.Relative => "{ago}",
            _ => throw new NotSupportedException(moment.Style.ToString()),
        };
        return string.Create(CultureInfo.InvariantCulture, $"<!date^{moment.At.ToUnixTimeSeconds()}^{shown}|{Escape(moment.ToPlain(null))}>");
    }

    // What separates an address from its words, or ends it, must not stand in it.
    private static string Address(Uri to) => Escape(to.AbsoluteUri.Replace("|", "%7C", StringComparison.Ordinal).Replace("<", "%3C", StringComparison.Ordinal).Replace(">", "%3E", StringComparison.Ordinal));

    /// <summary>Puts atoms together, each piece beginning each line with <paramref name="lead"/>; breaks after a blank where one is near.</summary>
    private static List<string> Pieces(IEnumerable<string> atoms, int limit, string lead)
    {
        var pieces = new List<string>();
        var current = new List<string>();
        var length = lead.Length;
        foreach (var atom in atoms)
        {
            var whole = atom is "\n" ? "\n" + lead : atom;
            if (length + whole.Length > limit)
            {
                var keep = AfterLastBlank(current);
                Close(current[..keep]);
                current = current[keep..];
                length = lead.Length + current.Sum(a => a.Length);
            }

            current.Add(whole);
            length += whole.Length;
        }

        Close(current);
        return pieces;

        void Close(List<string> closing)
        {
            // Blank lines at the end are none, whatever they begin with.
            var last = closing.FindLastIndex(a => !string.IsNullOrWhiteSpace(a) && a != "\n" + lead);
            if (last >= 0) pieces.Add(lead + string.Concat(closing[..(last + 1)]));
        }
    }

    private static int AfterLastBlank(List<string> atoms)
    {
        var blank = atoms.FindLastIndex(a => a is " " || a.StartsWith('\n'));
        return blank > atoms.Count / 2 ? blank + 1 : atoms.Count;
    }
}
