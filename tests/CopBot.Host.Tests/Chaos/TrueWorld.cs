using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using CopBot.Features.Problems;
using CopBot.Host.Tests.OnPlatforms;
using CopBot.Playground;
using CopBot.TestKit;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Xunit;

namespace CopBot.Host.Tests.Chaos;

/// <summary>
/// A small world in which nothing went wrong, for the reader to look at: the real bot in this process has written the database and
/// the room. What a test changes in the database is undone when the look is over.
/// </summary>
public sealed class TrueWorld : IAsyncLifetime
{
    internal const string First = "How can we welcome first visitors?";
    internal const string Second = "How can we keep the small screws?";
    internal const string Unsigned = "How can we say no to a repair?";
    internal const string Overheard = "Between you and me: the kettle is older than I am.";
    internal const string Ben = "ben-the-helper";
    internal const string Dora = "dora-wants-peace";
    internal const string Zoe = "zoe-quietly";
    private World? _world;
    private string _connection = "";

    internal World World => _world!;

    /// <summary>What the bot wrote, as the platform has it.</summary>
    internal IReadOnlyList<Written> Wrote { get; private set; } = [];

    /// <summary>What its people remember.</summary>
    internal Remembered Remembers { get; private set; } = Remembered.By();

    public async ValueTask InitializeAsync()
    {
        var world = _world = await World.StartAsync();
        var (anna, ben, dora, zoe) = (world.Someone("anna"), world.Someone(Ben, "Ben"), world.Someone(Dora, "Dora"), world.Someone(Zoe, "Zoë"));
        foreach (var title in new[] { First, Second })
        {
            await anna.Presses("Post it", await anna.Submits(await anna.Uses("ask " + title)));
            await ben.Presses("I can help", world.Card(title));
            var advice = await ben.Replies($"This is what helped with: {title}", world.Card(title));
            await anna.Submits(await anna.UsesOn(advice, "helped"), ("WillTry", "Just that"), ("When", title == First ? "InAWeek" : "InAMonth"));
        }

        await dora.Presses("Follow the outcome", world.Card(First));
        await zoe.Presses("Follow the outcome", world.Card(First));
        await dora.Presses("Stop messages", await dora.Uses("privacy"));
        var stopped = (Dora, world.Clock.GetUtcNow());
        await dora.Replies(Overheard, world.Card(First));
        await zoe.Submits(new ProblemForm { Title = Unsigned, Who = Visibility.Anonymous });
        await world.MoveAsync(TimeSpan.FromDays(7));
        await anna.Presses("It worked", anna.LatestMail);
        await world.MoveAsync(TimeSpan.FromDays(1));

        _connection = await world.InStoreAsync(db => Task.FromResult(db.Database.GetConnectionString()!));
        Wrote = [.. world.Room.Messages.Where(m => m is { Removed: false, Shows: not null } && m.Author == Room.Bot).Select(Look)];
        Remembers = new Remembered([First, Second, Unsigned], [stopped], [(Unsigned, Zoe)], [Overheard]);
    }

    public async ValueTask DisposeAsync() => await World.DisposeAsync();

    /// <summary>What the reader says, once the database was changed by <paramref name="sql"/>.</summary>
    internal Task<IReadOnlyList<string>> ReadAsync(string? sql = null, IReadOnlyList<Written>? wrote = null, Remembered? people = null, int workspaces = 1) =>
        new Reader(() => OpenAsync(sql)).WrongAsync(workspaces, wrote ?? Wrote, people ?? Remembers, World.Clock.GetUtcNow());

    /// <summary>What is due, once the database was changed.</summary>
    internal Task<IReadOnlyList<string>> DueAsync(string? sql = null) => new Reader(() => OpenAsync(sql)).DueAsync(World.Clock.GetUtcNow());

    /// <summary>What is tried again before that moment, once the database was changed.</summary>
    internal Task<IReadOnlyList<string>> TriedAgainAsync(DateTimeOffset before, string sql) => new Reader(() => OpenAsync(sql)).TriedAgainAsync(before);

    /// <summary>How many messages came unasked, once the database was changed.</summary>
    internal Task<int> UnaskedAsync(string? sql = null) => new Reader(() => OpenAsync(sql)).UnaskedAsync();

    [SuppressMessage("Security", "CA2100", Justification = "It is written in the tests.")]
    private async Task<DbConnection> OpenAsync(string? sql)
    {
        // A change that is never committed is gone with its connection.
        DbConnection store = WorldDatabase.IsServer ? new NpgsqlConnection(_connection) : new SqliteConnection(_connection + ";Pooling=False;Foreign Keys=False");
        await store.OpenAsync();
        await using var command = store.CreateCommand();
        command.CommandText = $"BEGIN; {sql}";
        await command.ExecuteNonQueryAsync();
        return store;
    }

    private static Written Look(RoomMessage message)
    {
        var labels = message.Shows!.Blocks.OfType<Chat.Controls>().SelectMany(c => c.Items.OfType<Chat.Button>().Select(b => b.Label));
        return new Written(message.Id, message.Nonce, Room.DirectOf(message.Place.Channel) is not null, [.. message.Rang.Select(u => u.Id)], string.Join('\n', [PlaygroundText.Plain(message), .. labels]));
    }
}
