namespace CopBot.Discord.Gateway;

/// <summary>What Discord knows this bot by, so that a broken connection can go on where it broke. Kept in memory only.</summary>
internal sealed class GatewaySession
{
    // Real bots were seen resuming a dead session for ever.
    private const int MostFailedResumes = 3;
    private const long None = -1;
    private long _sequence = None;
    private int _failedResumes;

    public string? Id { get; private set; }

    public Uri? ResumeUrl { get; private set; }

    /// <summary>The last dispatch that came; null before the first.</summary>
    public long? Sequence => Volatile.Read(ref _sequence) is var sequence and not None ? sequence : null;

    public bool CanResume => Id is not null;

    public void Began(string id, Uri? resumeUrl)
    {
        (Id, ResumeUrl) = (id, resumeUrl);
        _failedResumes = 0;
    }

    public void Resumed() => _failedResumes = 0;

    /// <summary>Notes a dispatch's number, which only goes up: after a resume old ones may come again.</summary>
    public void Saw(long? sequence)
    {
        if (sequence is { } seen && seen > Volatile.Read(ref _sequence)) Volatile.Write(ref _sequence, seen);
    }

    /// <summary>Counts a resume that led nowhere; true when that was the last one worth trying, and the session is forgotten.</summary>
    public bool ResumeFailed()
    {
        if (++_failedResumes < MostFailedResumes) return false;
        Forget();
        return true;
    }

    public void Forget()
    {
        (Id, ResumeUrl) = (null, null);
        Volatile.Write(ref _sequence, None);
        _failedResumes = 0;
    }
}
