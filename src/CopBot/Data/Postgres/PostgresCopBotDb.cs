using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace CopBot.Data.Postgres;

/// <summary>The store on a PostgreSQL server.</summary>
public sealed class PostgresCopBotDb(DbContextOptions<PostgresCopBotDb> options) : CopBotDb(options)
{
    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        // Keys, refs and names are compared and ordered by their bytes, as in SQLite and in C#, whatever language the server speaks.
        foreach (var property in modelBuilder.Model.GetEntityTypes().SelectMany(e => e.GetProperties()))
        {
            if ((property.GetValueConverter()?.ProviderClrType ?? property.GetProviderClrType() ?? property.ClrType) == typeof(string)) property.SetCollation("C");
        }
    }
}

/// <summary>Used only when migrations are written.</summary>
internal sealed class PostgresDesign : IDesignTimeDbContextFactory<PostgresCopBotDb>
{
    public PostgresCopBotDb CreateDbContext(string[] args) => new(new DbContextOptionsBuilder<PostgresCopBotDb>().UseNpgsql("Host=design").Options);
}
