using CopBot.Features.Directory;
using CopBot.Playground;
using CopBot.TestKit;
using Microsoft.EntityFrameworkCore;
using Xunit;
using static CopBot.Tests.Features.Stories;

namespace CopBot.Tests.Features.Knowing;

public sealed class DirectoryTests
{
    [Fact]
    public async Task Nothing_is_public_until_it_is_published_and_hiding_is_one_press()
    {
        await using var world = await World.StartAsync();
        var anna = world.Someone("anna");
        var ben = world.Someone("ben");
        var saved = await ben.Submits(new MyTopicsForm { CanAdvise = "paint", Reach = "Write to me directly" });
        Shows(Someone.Told(saved), "Only you see it", "paint", "you can advise", "you said so");
        Lacks(Someone.Told(await anna.Uses("experts paint")), "Ben");

        var published = await ben.Presses("Publish", saved);
        Shows(Someone.Told(await anna.Uses("experts paint")), "Ben", "can advise on paint", "Write to me directly");

        await ben.Presses("Hide me", published);
        Lacks(Someone.Told(await anna.Uses("experts paint")), "Ben");
    }

    [Fact]
    public async Task My_settings_show_what_I_know_and_lead_to_it()
    {
        await using var world = await World.StartAsync();
        var ben = await world.KnowsAsync("ben", "paint, first visitors");

        var me = await ben.Uses("me");
        Shows(Someone.Told(me), "What you know", "first visitors", "published");
        Shows(Someone.Told(await ben.Presses("What you know", me)), "paint", "you can advise", "May be asked", "once a week");
    }

    [Fact]
    public async Task A_topic_says_why_it_is_there_and_advice_suggests_one()
    {
        await using var world = await World.StartAsync();
        var (anna, ben) = (world.Someone("anna"), world.Someone("ben"));
        var card = await world.AsksAboutPaintAsync(anna);
        var advice = await ben.Replies("Keep it above five degrees.", card);
        await MarksAsync(anna, advice);
        await world.MoveAsync(TimeSpan.FromDays(8));
        await anna.Presses("It worked", anna.LatestMail);

        var mine = await ben.Presses("What you know", await ben.Uses("me"));
        Shows(Someone.Told(mine), "Not on your list", "paint", "1 piece of advice that worked since January 2027");

        var added = await ben.Presses("paint", mine);
        Shows(Someone.Told(added), "you said so; 1 piece of advice that worked");
        Lacks(Someone.Told(added), "Not on your list");
    }

    [Fact]
    public async Task Whoever_is_away_is_not_found_until_they_are_back()
    {
        await using var world = await World.StartAsync();
        var (anna, ben) = (world.Someone("anna"), await world.KnowsAsync("ben"));
        await ben.Submits(new AwayForm { Back = new DateOnly(2027, 1, 20) });
        Lacks(Someone.Told(await anna.Uses("experts paint")), "Ben");

        await world.MoveToAsync(new DateTimeOffset(2027, 1, 20, 9, 0, 0, TimeSpan.Zero));
        Shows(Someone.Told(await anna.Uses("experts paint")), "Ben");
    }

    [Fact]
    public async Task Nobody_who_left_is_shown_also_where_the_platform_did_not_say_so()
    {
        await using var world = await World.StartAsync();
        var anna = world.Someone("anna");
        await world.KnowsAsync("ben");
        await world.KnowsAsync("dora");

        world.Room.Invite(world.Room.Person("ben")! with { Left = true });

        var told = Someone.Told(await anna.Uses("experts paint"));
        Lacks(told, "Ben");
        Shows(told, "Dora");
    }

    [Fact]
    public async Task Words_that_mean_the_same_are_joined_by_a_coordinator_and_found_under_both()
    {
        await using var world = await World.StartAsync();
        var (anna, carla) = (world.Someone("anna"), world.Someone("carla"));
        await world.KnowsAsync("ben", "paint");
        await world.KnowsAsync("dora", "varnish");

        var joined = await carla.Submits(await carla.Presses("Two mean the same …", await carla.Uses("topics")), ("From", "varnish"), ("Into", "paint"));
        Shows(Someone.Told(joined), "varnish means paint", "on 2 lists");
        Shows(Someone.Told(await anna.Uses("experts varnish")), "Ben", "Dora");
        Shows(Someone.Told(await anna.Uses("topics")), "coordinator");

        var parted = await carla.Presses("varnish", await carla.Presses("paint", joined));
        Shows(Someone.Told(parted), "a topic of its own");
    }

    [Fact]
    public async Task Topics_are_suggested_from_the_words_and_never_put_on_unasked()
    {
        await using var world = await World.StartAsync();
        await world.KnowsAsync("ben", "paint");
        var anna = world.Someone("anna");

        var preview = await anna.Submits(new CopBot.Features.Problems.ProblemForm { Title = Helping.Paint });
        Lacks(Someone.Told(preview), "Topics: paint");
        Shows(Someone.Told(await anna.Presses("Add topics: paint", preview)), "Topics: paint");
    }

    [Fact]
    public async Task A_typed_topic_takes_the_communitys_name()
    {
        await using var world = await World.StartAsync();
        await world.KnowsAsync("ben", "first visitors");
        var anna = world.Someone("anna");

        var preview = await anna.Submits(new CopBot.Features.Problems.ProblemForm { Title = Title, Topics = "First Visitor, glue" });

        Shows(Someone.Told(preview), "Topics: first visitors, glue");
    }

    [Fact]
    public async Task Everybody_is_asked_after_six_months_whether_it_is_still_right_and_at_most_twice()
    {
        await using var world = await World.StartAsync();
        var ben = await world.KnowsAsync("ben");
        await world.MoveAsync(TimeSpan.FromDays(183));
        Shows(Assert.Single(ben.Mail), "Still right?", "paint", "Why you got this");
        await ben.Presses("Yes to all", ben.LatestMail);
        Assert.Empty(ben.Mail);

        await world.MoveAsync(TimeSpan.FromDays(184));
        Assert.Equal(1, ben.Count("Still right?"));
        await world.MoveAsync(TimeSpan.FromDays(184));
        Assert.Equal(1, ben.Count("Still right?"));
        await world.MoveAsync(TimeSpan.FromDays(400));
        Assert.Equal(1, ben.Count("Still right?"));
        Assert.Equal(2, await world.InStoreAsync(async db => (await db.Set<Profile>().SingleAsync()).RightUnanswered));
    }

    [Fact]
    public async Task A_members_record_goes_with_them_as_a_page_and_as_json()
    {
        await using var world = await World.StartAsync();
        var (anna, ben) = (world.Someone("anna"), await world.KnowsAsync("ben"));
        var card = await world.AsksAboutPaintAsync(anna);
        await MarksAsync(anna, await ben.Replies("Keep it above five degrees.", card));
        await world.MoveAsync(TimeSpan.FromDays(8));
        await anna.Presses("It worked", anna.LatestMail);

        await ben.Presses("My record", await ben.Presses("What you know", await ben.Uses("me")));

        var files = world.Room.DirectTo(ben.Ref).Where(m => m.File is not null).Select(m => (m.File!.Name, Content: System.Text.Encoding.UTF8.GetString(m.File.Content.Span))).ToList();
        Shows(files.Single(f => f.Name.EndsWith(".md", StringComparison.Ordinal)).Content, "# What the advice of Ben did", "paint", "Keep it above five degrees", "tried by 1, worked for 1");
        Shows(files.Single(f => f.Name.EndsWith(".json", StringComparison.Ordinal)).Content, "copbot-advice", "Keep it above five degrees");
        Assert.All(files, f => Lacks(f.Content, "Anna"));
    }

    [Fact]
    public async Task Two_accounts_that_are_one_person_have_one_profile_and_the_quieter_counts()
    {
        await using var world = await World.StartAsync();
        var (ben, dora) = (await world.KnowsAsync("ben", "paint"), await world.KnowsAsync("dora", "paint, glue", asks: AsksAWeek.Three));
        await dora.Presses("Hide me", await dora.Presses("What you know", await dora.Uses("me")));

        var code = Joining.BothSides.LettersIn((await ben.Presses("Show me a code", await ben.Uses("link"))).Shown!.Shows);
        await dora.Presses("Yes, both are mine", await dora.Submits(await dora.Presses("I have a code", await dora.Uses("link")), ("Code", code)));

        var (profiles, known) = await world.InStoreAsync(async db => (await db.Set<Profile>().ToListAsync(), await db.Set<KnownTopic>().CountAsync()));
        Assert.Equal(Shown.ToNobody, Assert.Single(profiles).Shown);
        Assert.Equal(AsksAWeek.One, profiles[0].Asks);
        Assert.Equal(2, known);
    }

    [Fact]
    public async Task Whoever_is_deleted_is_found_and_asked_no_more()
    {
        await using var world = await World.StartAsync();
        var (anna, ben) = (world.Someone("anna"), await world.KnowsAsync("ben"));
        await ben.Presses("Delete me, my words stay", await ben.Presses("Delete me…", await ben.Uses("privacy")));

        Lacks(Someone.Told(await anna.Uses("experts paint")), "Ben");
        await world.AsksAboutPaintAsync(anna);
        Assert.False(ben.WasAsked());
        Assert.Equal(0, await world.InStoreAsync(db => db.Set<KnownTopic>().CountAsync()));
    }
}
