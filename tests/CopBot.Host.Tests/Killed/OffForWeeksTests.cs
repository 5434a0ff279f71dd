using System.Globalization;
using Xunit;

namespace CopBot.Host.Tests.Killed;

/// <summary>The host is off for three weeks, in which much falls due.</summary>
public sealed class OffForWeeksTests : IDisposable
{
    private const int BackOn = 27;
    private readonly TempFolder _folder = new();
    private readonly World _world = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Back_after_three_weeks_it_asks_late_and_once_makes_up_for_no_silence_and_writes_to_nobody_at_night()
    {
        World.Furnish(_folder.Data);
        await using var host = new MortalHost(_folder.Path, new Random(1), kills: 0, everyInstants: 1);
        var month = new TheMonth(_world, host, _folder.Data);
        await host.StartAsync();
        await month.BeginAsync();
        await host.KillAsync();
        var before = Books.Open(_folder.Data);
        Assert.Equal(3, before.Trials.Count(t => t.DueAt < On(BackOn, "03:00") && t.Asked == 0));
        Assert.Contains(before.Problems, p => p.NextStepAt < On(BackOn, "03:00"));
        Assert.Contains(before.Deliveries, d => d is { State: "Waiting", Class: "Unasked" });

        // At three in the morning in London: half of them are asleep.
        World.SetClock(_folder.Data, On(BackOn, "03:00"));
        await host.StartAsync();
        await host.MoveAsync(On(BackOn, "03:00").AddMinutes(2));
        var atNight = Books.Open(_folder.Data);
        await host.MoveAsync(On(BackOn, "19:30"));
        var after = Books.Open(_folder.Data);

        var wrong = new Auditor(_world).WhenSettled(atNight, On(BackOn, "03:00")).Concat(new Auditor(_world).WhenSettled(after, On(BackOn, "19:30"))).ToList();
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));

        var seen = before.Room.Select(m => m.Id).ToHashSet(StringComparer.Ordinal);
        var came = after.Room.Where(m => m.Author == "copbot" && !seen.Contains(m.Id)).ToList();
        var burst = came.Where(m => m.Direct is not null).GroupBy(m => m.Direct!, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => $"{g.Key} got {g.Count()} messages in a day");
        Assert.Empty(burst);
        Assert.Single(came, m => m.Direct == "anna");
        Assert.Contains("3 things for you", came.Single(m => m.Direct == "anna").FirstShown!.ToJsonString(), StringComparison.Ordinal);
        Assert.All(after.Trials.Where(t => before.Trials.Any(b => b.Id == t.Id && b.Asked == 0)), t => Assert.Equal(1, t.Asked));
        // The silence may have been the bot's own: nothing is said of it before it was measured anew, for a first problem a working day.
        Assert.DoesNotContain(came, m => m.Direct is null);
        Assert.All(after.Problems.Where(p => p.Title == TheMonth.Silent), p => Assert.True(p.Step == 0 && p.NextStepAt >= On(BackOn + 1, "09:00"), $"step {p.Step}, next at {p.NextStepAt:u}"));
        // News of advice is no news after three weeks.
        Assert.All(after.Deliveries.Where(d => before.Deliveries.Any(b => b.Id == d.Id && b is { State: "Waiting", Class: "Unasked" })), d => Assert.Equal("Dropped", d.State));
    }

    private static DateTimeOffset On(int day, string time)
    {
        var local = World.FirstDay.AddDays(day).ToDateTime(TimeOnly.Parse(time, CultureInfo.InvariantCulture));
        return new DateTimeOffset(local, World.London.GetUtcOffset(local));
    }
}
