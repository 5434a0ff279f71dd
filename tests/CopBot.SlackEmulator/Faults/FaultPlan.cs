using CopBot.SlackEmulator.World;

namespace CopBot.SlackEmulator.Faults;

/// <summary>Faults waiting for their call, and how the next sockets and envelopes misbehave. What is planned first strikes first.</summary>
public sealed class FaultPlan
{
    private readonly Lock _gate = new();
    private readonly List<Planned> _planned = [];

    /// <summary>How many of the next sockets get no hello.</summary>
    public int SocketsWithoutHello { get; set; }

    /// <summary>How many of the next socket addresses answer with HTTP 503 in place of an upgrade.</summary>
    public int DeadSocketUrls { get; set; }

    /// <summary>How many of the next envelopes are delivered twice, the second time under a new envelope_id.</summary>
    public int DuplicateEnvelopes { get; set; }

    /// <summary>Whether the second delivery goes to another socket where there is one.</summary>
    public bool DuplicateOnAnotherSocket { get; set; } = true;

    /// <summary>Plans a fault for the next calls of a method ("*" for any), in one workspace or in all.</summary>
    public void Next(string method, WebFault fault, int times = 1, SlackWorkspace? workspace = null)
    {
        lock (_gate)
        {
            _planned.AddRange(Enumerable.Repeat(new Planned(method, fault, workspace?.Id), times));
        }
    }

    /// <summary>Forgets what has not happened yet.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _planned.Clear();
            SocketsWithoutHello = DeadSocketUrls = DuplicateEnvelopes = 0;
        }
    }

    internal WebFault? TakeWeb(string method, IReadOnlyCollection<SlackWorkspace> concerned)
    {
        lock (_gate)
        {
            var at = _planned.FindIndex(planned => (planned.Method == method || planned.Method == "*") && (planned.Workspace is null || concerned.Any(workspace => workspace.Id == planned.Workspace)));
            if (at < 0)
                return null;
            var fault = _planned[at].Fault;
            _planned.RemoveAt(at);
            return fault;
        }
    }

    internal bool TakeNoHello()
    {
        lock (_gate)
        {
            return SocketsWithoutHello > 0 && SocketsWithoutHello-- > 0;
        }
    }

    internal bool TakeDeadUrl()
    {
        lock (_gate)
        {
            return DeadSocketUrls > 0 && DeadSocketUrls-- > 0;
        }
    }

    internal bool TakeDuplicate()
    {
        lock (_gate)
        {
            return DuplicateEnvelopes > 0 && DuplicateEnvelopes-- > 0;
        }
    }

    private sealed record Planned(string Method, WebFault Fault, string? Workspace);
}
