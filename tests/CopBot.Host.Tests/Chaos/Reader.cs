using System.Data.Common;
using CopBot.Host.Tests.OnPlatforms;

namespace CopBot.Host.Tests.Chaos;

/// <summary>
/// Reads the database with plain SQL, and what the platforms were made to show, with nothing of the bot's own code, and says in
/// sentences what is lost, doubled, stuck or against the manners.
/// </summary>
internal sealed class Reader(Func<Task<DbConnection>> open)
{
    /// <summary>How many things are due now and not done.</summary>
    public async Task<IReadOnlyList<string>> DueAsync(DateTimeOffset now)
    {
        await using var store = await open();
        return await DueAsync(store, now);
    }

    /// <summary>What a platform refused for now, and is tried again before that moment.</summary>
    public async Task<IReadOnlyList<string>> TriedAgainAsync(DateTimeOffset before)
    {
        await using var store = await open();
        return await store.RowsAsync("SELECT \"Key\" FROM deliveries WHERE \"DueAt\" <= @before AND \"Trouble\" IS NOT NULL", r => r.Text(0), ("before", PlainSql.Micros(before)));
    }

    /// <summary>How many messages came that nobody had asked for.</summary>
    public async Task<int> UnaskedAsync()
    {
        await using var store = await open();
        return (await store.RowsAsync("""SELECT "Key" FROM deliveries WHERE "Class" = 'Unasked' AND "State" <> 'Merged' AND "DeliveredAt" IS NOT NULL""", r => r.Text(0))).Count;
    }

    /// <summary>Everything that is wrong once all has settled, where a card for everybody stands in so many workspaces.</summary>
    public async Task<IReadOnlyList<string>> WrongAsync(int workspaces, IReadOnlyCollection<Written> wrote, Remembered people, DateTimeOffset now)
    {
        await using var store = await open();
        var stored = await Stored.ReadAsync(store);
        return
        [
            .. await DueAsync(store, now),
            .. Bookkeeping.Wrong(stored, wrote, people, workspaces),
            .. Manners.Broken(stored, wrote, people),
            .. Discretion.Broken(stored, wrote, people),
        ];
    }

    private static async Task<IReadOnlyList<string>> DueAsync(DbConnection store, DateTimeOffset now)
    {
        var at = ("now", (object)PlainSql.Micros(now));
        return
        [
            .. await store.RowsAsync("""SELECT "Key", "State", "Trouble" FROM deliveries WHERE "DueAt" <= @now""", r => $"{r.Text(0)} is due ({r.Text(1)}, {r.Text(2)})", at),
            .. await store.RowsAsync("""SELECT "Title" FROM trials WHERE "DueAt" <= @now""", r => $"the trial of “{r.Text(0)}” is due", at),
            .. await store.RowsAsync("""SELECT "Title" FROM problems WHERE "NextStepAt" <= @now OR "QuietAt" <= @now""", r => $"the problem “{r.Text(0)}” is due", at),
            .. await store.RowsAsync("""SELECT "Thing" FROM rings WHERE "DueAt" <= @now""", r => $"the helpers of {r.GetGuid(0):N} are due to be asked", at),
            .. await store.RowsAsync("""SELECT "Waiting", "Attempts" FROM inbox WHERE "Waiting" IS NOT NULL""", r => $"an event waits in the inbox after {r.Text(1)} attempts: {r.Text(0)}"),
        ];
    }
}
