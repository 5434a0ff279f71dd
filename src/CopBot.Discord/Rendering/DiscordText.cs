using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using CopBot.Chat;

namespace CopBot.Discord.Rendering;

/// <summary>Turns text into Discord's markdown. The one place of this adapter that escapes.</summary>
internal static partial class DiscordText
{
    // Keeps two dressed words apart, whose asterisks would otherwise run into one another; also what follows an @ that must not ring.
    private const char Nothing = '\u200B';
    private const char Backtick = '`';
    private const string GraveAccent = "\u02CB";
    private const string Elsewhere = "a channel elsewhere";
    private const string Direct = "your direct conversation";

    /// <summary>A text as a reader of this workspace sees it, at most <paramref name="room"/> long.</summary>
    public static string Render(IEnumerable<Run> runs, WorkspaceRef here, int room = int.MaxValue)
    {
        var markdown = new StringBuilder();
        var dressed = false;
        foreach (var run in runs)
        {
            var drawn = Draw(run, here);
            if (drawn.Length == 0) continue;

            var dresses = run is Run.Words { Style: not Style.Plain };
            if (dressed && dresses) markdown.Append(Nothing);
            dressed = dresses;
            if (markdown.Length + drawn.Length <= room)
            {
                markdown.Append(drawn);
                continue;
            }

            // Only words can be cut; half a mention or link would be worse than none.
            var left = Math.Max(0, room - markdown.Length);
            markdown.Append(run is Run.Words words ? Cut(words, left) : left > 0 ? "…" : "");
            break;
        }

        return markdown.ToString();
    }

    /// <summary>The accounts in this workspace that a text is to ring.</summary>
    public static IEnumerable<string> Rings(Text text, WorkspaceRef here) =>
        text.Runs.OfType<Run.Mention>().Select(m => AccountOf(m.Person, here)).OfType<string>();

    /// <summary>How somebody is mentioned.</summary>
    public static string Mention(string user) => $"<@{user}>";

    /// <summary>
    /// Words exactly as they are: nothing in them formats, mentions, links under another name or begins a list. Web addresses
    /// stay as they were typed, because a backslash inside would break them, and Discord reads no markdown there.
    /// </summary>
    public static string Escape(string words)
    {
        var escaped = new StringBuilder(words.Length + 16);
        var from = 0;
        foreach (var match in WebAddress.EnumerateMatches(words))
        {
            EscapeMarkdown(words.AsSpan(from, match.Index - from), escaped, begins: from == 0);
            escaped.Append(words, match.Index, match.Length);
            from = match.Index + match.Length;
        }

        EscapeMarkdown(words.AsSpan(from), escaped, begins: from == 0);
        return escaped.ToString();
    }

    /// <summary>What somebody wrote into the chat, without Discord's markup: for a title, a search or a quotation.</summary>
    /// <param name="content">As Discord gives it.</param>
    /// <param name="nameOf">What a mentioned person is called; null where that is not known.</param>
    public static string Plain(string content, Func<string, string?> nameOf)
    {
        var named = Marked.Replace(content, match => match switch
        {
            _ when match.Groups["user"] is { Success: true, Value: var id } => "@" + (nameOf(id) ?? "somebody"),
            _ when match.Groups["role"].Success => "@a role",
            _ when match.Groups["channel"].Success => "a channel",
            _ when match.Groups["command"] is { Success: true, Value: var name } => "/" + name,
            _ when match.Groups["emoji"] is { Success: true, Value: var name } => name,
            _ when match.Groups["time"] is { Success: true, Value: var unix } => Printed(unix),
            _ => match.Value,
        });
        return Dress.Replace(LineDress.Replace(named, ""), "${escaped}").Trim();
    }

    private static string Printed(string unix) =>
        long.TryParse(unix, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds) && Math.Abs(seconds) < 100_000_000_000
            ? new Run.Moment(DateTimeOffset.FromUnixTimeSeconds(seconds), MomentStyle.DateAndTime).ToPlain(null)
            : unix;

    private static string Draw(Run run, WorkspaceRef here) => run switch
    {
        Run.Words words => Draw(words),
        Run.Mention mention => AccountOf(mention.Person, here) is { } user ? Mention(user) : Escape(mention.Person.Name),
        Run.Channel { Ref: var channel } => channel.Workspace != here ? Elsewhere : DiscordIds.IsDirect(channel) ? Direct : DiscordIds.IsId(channel.Id) ? $"<#{channel.Id}>" : Elsewhere,
        Run.Moment moment => $"<t:{moment.At.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)}:{Letter(moment.Style)}>",
        Run.Day day => day.ToPlain(),
        Run.Anchor { Link: var link } => Anchor(link),
        _ => throw new NotSupportedException(run.GetType().Name),
    };

    private static string Draw(Run.Words words) => words switch
    {
        { Value: "" } => "",
        { Style: Style.Plain } => Escape(words.Value),
        // Discord dresses nothing that begins or ends with a space.
        { Style: Style.Bold } => Around(words.Value, "**"),
        { Style: Style.Italic } => Around(words.Value, "*"),
        { Style: Style.Code } => Code(words.Value),
        _ => throw new NotSupportedException(words.Style.ToString()),
    };

    /// <summary>Discord does not link words that are an address themselves; then the reader sees where it really leads.</summary>
    private static string Anchor(Link link) => Address(link.To) switch
    {
        null => Escape(link.Label),
        { } to when string.IsNullOrWhiteSpace(link.Label) || link.Label.Contains("://", StringComparison.Ordinal) => to,
        { } to => $"[{Escape(link.Label)}]({to})",
    };

    private static string Around(string words, string sign)
    {
        var inner = words.Trim();
        if (inner.Length == 0) return words;
        var at = words.IndexOf(inner, StringComparison.Ordinal);
        return words[..at] + sign + Escape(inner) + sign + words[(at + inner.Length)..];
    }

    /// <summary>Inside code nothing can be escaped, so a backtick becomes its twin, a grave accent.</summary>
    private static string Code(string words)
    {
        var inner = string.Join(' ', words.Replace(Backtick.ToString(), GraveAccent, StringComparison.Ordinal).Split('\n')).Trim();
        return inner.Length == 0 ? words : $"`{EveryoneOrHere.Replace(inner, Apart)}`";
    }

    private static string Cut(Run.Words words, int room)
    {
        var (fits, tooMuch) = (0, words.Value.Length);
        while (tooMuch - fits > 1)
        {
            var middle = fits + ((tooMuch - fits) / 2);
            if (Draw(words with { Value = Shortening.To(words.Value, middle) }).Length <= room) fits = middle;
            else tooMuch = middle;
        }

        return fits == 0 ? "" : Draw(words with { Value = Shortening.To(words.Value, fits) });
    }

    private static string? AccountOf(Person person, WorkspaceRef here) =>
        person.Accounts.FirstOrDefault(a => a.Workspace == here) is { Id: { } id } && DiscordIds.IsId(id) ? id : null;

    private static char Letter(MomentStyle style) => style switch
    {
        MomentStyle.DateAndTime => 'f',
        MomentStyle.Day => 'D',
        MomentStyle.Time => 't',
        MomentStyle.Relative => 'R',
        _ => throw new NotSupportedException(style.ToString()),
    };

    /// <summary>A web address as it stands in a link or on a button, or null where it is none that Discord links.</summary>
    public static string? Address(Uri to) => to is { IsAbsoluteUri: true, Scheme: "http" or "https" }
        ? to.AbsoluteUri.Replace("(", "%28", StringComparison.Ordinal).Replace(")", "%29", StringComparison.Ordinal)
        : null;

    private static void EscapeMarkdown(ReadOnlySpan<char> words, StringBuilder escaped, bool begins)
    {
        var text = EveryoneOrHere.Replace(words.ToString(), Apart);
        var (lineStarts, digits) = (begins, begins);
        for (var i = 0; i < text.Length; i++)
        {
            var character = text[i];
            var means = character switch
            {
                '\\' or '*' or '_' or '~' or Backtick or '|' or '<' or '>' or '[' or ']' => true,
                '#' or '-' or '+' => lineStarts,
                // "1." begins a list; at the beginning of a run its number may stand in the run before.
                '.' or ')' => digits,
                ':' => EmojiName.IsMatch(text, i),
                _ => false,
            };
            if (means) escaped.Append('\\');
            escaped.Append(character);
            // What follows may begin with "everyone", in another run.
            if (character is '@' && i == text.Length - 1) escaped.Append(Nothing);
            digits = (character is '\n' or '\r') || (digits && (char.IsAsciiDigit(character) || char.IsWhiteSpace(character)));
            // After an escaped sign the line still begins: "-#" is a sign of its own.
            lineStarts = character is '\n' or '\r' || (lineStarts && (char.IsWhiteSpace(character) || means));
        }
    }

    private static string Apart(Match match) => match.Value.Insert(1, Nothing.ToString());

    // Without the characters that could end an enclosing bold, code, spoiler or link, and without punctuation at its end.
    [GeneratedRegex(@"https?://[A-Za-z0-9\-._~/?#@!$&'()+,;=%:]*[A-Za-z0-9\-_~/#$&+=%]", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex WebAddress { get; }

    [GeneratedRegex("@(?:everyone|here)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex EveryoneOrHere { get; }

    [GeneratedRegex(@"\G:[A-Za-z0-9_+\-]{1,64}:", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex EmojiName { get; }

    [GeneratedRegex(@"<@!?(?<user>\d{1,20})>|<@&(?<role>\d{1,20})>|<#(?<channel>\d{1,20})>|</(?<command>[^:<>]{1,100}):\d{1,20}>|<a?(?<emoji>:\w{1,64}:)\d{1,20}>|<t:(?<time>-?\d{1,20})(?::[tTdDfFsSR])?>", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Marked { get; }

    // Bold, underline, strike, spoiler, code fences; and what a backslash kept as it is.
    [GeneratedRegex(@"\\(?<escaped>[^0-9A-Za-z\s])|\*\*|__|~~|\|\||```\w{0,20}\n?|`", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Dress { get; }

    [GeneratedRegex(@"^(?:#{1,3} |-# |>>> |> )", RegexOptions.Multiline | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LineDress { get; }
}
