using CopBot.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CopBot.Features.Meetings;

internal static class MeetingSets
{
    extension(CopBotDb db)
    {
        public DbSet<Series> Series => db.Set<Series>();

        public DbSet<Meeting> Meetings => db.Set<Meeting>();
    }
}

internal sealed class MeetingTables :
    IEntityTypeConfiguration<Series>,
    IEntityTypeConfiguration<Rhythm>,
    IEntityTypeConfiguration<SeriesHost>,
    IEntityTypeConfiguration<Meeting>,
    IEntityTypeConfiguration<MeetingPerson>
{
    public void Configure(EntityTypeBuilder<Series> builder)
    {
        builder.ToTable("series").HasKey(s => s.Id);
        builder.Property(s => s.Version).IsConcurrencyToken();
        builder.HasMany(s => s.Rhythms).WithOne().HasForeignKey(r => r.Series);
        builder.HasMany(s => s.Hosts).WithOne().HasForeignKey(h => h.Series);
        builder.Navigation(s => s.Rhythms).AutoInclude();
        builder.Navigation(s => s.Hosts).AutoInclude();
        builder.Ignore(s => s.Rhythm);
        builder.Ignore(s => s.Zone);
        builder.HasIndex(s => s.DueAt);
        builder.HasIndex(s => new { s.Community, s.Status });
    }

    public void Configure(EntityTypeBuilder<Rhythm> builder)
    {
        builder.ToTable("rhythms").HasKey(r => new { r.Series, r.Number });
        builder.Property(r => r.Number).ValueGeneratedNever();
        builder.Ignore(r => r.Clock);
        builder.Ignore(r => r.Repeats);
        builder.Ignore(r => r.First);
        builder.Ignore(r => r.Times);
        builder.Ignore(r => r.TakesTurns);
    }

    public void Configure(EntityTypeBuilder<SeriesHost> builder)
    {
        builder.ToTable("series_hosts").HasKey(h => new { h.Series, h.Member });
        builder.HasIndex(h => h.Member);
    }

    public void Configure(EntityTypeBuilder<Meeting> builder)
    {
        builder.ToTable("meetings").HasKey(m => m.Id);
        builder.Property(m => m.Version).IsConcurrencyToken();
        builder.HasMany(m => m.People).WithOne().HasForeignKey(p => p.Meeting);
        builder.Navigation(m => m.People).AutoInclude();
        builder.Ignore(m => m.Everybody);
        builder.HasIndex(m => m.DueAt);
        builder.HasIndex(m => new { m.Series, m.StartsAt });
        builder.HasIndex(m => new { m.Community, m.StartsAt });
        // A day of a rhythm is made a meeting once, whoever looks at the same moment.
        builder.HasIndex(m => new { m.Series, m.Rhythm, m.Day }).IsUnique();
    }

    public void Configure(EntityTypeBuilder<MeetingPerson> builder)
    {
        builder.ToTable("meeting_people").HasKey(p => new { p.Meeting, p.Member });
        builder.HasIndex(p => p.Member);
    }
}
