namespace CopBot.DiscordEmulator.Faults;

/// <summary>The script of what goes wrong: faults wait until a request fits them.</summary>
public sealed class RestFaults
{
    private readonly Lock _gate = new();
    private readonly List<Waiting> _waiting = [];

    /// <summary>
    /// The next <paramref name="times"/> requests that fit meet this fault.
    /// </summary>
    /// <param name="fault">What goes wrong.</param>
    /// <param name="method">Such as POST; null fits all.</param>
    /// <param name="path">A part of the path or of its template, such as <c>/messages</c> or <c>{message_id}/threads</c>; null fits all.</param>
    /// <param name="times">How often.</param>
    /// <param name="after">How many fitting requests go well first.</param>
    public void Add(RestFault fault, string? method = null, string? path = null, int times = 1, int after = 0)
    {
        lock (_gate) _waiting.Add(new Waiting(fault, method, path) { Times = times, After = after });
    }

    public void Clear()
    {
        lock (_gate) _waiting.Clear();
    }

    /// <summary>How many faults have not happened yet.</summary>
    public int Left
    {
        get
        {
            lock (_gate) return _waiting.Sum(w => w.Times);
        }
    }

    internal RestFault? Take(string method, string path, string? template)
    {
        lock (_gate)
        {
            foreach (var waiting in _waiting)
            {
                if (waiting.Method is not null && !waiting.Method.Equals(method, StringComparison.OrdinalIgnoreCase)) continue;
                if (waiting.Path is { } part && !path.Contains(part, StringComparison.Ordinal) && template?.Contains(part, StringComparison.Ordinal) is not true) continue;
                if (waiting.After-- > 0) continue;
                if (--waiting.Times == 0) _waiting.Remove(waiting);
                return waiting.Fault;
            }
            return null;
        }
    }

    private sealed class Waiting(RestFault fault, string? method, string? path)
    {
        public RestFault Fault => fault;
        public string? Method => method;
        public string? Path => path;
        public int Times { get; set; }
        public int After { get; set; }
    }
}
