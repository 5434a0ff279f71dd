using CopBot.Chat;
using CopBot.Communities;
using CopBot.Features.Directory;
using CopBot.Search;
using Xunit;

namespace CopBot.Tests.Features.Knowing;

/// <summary>What people see of the directory, of invitations and of the map reads as it was approved, and fits with the longest words.</summary>
public sealed class DirectoryCardsTests
{
    private static readonly CommunityId Community = Somebody.Travel().Id;
    private static readonly AskedId Thing = new(Guid.NewGuid());

    [Fact]
    public void Forms_read_as_approved()
    {
        Drawn.Reads(FormSchema.View(new MyTopicsForm { CanAdvise = "paint", Reach = "Write to me directly" }), "form-what-you-know");
        Drawn.Reads(FormSchema.View(new AwayForm()), "form-away");
        Drawn.Reads(FormSchema.View(new FindExpertsForm()), "form-find-experts");
        Drawn.Reads(FormSchema.View(new SuggestForm { Thing = Thing }), "form-suggest");
        Drawn.Reads(FormSchema.View(new JoinTopicsForm()), "form-join-topics");
        Drawn.Reads(FormSchema.View(new ThanksForm()), "form-thanks");
    }

    [Fact]
    public void What_the_directory_knows_of_somebody_reads_as_approved()
    {
        Drawn.Reads(MyTopicsCard.Render(new MyKnowledge(null, [], []), null, Somebody.Now), "know-nothing");
        var profile = Profile(Somebody.Short().Member);
        var paint = Topic.Of(Community, "paint");
        var topics = new[] { new MyTopic(paint, Stance.CanAdvise, "you said so; 4 pieces of advice that worked since March 2026"), new MyTopic(Topic.Of(Community, "glue"), Stance.Learning, "you said so") };
        var mine = new MyKnowledge(profile, topics, [new MyTopic(Topic.Of(Community, "first visitors"), null, "2 pieces of advice that helped since May 2026")]);
        Drawn.Reads(MyTopicsCard.Render(mine, $"Saved.", Somebody.Now), "know");
        profile.BeAway(Somebody.Now.AddDays(9));
        profile.Hide();
        Drawn.Reads(MyTopicsCard.Render(mine, null, Somebody.Now), "know-hidden");
        Drawn.Reads(StillRightCard.Render(Community, mine, Somebody.Now.AddMonths(-6)), "know-still-right");
        Drawn.Reads(TopicsCard.Render([paint, Topic.Of(Community, "welding")], new Dictionary<TopicId, int> { [paint.Id] = 2 }, 0, null), "topics");
    }

    [Fact]
    public void Invitations_read_as_approved()
    {
        var asked = new IAskedThings.Asked("How can we store paint over winter?", "", ["paint"], [], "problem/x/card", [new Paragraph($"Asked by Anna"), new Paragraph($"Tried so far: a shed")], null, HasAnswers: false);
        var open = new LinkButton("Open", new Uri("https://chat.example/1"));
        Drawn.Reads(InvitationCard.Render(Thing, asked, $"you said that you can advise on paint.", open), "invitation");
        Drawn.Reads(InvitationCard.Answered(Thing, InvitationState.Taken, open), "invitation-taken");
        Drawn.Reads(InvitationCard.Answered(Thing, InvitationState.Passed, open), "invitation-passed");
    }

    [Fact]
    public void Who_knows_and_the_map_read_as_approved()
    {
        var ben = Member.Meet(new UserRef(Somebody.Workspace, "ben"), "Ben", null);
        var profile = Profile(ben);
        var knower = new Knower(ben, profile, new WhoFits.Fit(ben.Id.Value, Stance.CanAdvise, Somebody.Now, [], 0, 0, 0, TimeSpan.Zero), ["can advise on paint", "2 pieces of advice that worked since March 2026 on paint"], []);
        Drawn.Reads(ExpertsCard.Render("paint", [knower], 0, true, new CopBot.Dispatch.DraftId(Guid.NewGuid()), Somebody.Short().Member.Id, Somebody.Now), "experts");
        Drawn.Reads(ExpertsCard.Nobody("welding"), "experts-nobody");
        Drawn.Reads(MapCard.Render([], 0), "map-empty");
        Drawn.Reads(
            MapCard.Render(
            [
                new Territory("welding", 3, 2, 4, 1, 0, 0, 0, 0),
                new Territory("paint", 5, 0, 0, 0, 1, 1, 1, 0),
                new Territory("first visitors", 2, 0, 0, 0, 4, 2, 5, 3),
            ],
            0),
            "map");
    }

    [Fact]
    public void Everything_fits_with_the_longest_words()
    {
        var profile = Profile(Somebody.Long().Member);
        profile.BeAsked(AsksAWeek.Three, Somebody.Words(CopBot.Features.Directory.Profile.ReachMaxLength), Somebody.Now);
        var topic = Topic.Of(Community, Somebody.Words(Topic.NameMaxLength));
        var many = Enumerable.Range(0, 10).Select(_ => new MyTopic(Topic.Of(Community, Somebody.Words(Topic.NameMaxLength)), Stance.CanAdvise, "you said so; 40 pieces of advice that worked since September 2026")).ToList();
        Fits(MyTopicsCard.Render(new MyKnowledge(profile, many, [.. many.Take(5)]), $"Saved.", Somebody.Now));
        Fits(StillRightCard.Render(Community, new MyKnowledge(profile, many, []), Somebody.Now));
        var title = Somebody.Words(150);
        var asked = new IAskedThings.Asked(title, "", [], [], "", [new Paragraph($"Asked by {Somebody.Words(60)} · needed by {DateOnly.MaxValue}"), new Paragraph($"Tried so far: {Somebody.Words(300)}")], null, HasAnswers: false);
        Fits(InvitationCard.Render(Thing, asked, Text.Of(Somebody.Words(600)), new LinkButton("Open", new Uri("https://chat.example/1"))).With(new Footnote($"Why you got this: CopBot asks a few who may know, and nobody else."), new Controls([new Button("Less of this", "less"), new Button("Stop", "stop")])));
        var knowers = Enumerable.Range(0, 5).Select(i => new Knower(Member.Meet(new UserRef(Somebody.Workspace, $"u{i}"), Somebody.Words(500), null), profile, new WhoFits.Fit(Guid.NewGuid(), null, Somebody.Now, [], 0, 0, 0, TimeSpan.Zero), [Somebody.Words(300)], [])).ToList();
        Fits(ExpertsCard.Render(Somebody.Words(150), knowers, 1, true, new CopBot.Dispatch.DraftId(Guid.NewGuid()), knowers[0].Member.Id, Somebody.Now));
        Fits(MapCard.Render([.. Enumerable.Range(0, 30).Select(_ => new Territory(Somebody.Words(MissedWords.WordsMaxLength), 1000, 1000, 1000, 1000, 500, 500, 500, 499))], 1));
        for (var i = 0; i < Topic.MostSynonyms; i++) topic.AlsoCalled(i + Somebody.Words(30));
        Fits(TopicsCard.Render([.. Enumerable.Repeat(topic, 1), .. Enumerable.Range(0, 40).Select(i => Topic.Of(Community, i + Somebody.Words(36)))], new Dictionary<TopicId, int>(), 1, $"Saved."));
    }

    private static Profile Profile(Member member)
    {
        var profile = CopBot.Features.Directory.Profile.Begin(Community, member.Id, Somebody.Now);
        profile.BeAsked(AsksAWeek.Two, "Write to me directly", Somebody.Now);
        profile.Publish(Somebody.Now);
        return profile;
    }

    private static void Fits(Message message) => Assert.Empty(Limits.Broken(message));
}
