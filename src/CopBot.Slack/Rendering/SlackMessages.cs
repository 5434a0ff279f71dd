using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CopBot.Chat;

namespace CopBot.Slack.Rendering;

/// <summary>A message as Slack takes it: blocks to look at, and a text for notifications and screen readers.</summary>
internal sealed record SlackMessage(JsonArray Blocks, string Text);

/// <summary>Turns messages into Block Kit. The same message gives the same JSON, whenever and wherever it is rendered.</summary>
internal static class SlackMessages
{
    /// <summary>What begins the <c>action_id</c> of everything that carries a request; link buttons carry none.</summary>
    public const string ActionPrefix = "act";

    private static readonly JsonSerializerOptions AsItIs = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The message for readers in <paramref name="workspace"/>: only people with an account there are mentioned.</summary>
    /// <param name="message">What is said.</param>
    /// <param name="workspace">Where it is said.</param>
    /// <param name="stamp">
    /// Another stamp makes Slack draw its menus anew. It keeps a choice on screen as long as the menu's id stays, and says
    /// nothing when the same is chosen once more.
    /// </param>
    public static SlackMessage Render(Message message, WorkspaceRef workspace, string stamp = "")
    {
        var fits = Shortening.ToFit(message, SlackLimits.MessageLength, block => Size(block, workspace));
        var names = new Names(stamp);
        return new SlackMessage([.. fits.Blocks.SelectMany(b => Blocks(b, workspace, names))], Fallback(fits));
    }

    /// <summary>Home, as one person sees it. <paramref name="privately"/> comes back with whatever is pressed on it.</summary>
    public static JsonObject Home(Message message, WorkspaceRef workspace, string privately, string stamp) => new()
    {
        ["type"] = "home",
        ["private_metadata"] = privately,
        ["blocks"] = Render(message, workspace, stamp).Blocks,
    };

    /// <summary>A message in place of a form that did not open.</summary>
    public static JsonObject Modal(Message message, WorkspaceRef workspace, string privately) => new()
    {
        ["type"] = "modal",
        ["title"] = Plain("CopBot", SlackLimits.ModalTitle),
        ["close"] = Plain("Close", SlackLimits.ModalTitle),
        ["private_metadata"] = privately,
        ["blocks"] = Render(message, workspace).Blocks,
    };

    /// <summary>Everything that is said, without any dress: what a notification shows the beginning of.</summary>
    private static string Fallback(Message message)
    {
        var said = string.Join('\n', message.Blocks.Select(b => b switch
        {
            Heading h => h.Words,
            Paragraph p => p.Text.ToPlain(),
            Prose p => p.Words,
            Facts f => string.Join('\n', f.Items.Select(i => $"{i.Label}: {i.Value.ToPlain()}")),
            Footnote f => f.Text.ToPlain(),
            Divider or Controls => "",
            _ => throw new NotSupportedException(b.GetType().Name),
        }).Where(line => !string.IsNullOrWhiteSpace(line)));
        return SlackText.Fit(said.Length > 0 ? said : message.Summary, SlackLimits.FallbackText);
    }

    private static IEnumerable<JsonObject> Blocks(Block block, WorkspaceRef workspace, Names names) => block switch
    {
        Heading h => string.IsNullOrWhiteSpace(h.Words) ? [] : [new JsonObject { ["type"] = "header", ["text"] = Plain(h.Words, SlackLimits.HeaderText) }],
        Paragraph p => Sections(SlackText.Markup(p.Text, workspace, SlackLimits.SectionText)),
        Prose p => Sections(SlackText.Quotation(p.Words, SlackLimits.SectionText)),
        Facts f => Fields(f, workspace),
        Footnote f => Context(SlackText.Markup(f.Text, workspace, SlackLimits.ContextText)),
        Divider => [new JsonObject { ["type"] = "divider" }],
        Controls c => Rows(c, names),
        _ => throw new NotSupportedException(block.GetType().Name),
    };

    private static IEnumerable<JsonObject> Sections(IEnumerable<string> pieces) => pieces.Select(p => new JsonObject { ["type"] = "section", ["text"] = Markup(p) });

    private static IEnumerable<JsonObject> Context(IEnumerable<string> pieces) =>
        pieces.Chunk(SlackLimits.ContextElements).Select(some => new JsonObject { ["type"] = "context", ["elements"] = new JsonArray([.. some.Select(Markup)]) });

    private static IEnumerable<JsonObject> Fields(Facts facts, WorkspaceRef workspace)
    {
        var fields = facts.Items.SelectMany(f => SlackText.Markup($"{f.Label:b}\n{f.Value}", workspace, SlackLimits.FieldText));
        return fields.Chunk(SlackLimits.SectionFields).Select(some => new JsonObject { ["type"] = "section", ["fields"] = new JsonArray([.. some.Select(Markup)]) });
    }

    private static IEnumerable<JsonObject> Rows(Controls controls, Names names)
    {
        foreach (var row in controls.Items.Where(CanStand).Chunk(Limits.ControlsInARow))
        {
            yield return new JsonObject { ["type"] = "actions", ["block_id"] = names.Next("row"), ["elements"] = new JsonArray([.. row.Select(c => Element(c, names))]) };
        }

        // Slack takes only web addresses on buttons; where another leads is at least said.
        foreach (var link in controls.Items.OfType<LinkButton>().Where(l => !CanStand(l)))
        {
            foreach (var context in Context([SlackText.Anchor(link.Label, link.To)])) yield return context;
        }
    }

    private static bool CanStand(Control control) => control switch
    {
        Button => true,
        LinkButton l => SlackText.IsHarmless(l.To) && l.To.Scheme is not "mailto",
        Menu m => m.Choices.Count > 0,
        _ => throw new NotSupportedException(control.GetType().Name),
    };

    private static JsonObject Element(Control control, Names names) => control switch
    {
        Button b => Pressed(b, names),
        LinkButton l => new JsonObject { ["type"] = "button", ["action_id"] = names.Next("link"), ["text"] = Plain(l.Label, SlackLimits.ButtonText), ["url"] = l.To.AbsoluteUri },
        Menu m => new JsonObject
        {
            ["type"] = "static_select",
            ["action_id"] = names.Next(ActionPrefix),
            ["placeholder"] = Plain(m.Placeholder, SlackLimits.Placeholder),
            ["options"] = new JsonArray([.. m.Choices.Select(c => Option(c.Label, c.Action, c.Hint))]),
        },
        _ => throw new NotSupportedException(control.GetType().Name),
    };

    private static JsonObject Pressed(Button button, Names names)
    {
        var element = new JsonObject { ["type"] = "button", ["action_id"] = names.Next(ActionPrefix), ["text"] = Plain(button.Label, SlackLimits.ButtonText), ["value"] = button.Action };
        var look = button.Look switch
        {
            ButtonLook.Plain => null,
            ButtonLook.Primary => "primary",
            ButtonLook.Danger => "danger",
            _ => throw new NotSupportedException(button.Look.ToString()),
        };
        if (look is not null) element["style"] = look;
        return element;
    }

    /// <summary>A choice, in a message or in a form.</summary>
    internal static JsonObject Option(string label, string value, string? hint = null)
    {
        var option = new JsonObject { ["text"] = Plain(label, SlackLimits.OptionText), ["value"] = value };
        if (!string.IsNullOrWhiteSpace(hint)) option["description"] = Plain(hint, SlackLimits.OptionText);
        return option;
    }

    /// <summary>Words without markup. Slack wants at least one sign.</summary>
    internal static JsonObject Plain(string words, int limit) => new()
    {
        ["type"] = "plain_text",
        ["text"] = string.IsNullOrWhiteSpace(words) ? "…" : SlackText.Fit(words, limit),
    };

    private static JsonObject Markup(string text) => new() { ["type"] = "mrkdwn", ["text"] = text, ["verbatim"] = true };

    private static int Size(Block block, WorkspaceRef workspace) => Blocks(block, workspace, new Names("stamp0")).Sum(b => b.ToJsonString(AsItIs).Length + 1);

    /// <summary>Names what stands in a message by its order, since Slack wants each name once.</summary>
    private sealed class Names(string stamp)
    {
        private int _last;

        public string Next(string kind) => string.Create(CultureInfo.InvariantCulture, $"{kind}{stamp}-{++_last}");
    }
}
