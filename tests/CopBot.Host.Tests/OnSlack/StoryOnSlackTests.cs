using System.Text.Json.Nodes;
using CopBot.SlackEmulator.World;
using Xunit;

namespace CopBot.Host.Tests.OnSlack;

/// <summary>The whole story in a Slack workspace: the real host, the real wire, and an emulated Slack that forgives nothing.</summary>
public sealed class StoryOnSlackTests
{
    private const string Question = "How can we keep small screws from getting lost?";

    [Fact]
    public async Task A_community_is_set_up_asks_helps_tries_and_hears_what_came_of_it()
    {
        await using var town = await SlackTown.StartAsync();
        await SetUpAsync(town);
        var card = await AskAsync(town);

        await town.Ben.Presses(card, "I can help");
        await town.SeesAsync(town.Ben, "Thank you");
        await town.GetsAsync(town.Anna, "ben");
        var advice = town.Ben.Types(town.Repair, "A magnetic mat, and one tray per machine.", card.Ts);
        await MarkAsync(town, advice);
        await town.SeesAsync(town.Chidi, "A magnetic mat");
        Assert.Equal(card.Ts, (await town.SeesAsync(town.Chidi, Question)).Ts);

        await town.MoveAsync(TimeSpan.FromDays(8));
        var asked = await town.GetsAsync(town.Anna, "What came of it?");
        await town.Anna.Presses(asked, "It worked");
        await town.GetsAsync(town.Anna, "it worked");
        await town.MoveAsync(TimeSpan.FromDays(1));

        var news = await town.GetsAsync(town.Ben, "Your advice: it worked.");
        await town.Ben.Presses(news, "Name me in the story");
        await town.SeesAsync(town.Chidi, "Solved");
        await town.Chidi.Uses("/cop", town.Repair, "stories");
        Assert.Contains("ben", SlackTown.Words(await town.SeesAsync(town.Chidi, "What came of advice")), StringComparison.Ordinal);
        Assert.Single(town.Posts(), m => SlackTown.Words(m).Contains(Question, StringComparison.Ordinal));
        Assert.Empty(town.Slack.Journal.Violations);
        Assert.DoesNotContain(" fail: ", town.Host.Output, StringComparison.Ordinal);
    }

    internal static async Task SetUpAsync(SlackTown town)
    {
        await town.Anna.Uses("/cop", town.Repair, "setup");
        var begin = await town.SeesAsync(town.Anna, "Set up");
        await town.Anna.Presses(begin, FirstButton(begin));
        await town.OpensAsync(town.Anna, "Your community");
        await town.Anna.Fills("Name", "Repair café");
        await town.Anna.Fills("Zone", "London");
        await town.Anna.Submits();
        var done = await town.SeesAsync(town.Anna, "you are its coordinator");
        await town.Anna.Presses(done, "Use this channel for posts");
        await town.SeesAsync(() => town.Anna.Sees(town.Repair).FirstOrDefault(m => SlackTown.Words(m).Contains("#repair", StringComparison.Ordinal) || SlackTown.Words(m).Contains(town.Repair.Id, StringComparison.Ordinal)), "that this is the home");
    }

    internal static async Task<SlackMessage> AskAsync(SlackTown town)
    {
        await town.Anna.Uses("/cop", town.Repair, "ask");
        await town.OpensAsync(town.Anna, "Ask for help");
        await town.Anna.Fills("Title", Question);
        await town.Anna.Submits();
        var preview = await town.SeesAsync(town.Anna, "Post it");
        await town.Anna.Presses(preview, "Post it");
        return await town.SeesAsync(() => town.Posts().FirstOrDefault(m => SlackTown.Words(m).Contains(Question, StringComparison.Ordinal)), "the card");
    }

    internal static async Task MarkAsync(SlackTown town, SlackMessage advice)
    {
        await town.Anna.UsesShortcut("helped", advice);
        await town.OpensAsync(town.Anna, "What helped");
        await town.Anna.Fills("WillTry", "A mat at each table");
        await town.Anna.Fills("When", "In a week");
        await town.Anna.Submits();
    }

    private static string FirstButton(SlackMessage message) => Buttons(message.Blocks).First();

    private static IEnumerable<string> Buttons(JsonNode? node) => node switch
    {
        JsonArray many => many.SelectMany(Buttons),
        JsonObject o when o["type"]?.GetValue<string>() == "button" => [o["text"]!["text"]!.GetValue<string>()],
        JsonObject o => o.SelectMany(m => Buttons(m.Value)),
        _ => [],
    };
}
