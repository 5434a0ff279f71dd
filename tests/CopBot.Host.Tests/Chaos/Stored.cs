using System.Buffers.Text;
using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;

namespace CopBot.Host.Tests.Chaos;

/// <summary>What the database says, as one look at it.</summary>
internal sealed record Stored(
    IReadOnlyList<StoredDelivery> Deliveries,
    IReadOnlyList<StoredProblem> Problems,
    IReadOnlyList<StoredTrial> Trials,
    IReadOnlyList<StoredMember> Members,
    IReadOnlyList<(Guid Thing, int Round)> Invitations,
    IReadOnlyList<string> Rows)
{
    /// <summary>Looks with plain SQL, the same on each database.</summary>
    public static async Task<Stored> ReadAsync(DbConnection store) => new(
        await store.RowsAsync(
            """
            SELECT d."Id", d."Key", d."Workspace", d."Reader", d."Class", d."State", d."StandsAt", d."Generation", d."DeliveredAt", d."DeliveredRevision", p."Revision", p."Withdrawn", d."LeasedBy", d."Trouble"
            FROM deliveries d JOIN posts p ON p."Key" = d."Key"
            """,
            StoredDelivery.Read),
        await store.RowsAsync("""SELECT "Id", "Title", "Asker", "ReceiptHash", "AskedAt" FROM problems""", StoredProblem.Read),
        await store.RowsAsync("""SELECT "Id", "Title", "Asked", "Result", "Problem", "Trier", "ToldAt" FROM trials""", StoredTrial.Read),
        await store.RowsAsync(
            """
            SELECT m."Id", m."Stopped", COALESCE(m."Zone", c."Zone"), m."DayStart", m."DayEnd", COALESCE(m."Days", c."Days"), a."User"
            FROM members m LEFT JOIN accounts a ON a."Member" = m."Id" CROSS JOIN (SELECT "Zone", "Days" FROM communities LIMIT 1) c
            """,
            StoredMember.Read),
        await store.RowsAsync("""SELECT "Thing", "Round" FROM invitations""", r => (r.GetGuid(0), r.GetInt32(1))),
        await store.EveryRowAsync());
}

/// <summary>A post at one place.</summary>
internal sealed record StoredDelivery(Guid Id, string Key, string Workspace, Guid? Reader, string Class, string State, string StandsAt, int Generation, DateTimeOffset? DeliveredAt, int DeliveredRevision, int Revision, bool Withdrawn, string LeasedBy, string Trouble)
{
    /// <summary>How long the marks of deliveries are; answers carry longer ones.</summary>
    public const int MarkLength = 10;

    /// <summary>The marks of everything that it ever put up.</summary>
    public IEnumerable<string> Marks => Enumerable.Range(0, Generation + 1).Select(MarkOf);

    /// <summary>The mark of what stands now.</summary>
    public string Mark => MarkOf(Generation);

    /// <summary>Whether it stands as a message of its own.</summary>
    public bool Stands => State is "Standing" && !Withdrawn && StandsAt.Length > 0;

    public static StoredDelivery Read(DbDataReader row) => new(
        row.GetGuid(0),
        row.Text(1),
        row.Text(2),
        row.Id(3),
        row.Text(4),
        row.Text(5),
        row.Text(6),
        row.GetInt32(7),
        row.Instant(8),
        row.GetInt32(9),
        row.GetInt32(10),
        row.GetBoolean(11),
        row.Text(12),
        row.Text(13));

    private string MarkOf(int generation)
    {
        Span<byte> marked = stackalloc byte[20];
        Id.TryWriteBytes(marked);
        BitConverter.TryWriteBytes(marked[16..], generation);
        return Base64Url.EncodeToString(SHA256.HashData(marked).AsSpan(0, 8))[..MarkLength];
    }
}

/// <summary>A question that somebody asked.</summary>
internal sealed record StoredProblem(Guid Id, string Title, Guid? Asker, string ReceiptHash, DateTimeOffset AskedAt)
{
    public static StoredProblem Read(DbDataReader row) => new(row.GetGuid(0), row.Text(1), row.Id(2), row.Text(3), row.Instant(4)!.Value);
}

/// <summary>What somebody tries.</summary>
internal sealed record StoredTrial(Guid Id, string Title, int Asked, string Result, Guid Problem, Guid? Trier, DateTimeOffset? ToldAt)
{
    public static StoredTrial Read(DbDataReader row) => new(row.GetGuid(0), row.Text(1), row.GetInt32(2), row.Text(3), row.GetGuid(4), row.Id(5), row.Instant(6));
}

/// <summary>Somebody, by one of their accounts, and when they may be written to.</summary>
internal sealed record StoredMember(Guid Id, bool Stopped, TimeZoneInfo Zone, TimeSpan Start, TimeSpan End, string Days, string Account)
{
    public static StoredMember Read(DbDataReader row) => new(
        row.GetGuid(0),
        row.GetBoolean(1),
        TimeZoneInfo.FindSystemTimeZoneById(row.Text(2)),
        TimeSpan.Parse(row.Text(3), CultureInfo.InvariantCulture),
        TimeSpan.Parse(row.Text(4), CultureInfo.InvariantCulture),
        row.Text(5),
        row.Text(6));

    /// <summary>A moment as their clock shows it.</summary>
    public DateTimeOffset Local(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, Zone);

    /// <summary>Whether they may be written to.</summary>
    public bool IsOpen(DateTimeOffset at)
    {
        var local = Local(at);
        return Works(local.DayOfWeek) && local.TimeOfDay >= Start && local.TimeOfDay < End;
    }

    private bool Works(DayOfWeek day) => Days.Contains($"{day}", StringComparison.Ordinal)
        // The one word that stands for five of them names the first and the last.
        || (Days.Contains("MondayToFriday", StringComparison.Ordinal) && day is not (DayOfWeek.Saturday or DayOfWeek.Sunday));
}
