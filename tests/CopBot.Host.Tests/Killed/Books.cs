using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;

namespace CopBot.Host.Tests.Killed;

/// <summary>
/// What is on the disk, read without a line of CopBot's own code: the room's journal with its whole history, and the rows of
/// the store.
/// </summary>
internal sealed class Books
{
    private Books(IReadOnlyList<Said> room, SqliteConnection store)
    {
        Room = room;
        Posts = Read(store, "posts", r => new PostRow(
            r.Text("Key"), r.Text("Class"), r.TextOrNull("Reader"), r.Text("Message"), (int)r.Number("Revision"), r.Number("Withdrawn") == 1, r.Moment("NotBefore"))).ToDictionary(p => p.Key, StringComparer.Ordinal);
        Deliveries = Read(store, "deliveries", r => new DeliveryRow(
            Guid.Parse(r.Text("Id")), r.Text("Key"), r.TextOrNull("Recipient"), r.Text("Class"), r.Text("State"), (int)r.Number("WantedRevision"), (int)r.Number("DeliveredRevision"), (int)r.Number("Generation"),
            r.MomentOrNull("DueAt"), r.MomentOrNull("AttemptedAt"), r.MomentOrNull("DeliveredAt"), r.TextOrNull("StandsAt"), r.TextOrNull("LeasedBy"), r.TextOrNull("Trouble")));
        Members = Read(store, "accounts", r => (Account: r.Text("User"), Member: r.Text("Member"))).ToDictionary(a => a.Member, a => a.Account[(a.Account.LastIndexOf('/') + 1)..], StringComparer.Ordinal);
        Problems = Read(store, "problems", r => new ProblemRow(
            r.Text("Id"), r.Text("Title"), r.Text("Status"), r.TextOrNull("Asker"), (int)r.Number("Step"), r.MomentOrNull("NextStepAt"), r.MomentOrNull("QuietAt")));
        Stakes = Read(store, "problem_people", r => (Problem: r.Text("Problem"), Member: r.Text("Member"), Stake: r.Text("Stake")));
        Advice = Read(store, "advice", r => (Problem: r.Text("Problem"), Author: r.TextOrNull("Author"), Excerpt: r.Text("Excerpt")));
        Outcomes = Read(store, "problem_outcomes", r => new OutcomeRow(r.Text("Trial"), r.Text("Problem"), r.Text("Result"), r.Text("Line"), r.Number("ByAsker") == 1, r.TextOrNull("Teller")));
        Trials = Read(store, "trials", r => new TrialRow(
            r.Text("Id"), r.Text("Problem"), r.Text("Title"), r.TextOrNull("Trier"), (int)r.Number("Asked"), r.TextOrNull("Result"), r.MomentOrNull("AskAt"), r.MomentOrNull("DueAt")));
        Experiences = Read(store, "experience_requests", r => new ExperienceRow(r.Text("Id"), r.Text("Title"), r.MomentOrNull("SummaryAt"), r.Number("SummaryOffered") == 1));
        Library = Read(store, "resources", r => new ResourceRow(r.Text("Title"), r.TextOrNull("Owner"), r.Moment("VerifiedAt"), r.MomentOrNull("ReviewAt"), r.MomentOrNull("RetiredAt")));
        Drafts = Read(store, "drafts", r => new DraftRow(Guid.Parse(r.Text("Id")), r.Text("Owner"), r.Text("Values")));
        InboxWaiting = [.. Read(store, "inbox", r => r.TextOrNull("Waiting") is { } what ? new EventRow(what, r.MomentOrNull("TakeUpAt"), (int)r.Number("Attempts")) : null).OfType<EventRow>()];
    }

    public IReadOnlyList<Said> Room { get; }

    public IReadOnlyDictionary<string, PostRow> Posts { get; }

    public IReadOnlyList<DeliveryRow> Deliveries { get; }

    /// <summary>The person in the room of each member's id.</summary>
    public IReadOnlyDictionary<string, string> Members { get; }

    public IReadOnlyList<ProblemRow> Problems { get; }

    public IReadOnlyList<(string Problem, string Member, string Stake)> Stakes { get; }

    public IReadOnlyList<(string Problem, string? Author, string Excerpt)> Advice { get; }

    public IReadOnlyList<OutcomeRow> Outcomes { get; }

    public IReadOnlyList<TrialRow> Trials { get; }

    public IReadOnlyList<ExperienceRow> Experiences { get; }

    /// <summary>What is in the library.</summary>
    public IReadOnlyList<ResourceRow> Library { get; }

    public IReadOnlyList<DraftRow> Drafts { get; }

    public IReadOnlyList<EventRow> InboxWaiting { get; }

    /// <summary>Reads a data folder. While a host runs there, what is read may be some moments apart.</summary>
    public static Books Open(string dataFolder)
    {
        // Only read, and not pooled: nothing of ours keeps the files open.
        using var store = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(dataFolder, "copbot.db"), Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ConnectionString);
        store.Open();
        using var moment = store.BeginTransaction(deferred: true);
        return new Books(ReadRoom(Path.Combine(dataFolder, "playground.jsonl")), store);
    }

    /// <summary>Reads a copy, so that another host may go on with the folder meanwhile.</summary>
    public static Books OpenCopy(string dataFolder)
    {
        var copy = Directory.CreateTempSubdirectory("copbot-dead-").FullName;
        try
        {
            foreach (var name in (string[])["copbot.db", "copbot.db-wal", "playground.jsonl"])
            {
                if (File.Exists(Path.Combine(dataFolder, name))) File.Copy(Path.Combine(dataFolder, name), Path.Combine(copy, name));
            }

            return Open(copy);
        }
        finally
        {
            Directory.Delete(copy, recursive: true);
        }
    }

    private static List<Said> ReadRoom(string journal)
    {
        var all = new Dictionary<string, Said>(StringComparer.Ordinal);
        using var file = new FileStream(journal, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var lines = new StreamReader(file);
        while (lines.ReadLine() is { } line)
        {
            JsonNode? happened;
            try
            {
                happened = JsonNode.Parse(line);
            }
            catch (System.Text.Json.JsonException)
            {
                // The last line, cut by the kill: nobody was told of it.
                break;
            }

            if (happened!["message"] is not { } message) continue;
            var id = (string)message["id"]!;
            all.TryGetValue(id, out var before);
            all[id] = new Said(
                id,
                (string)message["place"]!,
                ((string)message["author"]!)["playground/room/".Length..],
                DateTimeOffset.Parse((string)message["sentAt"]!, CultureInfo.InvariantCulture),
                (string?)message["nonce"],
                (string?)message["words"] ?? "",
                message["shows"],
                before is null ? message["shows"] : before.FirstShown,
                (bool?)message["removed"] ?? false,
                message["rang"] is JsonArray { Count: > 0 });
        }

        return [.. all.Values];
    }

    private static List<T> Read<T>(SqliteConnection store, string table, Func<SqliteDataReader, T> row)
    {
        using var command = store.CreateCommand();
        command.CommandText = $"SELECT * FROM {table}";
        using var reader = command.ExecuteReader();
        var all = new List<T>();
        while (reader.Read()) all.Add(row(reader));
        return all;
    }
}

/// <summary>A message of the room: how it stands, and what it showed at first.</summary>
internal sealed record Said(string Id, string Place, string Author, DateTimeOffset SentAt, string? Nonce, string Words, JsonNode? Shows, JsonNode? FirstShown, bool Removed, bool Rang)
{
    public string Post => $"{Place}#{Id}";

    /// <summary>Whose direct conversation it stands in.</summary>
    public string? Direct => Place.Contains("/direct-", StringComparison.Ordinal) ? Place[(Place.IndexOf("/direct-", StringComparison.Ordinal) + "/direct-".Length)..] : null;

    /// <summary>Whether it came with a button that sends this action.</summary>
    public bool CameWith(string action) => FirstShown?.ToJsonString().Contains($"\"action\":\"{action}", StringComparison.Ordinal) ?? false;
}

internal sealed record PostRow(string Key, string Class, string? Reader, string Message, int Revision, bool Withdrawn, DateTimeOffset NotBefore);

internal sealed record DeliveryRow(
    Guid Id,
    string Key,
    string? Recipient,
    string Class,
    string State,
    int WantedRevision,
    int DeliveredRevision,
    int Generation,
    DateTimeOffset? DueAt,
    DateTimeOffset? AttemptedAt,
    DateTimeOffset? DeliveredAt,
    string? StandsAt,
    string? LeasedBy,
    string? Trouble)
{
    /// <summary>The marks that its messages carry, one for each time that it was put up afresh.</summary>
    public IEnumerable<string> Nonces => Enumerable.Range(0, Generation + 1).Select(NonceOf);

    /// <summary>The mark of the message that stands now.</summary>
    public string Nonce => NonceOf(Generation);

    private string NonceOf(int generation)
    {
        Span<byte> marked = stackalloc byte[20];
        Id.TryWriteBytes(marked);
        BitConverter.TryWriteBytes(marked[16..], generation);
        return Base64Url.EncodeToString(SHA256.HashData(marked).AsSpan(0, 8))[..10];
    }
}

internal sealed record ProblemRow(string Id, string Title, string Status, string? Asker, int Step, DateTimeOffset? NextStepAt, DateTimeOffset? QuietAt)
{
    public string CardKey => $"problem/{Guid.Parse(Id):N}/card";
}

internal sealed record TrialRow(string Id, string Problem, string Title, string? Trier, int Asked, string? Result, DateTimeOffset? AskAt, DateTimeOffset? DueAt)
{
    public string QuestionKey(int question) => string.Create(CultureInfo.InvariantCulture, $"trial/{Guid.Parse(Id):N}/question/{question}");
}

internal sealed record OutcomeRow(string Trial, string Problem, string Result, string Line, bool ByAsker, string? Teller);

/// <summary>A question for experiences; a draft of what was told is due after a quiet week.</summary>
internal sealed record ExperienceRow(string Id, string Title, DateTimeOffset? SummaryAt, bool SummaryOffered)
{
    public string SummaryKey => $"experience/{Guid.Parse(Id):N}/summary";
}

/// <summary>Something in the library; whoever looks after it has been asked when no review is to come.</summary>
internal sealed record ResourceRow(string Title, string? Owner, DateTimeOffset VerifiedAt, DateTimeOffset? ReviewAt, DateTimeOffset? RetiredAt)
{
    public DateOnly VerifiedOn => DateOnly.FromDateTime(VerifiedAt.UtcDateTime);
}

internal sealed record DraftRow(Guid Id, string Owner, string Values);

/// <summary>An event that was acknowledged and is not handled yet.</summary>
internal sealed record EventRow(string What, DateTimeOffset? TakeUpAt, int Attempts);

internal static class Columns
{
    public static string Text(this SqliteDataReader row, string column) => row.GetString(row.GetOrdinal(column));

    public static string? TextOrNull(this SqliteDataReader row, string column) => row.IsDBNull(row.GetOrdinal(column)) ? null : row.Text(column);

    public static long Number(this SqliteDataReader row, string column) => row.GetInt64(row.GetOrdinal(column));

    // Instants are whole microseconds since the year 1.
    public static DateTimeOffset Moment(this SqliteDataReader row, string column) => new(row.Number(column) * TimeSpan.TicksPerMicrosecond, TimeSpan.Zero);

    public static DateTimeOffset? MomentOrNull(this SqliteDataReader row, string column) => row.IsDBNull(row.GetOrdinal(column)) ? null : row.Moment(column);
}
