using CopBot.Search;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CopBot.Data.Postgres;

/// <summary>A database on a PostgreSQL server.</summary>
internal sealed record PostgresDatabase : Database
{
    public PostgresDatabase(string connectionString)
    {
        var given = new NpgsqlConnectionStringBuilder(connectionString);
        // What an administrator sees in the server's list of connections.
        given.ApplicationName ??= "CopBot";
        Connection = given.ConnectionString;
        (Server, Called) = ($"{given.Host}:{given.Port}", given.Database ?? "");
    }

    /// <summary>With the password, so for the driver alone.</summary>
    public string Connection { get; }

    /// <summary>Where the server is, such as <c>db.example.org:5432</c>.</summary>
    public string Server { get; }

    /// <summary>What the database is called there.</summary>
    public string Called { get; }

    private protected override string Name => $"the database {Called} on {Server}";

    public override Task<Opening> OpenAsync(TimeProvider clock, CancellationToken stop) => PostgresUpgrade.OpenAsync(this, stop);

    internal override void AddTo(IServiceCollection services)
    {
        services.AddDbContext<CopBotDb, PostgresCopBotDb>(Use);
        services.AddScoped<IEngine, PostgresEngine>();
        services.AddScoped<PostgresSearch>();
        services.AddScoped<ISearch>(s => s.GetRequiredService<PostgresSearch>());
        services.AddScoped<ISavedTogether>(s => s.GetRequiredService<PostgresSearch>());
        services.AddSingleton<IStoreFacts>(new PostgresFacts(this));
        services.AddSingleton(new SaveGate(oneAtATime: false));
    }

    internal override CopBotDb NewContext()
    {
        var options = new DbContextOptionsBuilder<PostgresCopBotDb>();
        Use(options);
        return new PostgresCopBotDb(options.Options);
    }

    private void Use(DbContextOptionsBuilder options) => options
        .UseNpgsql(Connection, postgres => postgres.UseQuerySplittingBehavior(QuerySplittingBehavior.SplitQuery));
}
