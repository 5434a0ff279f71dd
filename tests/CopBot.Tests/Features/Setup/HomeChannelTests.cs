using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Features.Setup;
using CopBot.Playground;
using CopBot.Posts;
using CopBot.TestKit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CopBot.Tests.Features.Setup;

public sealed class HomeChannelTests
{
    private const string Here = "Use this channel for posts";

    [Fact]
    public async Task A_coordinator_makes_the_channel_that_they_are_in_the_home()
    {
        await using var world = await World.StartAsync();
        var other = world.Room.Open(new RoomChannel("other", "other")).Place;

        var told = await world.Someone("carla").Presses(Here, await world.Someone("carla").Uses("setup", other));

        Assert.Contains("where everybody in this workspace can read them", Someone.Told(told), StringComparison.Ordinal);
        Assert.Equal(other.Channel, Assert.Single((await CommunityAsync(world)).Homes).Channel);
    }

    [Fact]
    public async Task A_private_channel_may_be_the_home_and_the_coordinator_is_told_who_reads_there()
    {
        await using var world = await World.StartAsync();
        var room = world.Room.Open(new RoomChannel("small", "small") { Private = true, Members = ["carla"] }).Place;

        var told = await world.Someone("carla").Presses(Here, await world.Someone("carla").Uses("setup", room));

        Assert.Contains("only the people in it see them", Someone.Told(told), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_direct_conversation_cannot_be_the_home_and_the_coordinator_is_told_what_to_do()
    {
        await using var world = await World.StartAsync();
        var carla = world.Someone("carla");

        var told = await carla.Presses(Here, await carla.Uses("setup", carla.Direct));

        Assert.Equal(SetupRefusals.Direct, told.Answer);
        Assert.Equal(world.Home, Assert.Single((await CommunityAsync(world)).Homes).Channel);
    }

    [Fact]
    public async Task A_channel_without_the_bot_cannot_be_the_home_and_the_coordinator_is_told_what_to_do()
    {
        await using var world = await World.StartAsync();
        var carla = world.Someone("carla");
        var other = world.Room.Open(new RoomChannel("other", "other") { WithoutBot = true }).Place;
        var hidden = world.Room.Open(new RoomChannel("hidden", "hidden") { WithoutBot = true, Private = true, Members = ["carla"] }).Place;

        Assert.Equal("setup-cannot-post", Assert.IsType<Refusal>((await carla.Presses(Here, await carla.Uses("setup", other))).Answer).Code);
        Assert.Equal(SetupRefusals.ChannelNotSeen, (await carla.Presses(Here, await carla.Uses("setup", hidden))).Answer);
    }

    [Fact]
    public async Task Only_a_coordinator_chooses_the_home()
    {
        await using var world = await World.StartAsync();
        var carla = world.Someone("carla");
        var other = world.Room.Open(new RoomChannel("other", "other")).Place;
        var shown = await carla.Uses("setup", other);

        var refused = await world.Someone("ben").Persona.PressAsync(shown.Shown!.ActionOf(Here), shown.Shown);

        Assert.Equal("needs-role", Assert.IsType<Refusal>(refused.Answer).Code);
    }

    [Fact]
    public async Task When_the_home_is_lost_each_coordinator_is_told_once_and_nobody_else()
    {
        await using var world = await World.StartAsync();
        var (carla, ben) = (world.Someone("carla"), world.Someone("ben"));
        await ben.Uses("start");

        await carla.Persona.RemoveBotAsync(world.Home);
        await carla.Persona.ArchiveAsync(world.Home);
        await world.MoveAsync(TimeSpan.FromDays(10));

        Assert.Contains("#practice", Assert.Single(carla.Mail), StringComparison.Ordinal);
        Assert.Empty(ben.Mail);
        Assert.Contains("posts wait", Someone.Told(await carla.Uses("setup", carla.Direct)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Outside_their_hours_a_coordinator_is_told_of_the_lost_home_in_the_morning()
    {
        await using var world = await World.StartAsync(new DateTimeOffset(2027, 1, 12, 22, 0, 0, TimeSpan.Zero));
        var carla = world.Someone("carla");

        await carla.Persona.ArchiveAsync(world.Home);
        await world.SettleAsync();
        Assert.Empty(carla.Mail);

        await world.MoveAsync(TimeSpan.FromHours(11));
        Assert.Single(carla.Mail);
    }

    [Fact]
    public async Task Posts_wait_while_the_home_is_lost_and_go_up_when_it_is_set_again()
    {
        await using var world = await World.StartAsync();
        var carla = world.Someone("carla");
        await PublishAsync(world, "a", $"First words");
        await carla.Persona.ArchiveAsync(world.Home);
        await PublishAsync(world, "a", $"Second words");
        await PublishAsync(world, "b", $"Another post");
        await world.MoveAsync(TimeSpan.FromDays(2));
        Assert.Equal("First words", PlaygroundText.Plain(Assert.Single(world.Posts)));

        await carla.Persona.ArchiveAsync(world.Home, archived: false);
        await carla.Presses(Here, await carla.Uses("setup"));

        Assert.Equal(["Second words", "Another post"], world.Posts.Select(p => PlaygroundText.Plain(p)), StringComparer.Ordinal);
        Assert.Empty(carla.Mail);
    }

    [Fact]
    public async Task Posts_that_waited_go_up_in_the_channel_that_the_coordinator_chose_instead()
    {
        await using var world = await World.StartAsync();
        var carla = world.Someone("carla");
        await PublishAsync(world, "a", $"It stands already");
        await carla.Persona.ArchiveAsync(world.Home);
        await PublishAsync(world, "b", $"It waits");
        var other = world.Room.Open(new RoomChannel("other", "other")).Place;
        Assert.Empty(world.Room.In(other));

        await carla.Presses(Here, await carla.Uses("setup", other));

        Assert.Equal("It waits", PlaygroundText.Plain(Assert.Single(world.Room.In(other))));
        Assert.Equal("It stands already", PlaygroundText.Plain(Assert.Single(world.Posts)));
    }

    [Fact]
    public async Task A_post_that_was_refused_before_the_bot_heard_of_the_loss_goes_up_as_well()
    {
        await using var world = await World.StartAsync();
        var carla = world.Someone("carla");
        world.Platform.Next(Fault.Denied);
        await PublishAsync(world, "a", $"Refused at first");
        await carla.Persona.ArchiveAsync(world.Home);
        Assert.Empty(world.Posts);

        await carla.Persona.ArchiveAsync(world.Home, archived: false);
        await carla.Presses(Here, await carla.Uses("setup"));

        Assert.Equal("Refused at first", PlaygroundText.Plain(Assert.Single(world.Posts)));
    }

    [Fact]
    public async Task Where_nobody_says_that_the_bot_was_taken_out_the_first_refused_post_tells()
    {
        await using var world = await World.StartAsync();
        var carla = world.Someone("carla");
        world.Room.Open(world.Room.Find(world.Home)! with { WithoutBot = true });

        await PublishAsync(world, "a", $"First");
        await PublishAsync(world, "b", $"Second");
        Assert.Contains("#practice", Assert.Single(carla.Mail), StringComparison.Ordinal);

        world.Room.Open(world.Room.Find(world.Home)! with { WithoutBot = false });
        await carla.Presses(Here, await carla.Uses("setup"));
        Assert.Equal(["First", "Second"], world.Posts.Select(p => PlaygroundText.Plain(p)).Order(StringComparer.Ordinal), StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_loss_that_is_told_late_when_all_is_well_again_changes_nothing()
    {
        await using var world = await World.StartAsync();

        await world.Services.GetRequiredService<IInbox>().AnswerAsync(new ChannelGone("late-1", world.Home), CancellationToken.None);
        await world.SettleAsync();

        Assert.Empty(world.Someone("carla").Mail);
        Assert.Null(Assert.Single((await CommunityAsync(world)).Homes).PausedBecause);
    }

    [Fact]
    public async Task A_home_that_is_lost_a_second_time_is_told_of_again()
    {
        await using var world = await World.StartAsync();
        var carla = world.Someone("carla");

        foreach (var _ in Enumerable.Range(1, 3))
        {
            await carla.Persona.ArchiveAsync(world.Home);
            await world.SettleAsync();
            Assert.Single(carla.Mail);

            await carla.Persona.ArchiveAsync(world.Home, archived: false);
            await carla.Presses(Here, await carla.Uses("setup"));
            Assert.Empty(carla.Mail);
        }
    }

    private static Task<Community> CommunityAsync(World world) => world.InStoreAsync(db => db.Communities.SingleAsync());

    private static async Task PublishAsync(World world, string key, Text says)
    {
        var community = await CommunityAsync(world);
        await using (var scope = world.Services.CreateAsyncScope())
        {
            scope.ServiceProvider.GetRequiredService<IBoard>().Publish($"test/{key}", Audience.Of(community.Id), Message.Say(says));
            await scope.ServiceProvider.GetRequiredService<UnitOfWork>().SaveAsync(null, CancellationToken.None);
        }

        await world.SettleAsync();
    }
}
