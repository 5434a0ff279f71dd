namespace CopBot.Chat;

/// <summary>
/// A hosted service of an adapter that only one of several processes may run at a time, such as the connection to a platform
/// that delivers everything to each. The host starts it in the process that has the lease, and stops it where that is lost;
/// it is made anew each time.
/// </summary>
public interface IOnlyOnce
{
    /// <summary>The name of its lease, such as <c>discord</c>.</summary>
    static abstract string Lease { get; }

    /// <summary>Called now and then where another process runs it: learns in another way what the rest of the adapter needs from it.</summary>
    static abstract Task StandByAsync(IServiceProvider services, CancellationToken stop);
}
