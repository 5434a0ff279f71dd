using CopBot.Chat;
using CopBot.Communities;
using CopBot.Features.Experiences;
using CopBot.Features.Library;
using CopBot.Features.Outcomes;
using Xunit;

namespace CopBot.Tests.Features.Experiences;

public sealed class ExperienceCardTests
{
    private static readonly MemberId Anna = MemberId.New();
    private static readonly MemberId Ben = MemberId.New();
    private static readonly MemberId Dora = MemberId.New();
    private static readonly Dictionary<MemberId, Person> People = new() { [Anna] = Person.Named("Anna"), [Ben] = Person.Named("Ben"), [Dora] = Person.Named("Dora") };

    [Fact]
    public void The_cards_and_what_stands_below_them_read_as_approved()
    {
        var request = Asked();
        Drawn.Reads(ExperienceCard.Render(request, People), "asked");
        var bens = Tell(request, Ben, "Two vans on a Sunday.", Again.Yes);
        Tell(request, null, "Everybody took one box home.", Again.No, ShownAs.Anonymous);
        Tell(request, Dora, "We paid a mover.", Again.WithChanges, ShownAs.OnlyToAsker);
        request.HearOutcome(new ExperienceOutcome(new(Guid.NewGuid()), request.Id, OutcomeResult.Worked, "Moved in a day.", true, Anna) { Tried = [bens.Id.Value] });
        Drawn.Reads(ExperienceCard.Render(request, People), "told");
        Drawn.Reads(ExperienceCard.Told(request, bens, People), "one-below-the-card");
        Drawn.Reads(ExperienceCard.Whole(request, bens, People, Ben), "one-whole-to-its-teller");
        Drawn.Reads(Message.Of(request.ReadableBy(Anna).SelectMany(e => ExperienceCard.Row(e, People))), "side-by-side");
        Drawn.Reads(SummaryDraft.Render(request, People), "draft-after-a-week");
    }

    [Fact]
    public void Every_form_reads_as_approved()
    {
        Drawn.Reads(FormSchema.View(new ExperienceRequestForm { Title = Telling.Question }), "form-ask");
        Drawn.Reads(FormSchema.View(new ExperienceForm()), "form-tell");
        Drawn.Reads(FormSchema.View(new KnowSomeoneForm()), "form-know-someone");
        Drawn.Reads(FormSchema.View(new SummaryForm { Title = Telling.Question, Summary = SavedWords.Draft(Asked()) }), "form-save");
        Drawn.Reads(FormSchema.View(new TryExperienceForm()), "form-try");
    }

    [Fact]
    public void The_longest_question_with_the_most_experiences_fits_everywhere()
    {
        var form = new ExperienceRequestForm { Title = Somebody.Words(ExperienceRequest.TitleMaxLength), Plan = Somebody.Words(ExperienceRequest.PlanMaxLength), Hear = Somebody.Words(ExperienceRequest.HearMaxLength) };
        var request = ExperienceRequest.Ask(new(Guid.NewGuid()), Somebody.Travel(), form, Anna, Somebody.Now);
        var people = new Dictionary<MemberId, Person> { [Anna] = Person.Named(Somebody.Words(60)) };
        foreach (var i in Enumerable.Range(0, 40))
        {
            var member = MemberId.New();
            people[member] = Person.Named(Somebody.Words(60));
            var told = request.Tell(
                new ExperienceForm { Context = Somebody.Words(Experience.ContextMaxLength), Did = Somebody.Words(Experience.StoryMaxLength), Happened = Somebody.Words(Experience.StoryMaxLength), Again = (Again)(i % 3), Shows = (ShownAs)(i % 2) },
                member,
                null,
                Somebody.Now);
            request.Follow(member, Somebody.Now);
            request.HearOutcome(new ExperienceOutcome(new(Guid.NewGuid()), request.Id, OutcomeResult.DidNot, Somebody.Words(Trial.LineMaxLength), false, member) { Tried = [told.Id.Value] });
            Assert.Empty(Limits.Broken(ExperienceCard.Told(request, told, people)));
            Assert.Empty(Limits.Broken(ExperienceCard.Whole(request, told, people, member)));
        }

        Assert.Empty(Limits.Broken(ExperienceCard.Render(request, people, new Uri("https://chat.example/message"))));
        Assert.Empty(Limits.Broken(SummaryDraft.Render(request, people)));
        Assert.Empty(Limits.Broken(Message.Of([new Heading(request.Title), .. request.ReadableBy(Anna).Take(3).SelectMany(e => ExperienceCard.Row(e, people)), new Controls([])])));
    }

    private static ExperienceRequest Asked() => ExperienceRequest.Ask(
        new(Guid.NewGuid()),
        Somebody.Travel(),
        new ExperienceRequestForm { Title = Telling.Question, Plan = "Our cellar is let to somebody else from Monday on.", Hear = "What was lost on the way." },
        Anna,
        Somebody.Now);

    private static Experience Tell(ExperienceRequest request, MemberId? teller, string did, Again again, ShownAs shows = ShownAs.Named) =>
        request.Tell(new ExperienceForm { Context = "A cellar with forty tools", Did = did, Happened = "Nothing was lost.", Again = again, Shows = shows }, teller, teller is null ? "hash" : null, Somebody.Now);
}
