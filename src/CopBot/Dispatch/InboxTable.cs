using System.Security.Cryptography;
using System.Text;
using CopBot.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CopBot.Dispatch;

/// <summary>
/// An event that was seen. While it waits to be handled its content stands here, so that a crash loses nothing; once handled
/// only a hash of its id stays for thirty days, with the day, so that nothing joins it to a person or a moment.
/// </summary>
[NotExported("What waits is handled within moments; of what was handled only hashes of ids are left.")]
public sealed class InboxEntry
{
    /// <summary>How long the id of a handled event is kept.</summary>
    public const int DaysKept = 30;

    /// <summary>SHA-256 of the event's id.</summary>
    public required string Event { get; init; }

    /// <summary>The day on which it came, UTC.</summary>
    public DateOnly Day { get; init; }

    /// <summary>What came, as JSON; null once handled.</summary>
    public string? Waiting { get; set; }

    /// <summary>When somebody else may take it up; null once handled.</summary>
    public DateTimeOffset? TakeUpAt { get; set; }

    /// <summary>The process that works on it; null once handled, or when that process is gone.</summary>
    public string? TakenBy { get; set; }

    /// <summary>How often it was taken up.</summary>
    public int Attempts { get; set; }

    /// <summary>The key of an event.</summary>
    public static string KeyOf(string eventId) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(eventId)));
}

internal static class InboxSets
{
    extension(CopBotDb db)
    {
        public DbSet<InboxEntry> Inbox => db.Set<InboxEntry>();
    }

    // Asked at every press, so they are compiled once.
    private static readonly Compiled<Func<CopBotDb, string, CancellationToken, Task<bool>>> Seen = new(() => EF.CompileAsyncQuery((CopBotDb db, string key, CancellationToken stop) => db.Set<InboxEntry>().Any(e => e.Event == key)));
    private static readonly Compiled<Func<CopBotDb, string, CancellationToken, Task<bool>>> Handled = new(() => EF.CompileAsyncQuery((CopBotDb db, string key, CancellationToken stop) => db.Set<InboxEntry>().Any(e => e.Event == key && e.Waiting == null)));

    /// <summary>Whether an event came before.</summary>
    public static Task<bool> HasSeenAsync(this CopBotDb db, string key, CancellationToken stop) => Seen.On(db)(db, key, stop);

    /// <summary>Whether an event was handled already.</summary>
    public static Task<bool> HasHandledAsync(this CopBotDb db, string key, CancellationToken stop) => Handled.On(db)(db, key, stop);

    /// <summary>Marks an event as handled, inside the transaction; false when another delivery of it was first.</summary>
    public static async Task<bool> MarkHandledAsync(this CopBotDb db, string key, DateOnly day) =>
        await db.Database.ExecuteSqlAsync(
            $"""
             INSERT INTO inbox ("Event", "Day", "Waiting", "TakeUpAt", "Attempts") VALUES ({key}, {day}, NULL, NULL, 0)
             ON CONFLICT ("Event") DO UPDATE SET "Waiting" = NULL, "TakeUpAt" = NULL, "TakenBy" = NULL WHERE inbox."Waiting" IS NOT NULL
             """) == 1;

    /// <summary>Puts an event into the inbox; false when it stands there already, waiting or handled.</summary>
    public static async Task<bool> PutAsync(this CopBotDb db, string key, DateOnly day, string waiting, DateTimeOffset takeUpAt, string takenBy) =>
        await db.Database.ExecuteSqlAsync(
            $"""
             INSERT INTO inbox ("Event", "Day", "Waiting", "TakeUpAt", "TakenBy", "Attempts") VALUES ({key}, {day}, {waiting}, {takeUpAt.UtcTicks / TimeSpan.TicksPerMicrosecond}, {takenBy}, 0)
             ON CONFLICT ("Event") DO NOTHING
             """) == 1;
}

internal sealed class InboxTable : IEntityTypeConfiguration<InboxEntry>
{
    public void Configure(EntityTypeBuilder<InboxEntry> builder)
    {
        builder.ToTable("inbox").HasKey(e => e.Event);
        builder.HasIndex(e => e.TakeUpAt);
        builder.HasIndex(e => e.Day);
    }
}
