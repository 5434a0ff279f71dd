namespace CopBot.Host.Tests.Chaos;

/// <summary>What the people remember, to be held against what the store and the platforms say.</summary>
/// <param name="Posted">Questions whose asker was told that they are posted.</param>
/// <param name="Stopped">Who was told that nothing unasked comes any more, and when.</param>
/// <param name="Unsigned">What was asked without a name, and by whom.</param>
/// <param name="Overheard">What people said to each other and handed over to nobody.</param>
internal sealed record Remembered(
    IReadOnlyCollection<string> Posted,
    IReadOnlyCollection<(string Account, DateTimeOffset At)> Stopped,
    IReadOnlyCollection<(string Title, string Account)> Unsigned,
    IReadOnlyCollection<string> Overheard)
{
    /// <summary>What several crowds remember together.</summary>
    public static Remembered By(params IReadOnlyCollection<Remembered> all) => new(
        [.. all.SelectMany(r => r.Posted)],
        [.. all.SelectMany(r => r.Stopped)],
        [.. all.SelectMany(r => r.Unsigned)],
        [.. all.SelectMany(r => r.Overheard)]);
}
