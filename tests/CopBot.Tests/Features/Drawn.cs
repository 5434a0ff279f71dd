using System.Text;
using System.Text.RegularExpressions;
using CopBot.Chat;
using CopBot.Playground;
using CopBot.TestKit;
using Xunit;

namespace CopBot.Tests.Features;

/// <summary>
/// What people see, drawn as text and as each platform gets it, so that it can be approved by reading. The text says what the
/// features mean, the JSON what the renderers make of it.
/// </summary>
internal static partial class Drawn
{
    /// <summary>The message fits everywhere and reads as it was approved.</summary>
    public static void Reads(Message message, string name, [System.Runtime.CompilerServices.CallerFilePath] string test = "")
    {
        Assert.Empty(Limits.Broken(message));
        Assert.Multiple(
            () => Approved.Matches(Draw(message), "Approved/" + name, test: test),
            () => Approved.Matches(WhicheverPost(SlackFace.Of(message)), "Approved/slack/" + name, "json", test),
            () => Approved.Matches(WhicheverPost(DiscordFace.Of(message)), "Approved/discord/" + name, "json", test));
    }

    /// <summary>The form fits everywhere and reads as it was approved.</summary>
    public static void Reads(FormView form, string name, [System.Runtime.CompilerServices.CallerFilePath] string test = "")
    {
        Assert.Empty(Limits.Broken(form));
        Assert.Multiple(
            () => Approved.Matches(Draw(form), "Approved/" + name, test: test),
            () => Approved.Matches(SlackFace.Of(form), "Approved/slack/" + name, "json", test),
            () => Approved.Matches(DiscordFace.Of(form), "Approved/discord/" + name, "json", test));
    }

    /// <summary>What somebody was shown fits everywhere and reads as it was approved.</summary>
    public static void Reads(Acted acted, string name, [System.Runtime.CompilerServices.CallerFilePath] string test = "")
    {
        var shown = acted switch
        {
            { Home: { } home } => home,
            { Shown: { } answer } => answer.Shows,
            { Kept.Shows: { } kept } => kept,
            { Answer: Refusal no } => no.Why,
            _ => throw new InvalidOperationException($"Nothing was shown that could be {name}"),
        };
        Reads(shown, name, test);
    }

    /// <summary>A post fits everywhere and reads as it was approved.</summary>
    public static void Reads(RoomMessage post, string name, [System.Runtime.CompilerServices.CallerFilePath] string test = "") => Reads(post.Shows!, name, test);

    /// <summary>Of posts that go out at the same moment either may be the first, and has the lower number in the room.</summary>
    private static string WhicheverPost(string drawn) => NumberOfAPost.Replace(drawn, "${place}#n");

    [GeneratedRegex("(?<place>playground/room/[a-z-]+)#[0-9]+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex NumberOfAPost { get; }

    private static string Draw(Message message)
    {
        var drawn = new StringBuilder();
        foreach (var block in message.Blocks)
        {
            drawn.Append(block switch
            {
                Heading h => $"# {h.Words}",
                Footnote f => $"({f.Text.ToPlain()})",
                Divider => "----",
                Controls c => string.Join(' ', c.Items.Select(Draw)),
                Prose { ReadOn: { } readOn } p => $"{p.Words} [{readOn.Label}]",
                _ => PlaygroundText.Plain(Message.Of([block])),
            }).Append('\n');
        }

        return drawn.ToString();
    }

    private static string Draw(Control control) => control switch
    {
        Button { Look: ButtonLook.Primary } b => $"[*{b.Label}*]",
        Button { Look: ButtonLook.Danger } b => $"[!{b.Label}!]",
        Button b => $"[{b.Label}]",
        LinkButton l => $"[{l.Label} ->]",
        Menu m => $"[{m.Placeholder} v: {string.Join(" / ", m.Choices.Select(c => c.Hint is null ? c.Label : $"{c.Label} ({c.Hint})"))}]",
        _ => throw new NotSupportedException(control.GetType().Name),
    };

    private static string Draw(FormView form)
    {
        var drawn = new StringBuilder($"= {form.Title} =\n");
        foreach (var field in form.Fields)
        {
            drawn.Append($"{field.Label}{(field.Required ? " *" : "")}{(field.Hint is { } hint ? $" ({hint})" : "")}\n");
            var filled = string.Join(", ", form.Values.GetValueOrDefault(field.Name) ?? []);
            drawn.Append(field.Choices.Count > 0 ? "  " + string.Join(" / ", field.Choices.Select(c => c.Value == filled ? $"<{c.Label}>" : c.Label)) : $"  {(field.Kind is FieldKind.Line or FieldKind.Lines ? $"{field.Kind} up to {field.MaxLength}" : field.Kind)}: {filled}".TrimEnd()).Append('\n');
        }

        return drawn.Append($"[{form.Submit}]\n").ToString();
    }
}
