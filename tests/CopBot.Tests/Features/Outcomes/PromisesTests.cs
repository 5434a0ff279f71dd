using CopBot.Chat;
using CopBot.Communities;
using CopBot.Features.Outcomes;
using CopBot.Features.Problems;
using CopBot.TestKit;
using Microsoft.EntityFrameworkCore;
using Xunit;
using static CopBot.Tests.Features.Stories;

namespace CopBot.Tests.Features.Outcomes;

public sealed class PromisesTests
{
    [Fact]
    public async Task Who_has_promised_nothing_is_told_how_promises_come_about_and_becomes_no_member()
    {
        await using var world = await World.StartAsync();

        Shows(Someone.Told(await world.Someone("ben").Uses("promises")), "Nothing yet");
        Assert.Equal(1, await world.InStoreAsync(db => db.Memberships.CountAsync()));
    }

    [Fact]
    public async Task Everything_one_tries_asked_and_follows_can_be_paged_through_and_opened()
    {
        await using var world = await World.StartAsync();
        var (anna, ben) = (world.Someone("anna"), world.Someone("ben"));
        for (var i = 1; i <= 7; i++)
        {
            var card = await world.AsksAsync(anna, $"{i} {Somebody.Words(140).Trim()}");
            await ben.Presses("Follow the outcome", card);
            await MarksAsync(anna, await ben.Replies("A buddy.", card), WhenKnown.InAWeek, Somebody.Words(Trial.WillTryMaxLength).Trim());
        }

        var first = await anna.Uses("promises");
        var second = await anna.Presses("More", first);
        var all = await anna.Presses("All 7 of them", first);
        var bens = await ben.Uses("promises");

        Assert.All([first, second, all, bens], shown => Assert.Empty(Limits.Broken(shown.Shown!.Shows)));
        var seen = string.Join('\n', Someone.Told(first), Someone.Told(second));
        Assert.All(Enumerable.Range(1, 7), i => Shows(seen, $"{i} Ünïcode"));
        Assert.All(Enumerable.Range(1, 7), i => Shows(Someone.Told(all), $"{i} Ünïcode"));
        Shows(Someone.Told(bens), "you follow");
        Shows(Someone.Told(await anna.Presses("Earlier ones", second)), "What you are trying");
        var opened = await ben.Presses(Labels(bens.Shown!.Shows)[0], bens);
        Offers("Stop following", Labels(opened.Shown!.Shows));
    }

    [Fact]
    public async Task Nobody_sees_what_others_try()
    {
        await using var world = await World.StartAsync();
        var (anna, ben) = (world.Someone("anna"), world.Someone("ben"));
        await world.IsHelpedAsync(anna, ben);

        Lacks(Someone.Told(await ben.Uses("promises")), Title);
        var trial = (await world.TrialAsync()).Id;
        Shows(Someone.Told(await ben.PressesAction(ActionCodec.Encode(new ChangeOutcome(trial)), world.Card(Title).Post)), "Only whoever tries it");
    }

    [Fact]
    public async Task The_questions_and_forms_read_as_approved()
    {
        await using var world = await World.StartAsync();
        await world.IsHelpedAsync(world.Someone("anna"), world.Someone("ben"));
        var trial = await world.TrialAsync();

        trial.Ask(Somebody.Now);
        Drawn.Reads(OutcomeQuestion.Render(trial), "first-question");
        Drawn.Reads(OutcomeQuestion.InThread(trial), "question-in-the-thread");
        trial.TryLater(Somebody.Now.AddDays(2));
        Drawn.Reads(SettledQuestion.Render(trial), "not-tried-yet");
        trial.Ask(Somebody.Now);
        Drawn.Reads(OutcomeQuestion.Render(trial), "second-question");
        trial.Tell(OutcomeResult.Worked, Somebody.Now);
        trial.Say("Twelve came back.");
        Drawn.Reads(SettledQuestion.Render(trial), "told");
        Drawn.Reads(FormSchema.View(new OutcomeLineForm()), "form-line");
        Drawn.Reads(FormSchema.View(new NotTriedYetForm { Day = new DateOnly(2027, 3, 11) }), "form-not-tried-yet");
        Drawn.Reads(FormSchema.View(new OutcomeWithReceiptForm()), "form-outcome-receipt");
    }
}
