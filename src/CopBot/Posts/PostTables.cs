using CopBot.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CopBot.Posts;

/// <summary>The board's sets.</summary>
public static class PostSets
{
    extension(CopBotDb db)
    {
        /// <summary>What is to stand on the board.</summary>
        public DbSet<Post> Posts => db.Set<Post>();

        /// <summary>Where it stands.</summary>
        public DbSet<Delivery> Deliveries => db.Set<Delivery>();
    }

    // Asked at every press, so it is compiled once.
    private static readonly Compiled<Func<CopBotDb, string, CancellationToken, Task<Post?>>> Called = new(() => EF.CompileAsyncQuery(
        (CopBotDb db, string key, CancellationToken stop) => db.Set<Post>().FirstOrDefault(p => p.Key == key)));

    /// <summary>The post under a key, as this request knows it; null when there is none.</summary>
    internal static async Task<Post?> PostAsync(this CopBotDb db, string key, CancellationToken stop) =>
        db.Seen<Post>().FirstOrDefault(p => p.Key == key) ?? await Called.On(db)(db, key, stop);
}

internal sealed class PostTables : IEntityTypeConfiguration<Post>, IEntityTypeConfiguration<Delivery>
{
    public void Configure(EntityTypeBuilder<Post> builder)
    {
        builder.ToTable("posts").HasKey(p => p.Key);
        builder.HasIndex(p => p.Id).IsUnique();
        builder.Property(p => p.Revision).IsConcurrencyToken();
    }

    public void Configure(EntityTypeBuilder<Delivery> builder)
    {
        builder.ToTable("deliveries").HasKey(d => d.Id);
        builder.HasOne<Post>().WithMany().HasForeignKey(d => d.Key);
        builder.HasIndex(d => d.DueAt);
        builder.HasIndex(d => d.Thread);
        builder.HasIndex(d => d.StandsAt);
        builder.HasIndex(d => d.Place);
        builder.HasIndex(d => new { d.Reader, d.Class, d.DeliveredAt });
        builder.Ignore(d => d.Nonce);
    }
}
