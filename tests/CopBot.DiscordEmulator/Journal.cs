using System.Text.Json;
using System.Text.Json.Nodes;

namespace CopBot.DiscordEmulator;

/// <summary>Every request with its response and every gateway frame, in order, one JSON object each. Tokens are masked.</summary>
public sealed class Journal : IDisposable
{
    private readonly Lock _gate = new();
    private readonly TimeProvider _clock;
    private readonly int _length;
    private readonly Queue<JsonObject> _lines = [];
    private readonly StreamWriter? _file;
    private long _count;

    internal Journal(EmulatorOptions options)
    {
        _clock = options.Clock;
        _length = options.JournalLength;
        _file = options.JournalPath is { } path ? new StreamWriter(path, append: true) { AutoFlush = true } : null;
    }

    /// <summary>Called after every line.</summary>
    internal event EventHandler? Written;

    /// <summary>A copy of the lines still in memory.</summary>
    public IReadOnlyList<JsonObject> Lines()
    {
        lock (_gate) return [.. _lines.Select(line => (JsonObject)line.DeepClone())];
    }

    /// <summary>The requests among the lines, those of one route template when given (such as <c>POST /channels/{channel_id}/messages</c>).</summary>
    public IReadOnlyList<JsonObject> Requests(string? route = null) =>
        [.. Lines().Where(line => line.Text("kind") == "rest" && (route is null || line.Text("method") + " " + line.Text("route") == route))];

    /// <summary>The gateway frames among the lines.</summary>
    public IReadOnlyList<JsonObject> Frames() => [.. Lines().Where(line => line.Text("kind") == "gateway")];

    internal void Write(JsonObject line)
    {
        lock (_gate)
        {
            line.Insert(0, "n", ++_count);
            line.Insert(1, "at", _clock.GetUtcNow().ToJson());
            _lines.Enqueue(line);
            if (_lines.Count > _length) _lines.Dequeue();
            _file?.WriteLine(line.ToJsonString(JsonSerializerOptions.Default));
        }
        Written?.Invoke(this, EventArgs.Empty);
    }

    public void Dispose()
    {
        lock (_gate) _file?.Dispose();
    }
}
