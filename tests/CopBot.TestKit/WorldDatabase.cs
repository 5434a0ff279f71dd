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

    /// <summary>The file, where it is one.</summary>
    public virtual string File => throw new NotSupportedException("This test looks into the database's file: mark it [Trait(\"Database\", \"sqlite\")].");

    /// <summary>A new one, of the kind that the tests are run on.</summary>
    public static async Task<WorldDatabase> MakeAsync() =>
        Environment.GetEnvironmentVariable("COPBOT_DATABASE") is "postgresql" ? await OnServerAsync() : await InFileAsync();

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
