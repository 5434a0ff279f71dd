using CopBot.Chat;
using CopBot.Processes;
using CopBot.Search;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace CopBot.Data.Postgres;

/// <summary>A database on a PostgreSQL server.</summary>
internal sealed record PostgresDatabase : Database
{
    // What an administrator sees in the server's list of connections, and a copy looks for.
    private const string Running = "CopBot";
    private const string Apart = "CopBot (starting or copying)";

    public PostgresDatabase(string connectionString)
    {
        var given = new NpgsqlConnectionStringBuilder(connectionString) { ApplicationName = Running };
        // The same few dozen questions all day: the server plans each once for a connection, not at every press. Whoever has a
        // pooler in between that cannot keep them sets it to 0.
        if (!IsSet(given, "Max Auto Prepare")) given.MaxAutoPrepare = 100;
        // Nothing that runs leaves anything behind on its connection, so that none need be tidied up between two questions.
        if (!IsSet(given, "No Reset On Close")) given.NoResetOnClose = true;
        // A server lets in a hundred unless told otherwise, and a few processes share it. More at a time only wait for one another.
        if (!IsSet(given, "Maximum Pool Size")) given.MaxPoolSize = 20;
        Connection = given.ConnectionString;
        (Server, Called) = ($"{given.Host}:{given.Port}", given.Database ?? "");
    }

    /// <summary>With the password, so for the driver alone. It is said to be somebody who runs the bot.</summary>
    public string Connection { get; }

    /// <summary>The same for one connection that is no part of the running bot, and ends for good when it is closed.</summary>
    public string Alone => new NpgsqlConnectionStringBuilder(Connection) { ApplicationName = Apart, Pooling = false }.ConnectionString;

    /// <summary>Where the server is, such as <c>db.example.org:5432</c>.</summary>
    public string Server { get; }

    /// <summary>What the database is called there.</summary>
    public string Called { get; }

    private protected override string Name => $"the database {Called} on {Server}";

    public override Task<Opening> OpenAsync(TimeProvider clock, CancellationToken stop) => PostgresUpgrade.OpenAsync(this, toCopy: false, unfinished: false, stop);

    internal override Task<Opening> OpenToCopyAsync(bool into, TimeProvider clock, CancellationToken stop) => PostgresUpgrade.OpenAsync(this, toCopy: true, unfinished: into, stop);

    internal override async Task<string?> UsedByAsync(CancellationToken stop)
    {
        await using var db = NewContext();
        var users = await db.Database.SqlQuery<string>(
            $"""
             SELECT coalesce(host(client_addr), 'this machine') AS "Value" FROM pg_stat_activity
             WHERE datname = current_database() AND application_name = {Running}
             """).Distinct().ToListAsync(stop);
        return users.Count == 0 ? null : $"a CopBot on {string.Join(", ", users)} is connected to {this}";
    }

    internal override void AddTo(IServiceCollection services)
    {
        services.AddDbContextPool<CopBotDb, PostgresCopBotDb>(options => Use(options, Connection), Kept);
        services.AddScoped<IEngine, PostgresEngine>();
        services.AddScoped<PostgresSearch>();
        services.AddScoped<WordSearch>(s => s.GetRequiredService<PostgresSearch>());
        services.AddScoped<ISearch>(s => s.GetRequiredService<PostgresSearch>());
        services.AddScoped<ISavedTogether>(s => s.GetRequiredService<PostgresSearch>());
        services.AddSingleton<IStoreFacts>(new PostgresFacts(this));
        services.AddSingleton(new SaveGate(oneAtATime: false));
        services.AddSingleton<ILeases, Leases>();
    }

    internal override void AddRoundsTo(IServiceCollection services)
    {
        for (var i = 0; i < services.Count; i++)
        {
            if (services[i] is not { ImplementationType: { } type } service || service.ServiceType != typeof(IHostedService) || !typeof(IOnlyOnce).IsAssignableFrom(type)) continue;
            services[i] = ServiceDescriptor.Singleton(typeof(IHostedService), typeof(OnlyOnce<>).MakeGenericType(type));
        }

        // First, so that it stops last: when nothing is under way any more, what this process had is free at once.
        services.Insert(0, ServiceDescriptor.Singleton<IHostedService>(s => s.GetRequiredService<Heart>()));
    }

    internal override CopBotDb NewContext()
    {
        var options = new DbContextOptionsBuilder<PostgresCopBotDb>();
        Use(options, Alone);
        return new PostgresCopBotDb(options.Options);
    }

    internal override WordSearch NewSearch(CopBotDb db) => new PostgresSearch(db);

    // ContainsKey says yes to whatever could be set.
    private static bool IsSet(NpgsqlConnectionStringBuilder given, string key) => given.ShouldSerialize(key);

    private static void Use(DbContextOptionsBuilder options, string connection) => options
        .UseNpgsql(connection, postgres => postgres.UseQuerySplittingBehavior(QuerySplittingBehavior.SplitQuery));
}
