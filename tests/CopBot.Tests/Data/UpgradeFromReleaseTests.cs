using System.IO.Compression;
using System.Runtime.CompilerServices;
using CopBot.Chat;
using CopBot.Data;
using CopBot.Data.Sqlite;
using CopBot.Features.Outcomes;
using CopBot.Features.Problems;
using CopBot.Playground;
using CopBot.Posts;
using CopBot.Sweeps;
using CopBot.TestKit;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace CopBot.Tests.Data;

/// <summary>
/// What a release left behind is taken over by today's code. Each release adds a file to <c>Releases</c>: the data folder of its
/// playground after the demo, at half past ten in the evening, when Ben has just offered Nadia his help and she sleeps.
/// </summary>
public sealed class UpgradeFromReleaseTests : IDisposable
{
    private static readonly DateTimeOffset ThatEvening = new(2026, 11, 24, 22, 31, 0, TimeSpan.Zero);
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("0.1.0")]
    public async Task What_a_release_left_is_upgraded_and_goes_on(string release)
    {
        await ZipFile.ExtractToDirectoryAsync(Release(release), _folder.File("data"));
        var (database, clock, log) = (_folder.File("data/copbot.db"), new ManualClock(ThatEvening), new LogBook());
        var seen = Applied(database);

        using var opening = await SqliteUpgrade.OpenAsync(database, clock, CancellationToken.None);

        Assert.Null(opening.WhyNot);
        // Where anything was changed, a copy from before stands beside it.
        Assert.Equal(Applied(database).Count > seen.Count, opening.Backup is not null);
        if (opening.Backup is { } backup) Assert.Equal(seen, Applied(backup));

        using var room = new Room(clock, _folder.File("data/playground.jsonl"));
        await using (var services = Bot(database, clock, log, room))
        {
            await using (var scope = services.CreateAsyncScope())
            {
                var db = scope.ServiceProvider.GetRequiredService<CopBotDb>();
                Assert.Equal(5, await db.Set<Problem>().CountAsync());
                Assert.Equal(4, await db.Set<Problem>().Select(p => p.Advice.Count).SumAsync());
                Assert.Equal(5, await db.Set<Trial>().CountAsync());
                Assert.EndsWith("/offer", PathOf(await db.Deliveries.SingleAsync(d => d.DueAt != null)), StringComparison.Ordinal);
            }

            // Chidi presses a button of a card that the release has posted; Anna still finds what she asked.
            var card = room.Messages.Single(m => m.Author == Room.Bot && PlaygroundText.Plain(m).StartsWith("How can we tell which volunteers", StringComparison.Ordinal));
            var pressed = await Hand(services, room, "chidi").PressAsync(card.ActionOf("I can help"), card.Post);
            Assert.IsType<Answer.Reply>(pressed.Answer);
            var found = await Hand(services, room, "anna").SubmitAsync(new ProblemForm { Title = "How do we keep visitors from waiting?" }, card.Place);
            Assert.Contains("How can we keep visitors from waiting an hour", Someone.Told(found), StringComparison.Ordinal);

            // In the morning Nadia hears of both, and Ben is asked on the day that he chose.
            await services.GetRequiredService<FastForward>().MoveAsync(ThatEvening.AddHours(14), clock.Set, CancellationToken.None);
        }

        string Mail(string who) => string.Join('\n', room.DirectTo(Room.User(who)).Select(m => PlaygroundText.Plain(m)));
        Assert.Contains("Ben Carvalho", Mail("nadia"), StringComparison.Ordinal);
        Assert.Contains("Chidi Okafor", Mail("nadia"), StringComparison.Ordinal);
        Assert.Contains("Ask the parish hall who insures the room", Mail("ben"), StringComparison.Ordinal);
        Assert.Empty(log.Errors);
    }

    private static string PathOf(Delivery delivery) => string.Join('/', delivery.Key.Split('/')[..^1]);

    private static Persona Hand(IServiceProvider services, Room room, string who) => new(room, services.GetRequiredService<IInbox>(), Room.User(who));

    private static ServiceProvider Bot(string database, ManualClock clock, LogBook log, Room room) => new ServiceCollection()
        .AddSingleton<TimeProvider>(clock)
        .AddLogging(logging => logging.AddProvider(log))
        .AddSingleton<IChatPlatform>(new PlaygroundPlatform(room, new PlaygroundOptions()))
        .AddCopBot(Database.InFile(database))
        .BuildServiceProvider(validateScopes: true);

    private static List<string> Applied(string database)
    {
        using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT MigrationId FROM __EFMigrationsHistory ORDER BY MigrationId";
        using var rows = command.ExecuteReader();
        var applied = new List<string>();
        while (rows.Read()) applied.Add(rows.GetString(0));
        return applied;
    }

    private static string Release(string version, [CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "Releases", version + ".zip");
}
