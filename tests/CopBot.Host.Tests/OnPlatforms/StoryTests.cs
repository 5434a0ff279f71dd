using System.Globalization;
using Microsoft.Data.Sqlite;
using Xunit;

namespace CopBot.Host.Tests.OnPlatforms;

/// <summary>
/// The whole story on a real platform's wire: the real host, and an emulated Slack or Discord that forgives nothing. The
/// same journey leaves the same facts in the store, whichever platform it went through.
/// </summary>
public sealed class StoryTests
{
    internal const string Question = "How can we keep small screws from getting lost?";

    [Fact]
    public async Task The_same_journey_on_Slack_and_on_Discord_is_native_in_each_and_leaves_the_same_facts()
    {
        var facts = await Task.WhenAll(Town.All.Select(platform => PlayAsync((string)((ITheoryDataRow)platform).GetData()[0]!)));

        Assert.InRange(facts[0].Count, 8, int.MaxValue);
        Assert.Equal(facts[0], facts[1]);
    }

    internal static async Task SetUpAsync(Town town, string zone = "London")
    {
        var begin = await town.TriesAsync(() => town.CommandAsync(Town.Anna, "setup"), () => town.Last(Town.Anna, "Set up a community"));
        var done = await town.TriesAsync(
            async () =>
            {
                await town.PressAsync(Town.Anna, begin, "Begin");
                await town.OpensAsync(Town.Anna, "Your community");
                await town.SendAsync(Town.Anna, ("Name", "Repair café"), ("Zone", zone));
            },
            () => town.Last(Town.Anna, "you are its coordinator"));
        await town.TriesAsync(() => town.PressAsync(Town.Anna, done, "Use this channel for posts"), () => town.Last(Town.Anna, "stand in"));
    }

    /// <summary>Anna asks; the preview.</summary>
    internal static async Task AskAsync(Town town)
    {
        await town.CommandAsync(Town.Anna, "ask");
        await town.OpensAsync(Town.Anna, "Ask for help");
        await town.SendAsync(Town.Anna, ("Title", Question), ("Topics", "screws"));
    }

    /// <summary>Somebody says what they know, and publishes it.</summary>
    internal static async Task KnowAsync(Town town, string who)
    {
        var me = await town.TriesAsync(() => town.CommandAsync(who, "me"), () => town.Last(who, "Change my clock"));
        var mine = await town.TriesAsync(() => town.PressAsync(who, me, "What you know"), () => town.Last(who, "Say what you know"));
        var saved = await town.TriesAsync(
            async () =>
            {
                await town.PressAsync(who, mine, "Say what you know");
                await town.OpensAsync(who, "What you know");
                await town.SendAsync(who, ("CanAdvise", "screws"));
            },
            () => town.Last(who, "Only you see it, until you publish it"));
        await town.TriesAsync(() => town.PressAsync(who, saved, "Publish"), () => town.Last(who, "Published: members who look"));
    }

    /// <summary>Anna marks what helped and says when she will know.</summary>
    internal static async Task MarkAsync(Town town, Seen advice)
    {
        await town.UseOnAsync(Town.Anna, advice, "helped", "Mark as what helped");
        await town.OpensAsync(Town.Anna, "What helped");
        await town.SendAsync(Town.Anna, ("WillTry", "A mat at each table"), ("When", "InAWeek"));
    }

    internal static Seen? Card(Town town, params string[] words) => town.Posts().FirstOrDefault(m => m.Says(Question) && words.All(m.Says));

    private static async Task<IReadOnlyList<string>> PlayAsync(string platform)
    {
        await using var town = await Town.StartAsync(platform);
        await SetUpAsync(town);
        await KnowAsync(town, Town.Ben);
        var preview = await town.TriesAsync(() => AskAsync(town), () => town.Last(Town.Anna, "Post it"));
        var card = await town.TriesAsync(() => town.PressAsync(Town.Anna, preview, "Post it"), () => Card(town));

        await town.MoveAsync(TimeSpan.FromMinutes(2));
        var invited = await town.GetsAsync(Town.Ben, "Can you help with this?");
        Assert.True(invited.Says("you said that you can advise on screws"), invited.Words);
        await town.TriesAsync(() => town.PressAsync(Town.Ben, invited, "Take it"), () => Card(town, "ben"));
        Assert.Empty(town.Mail(Town.Chidi));
        var advice = await town.UntilAsync(() => town.Reply(Town.Ben, card, "A magnetic mat, and one tray per machine."), "the thread");
        var marked = await town.TriesAsync(() => MarkAsync(town, advice), () => Card(town, "A magnetic mat"));
        Assert.Equal(card.Id, marked.Id);

        await town.MoveAsync(TimeSpan.FromDays(8));
        var asked = await town.GetsAsync(Town.Anna, "What came of it?");
        await town.TriesAsync(() => town.PressAsync(Town.Anna, asked, "It worked"), () => Card(town, "Solved"));
        await town.MoveAsync(TimeSpan.FromDays(1));
        var news = await town.GetsAsync(Town.Ben, "Your advice: it worked.");
        await town.TriesAsync(() => town.PressAsync(Town.Ben, news, "Name me in the story"), () => town.Mail(Town.Ben).Concat(town.Sees(Town.Ben)).FirstOrDefault(m => m.Says("names you from now on")));
        var stories = await town.TriesAsync(() => town.CommandAsync(Town.Chidi, "stories"), () => town.Last(Town.Chidi, "What came of advice"));
        Assert.True(stories.Says("ben"), stories.Words);

        await ExperienceStory.PlayAsync(town);

        Assert.Single(town.Posts(), m => m.Says(Question));
        town.NothingWasWrong();
        await town.RequestsAreAsDocumentedAsync();
        Assert.DoesNotContain(" fail: ", town.Host.Output, StringComparison.Ordinal);
        return await FactsAsync(town);
    }

    /// <summary>What the store knows, without ids and moments.</summary>
    private static async Task<IReadOnlyList<string>> FactsAsync(Town town)
    {
        await using var store = new SqliteConnection($"Data Source={Path.Combine(town.Data, "copbot.db")};Mode=ReadOnly");
        await store.OpenAsync();
        var facts = new List<string>();
        foreach (var query in new[]
        {
            """SELECT 'community ' || "Name" || ' in ' || "Zone" FROM communities""",
            """SELECT 'problem ' || "Title" || ' ' || "Status" FROM problems""",
            """SELECT 'advice ' || "Number" || ' ' || "Excerpt" FROM advice ORDER BY 1""",
            """SELECT 'outcome ' || "Result" || ' ' || "ByAsker" FROM problem_outcomes ORDER BY 1""",
            """SELECT 'trial ' || "WillTry" || ' asked ' || "Asked" || ' ' || "Result" FROM trials ORDER BY 1""",
            """SELECT 'person ' || m."Name" || ' ' || p."Stake" FROM problem_people p JOIN members m ON m."Id" = p."Member" ORDER BY 1""",
            """SELECT 'experience ' || e."Did" || ' ' || e."Again" || ' ' || e."Shows" FROM experiences e ORDER BY 1""",
            """SELECT 'came of it ' || "Result" || ' ' || "ByAsker" FROM experience_outcomes ORDER BY 1""",
            """SELECT 'resource ' || "Title" || ' ' || "Words" FROM resources ORDER BY 1""",
            """SELECT 'knows ' || m."Name" || ' ' || t."Name" || ' ' || k."Stance" FROM known_topics k JOIN members m ON m."Id" = k."Member" JOIN topics t ON t."Id" = k."Topic" ORDER BY 1""",
            """SELECT 'invited ' || m."Name" || ' ' || i."State" FROM invitations i JOIN members m ON m."Id" = i."Helper" ORDER BY 1""",
            """SELECT 'named ' || m."Name" FROM story_names n JOIN members m ON m."Id" = n."Member" ORDER BY 1""",
            """SELECT 'member ' || m."Name" || ' ' || s."Roles" FROM memberships s JOIN members m ON m."Id" = s."Member" ORDER BY 1""",
            """SELECT 'post ' || "Class" || ' ' || count(*) FROM posts WHERE NOT "Withdrawn" GROUP BY "Class" ORDER BY 1""",
            """SELECT 'delivered ' || "State" || ' ' || count(*) FROM deliveries GROUP BY "State" ORDER BY 1""",
        })
        {
            await using var command = store.CreateCommand();
            command.CommandText = query;
            await using var rows = await command.ExecuteReaderAsync();
            while (await rows.ReadAsync()) facts.Add(Convert.ToString(rows.GetValue(0), CultureInfo.InvariantCulture)!);
        }

        return facts;
    }
}
