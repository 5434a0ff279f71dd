using CopBot.Chat;
using CopBot.Communities;

namespace CopBot.Dispatch;

internal static class DispatchRefusals
{
    public static readonly Refusal OldButton = new("old-button", $"This button comes from an older version and no longer does anything. /cop home shows what you can do now.");

    public static Refusal UnknownCommand(string words) =>
        new("unknown-command", $"There is no /cop {Shortening.OneLine(words, 60)}. /cop help shows what you can do here.");

    public static Refusal HalfACommand(IEnumerable<string> whole) =>
        new("half-a-command", $"One more word is needed: {string.Join(" · ", whole.Select(name => $"/cop {name}"))}. /cop help says what each of them does.");

    public static Refusal NeedsRole(Role role) =>
        new("needs-role", $"Only a {role.ToString().ToLowerInvariant()} of the community can do this. /cop help shows what you can do.");

    public static Refusal Failed(string reference) =>
        new("failed", $"Something went wrong on CopBot's side and nothing was changed. Please try again; if it happens again, tell whoever runs CopBot this reference: {reference:code}.");

    public static Refusal StoreAway(string reference) =>
        new("store-away", $"CopBot cannot reach its store at the moment, so nothing was changed. Please try again in a minute; if it stays so, tell whoever runs CopBot this reference: {reference:code}.");

    public static Refusal OldForm(FormValues values) => new("old-form", GiveBack($"This form comes from an older version and cannot be sent any more. Here is what you typed, so that nothing is lost:", values));

    public static Refusal FailedWithout(string reference, FormValues values) =>
        new("failed", GiveBack($"CopBot could not store anything (reference {reference}). Nothing was changed. Here is what you typed, so that nothing is lost:", values));

    private static Message GiveBack(Text says, FormValues values) => Message.Say(says).With(values.ToCopyFrom().SelectMany(m => m.Blocks));
}
