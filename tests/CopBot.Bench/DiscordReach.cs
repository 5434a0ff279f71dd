using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using CopBot.Chat;
using CopBot.Discord;
using CopBot.DiscordEmulator;
using CopBot.DiscordEmulator.Faults;
using CopBot.DiscordEmulator.World;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Message = CopBot.Chat.Message;
using Person = CopBot.DiscordEmulator.People.Person;

namespace CopBot.Bench;

/// <summary>
/// How soon CopBot's Discord adapter responds to a hundred interactions a second while fifty posts always wait out a 429, and
/// what the whole bot holds in two hundred servers, before and after a hundred thousand events.
/// </summary>
internal static class DiscordReach
{
    private const Permission BotMay = Permission.ViewChannel | Permission.SendMessages | Permission.AttachFiles | Permission.ReadMessageHistory | Permission.CreatePublicThreads | Permission.SendMessagesInThreads;

    /// <summary>Times and weighs it, and prints tables.</summary>
    public static async Task PrintAsync(string program, TextWriter output)
    {
        await PrintResponsesAsync(output);
        await PrintMemoryAsync(program, output);
    }

    private static async Task PrintResponsesAsync(TextWriter output)
    {
        await using var discord = await EmulatedDiscord.StartAsync(new EmulatorOptions { JournalLength = 1000 });
        // What the emulator counts is not what is timed here.
        discord.EnforceRateLimits = false;
        var guild = discord.AddGuild("Quality circle", BotMay);
        var help = discord.AddTextChannel(guild, "help");
        Channel[] busy = [.. Enumerable.Range(0, 50).Select(n => discord.AddTextChannel(guild, string.Create(CultureInfo.InvariantCulture, $"busy-{n}")))];
        var ann = discord.AddPerson("ann", guild);

        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddSingleton<IInbox, QuickInbox>();
        builder.Services.AddDiscord(new DiscordOptions { Token = discord.Token, ApiUrl = discord.ApiUrl + "/v10" });
        using var host = builder.Build();
        await host.StartAsync();
        await discord.WhenAsync(() => ann.CommandsIn(help).Contains("cop", StringComparer.Ordinal));

        await InteractAsync(ann, help, perSecond: 100, seconds: 5); // warms up, and is not counted
        await output.WriteLineAsync("| interactions of Discord at 100 a second for 20 s | responded | not within 3 s | p50 (ms) | p90 | p99 | max |\n|---|---|---|---|---|---|---|");
        for (var run = 1; run <= 3; run++)
        {
            using var over = new CancellationTokenSource();
            var platform = host.Services.GetRequiredService<IChatPlatform>();
            var posting = run == 1 ? [] : busy.Select(channel => PostAsync(discord, platform, guild, channel, over.Token)).ToList();
            var timings = await InteractAsync(ann, help, perSecond: 100, seconds: 20);
            await over.CancelAsync();
            var posted = (await Task.WhenAll(posting)).Sum();
            await output.WriteLineAsync($"| run {run}, {(run == 1 ? "nothing waits" : string.Create(CultureInfo.InvariantCulture, $"beside 50 posts that wait; {posted} came through"))} | {timings.Row()} |");
        }

        await host.StopAsync();
    }

    /// <summary>Posts one after the other; each is told to come again after four seconds, and waits for that.</summary>
    private static async Task<int> PostAsync(EmulatedDiscord discord, IChatPlatform platform, Guild guild, Channel channel, CancellationToken over)
    {
        var place = new Place(new ChannelRef(new WorkspaceRef(platform.Platform, $"{guild.Id}"), $"{channel.Id}"));
        var posted = 0;
        var waits = false;
        while (!over.IsCancellationRequested)
        {
            if (!waits) discord.RestFaults.Add(new RestFault.RateLimited(RetryAfter: 4), "POST", $"/channels/{channel.Id}/messages");
            try
            {
                await platform.PostAsync(place, Message.Say($"A post that waits"), Guid.NewGuid().ToString("N")[..25], CancellationToken.None);
                posted++;
                waits = false;
            }
            catch (PlatformException e) when (e.Kind is FailureKind.NotDelivered)
            {
                // It would have to wait longer than its caller can; the courier too comes again after that time.
                waits = true;
                await Task.Delay(e.RetryAfter ?? TimeSpan.FromSeconds(1), TimeProvider.System, CancellationToken.None);
            }
        }

        return posted;
    }

    private static async Task<Timings> InteractAsync(Person ann, Channel help, int perSecond, int seconds)
    {
        var took = new ConcurrentBag<double>();
        var failed = 0;
        List<Task> all = [];
        var watch = Stopwatch.StartNew();
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        while (all.Count < perSecond * seconds && await pace.WaitForNextTickAsync())
        {
            while (all.Count < perSecond * seconds && watch.Elapsed.TotalSeconds * perSecond >= all.Count) all.Add(UseAsync());
        }

        await Task.WhenAll(all);
        return new Timings([.. took.Order()], failed);

        async Task UseAsync()
        {
            var sent = Stopwatch.GetTimestamp();
            await Task.Yield();
            var interaction = ann.Use(help, "cop ask");
            await Task.WhenAny(interaction.Answered, Task.Delay(TimeSpan.FromSeconds(4), TimeProvider.System));
            if (interaction.FirstResponse is null || interaction.Failed) Interlocked.Increment(ref failed);
            else took.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
        }
    }

    private static async Task PrintMemoryAsync(string program, TextWriter output)
    {
        const int Servers = 200;
        await using var discord = await EmulatedDiscord.StartAsync(new EmulatorOptions { JournalLength = 1000 });
        discord.EnforceRateLimits = false;
        List<Channel> channels = [];
        List<Guild> guilds = [];
        for (var server = 0; server < Servers; server++)
        {
            var guild = discord.AddGuild(string.Create(CultureInfo.InvariantCulture, $"Circle {server}"), BotMay);
            guilds.Add(guild);
            for (var role = 0; role < 5; role++) discord.AddRole(guild, string.Create(CultureInfo.InvariantCulture, $"role-{role}"));
            for (var channel = 0; channel < 10; channel++) channels.Add(discord.AddTextChannel(guild, string.Create(CultureInfo.InvariantCulture, $"channel-{channel}")));
        }

        var ann = discord.AddPerson("ann", [.. guilds]);
        var folder = Directory.CreateTempSubdirectory("copbot-timing-").FullName;
        await output.WriteLineAsync($"\n| one process in {Servers} servers | resident (MiB) | of it anonymous (MiB) |\n|---|---|---|");
        await using (var host = await TimedHost.StartAsync(program, folder, demo: false, ("DISCORD__TOKEN", discord.Token), ("DISCORD__APIURL", $"{discord.ApiUrl}/v10")))
        {
            using (var look = new PeriodicTimer(TimeSpan.FromMilliseconds(500)))
                while (!channels.TrueForAll(c => ann.CommandsIn(c).Contains("cop", StringComparer.Ordinal)) && await look.WaitForNextTickAsync())
                {
                    // Not all of them were told yet.
                }
            await WeighAsync("connected, commands registered");
            await HappenAsync(10_000);
            await WeighAsync("after 10,000 events");
            for (var more = 1; more <= 2; more++)
            {
                await HappenAsync(50_000);
                await WeighAsync(string.Create(CultureInfo.InvariantCulture, $"after {more * 50 + 10},000 events"));
            }

            async Task WeighAsync(string when)
            {
                var (resident, anonymous) = await host.MemoryAsync();
                await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"| {when} | {resident:0} | {anonymous:0} |"));
            }
        }

        Directory.Delete(folder, recursive: true);

        // Of each hundred 99 are messages that are nobody's business, and one is a command that is answered.
        async Task HappenAsync(int events)
        {
            for (var i = 0; i < events; i++)
            {
                if (i % 100 == 99) await ann.Use(channels[i * 7 % channels.Count], "cop help").Answered.WaitAsync(TimeSpan.FromMinutes(1), TimeProvider.System);
                else ann.Say(channels[i * 7 % channels.Count], "Has anybody seen the ladder?");
            }
        }
    }

    /// <summary>A bot that says something at once.</summary>
    private sealed class QuickInbox : IInbox
    {
        public Offers Offers { get; } = new([new OfferedCommand("ask", "Asks")], []);

        public bool Opens(Inbound inbound) => false;

        public Task<Opened> OpenAsync(Gesture gesture, CancellationToken stop) => Task.FromResult(new Opened(Answer.Nothing));

        public Task<Answer> AnswerAsync(Inbound inbound, CancellationToken stop) => Task.FromResult<Answer>(Answer.Say($"Done."));
    }
}
