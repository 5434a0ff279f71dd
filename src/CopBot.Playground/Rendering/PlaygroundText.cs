using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using CopBot.Chat;

namespace CopBot.Playground;

/// <summary>Turns text into what a reader sees. The one place of the playground that escapes.</summary>
public static partial class PlaygroundText
{
    // Letters of every script stay readable in the page's source; what HTML could misread is escaped all the same.
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>What a message says, without any dress; moments in UTC unless a zone is given.</summary>
    public static string Plain(RoomMessage message, TimeZoneInfo? zone = null) => message.Shows is { } shows ? Plain(shows, zone) : message.Words;

    /// <summary>What a message of the bot says, without any dress: one line per block, controls left out.</summary>
    public static string Plain(Message message, TimeZoneInfo? zone = null) => string.Join('\n', message.Blocks.Select(b => b switch
    {
        Heading h => h.Words,
        Paragraph p => p.Text.ToPlain(zone),
        Prose p => p.Words,
        Facts f => string.Join('\n', f.Items.Select(i => $"{i.Label}: {i.Value.ToPlain(zone)}")),
        Footnote f => f.Text.ToPlain(zone),
        Divider or Controls => "",
        _ => throw new NotSupportedException(b.GetType().Name),
    }).Where(line => line.Length > 0));

    /// <summary>Words as HTML, harmless in text and in quoted attributes.</summary>
    public static string Escape(string words) => Encoder.Encode(words);

    /// <summary>Whether a link may be followed: web and mail, and pages of our own.</summary>
    public static bool IsHarmless(Uri to) => !to.IsAbsoluteUri ? to.OriginalString.StartsWith('/') && !to.OriginalString.StartsWith("//", StringComparison.Ordinal) : to.Scheme is "http" or "https" or "mailto";

    internal static string Html(Text text, Reader reader)
    {
        var html = new StringBuilder();
        foreach (var run in text.Runs)
        {
            html.Append(run switch
            {
                Run.Words { Style: Style.Plain } words => ReadsFromTheRight.IsMatch(words.Value) ? $"<bdi>{Broken(words.Value)}</bdi>" : Broken(words.Value),
                Run.Words { Style: Style.Bold } words => $"<strong dir=\"auto\">{Broken(words.Value)}</strong>",
                Run.Words { Style: Style.Italic } words => $"<em dir=\"auto\">{Broken(words.Value)}</em>",
                Run.Words words => $"<code dir=\"auto\">{Broken(words.Value)}</code>",
                Run.Mention mention => Mention(mention.Person, reader),
                Run.Channel channel => Channel(channel.Ref, reader),
                Run.Moment moment => Moment(moment.At, moment.Style, reader),
                Run.Day day => $"<time datetime=\"{day.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}\">{Escape(reader.Day(day.Date))}</time>",
                Run.Anchor anchor => Anchor(anchor.Link.Label, anchor.Link.To),
                _ => throw new NotSupportedException(run.GetType().Name),
            });
        }

        return html.ToString();
    }

    /// <summary>What a member wrote somewhere, shown by the bot: links lead on, nobody is mentioned.</summary>
    internal static string Prose(string words) => Linked(words);

    /// <summary>What a person typed into the chat: links lead on, <c>@Name</c> becomes a chip.</summary>
    internal static string Typed(string words, Reader reader) =>
        string.Concat(Mentions.Spots(reader.People, words).Select(s => s.Who is { } who ? Chip(who, reader) : Linked(s.Words)));

    internal static string Moment(DateTimeOffset at, MomentStyle style, Reader reader)
    {
        var shown = style switch
        {
            MomentStyle.DateAndTime => reader.DayAndTime(at),
            MomentStyle.Day => reader.Day(at),
            MomentStyle.Time => reader.Time(at),
            MomentStyle.Relative => reader.Ago(at),
            _ => throw new NotSupportedException(style.ToString()),
        };
        return $"<time datetime=\"{at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)}\" title=\"{Escape(reader.DayAndTime(at))}\">{Escape(shown)}</time>";
    }

    internal static string Anchor(string label, Uri to, string? look = null)
    {
        if (!IsHarmless(to)) return Escape(label);
        // A post's own address stays in this page, wherever the page was opened from.
        var fragment = to.OriginalString.IndexOf(PlaygroundServices.Path + "#", StringComparison.Ordinal) is >= 0 and var at ? to.OriginalString[(at + PlaygroundServices.Path.Length)..] : "";
        var inside = to.IsAbsoluteUri ? to.AbsolutePath == PlaygroundServices.Path && fragment.Length > 1 : to.OriginalString.StartsWith(PlaygroundServices.Path + "#", StringComparison.Ordinal);
        var dress = look is null ? "" : $" class=\"{look}\"";
        return inside
            ? $"<a{dress} href=\"{Escape(fragment)}\">{Escape(label)}</a>"
            : $"<a{dress} href=\"{Escape(to.OriginalString)}\" target=\"_blank\" rel=\"noopener noreferrer nofollow\">{Escape(label)}</a>";
    }

    [GeneratedRegex(@"https?://[^\s<>""']+", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex WebAddress { get; }

    // Hebrew, Arabic and their kin: such a name must not turn the sentence around it.
    [GeneratedRegex(@"[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC]", RegexOptions.NonBacktracking)]
    private static partial Regex ReadsFromTheRight { get; }

    private static string Broken(string words) => Escape(words).Replace("&#xA;", "<br>", StringComparison.Ordinal);

    private static string Mention(Person person, Reader reader)
    {
        var account = person.Accounts.FirstOrDefault(a => a.Workspace == Room.Workspace);
        return account != default && reader.Room.Person(account) is { } who ? Chip(who, reader) : Escape(person.Name);
    }

    private static string Chip(RoomPerson who, Reader reader) =>
        $"<span class=\"mention{(who.Id == reader.Person.Id ? " you" : "")}\" dir=\"auto\">@{Escape(who.Name)}</span>";

    private static string Channel(ChannelRef channel, Reader reader)
    {
        if (channel.Workspace != Room.Workspace) return "a channel elsewhere";
        if (Room.DirectOf(channel) is not null) return "your direct messages";
        return reader.Room.Find(channel) is { } found && found.IsSeenBy(reader.Person)
            ? $"<a class=\"channel-link\" href=\"#{Escape(channel.ToString())}\">{Escape(found.Called)}</a>"
            : "a channel that you do not see";
    }

    private static string Linked(string words)
    {
        var html = new StringBuilder();
        var from = 0;
        foreach (var match in WebAddress.EnumerateMatches(words))
        {
            var address = words.AsSpan(match.Index, match.Length).TrimEnd(".,;:!?)]}").ToString();
            if (!Uri.TryCreate(address, UriKind.Absolute, out var to)) continue;
            html.Append(Broken(words[from..match.Index])).Append(Anchor(address, to));
            from = match.Index + address.Length;
        }

        return html.Append(Broken(words[from..])).ToString();
    }
}
