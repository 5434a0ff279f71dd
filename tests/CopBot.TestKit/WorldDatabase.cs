using CopBot.Data;
using CopBot.Data.Postgres;
using CopBot.Data.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CopBot.TestKit;

/// <summary>
/// A fresh, migrated database for one test, forgotten afterwards. It is a file; with <c>COPBOT_DATABASE=postgresql</c> it is
/// made on the server that <c>COPBOT_POSTGRES</c> names, as <c>Host=127.0.0.1;Username=copbot</c>.
/// </summary>
public abstract class WorldDatabase : IAsyncDisposable
{
    /// <summary>What the bot is started with.</summary>
    public abstract Database Database { get; }

    /// <summary>Whether it is on a server.</summary>
    public static bool IsServer => Environment.GetEnvironmentVariable("COPBOT_DATABASE") is "postgresql";

    /// <summary>The file, where it is one.</summary>
    public virtual string File => throw new NotSupportedException("This test looks into the database's file: mark it [Trait(\"Database\", \"sqlite\")].");

    /// <summary>Has a connection of this context forget about foreign keys, or keep to them again.</summary>
    public abstract string ForeignKeys(bool on);

    /// <summary>All that it holds: the bytes of its files, or on a server every row of every table.</summary>
    public abstract Task<IReadOnlyList<(string Where, byte[] Holds)>> ContentsAsync();

    /// <summary>A new one, of the kind that the tests are run on.</summary>
    public static async Task<WorldDatabase> MakeAsync() =>
        IsServer ? await OnServerAsync() : await InFileAsync();

    /// <summary>A new one in a file.</summary>
    public static async Task<WorldDatabase> InFileAsync()
    {
        var database = new InAFile();
        await FreshDatabase.MakeAsync(database.File);
        return database;
    }

    /// <summary>A new one on the server.</summary>
    public static async Task<WorldDatabase> OnServerAsync() => new OnAServer(await FreshPostgres.MakeAsync());

    /// <summary>Has the container's contexts tell an interceptor what they do.</summary>
    internal abstract void Intercept(IServiceCollection services, IInterceptor interceptor);

    /// <summary>The connections of a process that ended are closed.</summary>
    internal abstract void Disconnect();

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();

    private sealed class InAFile : WorldDatabase
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("copbot-test-").FullName;

        public override Database Database => Database.InFile(File);

        public override string ForeignKeys(bool on) => $"PRAGMA foreign_keys = {(on ? "ON" : "OFF")}";

        public override async Task<IReadOnlyList<(string Where, byte[] Holds)>> ContentsAsync()
        {
            var contents = new List<(string, byte[])>();
            foreach (var file in Directory.GetFiles(_folder))
            {
                await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                var bytes = new byte[stream.Length];
                await stream.ReadExactlyAsync(bytes);
                contents.Add((Path.GetFileName(file), bytes));
            }

            return contents;
        }

        public override string File => Path.Combine(_folder, "copbot.db");

        internal override void Intercept(IServiceCollection services, IInterceptor interceptor) => services.ConfigureDbContext<SqliteCopBotDb>(options => options.AddInterceptors(interceptor));

        internal override void Disconnect() => SqliteConnection.ClearAllPools();

        public override ValueTask DisposeAsync()
        {
            using (var pooled = new SqliteConnection($"Data Source={File}")) SqliteConnection.ClearPool(pooled);
            try
            {
                Directory.Delete(_folder, recursive: true);
            }
            catch (IOException)
            {
                // A file still held is the machine's to clear away.
            }

            return ValueTask.CompletedTask;
        }
    }

    private sealed class OnAServer(string connection) : WorldDatabase
    {
        public override Database Database => Database.OnServer(connection);

        public override string ForeignKeys(bool on) => $"SET session_replication_role = {(on ? "origin" : "replica")}";

        public override async Task<IReadOnlyList<(string Where, byte[] Holds)>> ContentsAsync()
        {
            var contents = new List<(string, byte[])>();
            await using var db = Database.NewContext();
            foreach (var table in await db.Database.SqlQuery<string>($"""SELECT tablename::text AS "Value" FROM pg_tables WHERE schemaname = 'public'""").ToListAsync())
            {
                await db.Database.OpenConnectionAsync();
                using var rows = await ((NpgsqlConnection)db.Database.GetDbConnection()).BeginTextExportAsync($"COPY \"{table}\" TO STDOUT");
                contents.Add((table, System.Text.Encoding.UTF8.GetBytes(await rows.ReadToEndAsync())));
            }

            return contents;
        }

        internal override void Intercept(IServiceCollection services, IInterceptor interceptor) => services.ConfigureDbContext<PostgresCopBotDb>(options => options.AddInterceptors(interceptor));

        internal override void Disconnect()
        {
            using var pooled = new NpgsqlConnection(((PostgresDatabase)Database).Connection);
            NpgsqlConnection.ClearPool(pooled);
        }

        public override async ValueTask DisposeAsync()
        {
            Disconnect();
            await FreshPostgres.DropAsync(connection);
        }
    }
}
