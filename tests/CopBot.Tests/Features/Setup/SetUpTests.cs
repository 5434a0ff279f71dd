using CopBot.Chat;
using CopBot.Communities;
using CopBot.Features.Setup;
using CopBot.Playground;
using CopBot.TestKit;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace CopBot.Tests.Features.Setup;

public sealed class SetUpTests
{
    private static readonly CommunityForm Travel = new() { Name = "Travel", Domain = "Travelling with little.", Zone = "Lisbon" };

    [Fact]
    public async Task The_first_to_finish_who_runs_the_workspace_becomes_coordinator()
    {
        await using var world = await World.WithoutCommunityAsync();
        var anna = world.Someone("anna", runsWorkspace: true, zone: "Europe/Lisbon");

        var begun = await anna.Presses("Begin", await anna.Uses("setup"));
        Assert.Equal("Europe/Lisbon", begun.Form!.View.Values.One(nameof(CommunityForm.Zone)));
        var done = await anna.Submits(begun, (nameof(CommunityForm.Name), "Travel"));

        Assert.Contains("you are its coordinator", Someone.Told(done), StringComparison.Ordinal);
        var community = await world.InStoreAsync(db => db.Communities.SingleAsync());
        Assert.Equal(("Travel", "", "Europe/Lisbon"), (community.Name, community.Domain, community.Zone));
        Assert.Equal(Role.Coordinator, (await world.InStoreAsync(db => db.Memberships.SingleAsync())).Roles);
        Assert.Empty(world.Room.Messages);
    }

    [Fact]
    public async Task Somebody_who_does_not_run_the_workspace_is_told_kindly_who_can()
    {
        await using var world = await World.WithoutCommunityAsync();
        var ben = world.Someone("ben");

        Assert.Equal(SetupRefusals.NotRunning, (await ben.Uses("setup")).Answer);
        Assert.Equal(SetupRefusals.NotRunning.Code, ((Refusal)(await ben.Submits(Travel)).Answer!).Code);
        Assert.Equal(0, await world.InStoreAsync(db => db.Communities.CountAsync()));
        Assert.Equal(0, await world.InStoreAsync(db => db.Members.CountAsync()));
    }

    [Fact]
    public async Task Somebody_who_may_no_longer_run_the_workspace_cannot_finish_what_they_began()
    {
        await using var world = await World.WithoutCommunityAsync();
        var anna = world.Someone("anna", runsWorkspace: true);
        var begun = await anna.Presses("Begin", await anna.Uses("setup"));
        world.Room.Invite(anna.Persona.Person with { RunsWorkspace = false });

        var refused = Assert.IsType<Refusal>((await anna.Submits(begun, (nameof(CommunityForm.Name), "Travel"))).Answer);

        Assert.Equal(SetupRefusals.NotRunning.Code, refused.Code);
        Assert.Contains("Edit my answers", refused.Why.AllControls.OfType<Button>().Select(b => b.Label), StringComparer.Ordinal);
    }

    [Fact]
    public async Task Two_who_finish_at_the_same_moment_make_one_community()
    {
        await using var world = await World.WithoutCommunityAsync();
        var people = Enumerable.Range(1, 4).Select(i => world.Someone($"p{i}", runsWorkspace: true)).ToList();

        await Task.WhenAll(people.Select(p => Task.Run(() => p.Persona.SubmitAsync(Travel, new Place(world.Home)))));

        Assert.Equal(1, await world.InStoreAsync(db => db.Communities.CountAsync()));
        Assert.Single(await world.InStoreAsync(db => db.Memberships.ToListAsync()), m => m.Roles == Role.Coordinator);
    }

    [Fact]
    public async Task An_unknown_zone_is_sent_back_with_examples_near_what_was_typed_and_nothing_is_lost()
    {
        await using var world = await World.WithoutCommunityAsync();
        var anna = world.Someone("anna", runsWorkspace: true);

        var again = await anna.Submits(Travel with { Zone = "Lisboa" });

        Assert.Contains("Europe/Lisbon", again.Form!.Wrong[nameof(CommunityForm.Zone)], StringComparison.Ordinal);
        Assert.Equal("Travel", again.Form.View.Values.One(nameof(CommunityForm.Name)));
        Assert.Equal("Lisboa", again.Form.View.Values.One(nameof(CommunityForm.Zone)));
    }

    [Fact]
    public async Task The_checklist_shows_what_is_left_until_nothing_is()
    {
        await using var world = await World.WithoutCommunityAsync();
        var anna = world.Someone("anna", runsWorkspace: true);
        var ben = world.Someone("ben");
        await anna.Submits(Travel with { Domain = "" });

        var first = Someone.Told(await anna.Uses("setup"));
        Assert.Contains("Choose the home channel", first, StringComparison.Ordinal);
        Assert.Contains("Say in a sentence", first, StringComparison.Ordinal);
        Assert.Contains("second person", first, StringComparison.Ordinal);

        await anna.Submits(Travel);
        await anna.Presses("Use this channel for posts", await anna.Uses("setup"));
        await anna.Submits(new CoordinatorForm { Who = ben.Ref });

        Assert.Contains("Everything is set up", Someone.Told(await anna.Uses("setup")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Setting_up_again_changes_the_community_that_is_there()
    {
        await using var world = await World.StartAsync();
        var carla = world.Someone("carla");

        var form = await carla.Presses("Name, topic, time zone", await carla.Uses("setup"));
        Assert.Equal("Workshop Leaders", form.Form!.View.Values.One(nameof(CommunityForm.Name)));
        await carla.Submits(form, (nameof(CommunityForm.Name), "Repair Leaders"));

        Assert.Equal("Repair Leaders", (await world.InStoreAsync(db => db.Communities.SingleAsync())).Name);
    }

    [Fact]
    public async Task A_member_is_told_who_coordinates_even_when_they_run_the_workspace()
    {
        await using var world = await World.StartAsync();
        var ben = world.Someone("ben", runsWorkspace: true);

        var refused = Assert.IsType<Refusal>((await ben.Uses("setup")).Answer);

        Assert.Equal("setup-for-coordinators", refused.Code);
        Assert.Contains("Carla", PlaygroundText.Plain(refused.Why), StringComparison.Ordinal);
        Assert.IsType<Refusal>((await ben.Submits(Travel)).Answer);
        Assert.Equal("Workshop Leaders", (await world.InStoreAsync(db => db.Communities.SingleAsync())).Name);
    }

    [Fact]
    public async Task Working_days_of_the_community_are_those_of_members_who_set_none()
    {
        await using var world = await World.StartAsync();
        var carla = world.Someone("carla");

        await carla.Submits(new WorkingDaysForm { Days = [Weekday.Sunday, Weekday.Monday] });

        Assert.Equal(WorkDays.Sunday | WorkDays.Monday, (await world.InStoreAsync(db => db.Communities.SingleAsync())).Days);
        Assert.Contains("Monday, Sunday (as usual here)", Someone.Told(await world.Someone("ben").Uses("me")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_week_without_a_working_day_is_no_week()
    {
        await using var world = await World.StartAsync();

        var again = await world.Someone("carla").Submits(new WorkingDaysForm());

        Assert.Equal("Please choose at least one day.", again.Form!.Wrong[nameof(WorkingDaysForm.Days)]);
    }
}
