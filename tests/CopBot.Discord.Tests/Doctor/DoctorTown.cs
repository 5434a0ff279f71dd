using CopBot.Chat;
using CopBot.Discord.Doctor;
using CopBot.DiscordEmulator;
using CopBot.DiscordEmulator.World;

namespace CopBot.Discord.Tests.Doctor;

/// <summary>A server of the emulated Discord that CopBot was invited to as its guide asks, and a doctor who looks at it.</summary>
internal sealed class DoctorTown : IAsyncDisposable
{
    private DoctorTown(EmulatedDiscord discord, ManualClock clock)
    {
        (Discord, Clock) = (discord, clock);
        Guild = discord.AddGuild("Quality circle", (Permission)(ulong)DiscordNeeds.Everything);
        Help = discord.AddTextChannel(Guild, "help");
        // Several looks follow each other here faster than anybody looks.
        discord.EnforceRateLimits = false;
    }

    public static Offers Offered { get; } = new([new("ask", "Ask how to solve something", "your question")], [new("problem-here", "Make this a problem")]);

    public EmulatedDiscord Discord { get; }

    public ManualClock Clock { get; }

    public Guild Guild { get; }

    public Channel Help { get; }

    public static async Task<DoctorTown> BuildAsync(Func<ManualClock, EmulatorOptions>? options = null)
    {
        var clock = new ManualClock();
        return new DoctorTown(await EmulatedDiscord.StartAsync(options?.Invoke(clock) ?? new EmulatorOptions { Clock = clock }), clock);
    }

    public DiscordOptions Options(string? token = null, bool reads = false, string? api = null) => new() { Token = token ?? Discord.Token, ReadMessages = reads, ApiUrl = api ?? Discord.ApiUrl + "/v10" };

    /// <summary>What the doctor finds. It never tells the token, and begins no session.</summary>
    public async Task<IReadOnlyList<Finding>> ExamineAsync(string? channel = null, DiscordOptions? options = null)
    {
        List<Finding> findings = [];
        options ??= Options();
        var examining = new DiscordDoctor(options, Offered, Clock).ExamineAsync(channel, findings.Add, TestContext.Current.CancellationToken);
        // Real time in between, so that what travels over the loopback does.
        while (await Task.WhenAny(examining, Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System)) != examining) Clock.Advance(TimeSpan.FromMilliseconds(100));
        await examining;
        Assert.All(findings, finding => Assert.DoesNotContain(options.Token, finding.Says, StringComparison.Ordinal));
        Assert.All(findings, finding => Assert.DoesNotContain('\n', finding.Says));
        return findings;
    }

    /// <summary>What the doctor finds wrong.</summary>
    public async Task<IReadOnlyList<string>> WrongAsync(string? channel = null, DiscordOptions? options = null) =>
        [.. (await ExamineAsync(channel, options)).Where(finding => finding.State is FindingState.Wrong).Select(finding => finding.Says)];

    public ValueTask DisposeAsync() => Discord.DisposeAsync();
}
