using CopBot.Chat;

namespace CopBot.Playground;

/// <summary>Turns messages into HTML. Everything that somebody wrote goes through <see cref="PlaygroundText"/>.</summary>
internal static class PlaygroundMessages
{
    /// <summary>A message of the bot, shortened where it is longer than Slack and Discord take.</summary>
    public static string Html(Message message, Reader reader) =>
        string.Concat(Shortening.ToFit(message, PlaygroundLimits.MessageLength, Limits.Words).Blocks.Select(b => Html(b, reader)));

    /// <summary>Whatever stands in the room.</summary>
    public static string Html(RoomMessage message, Reader reader) => message switch
    {
        { File: { } file, Shows: { } says } => Html(says, reader) + FileLink(message, file, reader),
        { Shows: { } shows } => Html(shows, reader),
        _ => $"<p dir=\"auto\">{PlaygroundText.Typed(message.Words, reader)}</p>",
    };

    /// <summary>Whether it is drawn as a card: more than plain sentences.</summary>
    public static bool IsCard(Message message) => message.Blocks.Any(b => b is Heading or Facts or Controls or Prose { Words: not "" });

    private static string Html(Block block, Reader reader) => block switch
    {
        Heading h => $"<h3 dir=\"auto\">{PlaygroundText.Escape(h.Words)}</h3>",
        // The bot's own sentences are English, whoever's name they begin with; what people wrote takes its own direction.
        Paragraph p => $"<p>{PlaygroundText.Html(p.Text, reader)}</p>",
        Prose { Words: "" } => "",
        Prose p => $"<blockquote dir=\"auto\">{PlaygroundText.Prose(p.Words)}</blockquote>",
        Facts f => $"<dl>{string.Concat(f.Items.Select(i => $"<div><dt>{PlaygroundText.Escape(i.Label)}</dt><dd>{PlaygroundText.Html(i.Value, reader)}</dd></div>"))}</dl>",
        Footnote f => $"<p class=\"footnote\">{PlaygroundText.Html(f.Text, reader)}</p>",
        Divider => "<hr>",
        Controls c => $"<div class=\"controls\">{string.Concat(c.Items.Select(Html))}</div>",
        _ => throw new NotSupportedException(block.GetType().Name),
    };

    private static string Html(Control control) => control switch
    {
        Button b => $"<button type=\"button\" class=\"button{Look(b.Look)}\" data-action=\"{PlaygroundText.Escape(b.Action)}\" dir=\"auto\">{PlaygroundText.Escape(b.Label)}</button>",
        LinkButton l => PlaygroundText.Anchor(l.Label, l.To, "button"),
        Menu m => Html(m),
        _ => throw new NotSupportedException(control.GetType().Name),
    };

    private static string Html(Menu menu) =>
        $"<div class=\"choices\"><button type=\"button\" class=\"button choose\" aria-haspopup=\"menu\" aria-expanded=\"false\" dir=\"auto\">{PlaygroundText.Escape(menu.Placeholder)}</button>"
        + $"<div class=\"menu\" role=\"menu\" hidden>{string.Concat(menu.Choices.Select(Html))}</div></div>";

    private static string Html(MenuChoice choice) =>
        $"<button type=\"button\" role=\"menuitem\" tabindex=\"-1\" data-action=\"{PlaygroundText.Escape(choice.Action)}\" dir=\"auto\">{PlaygroundText.Escape(choice.Label)}"
        + (choice.Hint is { } hint ? $"<small>{PlaygroundText.Escape(hint)}</small>" : "") + "</button>";

    private static string Look(ButtonLook look) => look switch
    {
        ButtonLook.Plain => "",
        ButtonLook.Primary => " primary",
        ButtonLook.Danger => " danger",
        _ => throw new NotSupportedException(look.ToString()),
    };

    private static string FileLink(RoomMessage message, ChatFile file, Reader reader) =>
        $"<p><a class=\"file\" href=\"{PlaygroundServices.Path}/api/files/{PlaygroundText.Escape(message.Id)}?as={PlaygroundText.Escape(reader.Person.Id)}\" download=\"{PlaygroundText.Escape(file.Name)}\">"
        + $"<span dir=\"auto\">{PlaygroundText.Escape(file.Name)}</span> <small>{Size(file.Content.Length)}</small></a></p>";

    private static string Size(int bytes) => bytes < 1024 ? $"{bytes} bytes" : $"{bytes / 1024} KB";
}
