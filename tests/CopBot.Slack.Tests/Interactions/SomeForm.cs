using System.Text.Json.Nodes;
using CopBot.Chat;

namespace CopBot.Slack.Tests.Interactions;

/// <summary>A form with a few questions.</summary>
internal static class SomeForm
{
    public static FormView View { get; } = new(
        "problem-ask:1",
        "Ask for help",
        "Ask",
        [
            new FormField("Title", "What is the problem?", null, FieldKind.Line, Required: true, 150, []),
            new FormField("Tried", "What did you try?", null, FieldKind.Lines, Required: false, 3000, []),
            new FormField("Until", "Until when?", null, FieldKind.Moment, Required: false, 20, []),
        ],
        []);

    /// <summary>Opens with whatever a gesture presses, and fills it in as somebody would.</summary>
    public static void OpensFor<T>(ScriptedInbox inbox) where T : Gesture
    {
        inbox.OpensWhen = g => g is T;
        inbox.Forms = (_, _) => Task.FromResult(new Opened(View));
    }

    public static async Task FillAsync(SlackEmulator.Acting.Person person)
    {
        await person.Fills("Title", JsonValue.Create("It <breaks> & burns"));
        await person.Fills("Until", JsonValue.Create("2027-03-09"));
        await person.Fills("time:Until", JsonValue.Create("14:30"));
    }
}
