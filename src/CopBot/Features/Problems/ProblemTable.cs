using CopBot.Chat;
using CopBot.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CopBot.Features.Problems;

internal static class ProblemSets
{
    extension(CopBotDb db)
    {
        public DbSet<Problem> Problems => db.Set<Problem>();
    }
}

internal sealed class ProblemTable :
    IEntityTypeConfiguration<Problem>,
    IEntityTypeConfiguration<ProblemPerson>,
    IEntityTypeConfiguration<Advice>,
    IEntityTypeConfiguration<ToldOutcome>
{
    public void Configure(EntityTypeBuilder<Problem> builder)
    {
        builder.ToTable("problems").HasKey(p => p.Id);
        builder.Property(p => p.Version).IsConcurrencyToken();
        builder.Property(p => p.Title).HasMaxLength(Problem.TitleMaxLength);
        builder.Property(p => p.Tried).HasMaxLength(Problem.TriedMaxLength);
        builder.Property(p => p.Good).HasMaxLength(Problem.GoodMaxLength);
        builder.HasMany(p => p.People).WithOne().HasForeignKey(p => p.Problem);
        builder.HasMany(p => p.Advice).WithOne().HasForeignKey(a => a.Problem);
        builder.HasMany(p => p.Outcomes).WithOne().HasForeignKey(o => o.Problem);
        builder.Navigation(p => p.People).AutoInclude();
        builder.Navigation(p => p.Advice).AutoInclude();
        builder.Navigation(p => p.Outcomes).AutoInclude();
        builder.Property(p => p.Before).HasConversion(before => ChatJson.Write(before!), stored => ChatJson.Read<Standing>(stored));
        builder.Ignore(p => p.IsOpen);
        builder.Ignore(p => p.IsUnsigned);
        builder.Ignore(p => p.Helped);
        builder.Ignore(p => p.AskersOutcome);
        builder.Ignore(p => p.AdviceToTry);
        builder.Ignore(p => p.LetDown);
        builder.Ignore(p => p.Rooms);
        builder.HasIndex(p => p.NextStepAt);
        builder.HasIndex(p => p.QuietAt);
        builder.HasIndex(p => new { p.Community, p.Status });
        builder.HasIndex(p => p.Asker);
        builder.HasIndex(p => p.ReceiptHash);
    }

    public void Configure(EntityTypeBuilder<ProblemPerson> builder)
    {
        builder.ToTable("problem_people").HasKey(p => new { p.Problem, p.Member, p.Stake });
        builder.HasIndex(p => p.Member);
    }

    public void Configure(EntityTypeBuilder<Advice> builder)
    {
        builder.ToTable("advice").HasKey(a => a.Id);
        // Ids are given by the entity: without this a new one on a tracked problem would be taken for an old one.
        builder.Property(a => a.Id).ValueGeneratedNever();
        builder.HasIndex(a => a.Source);
        builder.HasIndex(a => a.Author);
    }

    public void Configure(EntityTypeBuilder<ToldOutcome> builder)
    {
        builder.ToTable("problem_outcomes").HasKey(o => o.Trial);
        builder.Property(o => o.Trial).ValueGeneratedNever();
    }
}
