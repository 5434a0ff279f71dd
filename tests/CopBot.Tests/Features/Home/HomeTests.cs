using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Posts;
using CopBot.TestKit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CopBot.Tests.Features.Home;

public sealed class HomeTests
{
    [Fact]
    public async Task Home_shows_the_community_the_clock_and_the_settings_and_makes_nobody_a_member()
    {
        await using var world = await World.StartAsync();
        var ben = world.Someone("ben", "Ben", "Europe/Lisbon");

        var told = Someone.Told(await ben.OpensHome());

        Assert.Contains("Workshop Leaders", told, StringComparison.Ordinal);
        Assert.Contains("Tue 10:30 in Lisbon", told, StringComparison.Ordinal);
        Assert.Contains("Your settings", told, StringComparison.Ordinal);
        Assert.DoesNotContain("Coordinating", told, StringComparison.Ordinal);
        Assert.Equal(told, Someone.Told(await ben.Uses("home")));
        Assert.Equal(1, await world.InStoreAsync(db => db.Memberships.CountAsync()));
    }

    [Fact]
    public async Task A_coordinator_sees_at_Home_what_is_left_to_set_up()
    {
        await using var world = await World.StartAsync();
        var carla = world.Someone("carla");

        var home = await carla.Uses("home");

        Assert.Contains("Make a second person coordinator", Someone.Told(home), StringComparison.Ordinal);
        Assert.Contains("Setting up Workshop Leaders", Someone.Told(await carla.Presses("How it is set up", home)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_there_is_no_community_Home_says_how_one_begins()
    {
        await using var world = await World.WithoutCommunityAsync();

        Assert.Contains("/cop setup", Someone.Told(await world.Someone("ben").OpensHome()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_could_not_be_delivered_can_be_read_at_Home_and_put_away_by_its_reader_only()
    {
        await using var world = await World.StartAsync();
        var (ben, dora) = (world.Someone("ben"), world.Someone("dora"));
        await ben.Uses("start");
        await dora.Uses("start");
        ben.Persona.CloseDirect();
        await WriteAsync(world, "Ben", "news", $"Your advice worked");
        Assert.DoesNotContain("Your advice worked", Someone.Told(await dora.Uses("home")), StringComparison.Ordinal);

        var home = await ben.Uses("home");
        Assert.Contains("could not write to you directly", Someone.Told(home), StringComparison.Ordinal);
        Assert.Contains("Your advice worked", Someone.Told(await ben.Presses("Show 1", home)), StringComparison.Ordinal);
        Assert.IsType<Refusal>((await dora.Persona.PressAsync(home.Shown!.ActionOf("Show 1"), home.Shown)).Answer);

        var after = Someone.Told(await ben.Presses("Put them away", home));
        Assert.DoesNotContain("Your advice worked", after, StringComparison.Ordinal);
        Assert.DoesNotContain("Your advice worked", Someone.Told(await ben.Uses("home")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_what_was_seen_is_put_away()
    {
        await using var world = await World.StartAsync();
        var ben = world.Someone("ben");
        await ben.Uses("start");
        ben.Persona.CloseDirect();
        await WriteAsync(world, "Ben", "first", $"The first");
        var home = await ben.Uses("home");
        await WriteAsync(world, "Ben", "second", $"The second");

        var after = Someone.Told(await ben.Presses("Put them away", home));

        Assert.Contains("The first", after, StringComparison.Ordinal);
        Assert.Contains("The second", after, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_waits_for_the_morning_is_announced_without_a_word_of_it()
    {
        await using var world = await World.StartAsync(new DateTimeOffset(2027, 1, 12, 22, 0, 0, TimeSpan.Zero));
        var ben = world.Someone("ben");
        await ben.Uses("start");
        await WriteAsync(world, "Ben", "news", $"Your advice worked");

        var told = Someone.Told(await ben.Uses("home"));

        Assert.Contains("1 message waits for your hours", told, StringComparison.Ordinal);
        Assert.DoesNotContain("Your advice worked", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_waits_a_minute_for_an_undo_is_nobodys_business_yet()
    {
        await using var world = await World.StartAsync();
        var ben = world.Someone("ben");
        await ben.Uses("start");
        await WriteAsync(world, "Ben", "news", $"Your advice worked", world.Clock.GetUtcNow().AddMinutes(1));

        Assert.DoesNotContain("Waiting for you", Someone.Told(await ben.Uses("home")), StringComparison.Ordinal);
    }

    private static async Task WriteAsync(World world, string to, string key, Text says, DateTimeOffset? notBefore = null)
    {
        await using (var scope = world.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<CopBotDb>();
            var (community, reader) = (await db.Communities.SingleAsync(), await db.Members.SingleAsync(m => m.Name == to));
            scope.ServiceProvider.GetRequiredService<IBoard>().Publish($"test/{key}", Audience.To(reader.Id), Message.Say(says), PostTerms.Requested(community.Id) with { NotBefore = notBefore });
            await scope.ServiceProvider.GetRequiredService<UnitOfWork>().SaveAsync(null, CancellationToken.None);
        }

        await world.SettleAsync();
    }
}
