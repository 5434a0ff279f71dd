using System.Text.Json.Nodes;
using CopBot.Chat;

namespace CopBot.Discord.Rendering;

/// <summary>
/// Turns messages into Discord's components: a card into a container, plain sentences into text alone. Everything that
/// somebody wrote goes through <see cref="DiscordText"/>.
/// </summary>
internal static class DiscordMessages
{
    /// <summary>Only the person who acted sees it.</summary>
    public const int Ephemeral = 1 << 6;

    /// <summary>The message is made of components alone. Once set it stays.</summary>
    public const int OfComponents = 1 << 15;

    /// <summary>The values of component types, in Discord's numbers.</summary>
    private const int ActionRow = 1, ButtonType = 2, StringSelect = 3, TextDisplay = 10, File = 13, Separator = 14, Container = 17;

    // Below this a shortened text would say nothing.
    private const int LeastText = 20;

    /// <summary>
    /// The body of a message as it is posted or revised. Only people whom the message itself mentions are rung, also when it
    /// is revised, where Discord would otherwise ring by its own rules.
    /// </summary>
    /// <param name="message">What it says.</param>
    /// <param name="setting">Where it will be seen.</param>
    /// <param name="number">The id of the first component, by which the post can be found again.</param>
    /// <param name="flags">More than <see cref="OfComponents"/>, such as <see cref="Ephemeral"/>.</param>
    public static JsonObject Body(Message message, Setting setting, int? number = null, int flags = 0)
    {
        var components = Components(message, setting);
        if (number is { } id) components[0]!["id"] = id;
        return new JsonObject { ["flags"] = OfComponents | flags, ["components"] = components, ["allowed_mentions"] = AllowedMentions(message, setting.Here) };
    }

    /// <summary>The body of a message that carries a file.</summary>
    public static JsonObject Body(ChatFile file, string name, Setting setting, int number)
    {
        var body = Body(Message.Say(file.Says), setting, number);
        body["components"]!.AsArray().Add(new JsonObject { ["type"] = File, ["file"] = new JsonObject { ["url"] = $"attachment://{name}" } });
        body["attachments"] = new JsonArray(new JsonObject { ["id"] = 0, ["filename"] = name });
        return body;
    }

    /// <summary>The message with somebody named at its beginning, because everybody sees it.</summary>
    public static Message SaidTo(UserRef to, Message message)
    {
        var person = new Person("", [to]);
        if (message.Blocks.OfType<Paragraph>().Any(p => DiscordText.Rings(p.Text, to.Workspace).Contains(to.Id, StringComparer.Ordinal))) return message;
        return message.Blocks[0] is Paragraph first ? Message.Of([new Paragraph($"{person} {first.Text}"), .. message.Blocks.Skip(1)]) : Message.Say($"{person}").With(message.Blocks);
    }

    /// <summary>The components of a message, in the order in which they are read.</summary>
    internal static JsonArray Components(Message message, Setting setting)
    {
        var drawn = Fit(Shortening.ToFit(message, DiscordLimits.MessageLength, b => Size(b, setting.Here)), setting.Here);
        var parts = Parts(drawn, setting, together: false);
        if (Count(parts) >= DiscordLimits.Components) parts = Parts(drawn, setting, together: true);
        // Lines between parts are the first that can be missed.
        if (Count(parts) >= DiscordLimits.Components) parts = Parts([.. drawn.Where(d => d.Block is not Divider)], setting, together: true);
        if (parts.Count == 0) parts.Add(Text(DiscordText.Escape(message.Summary)));
        return IsCard(message) ? [new JsonObject { ["type"] = Container, ["components"] = new JsonArray([.. parts]) }] : new JsonArray([.. parts]);
    }

    /// <summary>Whether it is framed: more than plain sentences.</summary>
    private static bool IsCard(Message message) => message.Blocks.Any(b => b is Heading or Facts or Controls or Divider or Prose { Words: not "" });

    private static JsonObject AllowedMentions(Message message, WorkspaceRef here)
    {
        var rings = message.Blocks.SelectMany(TextsOf).SelectMany(t => DiscordText.Rings(t, here)).Distinct(StringComparer.Ordinal).Take(DiscordLimits.Rings);
        return new JsonObject { ["parse"] = new JsonArray(), ["users"] = new JsonArray([.. rings.Select(id => (JsonNode)id)]) };
    }

    private static IEnumerable<Text> TextsOf(Block block) => block switch
    {
        Paragraph p => [p.Text],
        Facts f => f.Items.Select(i => i.Value),
        Footnote f => [f.Text],
        _ => [],
    };

    /// <summary>
    /// The blocks with their markdown. Prose was shortened before; where addresses and escaping make the rest too long all the
    /// same, the longest texts are cut, because a message that is refused says nothing at all.
    /// </summary>
    private static List<Drawn> Fit(Message message, WorkspaceRef here)
    {
        var drawn = message.Blocks.Select(b => new Drawn(b, Markdown(b, here))).ToList();
        while (drawn.Sum(d => d.Size) - DiscordLimits.MessageLength is > 0 and var over)
        {
            var at = drawn.FindIndex(d => d.Size == drawn.Max(other => other.Size));
            var room = Math.Min(drawn[at].Markdown.Length - 1, Math.Max(LeastText, drawn[at].Markdown.Length - over));
            var shorter = Markdown(drawn[at].Block, here, room);
            drawn[at] = drawn[at] with { Markdown = shorter.Length < drawn[at].Markdown.Length ? shorter : "" };
        }

        return drawn;
    }

    private static int Size(Block block, WorkspaceRef here) => new Drawn(block, Markdown(block, here)).Size;

    private static string Markdown(Block block, WorkspaceRef here, int room = int.MaxValue)
    {
        var sign = block switch
        {
            Heading => "### ",
            Prose => "> ",
            Footnote => "-# ",
            _ => "",
        };
        var lines = DiscordText.Render(RunsOf(block), here, room).Split('\n');
        // What stands for itself on one line must not end there.
        if (block is Heading) lines = [string.Join(' ', lines)];
        var markdown = lines.All(string.IsNullOrWhiteSpace) ? "" : string.Join('\n', lines.Select(line => sign + line));
        return markdown.Length <= room || room <= LeastText ? markdown : Markdown(block, here, Math.Max(LeastText, room - (markdown.Length - room)));
    }

    private static IEnumerable<Run> RunsOf(Block block) => block switch
    {
        Heading h => [new Run.Words(h.Words)],
        Paragraph p => p.Text.Runs,
        Prose p => [new Run.Words(p.Words)],
        Facts f => f.Items.SelectMany((fact, i) => (IEnumerable<Run>)[new Run.Words(i == 0 ? "" : "\n"), new Run.Words(fact.Label + ":", Style.Bold), new Run.Words(" "), .. fact.Value.Runs]),
        Footnote f => f.Text.Runs,
        Divider or Controls => [],
        _ => throw new NotSupportedException(block.GetType().Name),
    };

    private static List<JsonObject> Parts(IReadOnlyList<Drawn> drawn, Setting setting, bool together)
    {
        var parts = new List<JsonObject>();
        var menus = 0;
        JsonObject? open = null;
        foreach (var (block, markdown) in drawn)
        {
            if (markdown.Length > 0)
            {
                if (together && open is not null) open["content"] = $"{open["content"]}\n{markdown}";
                else parts.Add(open = Text(markdown));
            }
            else if (block is Divider)
            {
                parts.Add(new JsonObject { ["type"] = Separator });
                open = null;
            }
            else if (block is Controls controls)
            {
                parts.AddRange(Rows(controls, setting, ref menus));
                open = null;
            }
        }

        return parts;
    }

    private static JsonObject Text(string markdown) => new() { ["type"] = TextDisplay, ["content"] = markdown };

    private static List<JsonObject> Rows(Controls controls, Setting setting, ref int menus)
    {
        var rows = new List<JsonObject>();
        JsonArray? buttons = null;
        foreach (var control in controls.Items)
        {
            var drawn = Draw(control, setting, menus);
            if (drawn is null) continue;
            if (control is Menu)
            {
                menus++;
                buttons = null;
                rows.Add(Row([drawn]));
            }
            else if (buttons is { Count: < DiscordLimits.ButtonsInARow })
            {
                buttons.Add(drawn);
            }
            else
            {
                rows.Add(Row(buttons = [drawn]));
            }
        }

        return rows;
    }

    private static JsonObject Row(JsonArray components) => new() { ["type"] = ActionRow, ["components"] = components };

    private static JsonObject? Draw(Control control, Setting setting, int menus) => control switch
    {
        Chat.Button b => new JsonObject { ["type"] = ButtonType, ["style"] = (int)LookOf(b.Look), ["label"] = Shortening.To(b.Label, DiscordLimits.ButtonLabel), ["custom_id"] = setting.Marked(b.Action) },
        // A button that leads nowhere Discord follows is left out.
        LinkButton l => DiscordText.Address(l.To) is { Length: <= DiscordLimits.ButtonLink } to
            ? new JsonObject { ["type"] = ButtonType, ["style"] = (int)Look.Link, ["label"] = Shortening.To(l.Label, DiscordLimits.ButtonLabel), ["url"] = to }
            : null,
        Menu m => new JsonObject
        {
            ["type"] = StringSelect,
            ["custom_id"] = setting.Marked($"{MenuName}{menus}"),
            ["placeholder"] = Shortening.To(m.Placeholder, DiscordLimits.SelectPlaceholder),
            ["options"] = new JsonArray([.. m.Choices.Take(DiscordLimits.Choices).Select(Draw)]),
        },
        _ => throw new NotSupportedException(control.GetType().Name),
    };

    /// <summary>What a menu is called; the action stands in the choice.</summary>
    private const string MenuName = "menu-";

    private static JsonObject Draw(MenuChoice choice)
    {
        var drawn = new JsonObject { ["label"] = Shortening.To(choice.Label, DiscordLimits.Choice), ["value"] = choice.Action };
        if (choice.Hint is { Length: > 0 } hint) drawn["description"] = Shortening.To(hint, DiscordLimits.Choice);
        return drawn;
    }

    private static Look LookOf(ButtonLook look) => look switch
    {
        ButtonLook.Plain => Look.Secondary,
        ButtonLook.Primary => Look.Primary,
        ButtonLook.Danger => Look.Danger,
        _ => throw new NotSupportedException(look.ToString()),
    };

    private static int Count(IEnumerable<JsonObject> parts) => parts.Sum(p => 1 + (p["components"]?.AsArray().Count ?? 0));

    /// <summary>A block and its markdown; each text costs a line break besides, should the texts be put together.</summary>
    private sealed record Drawn(Block Block, string Markdown)
    {
        public int Size => Markdown.Length == 0 ? 0 : Markdown.Length + 1;
    }

    private enum Look
    {
        Primary = 1,
        Secondary = 2,
        Danger = 4,
        Link = 5,
    }
}
