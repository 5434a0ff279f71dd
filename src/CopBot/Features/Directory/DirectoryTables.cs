using CopBot.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CopBot.Features.Directory;

internal static class DirectorySets
{
    extension(CopBotDb db)
    {
        public DbSet<Topic> Topics => db.Set<Topic>();

        public DbSet<Profile> Profiles => db.Set<Profile>();

        public DbSet<KnownTopic> KnownTopics => db.Set<KnownTopic>();

        public DbSet<Ring> Rings => db.Set<Ring>();

        public DbSet<Invitation> Invitations => db.Set<Invitation>();

    }
}

internal sealed class DirectoryTables :
    IEntityTypeConfiguration<Topic>,
    IEntityTypeConfiguration<Profile>,
    IEntityTypeConfiguration<KnownTopic>,
    IEntityTypeConfiguration<Ring>,
    IEntityTypeConfiguration<Invitation>
{
    public void Configure(EntityTypeBuilder<Topic> builder)
    {
        builder.ToTable("topics").HasKey(t => t.Id);
        builder.Property(t => t.Id).ValueGeneratedNever();
        builder.Property(t => t.Version).IsConcurrencyToken();
        builder.Property(t => t.Name).HasMaxLength(Topic.NameMaxLength);
        builder.Ignore(t => t.Words);
        builder.HasIndex(t => new { t.Community, t.Name }).IsUnique();
    }

    public void Configure(EntityTypeBuilder<Profile> builder)
    {
        builder.ToTable("profiles").HasKey(p => new { p.Community, p.Member });
        builder.Property(p => p.Version).IsConcurrencyToken();
        builder.Property(p => p.Reach).HasMaxLength(Profile.ReachMaxLength);
        builder.HasIndex(p => p.Member);
        builder.HasIndex(p => p.Id);
        builder.HasIndex(p => p.AskRightAt);
    }

    public void Configure(EntityTypeBuilder<KnownTopic> builder)
    {
        builder.ToTable("known_topics").HasKey(k => new { k.Community, k.Member, k.Topic });
        builder.HasIndex(k => k.Member);
        builder.HasIndex(k => k.Topic);
    }

    public void Configure(EntityTypeBuilder<Ring> builder)
    {
        builder.ToTable("rings").HasKey(r => new { r.Thing, r.Round });
        builder.Property(r => r.Version).IsConcurrencyToken();
        builder.HasIndex(r => r.DueAt);
        builder.HasIndex(r => r.Id);
    }

    public void Configure(EntityTypeBuilder<Invitation> builder)
    {
        builder.ToTable("invitations").HasKey(i => new { i.Thing, i.Helper });
        builder.Property(i => i.Version).IsConcurrencyToken();
        builder.HasIndex(i => i.Helper);
        builder.HasIndex(i => i.SuggestedBy);
        builder.HasIndex(i => new { i.Community, i.AskedAt });
    }
}
