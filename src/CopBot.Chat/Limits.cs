namespace CopBot.Chat;

/// <summary>
/// What every platform can show: for each number the smaller of Slack's and Discord's, so that a card or form that keeps
/// to this table works everywhere. Lengths are UTF-16 code units, the stricter count.
/// </summary>
public static class Limits
{
    /// <summary>Title of a form: Slack's modal title (24); Discord's is 45.</summary>
    public const int FormTitle = 24;

    /// <summary>Label of a form's field: Discord's modal label (45).</summary>
    public const int FieldLabel = 45;

    /// <summary>Hint under a field: Discord's label description (100).</summary>
    public const int FieldHint = 100;

    /// <summary>Fields in a form: Discord's modal (5). A sixth question belongs on the preview.</summary>
    public const int Fields = 5;

    /// <summary>What one field may hold: Slack's text input (3,000); Discord's is 4,000.</summary>
    public const int FieldLength = 3000;

    /// <summary>Submit button of a form: Slack's (24).</summary>
    public const int SubmitLength = 24;

    /// <summary>Choices in a menu: Discord's select (25).</summary>
    public const int Choices = 25;

    /// <summary>Label of a choice: Slack's option text (75).</summary>
    public const int ChoiceLabel = 75;

    /// <summary>Value of a choice: Slack's option value (75 in its own types; its Python client says 150).</summary>
    public const int ChoiceValue = 75;

    /// <summary>
    /// An action as it is written into a button: Discord's custom_id (100) less twelve, in which its adapter writes one id
    /// of Discord's that the press does not tell: whose whisper it is, or from which workspace a direct message came.
    /// </summary>
    public const int ActionLength = 88;

    /// <summary>Label of a button: Slack's (75); Discord's is 80.</summary>
    public const int ButtonLabel = 75;

    /// <summary>Buttons in a row: Discord's (5).</summary>
    public const int ControlsInARow = 5;

    /// <summary>Rows of controls in a message: Discord's (5).</summary>
    public const int RowsInAMessage = 5;

    /// <summary>Parts of a message, controls included: Discord's components (40); Slack allows 50 blocks.</summary>
    public const int ComponentsInAMessage = 40;

    /// <summary>All words of a message: Discord's components (4,000).</summary>
    public const int MessageLength = 4000;

    /// <summary>A heading: Slack's header block (150).</summary>
    public const int HeadingLength = 150;

    /// <summary>One paragraph: Slack's section text (3,000), less room for escaping.</summary>
    public const int ParagraphLength = 2500;

    /// <summary>Title of a thread: Discord's (100).</summary>
    public const int ThreadTitle = 100;

    /// <summary>A post's nonce: Discord's (25). Too short for a post's key, so use a hash of it.</summary>
    public const int NonceLength = 25;

    /// <summary>All words of a whisper: ours, since on Discord everybody sees it.</summary>
    public const int WhisperLength = 200;

    /// <summary>Message actions: Slack's shortcuts of an app (10); Discord's message commands are 15.</summary>
    public const int MessageActions = 10;

    /// <summary>Label of a message action: Slack's shortcut name (24); Discord's is 32.</summary>
    public const int MessageActionLabel = 24;

    /// <summary>Summary of a command: Discord's description (100).</summary>
    public const int CommandSummary = 100;

    /// <summary>First words of <c>/cop</c>: Discord's subcommands (25).</summary>
    public const int FirstWords = 25;

    /// <summary>
    /// What is wrong with a message, in words for its author; empty where it fits. Counted as if every prose had been
    /// shortened, with its <see cref="Prose.ReadOn"/> below it.
    /// </summary>
    public static IEnumerable<string> Broken(Message message)
    {
        if (message.Blocks.Count == 0) yield return "a message without anything in it";
        var readOns = message.Blocks.OfType<Prose>().Select(p => p.ReadOn).OfType<Button>().ToList();
        List<Control> controls = [.. message.AllControls, .. readOns];

        foreach (var block in message.Blocks)
        {
            switch (block)
            {
                case Paragraph p when p.Text.ToPlain().Length == 0: yield return "a paragraph without words"; break;
                case Heading h when h.Words.Length > HeadingLength: yield return $"heading of {h.Words.Length}, at most {HeadingLength}: {h.Words}"; break;
                case Heading { Words.Length: 0 }: yield return "a heading without words"; break;
                case Paragraph p when p.Text.ToPlain().Length > ParagraphLength: yield return $"paragraph of {p.Text.ToPlain().Length}, at most {ParagraphLength}"; break;
                default: break;
            }
        }

        foreach (var control in controls)
        {
            switch (control)
            {
                case Button b when b.Label.Length is 0 or > ButtonLabel: yield return $"button label of {b.Label.Length}, at most {ButtonLabel}: {b.Label}"; break;
                case Button b when b.Action.Length > ActionLength: yield return $"action of {b.Action.Length}, at most {ActionLength}: {b.Action}"; break;
                case LinkButton l when l.Label.Length is 0 or > ButtonLabel: yield return $"link label of {l.Label.Length}, at most {ButtonLabel}: {l.Label}"; break;
                case Menu m when m.Choices.Count is 0 or > Choices: yield return $"menu of {m.Choices.Count} choices, 1 to {Choices}: {m.Placeholder}"; break;
                case Menu m when m.Choices.Any(c => c.Action.Length > ChoiceValue): yield return $"choice value over {ChoiceValue}: {m.Placeholder}"; break;
                case Menu m when m.Choices.Any(c => c.Label.Length is 0 or > ChoiceLabel || c.Hint?.Length > ChoiceLabel): yield return $"choice label over {ChoiceLabel}: {m.Placeholder}"; break;
                // Discord refuses a menu in which a value stands twice.
                case Menu m when m.Choices.DistinctBy(c => c.Action, StringComparer.Ordinal).Count() < m.Choices.Count: yield return $"two choices send the same: {m.Placeholder}"; break;
                default: break;
            }
        }

        var twice = controls.OfType<Button>().GroupBy(b => b.Action, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1);
        if (twice is not null) yield return $"two buttons send the same: {twice.Key}";

        var rows = message.Blocks.OfType<Controls>().Sum(RowsOf) + readOns.Count;
        if (rows > RowsInAMessage) yield return $"{rows} rows of controls, at most {RowsInAMessage}";

        var parts = message.Blocks.Count + readOns.Count + controls.Count;
        if (parts > ComponentsInAMessage) yield return $"{parts} parts, at most {ComponentsInAMessage}";

        var words = message.Blocks.Where(b => b is not Prose).Sum(Words);
        if (words > MessageLength) yield return $"{words} characters without the prose, at most {MessageLength}";

        static int RowsOf(Controls controls) => controls.Items.Count(c => c is Menu)
            + ((controls.Items.Count(c => c is not Menu) + ControlsInARow - 1) / ControlsInARow);
    }

    /// <summary>What is wrong with a form, in words for its author; empty where it fits.</summary>
    public static IEnumerable<string> Broken(FormView form)
    {
        if (form.Title.Length is 0 or > FormTitle) yield return $"title of {form.Title.Length}, at most {FormTitle}: {form.Title}";
        if (form.Submit.Length is 0 or > SubmitLength) yield return $"submit of {form.Submit.Length}, at most {SubmitLength}: {form.Submit}";
        if (form.Token.Length > ActionLength) yield return $"token of {form.Token.Length}, at most {ActionLength}: {form.Token}";
        if (form.Fields.Count is 0 or > Fields) yield return $"{form.Fields.Count} questions, 1 to {Fields}";

        foreach (var field in form.Fields)
        {
            if (field.Label.Length is 0 or > FieldLabel) yield return $"label of {field.Label.Length}, at most {FieldLabel}: {field.Label}";
            if (field.Hint?.Length > FieldHint) yield return $"hint of {field.Hint.Length}, at most {FieldHint}: {field.Hint}";
            if (field.MaxLength is < 1 or > FieldLength) yield return $"{field.Name} takes {field.MaxLength}, at most {FieldLength}";
            if (field.Kind is FieldKind.OneOf or FieldKind.SomeOf && field.Choices.Count is 0 or > Choices) yield return $"{field.Name} has {field.Choices.Count} choices, 1 to {Choices}";
            if (field.Choices.Any(c => c.Label.Length is 0 or > ChoiceLabel || c.Value.Length is 0 or > ChoiceValue)) yield return $"a choice of {field.Name} is over {ChoiceLabel}";
        }
    }

    /// <summary>What is wrong with a message that is to be whispered: one paragraph and one row of buttons, for everybody's eyes.</summary>
    public static IEnumerable<string> BrokenAsWhisper(Message message)
    {
        foreach (var wrong in Broken(message)) yield return wrong;
        if (message.Blocks is not [Paragraph] and not [Paragraph, CopBot.Chat.Controls]) yield return "a whisper is one paragraph and its buttons";
        if (message.AllControls.Any(c => c is not Button) || message.AllControls.Count() > ControlsInARow) yield return $"a whisper has at most {ControlsInARow} buttons, and nothing else to press";
        if (message.Blocks.Sum(Words) > WhisperLength) yield return $"a whisper of {message.Blocks.Sum(Words)}, at most {WhisperLength}";
    }

    /// <summary>How many characters a block counts, before a platform escapes it.</summary>
    public static int Words(Block block) => block switch
    {
        Heading h => h.Words.Length,
        Paragraph p => p.Text.ToPlain().Length,
        Prose p => p.Words.Length,
        Facts f => f.Items.Sum(i => i.Label.Length + i.Value.ToPlain().Length + 2),
        Footnote f => f.Text.ToPlain().Length,
        Divider or Controls => 0,
        _ => throw new NotSupportedException(block.GetType().Name),
    };
}
