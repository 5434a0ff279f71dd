using System.Text;
using CopBot.TestKit;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace CopBot.Tests.Features;

/// <summary>The store as whoever steals its files sees it.</summary>
internal static class RawStore
{
    /// <summary>None of these words stands anywhere in the bytes of the store's files, in any row on a server, or in the log.</summary>
    public static async Task KnowsNothingAsync(this World world, params string[] words)
    {
        var searched = 0L;
        foreach (var (where, bytes) in await world.Store.ContentsAsync())
        {
            searched += bytes.Length;
            foreach (var word in words)
            {
                Assert.True(bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(word)) < 0, $"“{word}” stands in {where}");
                Assert.True(bytes.AsSpan().IndexOf(Encoding.Unicode.GetBytes(word)) < 0, $"“{word}” stands in {where}");
            }
        }

        Assert.InRange(searched, WorldDatabase.IsServer ? 100 : 100_000, long.MaxValue);
        Assert.NotEmpty(world.Log.Lines);
        Assert.All(words, word => Assert.DoesNotContain(world.Log.Lines, line => line.Contains(word, StringComparison.OrdinalIgnoreCase)));
    }

    /// <summary>Every row of every table, as one line of everything in it.</summary>
    public static Task<List<string>> RowsAsync(this World world) => world.InStoreAsync(async db =>
    {
        var rows = new List<string>();
        await db.Database.OpenConnectionAsync();
        var connection = db.Database.GetDbConnection();
        var tables = new List<string>();
        await using (var list = connection.CreateCommand())
        {
            list.CommandText = WorldDatabase.IsServer ? "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'" : "SELECT name FROM sqlite_master WHERE type = 'table'";
            await using var reader = await list.ExecuteReaderAsync();
            while (await reader.ReadAsync()) tables.Add(reader.GetString(0));
        }

        foreach (var table in tables)
        {
            await using var all = connection.CreateCommand();
            all.CommandText = $"SELECT * FROM \"{table}\"";
            await using var reader = await all.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                rows.Add(table + ": " + string.Join(" | ", Enumerable.Range(0, reader.FieldCount).Select(i => reader.GetValue(i) switch { byte[] b => Encoding.UTF8.GetString(b), var v => v.ToString() })));
            }
        }

        return rows;
    });
}
