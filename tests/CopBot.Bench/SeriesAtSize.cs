using System.Diagnostics;
using System.Globalization;
using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Data.Sqlite;
using CopBot.Features.Meetings;
using CopBot.Sweeps;
using CopBot.TestKit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CopBot.Bench;

/// <summary>
/// Ten thousand series in one process, in all kinds of rules and zones. Day after day their next dates are found from the rules
/// alone, the sweeps look for what is due in the store, and the series of that day are planned.
/// </summary>
internal static class SeriesAtSize
{
    private const int Many = 10_000;
    private const int Days = 10;
    private const int Spread = 30;
    private static readonly DateTimeOffset Begins = new(2027, 1, 4, 9, 0, 0, TimeSpan.Zero);
    private static readonly Repeat[] Repeats = [Repeat.Weekly, Repeat.TwoWeekly, Repeat.MonthlyWeekday, Repeat.MonthlyDate];

    /// <summary>Times it and prints a table.</summary>
    public static async Task PrintAsync(string folder, TextWriter output)
    {
        var clock = new ManualClock(Begins);
        var platform = new ForgetfulPlatform();
        var file = Path.Combine(folder, "series.db");
        await FreshDatabase.MakeAsync(file);
        var services = new ServiceCollection();
        services.AddLogging().AddSingleton<TimeProvider>(clock).AddSingleton<IChatPlatform>(platform).AddCopBot(Database.InFile(file));
        await using var bot = services.BuildServiceProvider();
        var series = await BeginAsync(bot, platform);
        var forward = bot.GetRequiredService<FastForward>();
        // Warms up, and is not counted.
        await forward.SettleAsync(CancellationToken.None);
        Next(series, Begins);

        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"| {Many:N0} series, day | next dates of all, from their rules (ms) | all sweeps, nothing due (ms) | series planned that day | planned in (ms) | managed memory after a collection (MiB) | resident (MiB) |\n|---|---|---|---|---|---|---|"));
        for (var day = 1; day <= Days; day++)
        {
            var now = Begins.AddDays(day);
            var rules = Timed(() => Next(series, now));
            var idle = await TimedAsync(() => forward.SettleAsync(CancellationToken.None));
            clock.Set(now);
            var due = await DueAsync(bot, now);
            var planned = await TimedAsync(() => forward.SettleAsync(CancellationToken.None));

            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            using var self = Process.GetCurrentProcess();
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"| {day} | {rules:0} | {idle:0} | {due:N0} | {planned:0} | {GC.GetTotalMemory(forceFullCollection: true) / 1048576.0:0.0} | {self.WorkingSet64 / 1048576.0:0} |"));
        }
    }

    private static async Task<int> DueAsync(ServiceProvider bot, DateTimeOffset now)
    {
        await using var scope = bot.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<CopBotDb>().Set<Series>().CountAsync(s => s.DueAt <= now);
    }

    private static int Next(List<Series> series, DateTimeOffset now) =>
        series.Count(s => s.Slots(DateOnly.FromDateTime(now.UtcDateTime)).Any(slot => slot.StartsAt > now));

    /// <summary>Their first meetings are made out of the rules on the next thirty days, and none of them is announced meanwhile.</summary>
    private static async Task<List<Series>> BeginAsync(ServiceProvider bot, ForgetfulPlatform platform)
    {
        var dice = new Random(23);
        var zones = TimeZoneInfo.GetSystemTimeZones().Where(z => z.HasIanaId).ToList();
        await using var scope = bot.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CopBotDb>();
        var community = Community.Found("Ten thousand rhythms", "Whatever comes up.", TimeZoneInfo.Utc, platform.Workspace, Begins);
        community.SettleIn(new ChannelRef(platform.Workspace, "home"), "home");
        var carla = Member.Meet(new UserRef(platform.Workspace, "carla"), "Carla", "Europe/Berlin");
        db.AddRange(carla, community, new Membership(community.Id, carla.Id, Begins) { Roles = Role.Coordinator });

        var all = new List<Series>();
        for (var n = 0; n < Many; n++)
        {
            var first = Begins.UtcDateTime.Date.AddDays(Series.MadeBefore.Days + 1 + dice.Next(Spread)).AddMinutes(30 * dice.Next(48));
            var one = Series.Prepare(new SeriesId(Guid.CreateVersion7()), community.Id, carla.Id, Begins);
            one.Describe(string.Create(CultureInfo.InvariantCulture, $"Rhythm {n}"), "", first, RepeatRule.Of(Repeats[n % Repeats.Length], DateOnly.FromDateTime(first)), zones[dice.Next(zones.Count)], 60);
            if (one.Start(Begins) is not null) throw new InvalidOperationException("A series that is new could not be started");
            one.LookAgain(one.Slots(DateOnly.MinValue).First().StartsAt - Series.MadeBefore);
            all.Add(one);
        }

        db.AddRange(all);
        await db.SaveChangesAsync();
        return all;
    }

    private static double Timed(Action act)
    {
        var watch = Stopwatch.StartNew();
        act();
        return watch.Elapsed.TotalMilliseconds;
    }

    private static async Task<double> TimedAsync(Func<Task> act)
    {
        var watch = Stopwatch.StartNew();
        await act();
        return watch.Elapsed.TotalMilliseconds;
    }
}
