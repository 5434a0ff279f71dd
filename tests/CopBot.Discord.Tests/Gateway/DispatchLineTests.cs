using CopBot.Discord.Gateway;
using CopBot.Discord.Rest;
using CopBot.DiscordEmulator;

namespace CopBot.Discord.Tests.Gateway;

public sealed class DispatchLineTests
{
    [Fact]
    public async Task What_is_far_too_much_is_let_go_and_said_once()
    {
        var logs = new Logs();
        var open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var taken = new Takings { Do = (_, _) => open.Task };
        await using var line = new DispatchLine(taken, logs.Of<DispatchLine>());

        for (var i = 0; i < 20_000; i++) line.Add("SOMETHING", default, 100);
        open.SetResult();
        await line.FinishAsync(new Uptime(TimeProvider.System), TimeSpan.FromSeconds(60));

        Assert.InRange(taken.All.Count, 5_000, 6_000);
        Assert.Single(logs.Lines, l => l.Contains("more than the bot can take in", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_far_too_long_is_let_go_too()
    {
        var logs = new Logs();
        var open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var taken = new Takings { Do = (_, _) => open.Task };
        await using var line = new DispatchLine(taken, logs.Of<DispatchLine>());

        for (var i = 0; i < 10; i++) line.Add("SOMETHING_LONG", default, 15 * 1024 * 1024);
        line.Add("SOMETHING_SHORT", default, 100);
        open.SetResult();
        await line.FinishAsync(new Uptime(TimeProvider.System), TimeSpan.FromSeconds(60));

        Assert.Equal(["SOMETHING_LONG", "SOMETHING_LONG", "SOMETHING_LONG", "SOMETHING_LONG", "SOMETHING_SHORT"], taken.Names);
    }

    [Fact]
    public void Heartbeats_that_are_due_have_room_whatever_was_asked_for()
    {
        var clock = new ManualClock();
        var budget = new SendBudget(new Uptime(clock));
        for (var i = 0; i < 1_000; i++) budget.Take(asked: true);

        Assert.False(budget.Take(asked: true));
        Assert.True(budget.Take());
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.True(budget.Take(asked: true));
    }
}
