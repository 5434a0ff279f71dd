using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace CopBot.Host.Tests.Chaos;

/// <summary>Reads any database, with nothing of the bot's own code.</summary>
internal static class PlainSql
{
    /// <summary>What a query answers.</summary>
    [SuppressMessage("Security", "CA2100", Justification = "The queries are this project's own; what varies comes as a parameter.")]
    public static async Task<List<T>> RowsAsync<T>(this DbConnection store, string query, Func<DbDataReader, T> read, params (string Name, object Value)[] parameters)
    {
        await using var command = store.CreateCommand();
        command.CommandText = query;
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }

        await using var rows = await command.ExecuteReaderAsync();
        var all = new List<T>();
        while (await rows.ReadAsync()) all.Add(read(rows));
        return all;
    }

    /// <summary>Every row of every table, as words.</summary>
    public static async Task<List<string>> EveryRowAsync(this DbConnection store)
    {
        var isServer = store is Npgsql.NpgsqlConnection;
        var tables = await store.RowsAsync(isServer ? "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'" : "SELECT name FROM sqlite_master WHERE type = 'table'", r => r.GetString(0));
        List<string> rows = [];
        foreach (var table in tables)
        {
            rows.AddRange(isServer
                ? await store.RowsAsync($"""SELECT t::text FROM "{table}" t""", r => $"{table} {r.Text(0)}")
                : await store.RowsAsync($"""SELECT * FROM "{table}" """, r => $"{table} {string.Join(' ', Enumerable.Range(0, r.FieldCount).Select(r.Text))}"));
        }

        return rows;
    }

    /// <summary>Words; none for null.</summary>
    public static string Text(this DbDataReader row, int column) => row.IsDBNull(column) ? "" : Convert.ToString(row.GetValue(column), CultureInfo.InvariantCulture)!;

    /// <summary>An id, or null.</summary>
    public static Guid? Id(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetGuid(column);

    /// <summary>An instant, or null: whole microseconds since the year 1.</summary>
    public static DateTimeOffset? Instant(this DbDataReader row, int column) => row.IsDBNull(column) ? null : new DateTimeOffset(row.GetInt64(column) * TimeSpan.TicksPerMicrosecond, TimeSpan.Zero);

    /// <summary>An instant as it is stored.</summary>
    public static long Micros(DateTimeOffset at) => at.UtcTicks / TimeSpan.TicksPerMicrosecond;
}
