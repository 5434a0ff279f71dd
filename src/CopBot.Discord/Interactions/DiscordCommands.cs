using System.Text.Json;
using System.Text.Json.Nodes;
using CopBot.Chat;
using CopBot.Discord.Rest;

namespace CopBot.Discord.Interactions;

/// <summary>
/// Tells a server which commands there are: <c>/cop</c> with its verbs, and what can be done to a message. They belong to the
/// server, so they are there at once and not in direct conversations, which tell no server.
/// </summary>
internal sealed class DiscordCommands(IDiscordRest rest, DiscordPlaces places)
{
    /// <summary>The one command.</summary>
    public const string Root = "cop";

    /// <summary>What may follow a verb.</summary>
    public const string WordsOption = "words";

    private const int ChatCommand = 1, MessageCommand = 3;
    private const int Subcommand = 1, Group = 2, Words = 3;

    /// <summary>Makes the server know exactly what is offered; true where it had to be told.</summary>
    public async Task<bool> RegisterAsync(string guild, Offers offers, CancellationToken stop)
    {
        var path = $"/applications/{await places.ApplicationAsync(stop)}/guilds/{guild}/commands";
        var wanted = Wanted(offers);
        // Asked first, because what is new is counted: 200 a day.
        if (Same(wanted, await rest.SendAsync(HttpMethod.Get, path, null, stop))) return false;
        await rest.SendAsync(HttpMethod.Put, path, wanted, stop);
        return true;
    }

    /// <summary>The commands as Discord wants to be told.</summary>
    public static JsonArray Wanted(Offers offers)
    {
        var commands = new JsonArray();
        if (offers.Commands.Count > 0)
        {
            commands.Add(new JsonObject
            {
                ["type"] = ChatCommand,
                ["name"] = Root,
                ["description"] = "Ask, offer help and share what worked, in this community of practice",
                ["options"] = new JsonArray([.. offers.Commands.GroupBy(c => c.Words.Split(' ')[0], StringComparer.Ordinal).Select(First)]),
            });
        }

        foreach (var action in offers.MessageActions) commands.Add(new JsonObject { ["type"] = MessageCommand, ["name"] = action.Label });
        return commands;
    }

    /// <summary>Whether a server knows exactly these commands, in whatever order. What Discord adds to a command by itself does not count.</summary>
    public static bool Same(JsonArray wanted, JsonElement known)
    {
        using var parsed = JsonDocument.Parse(wanted.ToJsonString());
        return Wholes(parsed.RootElement).SequenceEqual(Wholes(known), StringComparer.Ordinal);

        static IEnumerable<string> Wholes(JsonElement commands) => commands.Items().Select(c => Whole(c, ChatCommand)).Order(StringComparer.Ordinal);
    }

    private static JsonNode First(IGrouping<string, OfferedCommand> first) => first.Any(c => c.Words != first.Key)
        ? new JsonObject
        {
            ["type"] = Group,
            ["name"] = first.Key,
            ["description"] = Shortening.To(string.Join(" · ", first.Select(c => c.Summary)), Limits.CommandSummary),
            ["options"] = new JsonArray([.. first.Select(c => (JsonNode)Verb(c, c.Words.Split(' ')[1]))]),
        }
        : Verb(first.First(), first.Key);

    private static JsonObject Verb(OfferedCommand command, string name)
    {
        var verb = new JsonObject { ["type"] = Subcommand, ["name"] = name, ["description"] = command.Summary };
        if (command.Takes is { } takes) verb["options"] = new JsonArray(new JsonObject { ["type"] = Words, ["name"] = WordsOption, ["description"] = takes });
        return verb;
    }

    private static string Whole(JsonElement command, long typeIfUnsaid) =>
        $"{command.Number("type") ?? typeIfUnsaid}\n{command.Text("name")}\n{command.Text("description")}\n{command.Flag("required")}[{string.Join('\t', command.Part("options").Items().Select(o => Whole(o, 0)))}]";
}
