using CopBot.Chat;
using CopBot.Communities;
using CopBot.Features.Setup;
using CopBot.Playground;
using CopBot.TestKit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CopBot.Tests.Features.Setup;

public sealed class CoordinatorTests
{
    [Fact]
    public async Task Somebody_made_coordinator_is_told_privately_and_may_say_no()
    {
        await using var world = await World.StartAsync();
        var (carla, ben) = (world.Someone("carla"), world.Someone("ben"));

        var form = await carla.Presses("Make somebody coordinator", await carla.Presses("Coordinators", await carla.Uses("setup")));
        await carla.Submits(form, (nameof(CoordinatorForm.Who), ben.Ref.ToString()));

        Assert.Contains("Carla made you", Assert.Single(ben.Mail), StringComparison.Ordinal);
        Assert.Equal(["ben", "carla"], await CoordinatorsAsync(world), StringComparer.Ordinal);
        Assert.Empty(world.Posts);

        await ben.Presses("I would rather not", ben.LatestMail);
        Assert.Equal(["carla"], await CoordinatorsAsync(world), StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_role_can_be_taken_back_and_that_can_be_undone()
    {
        await using var world = await World.StartAsync();
        var (carla, ben) = (world.Someone("carla"), world.Someone("ben"));
        var shown = await carla.Submits(new CoordinatorForm { Who = ben.Ref });

        var relieved = await carla.Presses("Ben", shown);
        Assert.Equal(["carla"], await CoordinatorsAsync(world), StringComparer.Ordinal);
        Assert.Empty(ben.Mail);

        await carla.Presses("Undo", relieved);
        Assert.Equal(["ben", "carla"], await CoordinatorsAsync(world), StringComparer.Ordinal);
    }

    [Fact]
    public async Task The_last_coordinator_cannot_be_taken_away()
    {
        await using var world = await World.StartAsync();
        var (carla, ben) = (world.Someone("carla"), world.Someone("ben"));
        var shown = await carla.Submits(new CoordinatorForm { Who = ben.Ref });
        await carla.Presses("Ben", shown);

        Assert.Equal(SetupRefusals.LastCoordinator, (await carla.Presses("Carla", shown)).Answer);
        Assert.Equal(["carla"], await CoordinatorsAsync(world), StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_coordinator_whose_only_fellow_has_left_is_the_last()
    {
        await using var world = await World.StartAsync();
        var (carla, ben) = (world.Someone("carla"), world.Someone("ben"));
        var shown = await carla.Submits(new CoordinatorForm { Who = ben.Ref });
        await ben.Persona.LeaveAsync();

        Assert.Equal(SetupRefusals.LastCoordinator, (await carla.Presses("Carla", shown)).Answer);
    }

    [Fact]
    public async Task Two_who_take_the_role_from_each_other_at_the_same_moment_leave_one()
    {
        await using var world = await World.StartAsync();
        var (carla, ben) = (world.Someone("carla"), world.Someone("ben"));
        var shown = (await carla.Submits(new CoordinatorForm { Who = ben.Ref })).Shown!;

        for (var round = 0; round < 5; round++)
        {
            await Task.WhenAll(
                Task.Run(() => carla.Persona.PressAsync(shown.ActionOf("Ben"), shown)),
                Task.Run(() => ben.Persona.PressAsync(shown.ActionOf("Carla"), shown)));

            var left = Assert.Single(await CoordinatorsAsync(world));
            await world.Someone(left).Submits(new CoordinatorForm { Who = left == "ben" ? carla.Ref : ben.Ref });
        }
    }

    [Fact]
    public async Task An_app_and_somebody_who_is_not_here_cannot_coordinate()
    {
        await using var world = await World.StartAsync();
        var carla = world.Someone("carla");

        var app = await carla.Submits(new CoordinatorForm { Who = Room.Bot });
        var nobody = await carla.Submits(new CoordinatorForm { Who = Room.User("nobody") });

        Assert.Equal(SetupRefusals.AppsCannotCoordinate, app.Form!.Wrong[nameof(CoordinatorForm.Who)]);
        Assert.Equal(SetupRefusals.NotInWorkspace, nobody.Form!.Wrong[nameof(CoordinatorForm.Who)]);
        Assert.Equal(["carla"], await CoordinatorsAsync(world), StringComparer.Ordinal);
    }

    [Fact]
    public async Task Making_a_coordinator_one_again_tells_them_nothing_new()
    {
        await using var world = await World.StartAsync();
        var (carla, ben) = (world.Someone("carla"), world.Someone("ben"));
        await carla.Submits(new CoordinatorForm { Who = ben.Ref });

        Assert.Contains("coordinates already", Someone.Told(await carla.Submits(new CoordinatorForm { Who = ben.Ref })), StringComparison.Ordinal);
        Assert.Single(ben.Mail);
    }

    [Fact]
    public async Task When_the_last_coordinator_has_left_the_next_who_runs_the_workspace_may_take_over()
    {
        await using var world = await World.StartAsync();
        var (ben, dora) = (world.Someone("ben"), world.Someone("dora", runsWorkspace: true));
        await world.Someone("carla").Persona.LeaveAsync();
        await world.SettleAsync();
        Assert.Empty(world.Posts);
        Assert.Empty(dora.Mail);

        Assert.Equal(SetupRefusals.NobodyCoordinates, (await ben.Uses("setup")).Answer);
        await dora.Presses("Take over", await dora.Uses("setup"));

        Assert.Contains("dora", await CoordinatorsAsync(world), StringComparer.Ordinal);
        Assert.IsNotType<Refusal>((await dora.Uses("setup")).Answer);
    }

    [Fact]
    public async Task Nobody_takes_over_while_there_is_a_coordinator()
    {
        await using var world = await World.StartAsync();
        var dora = world.Someone("dora", runsWorkspace: true);

        var refused = await dora.Persona.PressAsync(ActionCodec.Encode(new TakeOver()), new PrivateAnswer("x", dora.Ref, new Place(world.Home), Message.Say($"x"), world.Clock.GetUtcNow()));

        Assert.Equal("setup-for-coordinators", Assert.IsType<Refusal>(refused.Answer).Code);
    }

    [Fact]
    public async Task Somebody_who_left_gets_nothing_any_more_and_is_welcome_back()
    {
        await using var world = await World.StartAsync();
        var ben = world.Someone("ben");
        await ben.Uses("start");
        await ben.Persona.LeaveAsync();
        Assert.True(await LeftAsync());

        ben.Persona.Return();
        await ben.Uses("start");
        Assert.False(await LeftAsync());

        Task<bool> LeftAsync() => world.InStoreAsync(async db => (await db.Accounts.SingleAsync(a => a.User == ben.Ref)).Left);
    }

    [Fact]
    public async Task A_workspace_that_threw_the_bot_out_is_marked_and_setting_the_home_again_clears_it()
    {
        await using var world = await World.StartAsync();
        var other = world.Room.Open(new RoomChannel("other", "other")).Place;
        await world.Services.GetRequiredService<IInbox>().AnswerAsync(new WorkspaceGone("gone-1", Room.Workspace), CancellationToken.None);
        Assert.NotNull((await world.InStoreAsync(db => db.Workspaces.SingleAsync())).StoppedAt);

        await world.Someone("carla").Presses("Use this channel for posts", await world.Someone("carla").Uses("setup", other));
        Assert.Null((await world.InStoreAsync(db => db.Workspaces.SingleAsync())).StoppedAt);
    }

    private static async Task<List<string>> CoordinatorsAsync(World world) => await world.InStoreAsync(async db =>
    {
        var memberships = (await db.Memberships.ToListAsync()).Where(m => m.Roles.HasFlag(Role.Coordinator)).Select(m => m.Member).ToList();
        return (await db.Accounts.Where(a => memberships.Contains(a.Member)).ToListAsync()).Select(a => a.User.Id).Order(StringComparer.Ordinal).ToList();
    });
}
