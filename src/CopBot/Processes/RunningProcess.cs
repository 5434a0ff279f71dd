using CopBot.Data;
using CopBot.Data.Copying;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CopBot.Processes;

/// <summary>A process that runs on the store, for as long as its heart beats.</summary>
[OfProcesses]
internal sealed class RunningProcess
{
    /// <summary>Its name, which no other ever has.</summary>
    public required string Name { get; init; }

    /// <summary>When it began, in real time.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>When its heart was last heard, in real time.</summary>
    public DateTimeOffset BeatAt { get; set; }
}

/// <summary>Something that only one process may have or do at a time.</summary>
[OfProcesses]
internal sealed class Lease
{
    /// <summary>What it is, such as <c>discord</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The process that has it.</summary>
    public required string Holder { get; init; }
}

/// <summary>The name of this process.</summary>
internal sealed class ThisProcess
{
    /// <summary>Another after each start.</summary>
    public string Name { get; } = Guid.NewGuid().ToString("N")[..8];
}

/// <summary>The clock on the wall: hearts beat by it, whatever the playground's clock shows.</summary>
internal sealed record RealTime(TimeProvider Clock);

internal static class ProcessSets
{
    extension(CopBotDb db)
    {
        public DbSet<RunningProcess> Processes => db.Set<RunningProcess>();

        public DbSet<Lease> Leases => db.Set<Lease>();
    }
}

internal sealed class ProcessTables : IEntityTypeConfiguration<RunningProcess>, IEntityTypeConfiguration<Lease>
{
    public void Configure(EntityTypeBuilder<RunningProcess> builder) => builder.ToTable("processes").HasKey(p => p.Name);

    public void Configure(EntityTypeBuilder<Lease> builder) => builder.ToTable("leases").HasKey(l => l.Name);
}
