namespace CopBot.Sweeps;

/// <summary>
/// Looks for what has fallen due. The database remembers, the scheduler only rings: late, twice, or on two nodes is harmless,
/// because each thing is handled in its own unit of work and carries its own due time.
/// </summary>
public interface ISweep
{
    /// <summary>The things that are due, oldest first; a hundred or so at a time.</summary>
    Task<IReadOnlyList<Guid>> DueAsync(DateTimeOffset now, CancellationToken stop);

    /// <summary>
    /// When each thing falls due, as a query over a column with an index: a clock that is moved stops at each of these
    /// instants. Null for what nobody sees happen, such as forgetting: it is done when it is next looked for.
    /// </summary>
    IQueryable<DateTimeOffset?>? DueTimes => null;

    /// <summary>Handles one thing: changes it so that it is not due any more, and publishes what follows.</summary>
    Task SweepAsync(Guid thing, DateTimeOffset now, CancellationToken stop);
}

/// <summary>How often a sweep is rung, such as <c>00:01:00</c>.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class EveryAttribute(string interval) : Attribute
{
    /// <summary>The interval.</summary>
    public TimeSpan Interval { get; } = TimeSpan.Parse(interval, System.Globalization.CultureInfo.InvariantCulture);
}
