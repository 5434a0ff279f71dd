using CopBot.Processes;
using CopBot.Search;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CopBot.Data.Sqlite;

/// <summary>The embedded database: one file, one process.</summary>
internal sealed record SqliteDatabase(string File) : Database
{
    private protected override string Name => $"the file {File}";

    public override Task<Opening> OpenAsync(TimeProvider clock, CancellationToken stop) => SqliteUpgrade.OpenAsync(File, clock, stop);

    internal override Task<Opening> OpenToCopyAsync(bool into, TimeProvider clock, CancellationToken stop) => SqliteUpgrade.OpenAsync(File, clock, stop, into);

    // Whoever has opened it holds its lock.
    internal override Task<string?> UsedByAsync(CancellationToken stop) => Task.FromResult<string?>(null);

    internal override void AddTo(IServiceCollection services)
    {
        services.AddDbContextPool<CopBotDb, SqliteCopBotDb>(Use, Kept);
        services.AddScoped<IEngine, SqliteEngine>();
        services.AddScoped<SqliteSearch>();
        services.AddScoped<WordSearch>(s => s.GetRequiredService<SqliteSearch>());
        services.AddScoped<ISearch>(s => s.GetRequiredService<SqliteSearch>());
        services.AddScoped<ISavedTogether>(s => s.GetRequiredService<SqliteSearch>());
        services.AddSingleton<IStoreFacts>(new SqliteFacts(this));
        services.AddSingleton(new SaveGate(oneAtATime: true));
        services.AddSingleton<ILeases, NoOthers>();
    }

    internal override CopBotDb NewContext()
    {
        var options = new DbContextOptionsBuilder<SqliteCopBotDb>();
        Use(options);
        return new SqliteCopBotDb(options.Options);
    }

    internal override WordSearch NewSearch(CopBotDb db) => new SqliteSearch(db);

    private void Use(DbContextOptionsBuilder options) => options
        .UseSqlite($"Data Source={File}", sqlite => sqlite
            .UseQuerySplittingBehavior(QuerySplittingBehavior.SplitQuery)
            // A list goes as one parameter: else a query is written anew for each length of it.
            .UseParameterizedCollectionMode(ParameterTranslationMode.Parameter))
        .AddInterceptors(new SqliteSettings());
}
