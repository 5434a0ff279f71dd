using System.Reflection;
using CopBot.Data.Copying;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;

namespace CopBot.Data.Postgres;

/// <summary>
/// Opens a database on a server before anything else runs: looks whether it is ours and can be used, and upgrades it. Of
/// several processes that start at once one upgrades, and the others wait for it. Whatever can be wrong is answered with one
/// sentence, and harms nothing. A dump from before an upgrade is the operator's to keep (docs/databases.md).
/// </summary>
internal static class PostgresUpgrade
{
    // Any number that nothing else uses as an advisory lock in this database.
    private const long OneUpgrades = 7_163_905_221_407;
    private static readonly TimeSpan WaitsFor = TimeSpan.FromMinutes(5);

    private static readonly HashSet<string> Ours =
        [.. typeof(PostgresCopBotDb).Assembly.GetTypes().Where(t => t.GetCustomAttribute<DbContextAttribute>()?.ContextType == typeof(PostgresCopBotDb)).Select(t => t.GetCustomAttribute<MigrationAttribute>()?.Id).OfType<string>()];

    public static async Task<Opening> OpenAsync(PostgresDatabase on, bool toCopy, bool unfinished, CancellationToken stop)
    {
        var upgrading = false;
        // The lock ends with this connection, whatever happens.
        NpgsqlConnection? database = new(on.Alone);
        try
        {
            await database.OpenAsync(stop);
            if (await WhyNotAsync(database, on, stop) is { } unfit) return Opening.Refused(unfit);

            await using (var alone = new NpgsqlCommand($"SET lock_timeout = {WaitsFor.TotalMilliseconds:0}; SELECT pg_advisory_lock({OneUpgrades})", database) { CommandTimeout = 0 })
                await alone.ExecuteNonQueryAsync(stop);

            var applied = await AskAsync(database, "SELECT to_regclass('\"__EFMigrationsHistory\"')::text", stop) is [] ? [] : await AskAsync(database, "SELECT \"MigrationId\" FROM \"__EFMigrationsHistory\" ORDER BY \"MigrationId\"", stop);
            var others = await AskAsync(database, "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() AND tablename NOT LIKE '\\_\\_EF%' LIMIT 1", stop) is not [];
            if (!applied.Exists(Ours.Contains) && (applied.Count > 0 || others)) return Opening.Refused(PostgresTroubles.NotOurs(on));
            if (applied.Find(migration => !Ours.Contains(migration)) is { } unknown) return Opening.Refused(PostgresTroubles.Newer(on, unknown));
            if (!unfinished && await AskAsync(database, $"SELECT to_regclass('\"{CopyMark.Table}\"')::text", stop) is not []) return Opening.Refused(PostgresTroubles.Unfinished(on));
            if (applied.Count == Ours.Count) return Ready();

            if (await AskAsync(database, "SELECT current_user::text || ' ' || current_schema() WHERE NOT has_schema_privilege(current_schema(), 'CREATE')", stop) is [var who])
                return Opening.Refused(PostgresTroubles.MayNotMakeTables(on, who.Split(' ')[0], who.Split(' ')[1]));

            upgrading = true;
            await using var db = on.NewContext();
            db.Database.SetCommandTimeout(TimeSpan.FromHours(1));
            await db.Database.MigrateAsync(stop);
            return Ready();
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            return Opening.Refused(PostgresTroubles.UpgradedByAnother(on));
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException or System.Net.Sockets.SocketException or IOException)
        {
            return Opening.Refused(upgrading && e is PostgresException ? PostgresTroubles.NotUpgraded(on, e) : PostgresTroubles.Of(on, e));
        }
        finally
        {
            if (database is not null) await database.DisposeAsync();
        }

        // Whoever copies keeps the lock until they are done.
        Opening Ready()
        {
            if (!toCopy) return Opening.Ready(null, null);
            var kept = Opening.Ready(database, null);
            database = null;
            return kept;
        }
    }

    private static async Task<string?> WhyNotAsync(NpgsqlConnection database, PostgresDatabase on, CancellationToken stop)
    {
        if (database.PostgreSqlVersion < PostgresTroubles.Oldest) return PostgresTroubles.TooOld(on, database.PostgreSqlVersion);
        if (await AskAsync(database, "SHOW server_encoding", stop) is [var encoding] && encoding != "UTF8") return PostgresTroubles.NotUtf8(on, encoding);
        if (await AskAsync(database, "SELECT 'yes' WHERE pg_is_in_recovery() OR current_setting('default_transaction_read_only') = 'on'", stop) is not []) return PostgresTroubles.ReadOnly(on);
        return await AskAsync(database, "SELECT current_schema()::text", stop) is [] ? PostgresTroubles.NoSchema(on) : null;
    }

    private static async Task<List<string>> AskAsync(NpgsqlConnection database, string question, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(question, database);
        await using var rows = await command.ExecuteReaderAsync(stop);
        var answers = new List<string>();
        while (await rows.ReadAsync(stop))
        {
            if (!await rows.IsDBNullAsync(0, stop)) answers.Add(rows.GetString(0));
        }

        return answers;
    }
}
