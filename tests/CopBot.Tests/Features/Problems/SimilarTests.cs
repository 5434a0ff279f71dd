using CopBot.Communities;
using CopBot.Data;
using CopBot.Features.Outcomes;
using CopBot.Features.Problems;
using CopBot.TestKit;
using Microsoft.EntityFrameworkCore;
using Xunit;
using static CopBot.Tests.Features.Stories;

namespace CopBot.Tests.Features.Problems;

public sealed class SimilarTests
{
    [Fact]
    public async Task Who_asks_what_was_asked_before_sees_what_helped_and_how_it_went()
    {
        await using var world = await World.StartAsync();
        var (anna, ben, dora) = (world.Someone("anna"), world.Someone("ben"), world.Someone("dora"));
        await world.IsHelpedAsync(anna, ben);
        await world.MoveAsync(TimeSpan.FromDays(7));
        await anna.Presses("It worked", anna.LatestMail);

        var preview = await dora.Submits(new ProblemForm { Title = "How do we welcome our first visitors?" });

        Shows(Someone.Told(preview), "One that looks alike", $"{Title} · tried by 1, worked for 1", "“We give every newcomer a buddy.”");
        Offers("This helps", Labels(preview.Shown!.Shows));
        Offers("Open", Labels(preview.Shown!.Shows));
        Offers("Post mine anyway", Labels(preview.Shown!.Shows));
        Assert.Empty(CopBot.Chat.Limits.Broken(preview.Shown!.Shows));
    }

    [Fact]
    public async Task What_is_not_alike_is_not_mentioned()
    {
        await using var world = await World.StartAsync();
        await world.AsksAsync(world.Someone("anna"));

        var preview = await world.Someone("dora").Submits(new ProblemForm { Title = "Which glue holds porcelain?" });

        Lacks(Someone.Told(preview), "looks alike", Title);
        Offers("Post it", Labels(preview.Shown!.Shows));
    }

    [Fact]
    public async Task What_another_community_asked_is_never_shown()
    {
        await using var world = await World.StartAsync();
        var dora = world.Someone("dora");
        await world.AsksAsync(world.Someone("anna"));
        Shows(Someone.Told(await dora.Submits(new ProblemForm { Title = Title })), "looks alike");

        await world.InStoreAsync(db =>
        {
            var other = CommunityId.New().Value;
            return db.Database.ExecuteSqlAsync($"UPDATE findable SET community = {other}");
        });

        Lacks(Someone.Told(await dora.Submits(new ProblemForm { Title = Title })), "looks alike");
    }

    [Fact]
    public async Task What_helped_before_starts_the_same_loop_for_somebody_else()
    {
        await using var world = await World.StartAsync();
        var (anna, ben, dora) = (world.Someone("anna"), world.Someone("ben"), world.Someone("dora"));
        var card = await world.IsHelpedAsync(anna, ben, WhenKnown.DoNotAsk);
        var mails = (anna.Mail.Count, ben.Mail.Count);

        var helps = await dora.Presses("This helps", await dora.Submits(new ProblemForm { Title = Title }));
        Shows(Someone.Told(await dora.Submits(helps, ("WillTry", "A buddy"), ("When", nameof(WhenKnown.InAWeek)))), "You will be asked once");
        Assert.Single(world.Posts);
        Shows(world.Plain(card), "1 has this too");
        Assert.Equal(0, await world.InStoreAsync(db => db.Set<CopBot.Dispatch.Draft>().CountAsync()));

        await world.MoveAsync(TimeSpan.FromDays(7));
        Shows(Assert.Single(dora.Mail), "What came of it?", Title, "A buddy");
        await dora.Presses("It worked", dora.LatestMail);
        await world.MoveAsync(TimeSpan.FromMinutes(2));

        Shows(world.Plain(card), "tried by 1, worked for 1", "Advised");
        Assert.Equal(mails.Item2 + 1, ben.Mail.Count);
        Shows(ben.Mail[^1], $"Your advice: it worked. {Title}");
        Assert.Equal(mails.Item1, anna.Mail.Count);
        Assert.Single(dora.Mail);
    }

    [Fact]
    public async Task Nobody_is_sent_to_advice_whose_author_took_it_back()
    {
        await using var world = await World.StartAsync();
        var (anna, ben, dora) = (world.Someone("anna"), world.Someone("ben"), world.Someone("dora"));
        await world.IsHelpedAsync(anna, ben);
        var before = await dora.Submits(new ProblemForm { Title = Title });
        await ben.Presses("Take my words back", ben.LatestMail);

        Shows(Someone.Told(await dora.Presses("This helps", before)), "Nothing has been marked as what helped there yet");
        OffersNot("This helps", Labels((await dora.Submits(new ProblemForm { Title = Title })).Shown!.Shows));
    }
}
