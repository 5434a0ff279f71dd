using System.Text.Json.Nodes;

namespace CopBot.SlackEmulator.WebApi;

/// <summary>What an argument may hold.</summary>
internal enum ArgumentKind
{
    Text,
    Flag,
    Number,
    Json,
}

/// <summary>One documented argument of a method.</summary>
internal sealed record ArgumentRule(string Name, ArgumentKind Kind, bool Required);

/// <summary>
/// The documented rules of one Web API method: tier, whether it reads JSON bodies, scopes of which one is enough, and arguments.
/// </summary>
internal sealed record MethodRule(
    string Name,
    int Tier,
    bool ReadsJson,
    bool AppToken,
    IReadOnlyList<string> AnyScope,
    IReadOnlyList<ArgumentRule> Arguments,
    Func<ApiCall, JsonObject> Answer)
{
    /// <summary>The tier of methods whose limit the documents call special.</summary>
    public const int SpecialTier = 5;

    /// <summary>
    /// Reads the short form of the table: names separated by blanks, "!" for required, ":b" a boolean, ":n" a whole number, ":j" JSON.
    /// </summary>
    public static IReadOnlyList<ArgumentRule> Parse(string arguments) =>
    [
        .. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word =>
        {
            var required = word.EndsWith('!');
            var parts = word.TrimEnd('!').Split(':');
            var kind = parts.Length == 1 ? ArgumentKind.Text : parts[1] switch
            {
                "b" => ArgumentKind.Flag,
                "n" => ArgumentKind.Number,
                "j" => ArgumentKind.Json,
                _ => throw new ArgumentException($"No such kind of argument: {word}", nameof(arguments)),
            };
            return new ArgumentRule(parts[0], kind, required);
        }),
    ];
}
