using System.Text.RegularExpressions;
using Xunit;

namespace CopBot.Host.Tests.OnPlatforms;

/// <summary>One host connected to Slack and to Discord at once, and one community that lives on both.</summary>
public sealed partial class OneCommunityTests
{
    [Fact]
    public async Task What_is_asked_on_Slack_is_helped_on_Discord_and_the_news_finds_everybody()
    {
        var (slack, discord) = await Town.StartBothAsync();
        await using var first = slack;
        await using var second = discord;
        await StoryTests.SetUpAsync(slack);
        await JoinAsync(slack, discord);

        var preview = await slack.TriesAsync(() => StoryTests.AskAsync(slack), () => slack.Last(Town.Anna, "Post it"));
        await slack.TriesAsync(() => slack.PressAsync(Town.Anna, preview, "Post it"), () => StoryTests.Card(slack));
        var there = await discord.UntilAsync(() => StoryTests.Card(discord, "Talk is not carried over"), "the card on Discord");
        await discord.TriesAsync(() => discord.PressAsync(Town.Ben, there, "I can help"), () => StoryTests.Card(discord, "ben"));
        await slack.UntilAsync(() => StoryTests.Card(slack, "ben", "Talk is not carried over"), "the offer on Slack");

        // What helped is marked where it was said: by a coordinator of that side, for the asker.
        var advice = await discord.UntilAsync(() => discord.Reply(Town.Ben, there, "A magnetic mat, and one tray per machine."), "the thread on Discord");
        await discord.TriesAsync(() => StoryTests.MarkAsync(discord, advice), () => StoryTests.Card(discord, "A magnetic mat"));
        await slack.UntilAsync(() => StoryTests.Card(slack, "A magnetic mat", "Discord"), "the excerpt on Slack, and where it was said");

        await slack.MoveAsync(TimeSpan.FromDays(8));
        var asked = await slack.GetsAsync(Town.Anna, "What came of it?");
        await slack.TriesAsync(() => slack.PressAsync(Town.Anna, asked, "It worked"), () => StoryTests.Card(slack, "Solved"));
        await discord.UntilAsync(() => StoryTests.Card(discord, "Solved"), "the end on Discord");
        await slack.MoveAsync(TimeSpan.FromDays(1));
        await discord.GetsAsync(Town.Ben, "Your advice: it worked.");

        Assert.Single(slack.Posts(), m => m.Says(StoryTests.Question));
        Assert.Single(discord.Posts(), m => m.Says(StoryTests.Question));
        slack.NothingWasWrong();
        discord.NothingWasWrong();
        await slack.RequestsAreAsDocumentedAsync();
        await discord.RequestsAreAsDocumentedAsync();
    }

    /// <summary>Anna shows a code on the one side and enters it on the other, whose server she runs too.</summary>
    internal static async Task JoinAsync(Town from, Town to)
    {
        var way = await from.TriesAsync(() => from.CommandAsync(Town.Anna, "setup join"), () => from.Last(Town.Anna, "Show a code"));
        var shown = await from.TriesAsync(() => from.PressAsync(Town.Anna, way, "Show a code"), () => from.Sees(Town.Anna).LastOrDefault(m => Code().IsMatch(m.Words)));
        var asks = await to.TriesAsync(() => to.CommandAsync(Town.Anna, "setup join"), () => to.Last(Town.Anna, "I have a code"));
        await to.TriesAsync(
            async () =>
            {
                await to.PressAsync(Town.Anna, asks, "I have a code");
                await to.UntilAsync(() => to.OpenForm(Town.Anna), "the form for the code", TimeSpan.FromSeconds(20));
                await to.SendAsync(Town.Anna, ("Code", Code().Match(shown.Words).Value));
            },
            () => to.Last(Town.Anna, "This workspace belongs to"));
    }

    [GeneratedRegex("[a-z0-9]{4}-[a-z0-9]{4}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Code();
}
