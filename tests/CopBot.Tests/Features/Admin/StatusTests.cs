using CopBot.Chat;
using CopBot.Playground;
using CopBot.Posts;
using CopBot.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using static CopBot.Tests.Features.Stories;

namespace CopBot.Tests.Features.Admin;

public sealed class StatusTests
{
    [Fact]
    public async Task A_coordinator_sees_how_it_runs_and_nobody_else_does()
    {
        await using var world = await World.StartAsync(also: services => services.AddSingleton<IPlatformStanding>(new Standing(Finding.Fine("The room is open."), Finding.Wrong("The bot lacks a hat. Give it one."))));
        await world.SettleAsync();

        Shows(Someone.Told(await world.Someone("ben").Uses("admin status")), "Only a coordinator");
        var told = Someone.Told(await world.Someone("carla").Uses("admin status"));

        Shows(told, "Version", "went round since the start", "The room is open.", "The bot lacks a hat. Give it one.", "Posts can stand in #practice on Playground.", "0 due now");
        // A server's disk and its copies are somebody else's to know.
        Shows(told, WorldDatabase.IsServer ? ["PostgreSQL"] : ["SQLite", "free on its disk", "none yet"]);
        Lacks(told, "No copy of the database");
        Assert.Empty(world.Log.Errors);
    }

    [Fact]
    [Trait("Database", "sqlite")]
    public async Task Once_there_is_a_day_to_lose_a_coordinator_is_told_that_no_copy_was_made()
    {
        await using var world = await World.StartAsync();
        await world.MoveAsync(TimeSpan.FromHours(25));

        Shows(Someone.Told(await world.Someone("carla").Uses("admin status")), "No copy of the database was made yet", "CopBot.Host backup");
    }

    [Fact]
    public async Task A_clock_that_was_moved_makes_no_sweep_look_late()
    {
        await using var world = await World.StartAsync();
        await world.AsksAsync(world.Someone("anna"));
        await world.MoveAsync(TimeSpan.FromDays(40));
        await world.MoveAsync(TimeSpan.FromDays(3));

        Lacks(Someone.Told(await world.Someone("carla").Uses("admin status")), "has not gone round");
    }

    [Fact]
    public async Task What_cannot_be_delivered_and_a_home_that_is_gone_are_told_with_what_to_do()
    {
        await using var world = await World.StartAsync();
        var community = await world.CommunityAsync();
        world.Platform.Next(Fault.Denied);
        await world.PublishAsync(board => board.Publish("a", Audience.Of(community), Message.Say($"Once")));
        await world.SettleAsync();

        var carla = world.Someone("carla");
        Shows(Someone.Told(await carla.Presses("How CopBot runs", await carla.Uses("home"))), "1 post could not be delivered", "look at the home channel with /cop setup");
    }

    private sealed class Standing(params Finding[] findings) : IPlatformStanding
    {
        public Platform Platform => Room.Workspace.Platform;

        public Task<IReadOnlyList<Finding>> LookAsync(WorkspaceRef workspace, CancellationToken stop) => Task.FromResult<IReadOnlyList<Finding>>(findings);
    }
}
