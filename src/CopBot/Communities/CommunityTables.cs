using CopBot.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CopBot.Communities;

/// <summary>The shared kernel's sets.</summary>
public static class CommunitySets
{
    extension(CopBotDb db)
    {
        /// <summary>All communities.</summary>
        public DbSet<Community> Communities => db.Set<Community>();

        /// <summary>All people.</summary>
        public DbSet<Member> Members => db.Set<Member>();

        /// <summary>All accounts.</summary>
        public DbSet<Account> Accounts => db.Set<Account>();

        /// <summary>Who belongs where.</summary>
        public DbSet<Membership> Memberships => db.Set<Membership>();

        /// <summary>All workspaces that were ever seen.</summary>
        public DbSet<Workspace> Workspaces => db.Set<Workspace>();
    }

    // Asked at every press, so it is compiled once.
    private static readonly Compiled<Func<CopBotDb, CommunityId, CancellationToken, Task<Community?>>> Whole = new(() => EF.CompileAsyncQuery(
        (CopBotDb db, CommunityId id, CancellationToken stop) => db.Set<Community>().FirstOrDefault(c => c.Id == id)));

    /// <summary>The community as this request knows it; null when there is none (any more).</summary>
    internal static async Task<Community?> FindCommunityAsync(this CopBotDb db, CommunityId id, CancellationToken stop) =>
        db.Seen<Community>().FirstOrDefault(c => c.Id == id) ?? await Whole.On(db)(db, id, stop);

    /// <summary>The community, which there is, as this request knows it.</summary>
    internal static async Task<Community> CommunityAsync(this CopBotDb db, CommunityId id, CancellationToken stop) =>
        await db.FindCommunityAsync(id, stop) ?? throw new InvalidOperationException($"There is no community {id.Value}");
}

internal sealed class CommunityTables :
    IEntityTypeConfiguration<Community>,
    IEntityTypeConfiguration<CommunityWorkspace>,
    IEntityTypeConfiguration<HomeChannel>,
    IEntityTypeConfiguration<Workspace>,
    IEntityTypeConfiguration<Member>,
    IEntityTypeConfiguration<Account>,
    IEntityTypeConfiguration<Membership>
{
    public void Configure(EntityTypeBuilder<Community> builder)
    {
        builder.ToTable("communities").HasKey(c => c.Id);
        builder.Property(c => c.Version).IsConcurrencyToken();
        builder.HasMany(c => c.Homes).WithOne().HasForeignKey(h => h.Community);
        builder.HasMany(c => c.Workspaces).WithOne().HasForeignKey(w => w.Community);
        builder.Navigation(c => c.Homes).AutoInclude();
        builder.Navigation(c => c.Workspaces).AutoInclude();
        builder.Ignore(c => c.Hours);
    }

    public void Configure(EntityTypeBuilder<CommunityWorkspace> builder)
    {
        builder.ToTable("community_workspaces").HasKey(w => new { w.Community, w.Workspace });
        // One community in a workspace, for now: of two who set one up at the same moment the second sees what the first made.
        builder.HasIndex(w => w.Workspace).IsUnique();
    }

    public void Configure(EntityTypeBuilder<HomeChannel> builder)
    {
        builder.ToTable("home_channels").HasKey(h => new { h.Community, h.Channel });
        builder.HasIndex(h => h.Channel);
    }

    public void Configure(EntityTypeBuilder<Workspace> builder) => builder.ToTable("workspaces").HasKey(w => w.Ref);

    public void Configure(EntityTypeBuilder<Member> builder)
    {
        builder.ToTable("members").HasKey(m => m.Id);
        builder.Property(m => m.Version).IsConcurrencyToken();
        builder.HasMany(m => m.Accounts).WithOne().HasForeignKey(a => a.Member);
        builder.Navigation(m => m.Accounts).AutoInclude();
        builder.Ignore(m => m.Person);
    }

    public void Configure(EntityTypeBuilder<Account> builder) => builder.ToTable("accounts").HasKey(a => a.User);

    public void Configure(EntityTypeBuilder<Membership> builder)
    {
        builder.ToTable("memberships").HasKey(m => new { m.Community, m.Member });
        builder.HasOne<Community>().WithMany().HasForeignKey(m => m.Community);
        builder.HasOne<Member>().WithMany().HasForeignKey(m => m.Member);
        builder.HasIndex(m => m.Member);
    }
}
