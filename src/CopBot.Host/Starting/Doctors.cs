using CopBot.Chat;
using CopBot.Discord.Doctor;
using CopBot.Dispatch;
using CopBot.Slack.Doctor;

namespace CopBot.Host;

/// <summary>A look at a platform that was asked for instead of a start.</summary>
/// <param name="Platform">The platform's name.</param>
/// <param name="Channel">The channel to try a message in; null to write nothing.</param>
internal sealed record Visit(string Platform, string? Channel);

/// <summary>Looks whether a platform is set up rightly, and says so on the console. A running bot is not disturbed.</summary>
internal static class Doctors
{
    private const int AllIsWell = 0;
    private const int SomethingIsWrong = 1;

    // One line for each platform: its name, what to set where it is not configured, and its doctor.
    private static readonly IReadOnlyList<(string Name, string Set, Func<Settings, IDoctor?> Of)> All =
    [
        ("slack", "Slack:BotToken and Slack:AppToken", settings => settings.Slack is { } slack ? new SlackDoctor(slack, TimeProvider.System) : null),
        ("discord", "Discord:Token", settings => settings.Discord is { } discord ? new DiscordDoctor(discord, Offered, TimeProvider.System) : null),
    ];

    private static Offers Offered => new Routes(typeof(CopBotServices).Assembly).Offers;

    /// <summary>The platforms that there is a doctor for.</summary>
    public static IEnumerable<string> Names => All.Select(d => d.Name);

    /// <summary>Looks, tells, and returns the exit code.</summary>
    public static async Task<int> ExamineAsync(Visit visit, Settings settings, TextWriter output, CancellationToken stop)
    {
        var wrong = 0;
        var (name, set, of) = All.First(d => d.Name == visit.Platform);
        if (of(settings) is { } doctor) await doctor.ExamineAsync(visit.Channel, Tell, stop);
        else Tell(Finding.Wrong($"CopBot is not in {char.ToUpperInvariant(name[0])}{name[1..]}: set {set}. What they are: CopBot.Host --help."));

        await output.WriteLineAsync(wrong switch { 0 => "All is well.", 1 => "One thing is to be mended.", _ => $"{wrong} things are to be mended." });
        return wrong == 0 ? AllIsWell : SomethingIsWrong;

        void Tell(Finding finding)
        {
            if (finding.State is FindingState.Wrong) wrong++;
            output.WriteLine($"{Sign(finding.State)} {finding.Says}");
        }
    }

    private static string Sign(FindingState state) => state switch
    {
        FindingState.Fine => "✓",
        FindingState.Notable => "·",
        FindingState.Wrong => "✗",
        _ => throw new NotSupportedException(state.ToString()),
    };
}
