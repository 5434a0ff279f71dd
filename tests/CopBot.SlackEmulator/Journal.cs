using System.Text.Json.Nodes;

namespace CopBot.SlackEmulator;

/// <summary>One line of the journal: a request with its answer, a frame, a socket that opened or closed, or what a person did.</summary>
/// <param name="Number">Counts from 1 over the life of the emulator.</param>
/// <param name="Kind">request, frame_in, frame_out, socket, act, response_url, upload or violation.</param>
/// <param name="Entry">The whole line, tokens shortened.</param>
public sealed record JournalEntry(int Number, string Kind, JsonObject Entry);

/// <summary>Everything that crossed the wire, in order, and what was against the rules. Also written to a file when asked for.</summary>
public sealed class Journal : IDisposable
{
    private readonly Lock _gate = new();
    private readonly List<JournalEntry> _entries = [];
    private readonly TimeProvider _clock;
    private readonly StreamWriter? _file;
    private readonly bool _keepsAll;

    internal Journal(TimeProvider clock, string? path, bool keepsAll)
    {
        _keepsAll = keepsAll;
        _clock = clock;
        _file = path is null ? null : new StreamWriter(path) { AutoFlush = true };
    }

    /// <summary>A copy of the lines so far.</summary>
    public IReadOnlyList<JournalEntry> Entries
    {
        get
        {
            lock (_gate)
            {
                return [.. _entries];
            }
        }
    }

    /// <summary>What a client did that a correct one never does: acknowledging twice or on another socket, an unmasked frame, and so on.</summary>
    public IReadOnlyList<string> Violations => [.. Entries.Where(entry => entry.Kind == "violation").Select(entry => entry.Entry.Text("what")!)];

    /// <summary>The requests to one Web API method, oldest first.</summary>
    public IReadOnlyList<JsonObject> Requests(string method) =>
        [.. Entries.Where(entry => entry.Kind == "request" && entry.Entry.Text("method") == method).Select(entry => entry.Entry)];

    internal void Write(string kind, JsonObject about)
    {
        if (!_keepsAll && kind != "violation")
            return;
        lock (_gate)
        {
            var line = new JsonObject { ["n"] = _entries.Count + 1, ["at"] = _clock.GetUtcNow().ToString("O"), ["kind"] = kind };
            foreach (var (name, value) in about)
                line[name] = value?.DeepClone();
            _entries.Add(new JournalEntry(_entries.Count + 1, kind, line));
            _file?.WriteLine(line.Write());
        }
    }

    internal void Violation(string what) => Write("violation", new JsonObject { ["what"] = what });

    public void Dispose() => _file?.Dispose();

    // The journal is an artefact of CI; a token in it would be a habit worth not having, even for made-up ones.
    internal static string Shorten(string? token) => token is null ? "" : token.Length <= 9 ? token : $"{token[..5]}…{token[^4..]}";
}
