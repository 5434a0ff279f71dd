namespace CopBot.Data;

/// <summary>What came of opening the store: it is held open for this process alone, or a sentence says why not and what to do.</summary>
public sealed class Opening : IDisposable
{
    private readonly IDisposable? _hold;

    private Opening(IDisposable? hold, string? whyNot, string? backup) => (_hold, WhyNot, Backup) = (hold, whyNot, backup);

    /// <summary>Why the store cannot be used: what is so, where, and what to do. Null when it can.</summary>
    public string? WhyNot { get; }

    /// <summary>The copy that was kept because the store was upgraded; null when it was not.</summary>
    public string? Backup { get; }

    /// <summary>Ready; where one process alone may use the store, nobody else can until <paramref name="hold"/> is disposed.</summary>
    internal static Opening Ready(IDisposable? hold, string? backup) => new(hold, null, backup);

    /// <summary>Not possible; nothing was changed.</summary>
    internal static Opening Refused(string whyNot) => new(null, whyNot, null);

    /// <summary>Lets others open the store.</summary>
    public void Dispose() => _hold?.Dispose();
}
