using System.Net.Http.Json;
using CopBot.SlackEmulator.Acting;
using CopBot.SlackEmulator.World;
using Xunit;

namespace CopBot.Host.Tests.OnSlack;

/// <summary>
/// The story again, and the host dies at random instants while people act and while the clock is moved. A person whose
/// press shows nothing presses again. Afterwards everything stands once.
/// </summary>
public sealed class KilledOnSlackTests
{
    private const int MostKills = 14;
    private const int FewestKills = 6;
    private const string Question = "How can we keep small screws from getting lost?";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData(20261121)]
    public async Task However_often_it_dies_everything_stands_once_and_nothing_is_lost(int seed)
    {
        await using var town = await SlackTown.StartAsync();
        var death = new Death(town, new Random(seed), MostKills);
        await StoryOnSlackTests.SetUpAsync(town);
        var (anna, ben) = (town.Anna, town.Ben);

        var preview = await death.UntilAsync(
            async () =>
            {
                await anna.Uses("/cop", town.Repair, "ask");
                await town.OpensAsync(anna, "Ask for help", Patience);
                await anna.Fills("Title", Question);
                return await anna.Submits();
            },
            () => anna.SeesPrivately(town.Repair).LastOrDefault(m => SlackTown.Words(m).Contains("Post it", StringComparison.Ordinal)));
        var card = await death.UntilAsync(() => anna.Presses(preview, "Post it"), () => Card(town));
        await death.UntilAsync(() => ben.Presses(card, "I can help"), () => SlackTown.Words(Card(town)!).Contains("ben can help", StringComparison.Ordinal) ? card : null);
        var advice = ben.Types(town.Repair, "A magnetic mat, and one tray per machine.", card.Ts);
        await death.UntilAsync(
            async () =>
            {
                await anna.UsesShortcut("helped", advice);
                await town.OpensAsync(anna, "What helped", Patience);
                await anna.Fills("When", "In a week");
                return await anna.Submits();
            },
            () => SlackTown.Words(Card(town)!).Contains("A magnetic mat", StringComparison.Ordinal) ? card : null);

        await death.MoveAsync(TimeSpan.FromDays(8));
        var asked = await town.GetsAsync(anna, "What came of it?");
        await death.UntilAsync(() => anna.Presses(asked, "It worked"), () => SlackTown.Words(Card(town)!).Contains("Solved", StringComparison.Ordinal) ? card : null);
        await death.MoveAsync(TimeSpan.FromDays(2));
        await town.GetsAsync(ben, "Your advice: it worked.");
        await death.MoveAsync(TimeSpan.FromDays(30));

        Assert.InRange(death.Count, FewestKills, MostKills);
        Assert.Single(town.Posts(), m => SlackTown.Words(m).Contains(Question, StringComparison.Ordinal));
        Assert.Single(town.Mail(anna), m => SlackTown.Words(m).Contains("What came of it?", StringComparison.Ordinal) || SlackTown.Words(m).Contains("Change my answer", StringComparison.Ordinal));
        Assert.Single(town.Mail(ben), m => SlackTown.Words(m).Contains("Your advice:", StringComparison.Ordinal));
        var keys = town.Workspace.Channels.SelectMany(c => c.Messages).Select(m => m.Metadata?["event_payload"]?["key"]?.GetValue<string>()).OfType<string>().ToList();
        Assert.InRange(keys.Count, 3, int.MaxValue);
        Assert.Equal(keys.Distinct(StringComparer.Ordinal), keys);
        Assert.Empty(town.Slack.Journal.Violations);
    }

    private static SlackMessage? Card(SlackTown town) => town.Posts().FirstOrDefault(m => SlackTown.Words(m).Contains(Question, StringComparison.Ordinal));

    /// <summary>Kills the host now and then while something goes on.</summary>
    private sealed class Death(SlackTown town, Random dice, int kills)
    {
        private const int MostTries = 12;
        private const int LongestLife = 600;
        private const int OftenPercent = 65;

        /// <summary>How often it died.</summary>
        public int Count { get; private set; }

        /// <summary>Somebody does something, again and again until they see what they expect; what dies meanwhile is started again.</summary>
        public async Task<SlackMessage> UntilAsync(Func<Task<Outcome>> act, Func<SlackMessage?> look)
        {
            for (var tries = 1; ; tries++)
            {
                await DyingAsync(act);
                try
                {
                    return await town.SeesAsync(look, "what they expect", tries < MostTries ? Patience : null);
                }
                catch (TimeoutException)
                {
                    // The answer died with the host; a person tries again.
                }
            }
        }

        /// <summary>Moves both clocks; a move that broke off is made to its end.</summary>
        public async Task MoveAsync(TimeSpan by)
        {
            var to = await town.AdvanceAsync(by);
            for (var arrived = false; !arrived;)
            {
                await DyingAsync(async () =>
                {
                    using var moved = await town.Host.Http.PostAsJsonAsync("/playground/api/clock", new { to });
                    // Where it died after it had written down the move, it stands there already.
                    arrived = moved.IsSuccessStatusCode || await town.NowAsync() >= to;
                });
            }
        }

        private async Task DyingAsync(Func<Task> act)
        {
            var dies = Count < kills && dice.Next(100) < OftenPercent;
            var acting = SafelyAsync(act);
            if (dies)
            {
                Count++;
                await Task.WhenAny(acting, Task.Delay(TimeSpan.FromMilliseconds(dice.Next(LongestLife)), TimeProvider.System, CancellationToken.None));
                await town.KillAsync();
            }

            await acting;
        }

        private static async Task SafelyAsync(Func<Task> act)
        {
            try
            {
                await act();
            }
            catch (Exception e) when (e is HttpRequestException or IOException or TaskCanceledException or TimeoutException or InvalidOperationException)
            {
                // It died in the middle of it.
            }
        }
    }
}
