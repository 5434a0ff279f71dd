using CopBot.Chat;
using CopBot.Communities;
using CopBot.Features.Outcomes;
using CopBot.Features.Problems;
using Xunit;

namespace CopBot.Tests.Features.Problems;

public sealed class ProblemCardTests
{
    private static readonly MemberId Anna = MemberId.New();
    private static readonly MemberId Ben = MemberId.New();
    private static readonly MemberId Dora = MemberId.New();
    private static readonly Uri Source = new("https://chat.example/message");
    private static readonly Dictionary<MemberId, Person> People = new() { [Anna] = Person.Named("Anna"), [Ben] = Person.Named("Ben"), [Dora] = Person.Named("Dora") };

    [Fact]
    public void A_new_problem_reads_as_approved() => Drawn.Reads(ProblemCard.Render(Asked(), People, Source), "open");

    [Fact]
    public void A_problem_without_a_name_reads_as_approved() => Drawn.Reads(ProblemCard.Render(Asked(unsigned: true), People), "unsigned");

    [Fact]
    public void A_problem_that_is_being_tried_reads_as_approved()
    {
        var problem = Asked();
        problem.AcceptHelper(Ben, Somebody.Now);
        problem.HasToo(Dora, Somebody.Now);
        problem.Follow(Dora, Somebody.Now);
        Mark(problem, "1", Ben, "We give every newcomer a buddy.", trying: true);
        Drawn.Reads(ProblemCard.Render(problem, People), "trying");
    }

    [Fact]
    public void A_solved_problem_reads_as_approved()
    {
        var problem = Asked();
        var advice = Mark(problem, "1", Ben, "We give every newcomer a buddy.", trying: true);
        Mark(problem, "2", Dora, "A map at the door.", trying: true);
        problem.TakeBack(problem.Advice[1].Id, Dora);
        Tell(problem, OutcomeResult.DidNot, "Nobody had time on Sundays.", Dora, advice);
        Tell(problem, OutcomeResult.Worked, "Twelve of fifteen came back.", Anna, advice);
        Drawn.Reads(ProblemCard.Render(problem, People), "solved");
    }

    [Fact]
    public void A_problem_on_two_platforms_reads_as_approved()
    {
        var problem = Asked();
        var places = Everywhere(2, 8);
        problem.Mark(new SourceMessage(new PostRef(new Place(places.All[1].Home.Channel, "1"), "2"), new UserRef(Somebody.Workspace, "ben"), "Ben", "We give every newcomer a buddy.", Somebody.Now), Ben, trying: true, Somebody.Now);
        Drawn.Reads(ProblemCard.Render(problem, People, places: places), "two-platforms");
    }

    [Fact]
    public void A_problem_set_aside_and_one_opened_again_read_as_approved()
    {
        var problem = Asked();
        problem.SetAside("the hall closes in May", Somebody.Now);
        Drawn.Reads(ProblemCard.Render(problem, People), "set-aside");
        problem.Reopen("it stays open after all", Somebody.Travel().Hours, Somebody.Now);
        Drawn.Reads(ProblemCard.Render(problem, People), "opened-again");
    }

    [Fact]
    public void What_is_said_in_the_silence_reads_as_approved()
    {
        var open = new LinkButton("Open the thread", Source);
        Drawn.Reads(SilenceNotes.Nudge(Asked()), "nudge");
        Drawn.Reads(SilenceNotes.ToHelper(Asked(), open), "second-ring");
        Drawn.Reads(SilenceNotes.ToCoordinator(Asked(), open), "queue");
        Drawn.Reads(SilenceNotes.NudgeInPrivate, "nudge-in-private");
        Drawn.Reads(SilenceNotes.ToAsker(Asked()), "queue-to-the-asker");
        Drawn.Reads(SilenceNotes.NobodyFits(Asked()), "nobody-fits");
    }

    [Fact]
    public void What_only_helpers_see_reads_as_approved()
    {
        var problem = Asked();
        problem.AcceptHelper(Ben, Somebody.Now);
        Drawn.Reads(ProblemCard.Between(problem, People, Ben, Source), "between");
        Mark(problem, "1", Ben, "We give every newcomer a buddy.", trying: true);
        Drawn.Reads(ProblemCard.Between(problem, People, Ben), "between-trying");

        var form = new ProblemForm { Title = Stories.Title, Tried = "A sign.", Who = Visibility.Helpers };
        var caller = Somebody.Short();
        caller.Community.SettleIn(Somebody.Where.Channel, "practice");
        Drawn.Reads(ProblemPreview.Render(form, new CopBot.Dispatch.DraftId(Guid.Empty), caller, [], Somebody.Now), "preview-for-helpers");
        Drawn.Reads(ProblemPreview.Render(form, new CopBot.Dispatch.DraftId(Guid.Empty), caller, [], Somebody.Now, whyNotPrivately: "#problems is a forum, and Discord has no private threads in forums."), "preview-for-helpers-nowhere");
    }

    [Fact]
    public void The_receipt_reads_as_approved() => Drawn.Reads(ReceiptCard.Render("aaaaa-bbbbb-ccccc-ddddd"), "receipt");

    [Fact]
    public void Every_form_reads_as_approved()
    {
        Drawn.Reads(FormSchema.View(new ProblemForm { Title = Stories.Title }), "form-ask");
        Drawn.Reads(FormSchema.View(new WhatHelpedForm()), "form-what-helped");
        Drawn.Reads(FormSchema.View(new WhatHelpedWithReceiptForm()), "form-what-helped-receipt");
        Drawn.Reads(FormSchema.View(new TryAdviceForm()), "form-this-helps");
        Drawn.Reads(FormSchema.View(new SetAsideForm()), "form-set-aside");
        Drawn.Reads(FormSchema.View(new CameBackForm()), "form-came-back");
        Drawn.Reads(FormSchema.View(new ReceiptForm()), "form-receipt");
    }

    [Theory]
    [InlineData(ProblemStatus.Open)]
    [InlineData(ProblemStatus.Trying)]
    [InlineData(ProblemStatus.Solved)]
    [InlineData(ProblemStatus.SetAside)]
    public void The_longest_problem_with_the_most_people_fits_everywhere(ProblemStatus status)
    {
        var form = new ProblemForm
        {
            Title = Somebody.Words(Problem.TitleMaxLength),
            Tried = Somebody.Words(Problem.TriedMaxLength),
            Good = Somebody.Words(Problem.GoodMaxLength),
            Topics = string.Join(',', Enumerable.Range(0, 5).Select(i => i + Somebody.Words(39))),
            NeededBy = new DateOnly(2027, 9, 29),
        };
        var problem = Problem.Ask(new(Guid.NewGuid()), Somebody.Travel(), form, Anna, null, first: false, Somebody.Now);
        var people = new Dictionary<MemberId, Person> { [Anna] = Person.Named(Somebody.Words(60)) };
        foreach (var i in Enumerable.Range(0, 60))
        {
            var member = MemberId.New();
            people[member] = Person.Named(Somebody.Words(60));
            problem.AcceptHelper(member, Somebody.Now);
            problem.HasToo(member, Somebody.Now);
            problem.Follow(member, Somebody.Now);
            var advice = Mark(problem, i.ToString(), member, Somebody.Words(900), trying: true);
            Tell(problem, OutcomeResult.DidNot, Somebody.Words(Trial.LineMaxLength), member, advice);
        }

        Tell(problem, OutcomeResult.DidNot, Somebody.Words(Trial.LineMaxLength), Anna, problem.Advice[0]);
        if (status is ProblemStatus.Solved) problem.Solve(Somebody.Now);
        if (status is ProblemStatus.SetAside or ProblemStatus.Open) problem.SetAside(Somebody.Words(Problem.ReasonMaxLength), Somebody.Now);
        if (status is ProblemStatus.Open) problem.Reopen(Somebody.Words(Problem.ReasonMaxLength), Somebody.Travel().Hours, Somebody.Now);

        Assert.Empty(Limits.Broken(ProblemCard.Render(problem, people, Source)));
        Assert.Empty(Limits.Broken(ProblemCard.Between(problem, people, problem.People[0].Member, Source)));
        Assert.Empty(Limits.Broken(ProblemCard.Render(problem, people, Source, Everywhere(4, 100))));
    }

    /// <summary>Homes on as many platforms.</summary>
    private static ProblemPlaces Everywhere(int places, int nameLength) => new([.. Enumerable.Range(1, places).Select(i => new ProblemPlace(
        new HomeChannel(Somebody.Travel().Id, new ChannelRef(new WorkspaceRef(new Platform($"platform{i}"), "w"), "c"), new string((char)('a' + i), nameLength)), Source))]);

    [Fact]
    public void The_fullest_preview_fits_everywhere()
    {
        var caller = Somebody.Long();
        caller.Community.SettleIn(Somebody.Where.Channel, "practice");
        var form = new ProblemForm { Title = Somebody.Words(150), Tried = Somebody.Words(3000), Good = Somebody.Words(1000), Topics = Somebody.Words(120), NeededBy = new DateOnly(2027, 9, 29) };
        List<SimilarProblem> alike = [.. Enumerable.Range(0, SimilarProblems.Most).Select(_ => new SimilarProblem(new(Guid.NewGuid()), Somebody.Words(150), "tried by 100, worked for 90, partly for 5, not for 5", Somebody.Words(160), true, new LinkButton("Open", Source)))];

        var broken = Limits.Broken(ProblemPreview.Render(form, CopBot.Dispatch.DraftId.New(), caller, alike, Somebody.Now));

        Assert.Empty(broken);
        Assert.Empty(Limits.Broken(ProblemPreview.Render(form, CopBot.Dispatch.DraftId.New(), caller, [alike[0] with { CanBeTried = false, Link = null }], Somebody.Now)));
    }

    [Fact]
    public void People_count_in_the_track_record_not_tellings()
    {
        var problem = Asked();
        var (first, second) = (Mark(problem, "1", Ben, "A buddy.", trying: true), Mark(problem, "2", Ben, "A map.", trying: true));
        Tell(problem, OutcomeResult.DidNot, "", Anna, first);
        Tell(problem, OutcomeResult.Worked, "", Anna, second);
        foreach (var result in new[] { OutcomeResult.Worked, OutcomeResult.Worked, OutcomeResult.Worked, OutcomeResult.Partly, OutcomeResult.Unknown, OutcomeResult.NotTried, OutcomeResult.Changed })
            Tell(problem, result, "", MemberId.New(), second);

        Assert.Equal("tried by 5, worked for 4, partly for 1", TrackRecord.InWords(problem.Outcomes));
        Assert.Equal(4, problem.Helped);
        Assert.Null(TrackRecord.InWords([]));
    }

    private static Problem Asked(bool unsigned = false) => Problem.Ask(
        new(Guid.NewGuid()),
        Somebody.Travel(),
        new ProblemForm { Title = Stories.Title, Tried = "A sign at the door.", Good = "Half of them come back.", Topics = "Visitors, welcome", NeededBy = new DateOnly(2027, 3, 30) },
        unsigned ? null : Anna,
        unsigned ? Receipt.HashOf("x") : null,
        first: false,
        Somebody.Now);

    private static Advice Mark(Problem problem, string id, MemberId author, string words, bool trying) =>
        problem.Mark(new SourceMessage(new PostRef(Somebody.Where, id), new UserRef(Somebody.Workspace, "x"), "x", words, Somebody.Now), author, trying, Somebody.Now);

    private static void Tell(Problem problem, OutcomeResult result, string line, MemberId teller, Advice tried) =>
        problem.Hear(new ToldOutcome(new(Guid.NewGuid()), problem.Id, result, line, teller == problem.Asker, teller) { Tried = [tried.Id.Value] }, Somebody.Now);
}
