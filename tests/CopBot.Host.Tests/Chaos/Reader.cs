using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using CopBot.Host.Tests.OnPlatforms;
using Npgsql;

namespace CopBot.Host.Tests.Chaos;

/// <summary>
/// Reads the database with plain SQL, and what the platforms were made to show, with nothing of the bot's own code, and says in
/// sentences what is lost, doubled, stuck or against the manners.
/// </summary>
internal sealed class Reader(string connectionString)
{
    private static readonly TimeZoneInfo London = TimeZoneInfo.FindSystemTimeZoneById("Europe/London");

    // Decided, then sent; between the two a process may have been killed and another have gone on.
    private static readonly TimeSpan Slack = TimeSpan.FromMinutes(3);

    /// <summary>How many things are due now and not done.</summary>
    public async Task<IReadOnlyList<string>> DueAsync(DateTimeOffset now)
    {
        await using var store = await OpenAsync();
        return
        [
            .. (await ReadAsync(store, """SELECT "Key", "State", "Trouble" FROM deliveries WHERE "DueAt" <= @now""", r => $"{Text(r, 0)} is due ({Text(r, 1)}, {Text(r, 2)})", ("now", Micros(now)))),
            .. (await ReadAsync(store, """SELECT "Title" FROM trials WHERE "DueAt" <= @now""", r => $"the trial of “{Text(r, 0)}” is due", ("now", Micros(now)))),
            .. (await ReadAsync(store, """SELECT "Title" FROM problems WHERE "NextStepAt" <= @now OR "QuietAt" <= @now""", r => $"the problem “{Text(r, 0)}” is due", ("now", Micros(now)))),
            .. (await ReadAsync(store, """SELECT "Waiting", "Attempts" FROM inbox WHERE "Waiting" IS NOT NULL""", r => $"an event waits in the inbox after {r.GetValue(1)} attempts: {Text(r, 0)}")),
        ];
    }

    /// <summary>Everything that is wrong once all has settled.</summary>
    public async Task<IReadOnlyList<string>> WrongAsync(IReadOnlyList<Town> towns, IReadOnlyCollection<string> posted, DateTimeOffset now)
    {
        await using var store = await OpenAsync();
        var deliveries = await ReadAsync(
            store,
            """SELECT d."Id", d."Key", d."Workspace", d."Reader", d."Class", d."State", d."StandsAt", d."Generation", d."AttemptedAt", d."DeliveredAt", d."DeliveredRevision", p."Revision", p."Withdrawn", d."LeasedBy", d."Trouble" FROM deliveries d JOIN posts p ON p."Key" = d."Key" """,
            Delivery.Read);
        var problems = await ReadAsync(store, """SELECT "Id", "Title" FROM problems""", r => (Id: (Guid)r.GetValue(0), Title: Text(r, 1)));
        var trials = await ReadAsync(store, """SELECT "Id", "Title", "Asked", "Result", "Problem", "Trier" FROM trials""", r => (Id: (Guid)r.GetValue(0), Title: Text(r, 1), Asked: Convert.ToInt32(r.GetValue(2), CultureInfo.InvariantCulture), Result: Text(r, 3), Problem: (Guid)r.GetValue(4), Trier: r.GetValue(5)));
        var wrote = towns.SelectMany(t => t.Wrote()).ToList();
        return
        [
            .. await DueAsync(now),
            .. Once(deliveries, problems, trials, wrote),
            .. AsTheStoreSays(deliveries, wrote),
            .. NothingLost(posted, problems, deliveries, towns),
            .. Manners(deliveries, trials, wrote),
        ];
    }

    private static IEnumerable<string> Once(List<Delivery> deliveries, List<(Guid Id, string Title)> problems, List<(Guid Id, string Title, int Asked, string Result, Guid Problem, object Trier)> trials, List<Written> wrote)
    {
        var keys = deliveries.SelectMany(d => d.Marks.Select(m => (Mark: m, d.Key))).ToDictionary(m => m.Mark, m => m.Key, StringComparer.Ordinal);
        foreach (var twice in wrote.Where(w => w.Mark is not null).GroupBy(w => w.Mark!, StringComparer.Ordinal).Where(g => g.Count() > 1))
            yield return $"{keys.GetValueOrDefault(twice.Key, "an answer")} stands {twice.Count()} times: {string.Join(", ", twice.Select(w => w.Id))}";
        foreach (var twice in deliveries.GroupBy(d => (d.Key, d.Workspace)).Where(g => g.Count() > 1)) yield return $"{twice.Key} has {twice.Count()} deliveries in one workspace";
        foreach (var twice in problems.GroupBy(p => p.Title, StringComparer.Ordinal).Where(g => g.Count() > 1)) yield return $"the problem “{twice.Key}” is stored {twice.Count()} times";
        foreach (var twice in trials.Where(t => t.Result.Length == 0).GroupBy(t => (t.Problem, t.Trier)).Where(g => g.Count() > 1)) yield return $"{twice.Count()} trials are under way for one person: {twice.First().Title}";
    }

    private static IEnumerable<string> AsTheStoreSays(List<Delivery> deliveries, List<Written> wrote)
    {
        var standing = wrote.Where(w => w.Mark is not null).DistinctBy(w => w.Mark).ToDictionary(w => w.Mark!, StringComparer.Ordinal);
        foreach (var d in deliveries)
        {
            if (d.LeasedBy is not null) yield return $"{d.Key} is still leased by {d.LeasedBy}";
            if (d.State is "Undeliverable") yield return $"{d.Key} was given up: {d.Trouble}";
            if (d.State is not "Standing" || d.Withdrawn || d.StandsAt is null) continue;
            if (d.DeliveredRevision != d.Revision) yield return $"{d.Key} stands in revision {d.DeliveredRevision} of {d.Revision}";
            if (!standing.TryGetValue(d.Mark, out var message)) yield return $"{d.Key} should stand at {d.StandsAt}, where nothing is";
            else if (!d.StandsAt.EndsWith('#' + message.Id, StringComparison.Ordinal)) yield return $"{d.Key} stands at {message.Id}, and the store says {d.StandsAt}";
        }

        var known = deliveries.Where(d => d.State is "Standing").Select(d => d.Mark).ToHashSet(StringComparer.Ordinal);
        var ever = deliveries.SelectMany(d => d.Marks).ToHashSet(StringComparer.Ordinal);
        foreach (var stray in standing.Values.Where(w => ever.Contains(w.Mark!) && !known.Contains(w.Mark!))) yield return $"{stray.Id} still stands, and the store says that nothing does: {stray.Words}";
        foreach (var stray in standing.Values.Where(w => w.Mark!.Length == Delivery.MarkLength && !ever.Contains(w.Mark))) yield return $"{stray.Id} stands, and the store knows nothing of it: {stray.Words}";
    }

    private static IEnumerable<string> NothingLost(IReadOnlyCollection<string> posted, List<(Guid Id, string Title)> problems, List<Delivery> deliveries, IReadOnlyList<Town> towns)
    {
        foreach (var title in posted)
        {
            if (problems.Find(p => p.Title == title) is not { Title: not null } problem)
            {
                yield return $"“{title}” was acknowledged as posted, and is not stored";
                continue;
            }

            var cards = deliveries.Count(d => d.Key == $"problem/{problem.Id:N}/card" && d.State is "Standing");
            if (cards != towns.Count) yield return $"the card of “{title}” stands in {cards} of {towns.Count} workspaces";
        }
    }

    private static IEnumerable<string> Manners(List<Delivery> deliveries, List<(Guid Id, string Title, int Asked, string Result, Guid Problem, object Trier)> trials, List<Written> wrote)
    {
        foreach (var trial in trials.Where(t => t.Asked > 2)) yield return $"“{trial.Title}” was asked about {trial.Asked} times";
        foreach (var rung in wrote.Where(w => !w.Private && w.Rang.Count > 0)) yield return $"{rung.Id} rang {string.Join(", ", rung.Rang)}: {rung.Words}";

        var privately = deliveries.Where(d => d is { Reader: not null, DeliveredAt: not null, State: not "Merged", Class: "Requested" or "Unasked" }).ToList();
        foreach (var late in privately.Where(d => !IsOpen(d.DeliveredAt!.Value) && !IsOpen(d.DeliveredAt!.Value - Slack))) yield return $"{late.Key} came at {TimeZoneInfo.ConvertTime(late.DeliveredAt!.Value, London):ddd yyyy-MM-dd HH:mm}, outside its reader's hours";
        foreach (var reader in privately.Where(d => d.Class is "Unasked").GroupBy(d => d.Reader))
        {
            var sent = reader.Select(d => d.DeliveredAt!.Value).Order().ToList();
            foreach (var day in sent.GroupBy(at => TimeZoneInfo.ConvertTime(at, London).Date).Where(g => g.Count() > 1)) yield return $"somebody got {day.Count()} unasked messages on {day.Key:yyyy-MM-dd}";
            for (var i = 3; i < sent.Count; i++)
            {
                if (sent[i] < sent[i - 3].AddDays(7) - Slack) yield return $"somebody got four unasked messages within seven days, the last at {sent[i]:u}";
            }
        }
    }

    private static bool IsOpen(DateTimeOffset at)
    {
        var local = TimeZoneInfo.ConvertTime(at, London);
        return local.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && local.Hour is >= 9 and < 18;
    }

    private async Task<NpgsqlConnection> OpenAsync()
    {
        var store = new NpgsqlConnection(connectionString);
        await store.OpenAsync();
        return store;
    }

    private static async Task<List<T>> ReadAsync<T>(NpgsqlConnection store, string query, Func<NpgsqlDataReader, T> read, params (string Name, object Value)[] parameters)
    {
        await using var command = new NpgsqlCommand(query, store);
        foreach (var (name, value) in parameters) command.Parameters.AddWithValue(name, value);
        await using var rows = await command.ExecuteReaderAsync();
        var all = new List<T>();
        while (await rows.ReadAsync()) all.Add(read(rows));
        return all;
    }

    private static string Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? "" : Convert.ToString(row.GetValue(column), CultureInfo.InvariantCulture)!;

    // Instants are whole microseconds since the year 1.
    private static long Micros(DateTimeOffset at) => at.UtcTicks / TimeSpan.TicksPerMicrosecond;

    private sealed record Delivery(Guid Id, string Key, string Workspace, Guid? Reader, string Class, string State, string? StandsAt, int Generation, DateTimeOffset? DeliveredAt, int DeliveredRevision, int Revision, bool Withdrawn, string? LeasedBy, string Trouble)
    {
        public const int MarkLength = 10;

        /// <summary>The marks of everything that it ever put up.</summary>
        public IEnumerable<string> Marks => Enumerable.Range(0, Generation + 1).Select(MarkOf);

        /// <summary>The mark of what stands now.</summary>
        public string Mark => MarkOf(Generation);

        public static Delivery Read(NpgsqlDataReader row) => new(
            row.GetGuid(0),
            row.GetString(1),
            row.GetString(2),
            row.IsDBNull(3) ? null : row.GetGuid(3),
            row.GetString(4),
            row.GetString(5),
            row.IsDBNull(6) ? null : row.GetString(6),
            row.GetInt32(7),
            row.IsDBNull(9) ? null : new DateTimeOffset(row.GetInt64(9) * TimeSpan.TicksPerMicrosecond, TimeSpan.Zero),
            row.GetInt32(10),
            row.GetInt32(11),
            row.GetBoolean(12),
            row.IsDBNull(13) ? null : row.GetString(13),
            Text(row, 14));

        private string MarkOf(int generation)
        {
            Span<byte> marked = stackalloc byte[20];
            Id.TryWriteBytes(marked);
            BitConverter.TryWriteBytes(marked[16..], generation);
            return Base64Url.EncodeToString(SHA256.HashData(marked).AsSpan(0, 8))[..MarkLength];
        }
    }
}
