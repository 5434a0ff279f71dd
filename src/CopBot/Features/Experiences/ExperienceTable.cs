using CopBot.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CopBot.Features.Experiences;

internal static class ExperienceSets
{
    extension(CopBotDb db)
    {
        public DbSet<ExperienceRequest> ExperienceRequests => db.Set<ExperienceRequest>();
    }

    /// <summary>The question with everything that belongs to it, or null.</summary>
    public static Task<ExperienceRequest?> WholeAsync(this CopBotDb db, ExperienceRequestId id, CancellationToken stop) =>
        db.ExperienceRequests.FirstOrDefaultAsync(r => r.Id == id, stop);

    /// <summary>The question to which this was told, or null.</summary>
    public static Task<ExperienceRequest?> WholeAsync(this CopBotDb db, ExperienceId told, CancellationToken stop) =>
        db.ExperienceRequests.FirstOrDefaultAsync(r => r.Experiences.Any(e => e.Id == told), stop);
}

internal sealed class ExperienceTable :
    IEntityTypeConfiguration<ExperienceRequest>,
    IEntityTypeConfiguration<Experience>,
    IEntityTypeConfiguration<ExperienceFollower>,
    IEntityTypeConfiguration<ExperienceHint>,
    IEntityTypeConfiguration<ExperienceOutcome>
{
    public void Configure(EntityTypeBuilder<ExperienceRequest> builder)
    {
        builder.ToTable("experience_requests").HasKey(r => r.Id);
        builder.Property(r => r.Version).IsConcurrencyToken();
        builder.Property(r => r.Title).HasMaxLength(ExperienceRequest.TitleMaxLength);
        builder.Property(r => r.Plan).HasMaxLength(ExperienceRequest.PlanMaxLength);
        builder.Property(r => r.Hear).HasMaxLength(ExperienceRequest.HearMaxLength);
        builder.Property(r => r.Summary).HasMaxLength(ExperienceRequest.SummaryMaxLength);
        builder.HasMany(r => r.Experiences).WithOne().HasForeignKey(e => e.Request);
        builder.HasMany(r => r.Followers).WithOne().HasForeignKey(f => f.Request);
        builder.HasMany(r => r.Hints).WithOne().HasForeignKey(h => h.Request);
        builder.HasMany(r => r.Outcomes).WithOne().HasForeignKey(o => o.Request);
        builder.Navigation(r => r.Experiences).AutoInclude();
        builder.Navigation(r => r.Followers).AutoInclude();
        builder.Navigation(r => r.Hints).AutoInclude();
        builder.Navigation(r => r.Outcomes).AutoInclude();
        builder.Ignore(r => r.Public);
        builder.Ignore(r => r.Helped);
        builder.HasIndex(r => r.SummaryAt);
        builder.HasIndex(r => r.Community);
        builder.HasIndex(r => r.Asker);
        builder.HasIndex(r => r.Source);
    }

    public void Configure(EntityTypeBuilder<Experience> builder)
    {
        builder.ToTable("experiences").HasKey(e => e.Id);
        // Ids are given by the entity: without this a new one on a tracked question would be taken for an old one.
        builder.Property(e => e.Id).ValueGeneratedNever();
        builder.Property(e => e.Context).HasMaxLength(Experience.ContextMaxLength);
        builder.Property(e => e.Did).HasMaxLength(Experience.StoryMaxLength);
        builder.Property(e => e.Happened).HasMaxLength(Experience.StoryMaxLength);
        builder.Ignore(e => e.IsUnsigned);
        builder.HasIndex(e => e.Teller);
        builder.HasIndex(e => e.ReceiptHash);
    }

    public void Configure(EntityTypeBuilder<ExperienceFollower> builder)
    {
        builder.ToTable("experience_followers").HasKey(f => new { f.Request, f.Member });
        builder.HasIndex(f => f.Member);
    }

    public void Configure(EntityTypeBuilder<ExperienceHint> builder)
    {
        builder.ToTable("experience_hints").HasKey(h => new { h.Request, h.Somebody });
        builder.HasIndex(h => h.Somebody);
        builder.HasIndex(h => h.By);
    }

    public void Configure(EntityTypeBuilder<ExperienceOutcome> builder)
    {
        builder.ToTable("experience_outcomes").HasKey(o => o.Trial);
        builder.Property(o => o.Trial).ValueGeneratedNever();
    }
}
