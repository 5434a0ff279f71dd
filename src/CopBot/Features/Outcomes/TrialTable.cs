using CopBot.Chat;
using CopBot.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CopBot.Features.Outcomes;

internal static class TrialSets
{
    extension(CopBotDb db)
    {
        public DbSet<Trial> Trials => db.Set<Trial>();
    }
}

internal sealed class TrialTable : IEntityTypeConfiguration<Trial>
{
    public void Configure(EntityTypeBuilder<Trial> builder)
    {
        builder.ToTable("trials").HasKey(t => t.Id);
        builder.Property(t => t.Version).IsConcurrencyToken();
        builder.Property(t => t.Before).HasConversion(before => ChatJson.Write(before!), stored => ChatJson.Read<EarlierAnswer>(stored));
        builder.Ignore(t => t.OfProblem);
        builder.HasIndex(t => t.DueAt);
        builder.HasIndex(t => t.Trier);
        builder.HasIndex(t => t.Problem);
    }
}
