using CopBot.Features.Directory;
using CopBot.TestKit;
using Xunit;
using static CopBot.Tests.Features.Knowing.Helping;
using static CopBot.Tests.Features.Stories;

namespace CopBot.Tests.Features.Knowing;

public sealed class MapTests
{
    [Fact]
    public async Task Gaps_come_first_then_what_hangs_on_one_person()
    {
        await using var world = await World.StartAsync();
        var anna = world.Someone("anna");
        await world.KnowsAsync("ben", "paint");
        await world.KnowsAsync("dora", "glue");
        await world.KnowsAsync("emil", "glue");
        await world.AsksAboutPaintAsync(anna);
        await world.AsksAsync(anna, "How do we keep bees?", f => f with { Topics = "bees" });
        await anna.Uses("experts bees");
        await anna.Uses("experts welding");
        await world.Someone("zoe").Uses("find welding");
        await world.Someone("zoe").Submits(new MyTopicsForm { Learning = "bees" });

        var told = Someone.Told(await anna.Uses("map"));

        Shows(told, "bees · Gap: asked once, 1 without an answer, looked for in vain once · nobody stands behind it", "welding · Gap: looked for in vain twice", "· only one person stands behind it, who said so and is there now", "glue · not asked for of late · 2 people stand behind it (2 said so), all there now", "2 gaps; 1 topic hangs on one person");
        Assert.True(told.IndexOf("bees ·", StringComparison.Ordinal) < told.IndexOf("paint ·", StringComparison.Ordinal));
        Assert.True(told.IndexOf("paint ·", StringComparison.Ordinal) < told.IndexOf("glue ·", StringComparison.Ordinal));
        Lacks(told, "Ben", "Dora", "Emil", "Zoe");
    }

    [Fact]
    public async Task Whoever_learns_counts_as_demand_once_they_published_it()
    {
        await using var world = await World.StartAsync();
        var zoe = world.Someone("zoe");
        var saved = await zoe.Submits(new MyTopicsForm { Learning = "bees" });
        Lacks(Someone.Told(await world.Someone("anna").Uses("map")), "learns");
        await zoe.Presses("Publish", saved);
        Shows(Someone.Told(await world.Someone("anna").Uses("map")), "bees · Gap: 1 member learns it · nobody stands behind it");
    }

    [Fact]
    public async Task The_only_one_who_is_away_leaves_nobody_there_now_and_hiding_leaves_a_gap()
    {
        await using var world = await World.StartAsync();
        var (anna, ben) = (world.Someone("anna"), await world.KnowsAsync("ben"));
        await world.AsksAboutPaintAsync(anna);
        await ben.Submits(new AwayForm { Back = new DateOnly(2027, 3, 1) });
        Shows(Someone.Told(await anna.Uses("map")), "only one person stands behind it, who said so and is not there now");

        await ben.Presses("Hide me", await ben.Presses("What you know", await ben.Uses("me")));
        Shows(Someone.Told(await anna.Uses("map")), "paint · Gap: asked once");
    }

    [Fact]
    public async Task The_widest_gaps_are_there_for_whoever_plans_the_next_meeting()
    {
        await using var world = await World.StartAsync();
        await world.AsksAsync(world.Someone("anna"), "How do we keep bees?", f => f with { Topics = "bees" });

        var community = await world.CommunityAsync();
        await using var scope = Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.CreateAsyncScope(world.Services);
        var gaps = await Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.GetRequiredService<IGaps>(scope.ServiceProvider).WidestAsync(community, 3, CancellationToken.None);

        Assert.Equal(new IGaps.Gap("bees", "asked once, 1 without an answer"), Assert.Single(gaps));
    }
}
