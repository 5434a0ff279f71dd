using System.Globalization;
using FsCheck;
using FsCheck.Fluent;

namespace CopBot.Chat.Tests;

/// <summary>Examples of what people, platforms and handlers make.</summary>
internal static class Some
{
    private static readonly string[] OrdinaryPieces =
    [
        "a", "Zoë", "straße", "word ", " ", "  ", "مرحبا", "שלום", "日本語", "İi", "नि", "e\u0301", "🙂", "👩‍👩‍👧‍👦", "🇩🇪", "👍🏽",
        ":", "=", "%", "%41", "%zz", "/", "#", "<@U1>", "<!channel>", "<t:1:R>", "@everyone", "*b*", "_i_", "`c`", "~", "\\", "\"", "'",
        "&amp;", "<b>", "{0}", "https://example.org/?a=b#c", "-", ".", "…", "1", "\u200f",
    ];

    private static readonly string[] HostilePieces =
    [
        "\0", "\a", "\e[31m", "\r", "\n", "\r\n", "\t", "\v", "\u0085", "\u202e", "\u202a", "\u2066", "\u2069", "\u2028", "\u2029",
        "\ud83d", "\ude00", "\ufffd", "\ufeff", "\u200d", "\u0301", "\uffff",
    ];

    /// <summary>What somebody may well write: every script, emoji of several code points, markup; no control character.</summary>
    public static Gen<string> Words { get; } = Gen.Elements(OrdinaryPieces).ArrayOf().Select(string.Concat);

    /// <summary>Words of at least one visible character.</summary>
    public static Gen<string> VisibleWords { get; } = Words.Select(w => "x" + w);

    /// <summary>What nobody should write: control characters, halves of surrogate pairs, overrides of direction, among words.</summary>
    public static Gen<string> HostileWords { get; } = Gen.Elements([.. OrdinaryPieces, .. HostilePieces]).ArrayOf().Select(string.Concat);

    public static Gen<string> Id { get; } = Gen.Elements("T1", "U0ABC", "1145678901234567890", "1700000000.000100", "C-1_x", "é");

    public static Gen<WorkspaceRef> Workspace { get; } =
        from platform in Gen.Elements("slack", "discord", "playground")
        from id in Id
        select new WorkspaceRef(new Platform(platform), id);

    public static Gen<UserRef> User { get; } = from workspace in Workspace from id in Id select new UserRef(workspace, id);

    public static Gen<ChannelRef> Channel { get; } = from workspace in Workspace from id in Id select new ChannelRef(workspace, id);

    public static Gen<Place> Place { get; } = from channel in Channel from thread in Id.OrNull() select new Place(channel, thread);

    public static Gen<PostRef> Post { get; } = from place in Place from id in Id select new PostRef(place, id);

    public static Gen<Person> Person { get; } = from name in Words from accounts in User.ArrayOf() select new Person(name, accounts);

    /// <summary>Instants from 1900 to 2100, to the tick, in any offset.</summary>
    public static Gen<DateTimeOffset> Instant { get; } =
        from day in Gen.Choose(0, 73000)
        from ticks in Gen.Choose(0, int.MaxValue)
        from quarters in Gen.Choose(-48, 56)
        select new DateTimeOffset(1900, 1, 1, 0, 0, 0, TimeSpan.Zero).AddDays(day).AddTicks(ticks * 401L).ToOffset(TimeSpan.FromMinutes(quarters * 15));

    public static Gen<DateOnly> Day { get; } = Gen.Choose(0, DateOnly.MaxValue.DayNumber).Select(DateOnly.FromDayNumber);

    public static Gen<Uri> Address { get; } = Gen.Elements("https://example.org/", "https://example.org/a?b=c#d", "https://example.org/%C3%A9?q=%26").Select(a => new Uri(a));

    public static Gen<Run> Run { get; } = Gen.OneOf(
        from words in Words from style in Gen.Elements(Enum.GetValues<Style>()) select (Run)new Run.Words(words, style),
        Person.Select(p => (Run)new Run.Mention(p)),
        Channel.Select(c => (Run)new Run.Channel(c)),
        from at in Instant from style in Gen.Elements(Enum.GetValues<MomentStyle>()) select (Run)new Run.Moment(at, style),
        Day.Select(d => (Run)new Run.Day(d)),
        from label in Words from to in Address select (Run)new Run.Anchor(new Link(label, to)));

    public static Gen<Text> Text { get; } = Run.ArrayOf().Resize(6).Select(TextOf);

    public static Gen<Button> Button { get; } =
        from label in Words
        from action in Words
        from look in Gen.Elements(Enum.GetValues<ButtonLook>())
        select new Button(label, action) { Look = look };

    public static Gen<MenuChoice> Choice { get; } =
        from label in Words from action in Words from hint in Words.OrNull() select new MenuChoice(label, action, hint);

    public static Gen<Control> Control { get; } = Gen.OneOf(
        Button.Select(b => (Control)b),
        from label in Words from to in Address select (Control)new LinkButton(label, to),
        from placeholder in Words from choices in Choice.ArrayOf().Resize(4) select (Control)new Menu(placeholder, choices));

    public static Gen<Block> Block { get; } = Gen.OneOf(
        Words.Select(w => (Block)new Heading(w)),
        Text.Select(t => (Block)new Paragraph(t)),
        from words in Words from readOn in Button.OrNull() select (Block)new Prose(words) { ReadOn = readOn },
        (from label in Words from value in Text select new Fact(label, value)).ArrayOf().Resize(4).Select(f => (Block)new Facts(f)),
        Text.Select(t => (Block)new Footnote(t)),
        Gen.Constant((Block)new Divider()),
        Control.ArrayOf().Resize(4).Select(c => (Block)new Controls(c)));

    public static Gen<Message> Message { get; } = Block.ArrayOf().Resize(8).Select(b => Chat.Message.Of(b));

    public static Gen<Answer> Answer { get; } = Gen.OneOf(
        Gen.Elements(Chat.Answer.Nothing, Chat.Answer.Follows),
        from message in Message from lasts in Gen.Elements(true, false) select (Answer)new Answer.Reply(message) { Lasts = lasts },
        Message.Select(m => (Answer)new Answer.Replace(m)),
        from why in Pairs(Words) from again in Button.OrNull() select (Answer)new Answer.Invalid(why, again),
        from code in Words from why in Message select (Answer)new Refusal(code, why));

    public static Gen<SourceMessage> Source { get; } =
        from post in Post
        from author in User
        from name in Words
        from text in Words
        from at in Instant
        from secret in Gen.Elements(true, false)
        select new SourceMessage(post, author, name, text, at, secret);

    public static Gen<FormValues> Values { get; } = Pairs(Words.ArrayOf().Resize(3)).Select(pairs =>
    {
        var values = new FormValues();
        foreach (var (name, texts) in pairs) values[name] = texts;
        return values;
    });

    public static Gen<Inbound> Inbound { get; } = Gen.OneOf(
        from g in Gesture from words in Words select (Inbound)new CommandUsed(g.Event, g.By, g.Where, g.ReplyTo, words),
        from g in Gesture
        from action in Words
        from standsOnPost in Gen.Elements(true, false)
        from post in Post
        select (Inbound)new ControlUsed(g.Event, g.By, g.Where, g.ReplyTo, action, standsOnPost ? post : null),
        from g in Gesture from token in Words from values in Values select (Inbound)new FormSent(g.Event, g.By, g.Where, g.ReplyTo, token, values),
        from g in Gesture from name in Words from source in Source select (Inbound)new MessageActionUsed(g.Event, g.By, g.Where, g.ReplyTo, name, source),
        Gesture.Select(g => (Inbound)new HomeOpened(g.Event, g.By, g.Where, g.ReplyTo)),
        from id in Words from source in Source select (Inbound)new Mentioned(id, source),
        from id in Words from source in Source select (Inbound)new MessageSeen(id, source),
        from id in Words from post in Post select (Inbound)new MessageDeleted(id, post),
        from id in Words from user in User select (Inbound)new MemberLeft(id, user),
        from id in Words from channel in Channel select (Inbound)new ChannelGone(id, channel),
        from id in Words from workspace in Workspace select (Inbound)new WorkspaceGone(id, workspace));

    private static Gen<(string Event, UserRef By, Place Where, string ReplyTo)> Gesture =>
        from id in Words from user in User from place in Place from replyTo in Words select (id, user, place, replyTo);

    /// <summary>A text of these runs, written as a handler would write it: with holes.</summary>
    public static Text TextOf(IEnumerable<Run> runs) => Chat.Text.Join("", runs.Select(run => run switch
    {
        Run.Words { Style: Style.Plain } w => (Text)$"{w.Value}",
        Run.Words { Style: Style.Bold } w => (Text)$"{w.Value:b}",
        Run.Words { Style: Style.Italic } w => (Text)$"{w.Value:i}",
        Run.Words { Style: Style.Code } w => (Text)$"{w.Value:code}",
        Run.Mention m => (Text)$"{m.Person}",
        Run.Channel c => (Text)$"{c.Ref}",
        Run.Moment { Style: MomentStyle.DateAndTime } m => (Text)$"{m.At}",
        Run.Moment { Style: MomentStyle.Day } m => (Text)$"{m.At:day}",
        Run.Moment { Style: MomentStyle.Time } m => (Text)$"{m.At:time}",
        Run.Moment { Style: MomentStyle.Relative } m => (Text)$"{m.At:ago}",
        Run.Day d => (Text)$"{d.Date}",
        Run.Anchor a => (Text)$"{a.Link}",
        _ => throw new NotSupportedException(run.ToString()),
    }));

    /// <summary>The characters as a reader counts them: a flag or a family is one.</summary>
    public static IEnumerable<string> ElementsOf(string words)
    {
        var elements = StringInfo.GetTextElementEnumerator(words);
        while (elements.MoveNext()) yield return elements.GetTextElement();
    }

    private static Gen<Dictionary<string, T>> Pairs<T>(Gen<T> values) =>
        from names in Gen.Elements("Title", "Details", "When", "Who").ArrayOf().Resize(4)
        from value in values
        from other in values
        select names.Distinct(StringComparer.Ordinal).Select((name, i) => (name, i)).ToDictionary(n => n.name, n => n.i % 2 == 0 ? value : other, StringComparer.Ordinal);
}
