using System.Net.Http.Json;
using Xunit;

namespace CopBot.Host.Tests.OnPlatforms;

/// <summary>
/// The story again, and the host dies at random instants while people act and while the clock is moved. A person whose
/// press shows nothing presses again. Afterwards everything stands once.
/// </summary>
public sealed class KilledTests
{
    private const int MostKills = 3;
    private const int FewestKills = 1;

    [Theory]
    [InlineData("slack", 20261121)]
    [InlineData("discord", 20261122)]
    public async Task However_often_it_dies_everything_stands_once_and_nothing_is_lost(string platform, int seed)
    {
        await using var town = await Town.StartAsync(platform);
        var death = new Death(town, new Random(seed), MostKills);
        await StoryTests.SetUpAsync(town);

        var preview = await death.UntilAsync(() => StoryTests.AskAsync(town), () => town.Last(Town.Anna, "Post it"));
        var card = await death.UntilAsync(() => town.PressAsync(Town.Anna, preview, "Post it"), () => StoryTests.Card(town));
        await death.UntilAsync(() => town.PressAsync(Town.Ben, card, "I can help"), () => StoryTests.Card(town, "ben"));
        var advice = await town.UntilAsync(() => town.Reply(Town.Ben, card, "A magnetic mat, and one tray per machine."), "the thread");
        await death.UntilAsync(() => StoryTests.MarkAsync(town, advice), () => StoryTests.Card(town, "A magnetic mat"));

        await death.MoveAsync(TimeSpan.FromDays(8));
        var asked = await town.GetsAsync(Town.Anna, "What came of it?");
        await death.UntilAsync(() => town.PressAsync(Town.Anna, asked, "It worked"), () => StoryTests.Card(town, "Solved"));
        await death.MoveAsync(TimeSpan.FromDays(2));
        await town.GetsAsync(Town.Ben, "Your advice: it worked.");
        await death.MoveAsync(TimeSpan.FromDays(30));

        Assert.InRange(death.Count, FewestKills, MostKills);
        Assert.Single(town.Posts(), m => m.Says(StoryTests.Question));
        Assert.Single(town.Mail(Town.Anna), m => m.ByBot && (m.Says("What came of it?") || m.Says("Change my answer")));
        Assert.Single(town.Mail(Town.Ben), m => m.Says("Your advice:"));
        var marks = town.Marks();
        Assert.InRange(marks.Count, 3, int.MaxValue);
        Assert.Equal(marks.Distinct(StringComparer.Ordinal), marks);
        town.NothingWasWrong();
        await town.RequestsAreAsDocumentedAsync();
    }

    /// <summary>Kills the host now and then while something goes on.</summary>
    private sealed class Death(Town town, Random dice, int kills)
    {
        private const int LongestLife = 600;
        private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);
        private const int OftenPercent = 65;

        /// <summary>How often it died.</summary>
        public int Count { get; private set; }

        /// <summary>Somebody does something until they see what they expect; what dies meanwhile is started again.</summary>
        public Task<Seen> UntilAsync(Func<Task> act, Func<Seen?> look) => town.TriesAsync(() => DyingAsync(act), look, Soon);

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
