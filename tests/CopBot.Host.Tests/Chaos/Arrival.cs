namespace CopBot.Host.Tests.Chaos;

/// <summary>When both hosts come back after days on which they were off.</summary>
/// <param name="Hour">The hour in London, in winter.</param>
/// <param name="Days">The days of the week on which it may be.</param>
internal sealed record Arrival(double Hour, params DayOfWeek[] Days)
{
    private static readonly DayOfWeek[] Working = [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday];

    /// <summary>When everybody reads.</summary>
    public static Arrival Morning { get; } = new(10.5, Working);

    /// <summary>When nobody may be written to any more.</summary>
    public static Arrival Evening { get; } = new(21.5, Working);

    /// <summary>When nobody may be written to yet.</summary>
    public static Arrival Early { get; } = new(5, Working);

    /// <summary>When nobody may be written to all day.</summary>
    public static Arrival Sunday { get; } = new(11, DayOfWeek.Sunday);

    /// <summary>Any of them.</summary>
    public static Arrival Any(Random dice) => dice.Next(4) switch
    {
        0 => Evening,
        1 => Early,
        2 => Sunday,
        _ => Morning,
    };

    /// <summary>The first such moment after another.</summary>
    public DateTimeOffset After(DateTimeOffset moment)
    {
        var at = moment.UtcDateTime.Date.AddHours(Hour);
        while (at < moment.UtcDateTime || !Days.Contains(at.DayOfWeek)) at = at.AddDays(1);
        return new DateTimeOffset(at, TimeSpan.Zero);
    }
}
