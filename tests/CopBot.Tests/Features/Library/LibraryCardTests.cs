using CopBot.Chat;
using CopBot.Communities;
using CopBot.Features.Library;
using CopBot.TestKit;
using Xunit;
using static CopBot.Tests.Features.Stories;

namespace CopBot.Tests.Features.Library;

public sealed class LibraryCardTests
{
    [Fact]
    public async Task What_people_see_of_the_library_reads_as_approved()
    {
        await using var world = await World.StartAsync();
        var (anna, ben, carla) = (world.Someone("anna"), world.Someone("ben"), world.Someone("carla"));
        Drawn.Reads(await carla.Uses("library"), "library-empty");
        Drawn.Reads(await anna.Uses("find"), "find-what");
        var nothing = await anna.Uses("find rota");
        Drawn.Reads(nothing, "find-nothing");
        await anna.Submits(await anna.Presses("Ask for one", nothing), ("Title", "Where can I find a rota?"));
        Drawn.Reads(world.Card("Where can I find a rota?"), "looked-for");
        Drawn.Reads(await anna.SavesAsync("How do we test a mended kettle?", "https://example.org/kettle Five minutes with a tester."), "saved");
        Drawn.Reads(await ben.Submits(await ben.Presses("I have it", world.Card("Where can I find a rota?")), ("What", "Saturdays: …"), ("Kind", nameof(ResourceKind.Template)), ("Terms", "CC0")), "given");
        Drawn.Reads(world.Card("Where can I find a rota?"), "looked-for-and-found");
        Drawn.Reads(anna.LatestMail, "found-to-the-asker");
        var found = await ben.Uses("find kettle");
        Drawn.Reads(found, "found");
        Drawn.Reads(await anna.Presses("Look at it", found), "one-to-its-owner");
        await ben.Presses("Share here", found);
        Drawn.Reads(world.Card("How do we test a mended kettle?"), "shared");
        Drawn.Reads(await carla.Uses("library"), "library");
        await world.MoveAsync(TimeSpan.FromDays(185));
        Drawn.Reads(anna.LatestMail, "due-for-a-look");
    }

    [Fact]
    public void Every_form_reads_as_approved()
    {
        Drawn.Reads(FormSchema.View(new SaveForm()), "form-save");
        Drawn.Reads(FormSchema.View(new InformationForm { Title = "rota" }), "form-ask-for");
        Drawn.Reads(FormSchema.View(new FindForm()), "form-find");
        Drawn.Reads(FormSchema.View(new UseForm()), "form-use");
        Drawn.Reads(FormSchema.View(new ResourceForm()), "form-edit");
        Drawn.Reads(FormSchema.View(new OwnerForm()), "form-owner");
        Drawn.Reads(FormSchema.View(new ImportForm()), "form-import");
    }

    [Fact]
    public void The_longest_things_fit_everywhere()
    {
        var owner = MemberId.New();
        var people = new Dictionary<MemberId, Person> { [owner] = Person.Named(Somebody.Words(60)) };
        var resource = Resource.Save(new(Guid.NewGuid()), Somebody.Travel().Id, ResourceKind.Template, Somebody.Words(Resource.TitleMaxLength), "https://example.org/" + new string('a', 900) + "\n" + Somebody.Words(Resource.WordsMaxLength), owner, ReviewEvery.SixMonths, Somebody.Now);
        resource.Has(new(Guid.NewGuid()), Somebody.Words(Resource.TermsMaxLength), null);
        var caller = Somebody.Long(Role.Coordinator);

        Assert.Empty(Limits.Broken(ResourceCard.Render(resource, people, resource, people[owner])));
        Assert.Empty(Limits.Broken(ResourceCard.Render(resource, people, resource, reader: caller)));
        Assert.Empty(Limits.Broken(ReviewLibrary.Render([.. Enumerable.Repeat(resource, 1)])));
        var asked = InformationRequest.Ask(new(Guid.NewGuid()), caller.Community.Id, Somebody.Words(InformationRequest.TitleMaxLength), Somebody.Words(InformationRequest.MoreMaxLength), owner, Somebody.Now);
        var many = Enumerable.Range(0, 20).Select(i => Resource.Save(new(Guid.NewGuid()), caller.Community.Id, ResourceKind.Link, Somebody.Words(150), $"https://example.org/{i}", owner, ReviewEvery.SixMonths, Somebody.Now)).ToList();
        foreach (var one in many) asked.Fulfil(one.Id, owner, Somebody.Now);
        Assert.Empty(Limits.Broken(InformationCard.Render(asked, many, people)));
        Assert.Empty(Limits.Broken(ReviewLibrary.Render(many)));
    }
}
