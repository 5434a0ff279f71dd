using CopBot.Communities;

namespace CopBot.Features.Problems;

/// <summary>
/// What happens while nobody answers: a nudge in the thread after two working days, then a second ring of helpers, then the
/// coordinator's queue, then nothing more. A newcomer's first problem, and one that is needed soon, climbs twice as fast.
/// </summary>
public static class SilenceLadder
{
    /// <summary>How many steps there are.</summary>
    public const int Steps = 3;

    private const int WorkingDaysAStep = 2;
    private const int SoonDays = 4;

    /// <summary>A step that is overdue by more than this fell due while the bot was off: the silence may be its own.</summary>
    public static readonly TimeSpan TooLate = TimeSpan.FromDays(1);

    /// <summary>When the next step is due, counted from <paramref name="from"/>.</summary>
    public static DateTimeOffset NextAt(Problem problem, Hours hours, DateTimeOffset from)
    {
        var soon = problem.NeededBy is { } day && day <= hours.DayOf(from).AddDays(SoonDays);
        return hours.AddWorkingDays(from, problem.First || soon ? WorkingDaysAStep / 2 : WorkingDaysAStep);
    }
}

/// <summary>Topics as people type them: a few words with commas between.</summary>
public static class TopicList
{
    private const int LongestTopic = 40;

    /// <summary>The topics, folded to lower case, each once.</summary>
    public static IEnumerable<string> Parse(string typed) =>
        typed.Split([',', ';', '\n', '#'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(t => Chat.Shortening.OneLine(t.ToLowerInvariant(), LongestTopic))
            .Where(t => t.Length > 0)
            .Distinct(StringComparer.Ordinal)
            .Take(Problem.MostTopics);
}
