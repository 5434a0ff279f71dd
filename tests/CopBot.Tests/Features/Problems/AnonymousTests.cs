using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Features.Outcomes;
using CopBot.Features.Problems;
using CopBot.Playground;
using CopBot.TestKit;
using Microsoft.EntityFrameworkCore;
using Xunit;
using static CopBot.Tests.Features.Stories;

namespace CopBot.Tests.Features.Problems;

public sealed class AnonymousTests
{
    private const string Account = "zoequietly";
    private const string Name = "Zoë Quietly-Asking";

    [Fact]
    public async Task Who_asks_without_a_name_gets_a_receipt_once_where_they_find_it_again()
    {
        await using var world = await World.StartAsync();
        var zoe = Zoe(world);

        var posted = await zoe.Submits(await zoe.Uses("ask " + Title), ("Who", nameof(Visibility.Anonymous)));

        Shows(PlaygroundText.Plain(posted.Kept!), "Your receipt", "this is shown once", "/cop receipt");
        Assert.Equal(1, zoe.Count("Your receipt"));
        Shows(world.Plain(world.Card(Title)), "Asked without a name on Tue 12 Jan 2027");
        Lacks(world.Plain(world.Card(Title)), Name);
        Assert.Empty(world.Log.Errors);
    }

    [Fact]
    public async Task Nothing_in_the_store_or_the_log_knows_somebody_who_only_asked_without_a_name()
    {
        await using var world = await World.StartAsync();
        var zoe = Zoe(world);
        var (card, receipt) = await world.AsksUnsignedAsync(zoe);
        var advice = await world.Someone("ben").Replies("A buddy.", card);

        // Everything that she can do: read on, mark, be asked, answer, close, open; also with a wrong receipt first.
        await zoe.Presses("More", card);
        var opened = await zoe.UsesOn(advice, "helped");
        await zoe.Submits(opened, ("Receipt", "wrong"), ("When", "InAWeek"));
        await zoe.Submits(opened, ("Receipt", receipt), ("When", "InAWeek"), ("WillTry", "A buddy"));
        await world.MoveAsync(TimeSpan.FromDays(7));
        var asked = world.PostsBelow(card)[^1];
        await zoe.Submits(await zoe.Presses("Answer with my receipt", asked), ("Receipt", receipt), ("Result", "Partly"), ("Line", "Half of them."));
        await zoe.Submits(await zoe.Uses("receipt"), ("Receipt", receipt), ("Act", "SetAside"), ("Why", "Later"));
        await zoe.Submits(await zoe.Uses("receipt"), ("Receipt", receipt), ("Act", "Reopen"), ("Why", "Now"));

        Shows(world.Plain(card), "opened again: Now", "Half of them.");
        await world.KnowsNothingAsync(Account, Name, "Quietly", receipt, receipt.Replace("-", "", StringComparison.Ordinal));
        Assert.Empty(world.Log.Errors);
    }

    [Fact]
    public async Task Nothing_joins_what_was_asked_without_a_name_to_somebody_who_also_does_other_things()
    {
        await using var world = await World.StartAsync();
        var (zoe, ben) = (Zoe(world), world.Someone("ben"));
        await world.AsksAsync(zoe, "Which glue holds porcelain?");

        // First signed, with other words, then after a second thought without a name.
        var preview = await zoe.Submits(new ProblemForm { Title = "MARKER-TITLE", Good = "MARKER-GOOD" });
        await zoe.Submits(await zoe.Uses("ask"), ("Title", new string('M', 200) + "MARKER-INVALID"));
        var (card, receipt) = await world.AsksUnsignedAsync(zoe);
        var advice = await ben.Replies("A buddy.", card);
        await zoe.Submits(await zoe.UsesOn(advice, "helped"), ("Receipt", receipt), ("When", "InAWeek"));

        Shows(Someone.Told(await zoe.Presses("Post it", preview)), "gone now");
        Assert.Equal(0, await world.InStoreAsync(db => db.Set<Draft>().CountAsync()));
        await world.KnowsNothingAsync("MARKER-TITLE", "MARKER-GOOD", "MARKER-INVALID", receipt);

        var problem = await world.ProblemAsync();
        var member = await world.InStoreAsync(db => db.Members.Where(m => m.Name == Name).Select(m => m.Id).SingleAsync());
        string[] who = [Account, Name, member.Value.ToString()];
        string[] what = [Title, problem.Id.Value.ToString(), problem.Id.Value.ToString("N"), problem.ReceiptHash!];
        var rows = await world.RowsAsync();
        Assert.Contains(rows, r => Has(r, who));
        Assert.Contains(rows, r => Has(r, what));
        Assert.DoesNotContain(rows, r => Has(r, who) && Has(r, what));
    }

    [Fact]
    public async Task Only_days_are_kept_of_what_somebody_without_a_name_does_and_no_id_tells_when()
    {
        await using var world = await World.StartAsync();
        var (zoe, ben) = (Zoe(world), world.Someone("ben"));
        var (card, receipt) = await world.AsksUnsignedAsync(zoe);
        var advice = await ben.Replies("A buddy.", card);
        await zoe.Submits(await zoe.UsesOn(advice, "helped"), ("Receipt", receipt), ("When", "InAWeek"));
        var (problem, trial) = (await world.ProblemAsync(), await world.TrialAsync());

        Assert.Equal([4, 4, 4], [problem.Id.Value.Version, problem.Advice[0].Id.Value.Version, trial.Id.Value.Version]);
        Assert.All([problem.AskedAt, trial.Since, problem.Advice[0].MarkedAt], at => Assert.Equal(TimeSpan.Zero, at.TimeOfDay));
        Assert.Null(problem.Asker);
        Assert.Null(trial.Trier);

        await world.MoveAsync(TimeSpan.FromDays(7));
        await zoe.Submits(await zoe.Presses("Answer with my receipt", world.PostsBelow(card)[^1]), ("Receipt", receipt), ("Result", "Worked"));
        Assert.Equal(TimeSpan.Zero, (await world.TrialAsync()).ToldAt!.Value.TimeOfDay);
        Assert.Equal(TimeSpan.Zero, (await world.ProblemAsync()).ClosedAt!.Value.TimeOfDay);
    }

    [Fact]
    public async Task The_receipt_marks_what_helped_is_asked_in_the_thread_and_answers_there()
    {
        await using var world = await World.StartAsync();
        var (zoe, ben) = (Zoe(world), world.Someone("ben"));
        var (card, receipt) = await world.AsksUnsignedAsync(zoe);
        var opened = await zoe.UsesOn(await ben.Replies("A buddy.", card), "helped");

        Shows(Someone.Told(await zoe.Submits(opened, ("Receipt", receipt.ToUpperInvariant().Replace('-', ' ')), ("When", "InAWeek"), ("WillTry", "A buddy"))), "asked once in the thread");
        Shows(world.Plain(card), "Being tried", "“A buddy.” — Ben");
        Shows(Assert.Single(ben.Mail), "The asker marked your words");

        await world.MoveAsync(TimeSpan.FromDays(7));
        var asked = world.PostsBelow(card)[^1];
        Shows(PlaygroundText.Plain(asked), "What came of it?", "A buddy");
        var form = await zoe.Presses("Answer with my receipt", asked);
        Shows(Someone.Told(await zoe.Submits(form, ("Receipt", "aaaaa-bbbbb-ccccc-ddddd"), ("Result", "Worked"))), "does not fit");
        Shows(Someone.Told(await ben.Submits(await ben.Presses("Answer with my receipt", asked), ("Receipt", ""), ("Result", "Worked"))), "Please fill this in");
        Shows(world.Plain(card), "Being tried");
        await zoe.Submits(form, ("Receipt", receipt), ("Result", "Worked"), ("Line", "Twelve came back."));

        Shows(world.Plain(card), "Solved", "it worked. “Twelve came back.”");
        Assert.Empty(world.PostsBelow(card));
        await world.MoveAsync(TimeSpan.FromMinutes(2));
        Shows(ben.Mail[^1], "Your advice: it worked.", Title, "The asker: “Twelve came back.”");
        Assert.StartsWith("Your receipt", Assert.Single(zoe.Mail), StringComparison.Ordinal);
        world.RangNobody();
    }

    [Fact]
    public async Task The_receipt_closes_opens_again_and_deletes_for_good()
    {
        await using var world = await World.StartAsync();
        var (zoe, dora) = (Zoe(world), world.Someone("dora"));
        var (card, receipt) = await world.AsksUnsignedAsync(zoe);
        await dora.Presses("Follow the outcome", card);

        Shows(Someone.Told(await ActsAsync(zoe, receipt, "Solved")), "Done");
        Shows(world.Plain(card), "Solved");
        Shows(Someone.Told(await ActsAsync(zoe, receipt, "Solved")), "This problem is closed");
        await ActsAsync(zoe, receipt, "Reopen", "Again");
        Shows(world.Plain(card), "opened again: Again");
        Offers("Why", (await ActsAsync(zoe, receipt, "SetAside")).Form!.Wrong.Keys);
        await ActsAsync(zoe, receipt, "SetAside", "Later");
        Shows(world.Plain(card), "Set aside: Later");

        await ActsAsync(zoe, receipt, "Delete");
        Assert.Empty(world.Posts);
        Shows(Someone.Told(await ActsAsync(zoe, receipt, "Reopen")), "does not fit");
        await world.MoveAsync(TimeSpan.FromDays(1));
        Assert.Empty(dora.Mail);
        Assert.Equal(0, await world.InStoreAsync(db => db.Set<Problem>().CountAsync()));
        await world.KnowsNothingAsync(Account, Name);
    }

    [Fact]
    public async Task A_wrong_receipt_is_refused_kindly_and_what_was_typed_is_kept_a_quarter_of_an_hour_in_memory_only()
    {
        await using var world = await World.StartAsync();
        var zoe = Zoe(world);
        var (card, receipt) = await world.AsksUnsignedAsync(zoe);
        var opened = await zoe.UsesOn(await world.Someone("ben").Replies("A buddy.", card), "helped");

        var refused = await zoe.Submits(opened, ("Receipt", "wrong"), ("When", "InAWeek"), ("WillTry", "MARKER-TRY"));
        Shows(Someone.Told(refused), "This receipt does not fit", "copy it exactly");
        await world.KnowsNothingAsync("MARKER-TRY", Account);

        var again = await zoe.Presses("Edit my answers", refused);
        Assert.Equal("MARKER-TRY", In(again, "WillTry"));
        await world.MoveAsync(TimeSpan.FromMinutes(16));
        Shows(Someone.Told(await zoe.Presses("Edit my answers", refused)), "gone now");
        Shows(Someone.Told(await zoe.Submits(again, ("Receipt", receipt))), "no longer knows which message you meant");
    }

    [Fact]
    public async Task Nobody_without_the_receipt_can_act_as_the_asker()
    {
        await using var world = await World.StartAsync();
        var (zoe, ben) = (Zoe(world), world.Someone("ben"));
        var (card, _) = await world.AsksUnsignedAsync(zoe);
        var problem = (await world.ProblemAsync()).Id;

        OffersNot("It is solved", Labels((await ben.Presses("More", card)).Shown!.Shows));
        foreach (var who in new[] { ben, zoe })
        {
            Shows(Someone.Told(await who.PressesAction(ActionCodec.Encode(new SayItIsSolved(problem)), card.Post)), "Only the asker");
            Shows(Someone.Told(await who.PressesAction(ActionCodec.Encode(new TakeProblemBack(problem)), card.Post)), "Only the asker");
            Shows(Someone.Told(await who.Submits(new WhatHelpedForm { Problem = problem, When = WhenKnown.InAWeek })), "Only the asker");
            Shows(Someone.Told(await who.Submits(new ReceiptForm { Receipt = "aaaaa-bbbbb-ccccc-ddddd", Act = ReceiptAct.Delete })), "does not fit");
        }

        Assert.Single(world.Posts);
    }

    [Fact]
    public async Task A_trial_of_a_problem_that_is_deleted_is_dropped()
    {
        await using var world = await World.StartAsync();
        var (zoe, ben, dora) = (Zoe(world), world.Someone("ben"), world.Someone("dora"));
        var (card, receipt) = await world.AsksUnsignedAsync(zoe);
        await zoe.Submits(await zoe.UsesOn(await ben.Replies("A buddy.", card), "helped"), ("Receipt", receipt), ("When", "InAWeek"));
        await dora.Submits(await dora.Presses("This helps me too", await dora.Presses("More", card)), ("When", "InAWeek"));

        await ActsAsync(zoe, receipt, "Delete");

        await world.MoveAsync(TimeSpan.FromDays(30));
        Assert.Empty(dora.Mail);
        Shows(Someone.Told(await dora.Uses("promises")), "Nothing yet");
        Assert.Empty(world.Log.Errors);
    }

    [Fact]
    public async Task Without_a_name_nobody_is_nudged_in_private_and_the_thread_still_is()
    {
        await using var world = await World.StartAsync();
        var zoe = Zoe(world);
        var (card, _) = await world.AsksUnsignedAsync(zoe);

        await world.MoveAsync(TimeSpan.FromDays(2));

        Shows(PlaygroundText.Plain(Assert.Single(world.PostsBelow(card))), "No answer yet");
        Assert.Single(zoe.Mail);
    }

    private static Someone Zoe(World world) => world.Someone(Account, Name);

    private static async Task<Acted> ActsAsync(Someone who, string receipt, string act, string why = "") =>
        await who.Submits(await who.Uses("receipt"), ("Receipt", receipt), ("Act", act), ("Why", why));

    private static bool Has(string row, string[] words) => words.Any(w => row.Contains(w, StringComparison.OrdinalIgnoreCase));
}
