using System.Text;
using System.Text.Json.Nodes;
using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Features.Outcomes;
using CopBot.Features.Problems;
using CopBot.Playground;
using CopBot.Posts;
using CopBot.TestKit;
using Microsoft.EntityFrameworkCore;
using Xunit;
using static CopBot.Tests.Features.Stories;

namespace CopBot.Tests.Features.Privacy;

public sealed class PrivacyTests
{
    private const string Account = "zoeforgetme";
    private const string Name = "Zoë Forget-Me";

    [Fact]
    public async Task Somebody_who_only_looks_is_told_that_nothing_is_kept_and_nothing_is()
    {
        await using var world = await World.StartAsync();
        var zoe = Zoe(world);

        Shows(Someone.Told(await zoe.Uses("privacy")), "Nothing.");
        OffersNot("Delete me…", Labels((await zoe.Uses("privacy")).Shown!.Shows));
        await world.KnowsNothingAsync(Account, Name);
    }

    [Fact]
    public async Task What_is_kept_is_said_in_words_with_numbers()
    {
        await using var world = await World.StartAsync();
        var zoe = Zoe(world);
        await TakesPartAsync(world, zoe);

        Shows(
            Someone.Told(await zoe.Uses("privacy")),
            Name, Account, "1 problem with your name", "2 problems that you can help with", "1 message of yours marked as what helped, tried 1 time", "1 thing, of which 1", "in 1 story, as you agreed", "1 form that you began", "Member", "at most one a day");
    }

    [Fact]
    public async Task Ones_record_comes_as_files_into_ones_direct_conversation_with_what_the_advice_did()
    {
        await using var world = await World.StartAsync();
        var (zoe, ben) = (Zoe(world), world.Someone("ben"));
        await TakesPartAsync(world, zoe);
        var before = world.EverPosted();

        Shows(Someone.Told(await zoe.Presses("Send me my record", await zoe.Uses("privacy"))), "in our direct conversation");

        var (page, json) = Record(world, zoe);
        Shows(page, $"What CopBot keeps of {Name}", "What your advice did", "tried by 1, worked for 1", "Twelve came back", "What you asked", "Where is the other kettle?");
        Assert.Equal(Name, (string)json["members"]![0]!["name"]!);
        Assert.Equal("Where is the other kettle?", (string)json["problems"]![0]!["title"]!);
        Assert.Equal("Worked", (string)json["whatYourAdviceDid"]![0]!["outcomes"]![0]!["result"]!);
        Assert.Single(json["drafts"]!.AsArray());
        Assert.Equal(before + 2, world.EverPosted());
        Lacks(string.Join('\n', ben.Mail), "my-record");
        Assert.Empty(world.Log.Errors);
    }

    [Fact]
    public async Task Where_direct_messages_are_closed_the_record_is_sent_nowhere_and_that_is_said()
    {
        await using var world = await World.StartAsync();
        var zoe = Zoe(world);
        await zoe.Uses("start");
        var before = world.EverPosted();
        world.Platform.Next(Fault.Denied);

        Shows(Someone.Told(await zoe.Presses("Send me my record", await zoe.Uses("privacy"))), "Allow direct messages");
        Assert.Equal(before, world.EverPosted());
    }

    [Fact]
    public async Task Whoever_is_deleted_stands_nowhere_any_more_and_what_they_wrote_stays_without_their_name()
    {
        await using var world = await World.StartAsync();
        var (zoe, ben) = (Zoe(world), world.Someone("ben"));
        var (card, own) = await TakesPartAsync(world, zoe);
        Shows(world.Plain(card), Name);
        Shows(string.Join('\n', ben.Mail), $"{Name} can help");

        var asked = await zoe.Presses("Delete me…", await zoe.Uses("privacy"));
        Shows(Someone.Told(asked), "Delete everything about you?", "a keyed hash is left");
        Shows(Someone.Told(await zoe.Presses("Delete me, my words stay", asked)), "CopBot knows you no longer");

        Shows(world.Plain(card), "We give every newcomer a buddy.", "tried by 1, worked for 1");
        Shows(world.Plain(own), "Where is the other kettle?", "Asked by somebody who left", "Set aside", "Whoever asked is no longer here");
        Lacks(world.Plain(card), Name);
        Lacks(world.Plain(own), Name);
        Shows(string.Join('\n', ben.Mail), "somebody who left can help");
        Lacks(string.Join('\n', ben.Mail), Name);
        await world.KnowsNothingAsync(Account, Name);
        Assert.Empty(world.Log.Errors);
    }

    [Fact]
    public async Task Their_words_go_too_where_they_wish_so_and_what_others_wrote_stays()
    {
        await using var world = await World.StartAsync();
        var (zoe, ben) = (Zoe(world), world.Someone("ben"));
        var (card, own) = await TakesPartAsync(world, zoe);
        await ben.Replies("Below the sink.", own);
        var alone = await world.AsksAsync(zoe, "MARKER-ALONE", f => f with { Good = "MARKER-GOOD" });

        await DeletesAsync(zoe, "Delete me and my words");

        Shows(world.Plain(card), "(these words were taken back)", "tried by 1, worked for 1", "Twelve came back");
        Shows(world.Plain(own), "A problem whose words were taken back");
        Assert.True(world.Room.Find(alone.Post)!.Removed);
        await world.KnowsNothingAsync(Account, Name, "MARKER-ALONE", "MARKER-GOOD", "other kettle", "every newcomer");
        Assert.Empty(world.Log.Errors);
    }

    [Fact]
    public async Task Nobody_is_asked_or_told_anything_any_more_once_they_are_deleted()
    {
        await using var world = await World.StartAsync();
        var (zoe, ben) = (Zoe(world), world.Someone("ben"));
        await world.IsHelpedAsync(zoe, ben);
        await DeletesAsync(zoe, "Delete me, my words stay");
        var before = zoe.Mail.Count;

        await world.MoveAsync(TimeSpan.FromDays(40));

        Assert.Equal(before, zoe.Mail.Count);
        Assert.Equal(0, await world.InStoreAsync(db => db.Set<Trial>().CountAsync()));
        Assert.Empty(world.Log.Errors);
    }

    [Fact]
    public async Task Whoever_comes_back_is_new_and_is_not_written_to_unasked_until_they_say_so()
    {
        await using var world = await World.StartAsync();
        var zoe = Zoe(world);
        await zoe.Uses("start");
        var was = await world.MemberAsync(zoe);
        await DeletesAsync(zoe, "Delete me, my words stay");
        Shows(Someone.Told(await zoe.Uses("privacy")), "Nothing.", "do not want to be written to");
        await world.RestartAsync();

        await zoe.Uses("start");
        Assert.NotEqual(was, await world.MemberAsync(zoe));
        Shows(Someone.Told(await zoe.Uses("me")), "Stopped.");
        await zoe.Presses("Start unasked messages", await zoe.Uses("me"));
        Shows(Someone.Told(await zoe.Uses("me")), "At most one a day");
        Assert.Equal(0, await world.InStoreAsync(db => db.Set<ForgottenAccount>().CountAsync()));
    }

    [Fact]
    public async Task Deleted_twice_is_deleted_once_and_makes_nobody_a_member()
    {
        await using var world = await World.StartAsync();
        var zoe = Zoe(world);
        await zoe.Uses("start");
        var asked = await zoe.Presses("Delete me…", await zoe.Uses("privacy"));
        await zoe.Presses("Delete me, my words stay", asked);

        Shows(Someone.Told(await zoe.PressesAction(ActionCodec.Encode(new CopBot.Features.Privacy.DeleteMe(false)), new PostRef(new Place(world.Home), "1"))), "keeps nothing of you");
        await world.KnowsNothingAsync(Account, Name);
    }

    [Fact]
    public async Task All_accounts_of_a_person_are_forgotten_at_once()
    {
        await using var world = await World.StartAsync();
        var zoe = Zoe(world);
        await zoe.Uses("start");
        await world.LinkElsewhereAsync(zoe, lately: true);

        await DeletesAsync(zoe, "Delete me, my words stay");

        Assert.Equal(2, await world.InStoreAsync(db => db.Set<ForgottenAccount>().CountAsync()));
        await world.KnowsNothingAsync(Account, Name);
    }

    [Fact]
    public async Task The_only_coordinator_is_warned_and_whoever_runs_the_workspace_can_take_over()
    {
        await using var world = await World.StartAsync();
        var carla = world.Someone("carla");

        Shows(Someone.Told(await carla.Presses("Delete me…", await carla.Uses("privacy"))), "the only coordinator of Workshop Leaders");
        await DeletesAsync(carla, "Delete me, my words stay");

        Shows(Someone.Told(await carla.Uses("setup")), "Nobody coordinates Workshop Leaders");
    }

    [Fact]
    public async Task A_problem_whose_asker_was_deleted_can_be_gone_on_with()
    {
        await using var world = await World.StartAsync();
        var (zoe, ben, carla) = (Zoe(world), world.Someone("ben"), world.Someone("carla"));
        var card = await world.AsksAsync(zoe);
        await DeletesAsync(zoe, "Delete me, my words stay");

        await ben.Presses("Reopen", card);
        var advice = await ben.Replies("A buddy.", card);
        Shows(Someone.Told(await ben.UsesOn(advice, "helped")), "a coordinator of the community says what helped");
        Shows(Someone.Told(await MarksAsync(carla, advice)), "nobody is asked what came of it");
        Shows(world.Plain(card), "“A buddy.” — Ben");
        await world.MoveAsync(TimeSpan.FromDays(10));
        Assert.Equal(0, await world.InStoreAsync(db => db.Set<Trial>().CountAsync()));
    }

    /// <summary>Whatever a feature stores about somebody goes with them, also of features that are not written yet.</summary>
    [Fact]
    public async Task No_column_names_somebody_who_was_deleted()
    {
        await using var world = await World.StartAsync();
        var zoe = Zoe(world);
        await TakesPartAsync(world, zoe);
        var id = await world.MemberAsync(zoe);
        var named = await NamingAsync(world, id);
        Assert.Superset(new HashSet<string>(["Advice.Author", "Delivery.Reader", "Membership.Member", "Post.Reader", "Problem.Asker", "ProblemPerson.Member", "StoryName.Member", "Trial.Trier"], StringComparer.Ordinal), named.ToHashSet(StringComparer.Ordinal));

        await DeletesAsync(zoe, "Delete me, my words stay");

        Assert.Empty(await NamingAsync(world, id));
        Assert.DoesNotContain(await world.RowsAsync(), row => row.Contains(id.Value.ToString("N"), StringComparison.OrdinalIgnoreCase) || row.Contains(id.Value.ToString(), StringComparison.OrdinalIgnoreCase));
    }

    private static Someone Zoe(World world) => world.Someone(Account, Name);

    private static async Task DeletesAsync(Someone who, string how) => await who.Presses(how, await who.Presses("Delete me…", await who.Uses("privacy")));

    /// <summary>Zoe advises Ben, who tells that it worked, and is named in the story; she can help with another of his, has one of her own, and a form begun.</summary>
    private static async Task<(RoomMessage Card, RoomMessage Own)> TakesPartAsync(World world, Someone zoe)
    {
        var ben = world.Someone("ben");
        var card = await world.IsHelpedAsync(ben, zoe);
        await world.MoveAsync(TimeSpan.FromDays(8));
        var trial = (await world.TrialAsync()).Id;
        await ben.Submits(await ben.Presses("Add a line", await ben.PressesAction(ActionCodec.Encode(new TellOutcome(trial, OutcomeResult.Worked)), ben.LatestMail.Post)), ("Line", "Twelve came back."));
        await world.MoveAsync(TimeSpan.FromMinutes(2));
        await zoe.PressesAction(ActionCodec.Encode(new NameMe(trial)), card.Post);
        await zoe.Presses("I can help", await world.AsksAsync(ben, "Who repairs radios?"));

        var own = await world.AsksAsync(zoe, "Where is the other kettle?");
        await zoe.PressesAction(ActionCodec.Encode(new TryAdvice((await world.ProblemAsync()).Id)), card.Post);
        await zoe.Submits(new TryAdviceForm { Problem = (await world.ProblemAsync()).Id, WillTry = "A buddy", When = WhenKnown.DoNotAsk });
        var mine = await world.InStoreAsync(db => db.Set<Trial>().Where(t => t.Id != trial).Select(t => t.Id).SingleAsync());
        await zoe.PressesAction(ActionCodec.Encode(new TellOutcome(mine, OutcomeResult.Changed)), card.Post);
        await zoe.Submits(new ProblemForm { Title = "Not sent yet" });
        await world.MoveAsync(TimeSpan.FromMinutes(2));
        return (card, own);
    }

    private static (string Page, JsonNode Json) Record(World world, Someone who)
    {
        var files = world.Room.DirectTo(who.Ref).Select(m => m.File).OfType<ChatFile>().ToDictionary(f => f.Name, f => Encoding.UTF8.GetString(f.Content.Span), StringComparer.Ordinal);
        return (files["my-record.md"], JsonNode.Parse(files["my-record.json"])!);
    }

    private static Task<List<string>> NamingAsync(World world, MemberId member) => world.InStoreAsync(async db =>
    {
        var rows = new NamedRows(db);
        var named = new List<string>();
        foreach (var kind in NamedRows.Columns(db.Model))
        {
            var all = typeof(PrivacyTests).GetMethod(nameof(CountAsync), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!.MakeGenericMethod(kind.DeclaringType.ClrType);
            if (await (Task<int>)all.Invoke(null, [rows, kind, member])! > 0) named.Add($"{kind.DeclaringType.ClrType.Name}.{kind.Name}");
        }

        return named;
    });

    private static Task<int> CountAsync<T>(NamedRows rows, Microsoft.EntityFrameworkCore.Metadata.IProperty column, MemberId member) where T : class => rows.Naming<T>(column, member).IgnoreAutoIncludes().CountAsync();
}
