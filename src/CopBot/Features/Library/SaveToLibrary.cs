using System.ComponentModel.DataAnnotations;
using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Posts;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Features.Library;

/// <summary>A member saves something to the library.</summary>
[Command("save", "Save a link, an example, a template or a guide to the library", Takes = "a link")]
public sealed record SaveSomething(string Words = "") : ICommand;

/// <summary>The same from a button.</summary>
[Action("library-new"), LooksOnly]
public sealed record StartSaving : IAction;

/// <summary>A member saves a message to the library.</summary>
[MessageAction("library-here", "Save to library")]
public sealed record SaveThisToLibrary(SourceMessage Message) : IMessageAction;

/// <summary>A member has what somebody looks for.</summary>
[Action("information-have")]
public sealed record GiveInformation(InformationRequestId Request) : IAction;

/// <summary>Somebody saves what they made of a template.</summary>
[Action("library-version")]
public sealed record SaveMyVersion(ResourceId Template) : IAction;

/// <summary>The author of a saved message takes their words back.</summary>
[Action("library-source-back")]
public sealed record TakeResourceSourceBack(ResourceId Resource) : IAction;

/// <summary>Whoever just saved it takes it back.</summary>
[Action("library-undo")]
public sealed record TakeResourceBack(ResourceId Resource) : IAction;

/// <summary>Something for the library.</summary>
[Form("library-save", "Save to library", Submit = "Save")]
public sealed record SaveForm : IForm
{
    /// <summary>The title as a question.</summary>
    [Display(Name = "What question does it answer?", Description = "It appears in the community's library, where everyone here finds it."), Required, StringLength(Resource.TitleMaxLength)]
    public string Title { get; set; } = "";

    /// <summary>The link, or the text itself.</summary>
    [Display(Name = "A link, or the text itself"), DataType(DataType.MultilineText), Required, StringLength(Limits.FieldLength)]
    public string What { get; set; } = "";

    /// <summary>What kind of thing it is.</summary>
    [Display(Name = "What is it?"), Required]
    public ResourceKind Kind { get; set; }

    /// <summary>When it is to be looked at again.</summary>
    [Display(Name = "When shall it be looked at again?", Description = "You look after it, and are asked then whether it still holds."), Required]
    public ReviewEvery Review { get; set; } = ReviewEvery.SixMonths;

    /// <summary>Licence or limits.</summary>
    [Display(Name = "Licence or limits", Description = "What others may do with it, and where it does not apply."), StringLength(Resource.TermsMaxLength)]
    public string Terms { get; set; } = "";

    /// <summary>The kept message that it is saved from.</summary>
    public DraftId? Source { get; set; }

    /// <summary>The request that it fulfils.</summary>
    public InformationRequestId? For { get; set; }

    /// <summary>The template that it was made from.</summary>
    public ResourceId? CopyOf { get; set; }

    /// <summary>The form filled with what somebody wrote: its first line is the title.</summary>
    public static SaveForm From(string words)
    {
        words = Typed.Clean(words, lines: true);
        var (link, rest) = Resource.FirstLink(words);
        var title = Shortening.OneLine(rest.Split('\n', 2)[0], Resource.TitleMaxLength);
        return new SaveForm { Title = title, What = Shortening.To(words, Limits.FieldLength), Kind = link is null ? ResourceKind.Example : ResourceKind.Link };
    }
}

internal sealed class SaveOpener(CopBotDb db, IDrafts drafts) :
    IOpen<SaveSomething, SaveForm>, IOpen<StartSaving, SaveForm>, IOpen<SaveThisToLibrary, SaveForm>, IOpen<GiveInformation, SaveForm>, IOpen<SaveMyVersion, SaveForm>
{
    public Task<Opening<SaveForm>> Open(SaveSomething request, Caller caller, CancellationToken stop) => Task.FromResult<Opening<SaveForm>>(SaveForm.From(request.Words));

    public Task<Opening<SaveForm>> Open(StartSaving request, Caller caller, CancellationToken stop) => Task.FromResult<Opening<SaveForm>>(new SaveForm());

    public async Task<Opening<SaveForm>> Open(SaveThisToLibrary request, Caller caller, CancellationToken stop)
    {
        if (await db.IsOursAsync(request.Message.Post, stop)) return LibraryRefusals.OwnMessage;
        var form = SaveForm.From(request.Message.Text);
        var thread = request.Message.Post.Place;
        // A message below a request answers it.
        if (thread.Thread is not null && await db.Deliveries.Where(d => d.Thread == thread).Select(d => d.Key).FirstOrDefaultAsync(stop) is { } key) form.For = InformationCard.Read(key);
        if (form.For is { } id && await db.WholeAsync(id, stop) is { } asked) form.Title = asked.Title;
        form.Source = await drafts.KeepSourceAsync(request.Message, caller.Account, inMemory: false, stop);
        return form;
    }

    public async Task<Opening<SaveForm>> Open(GiveInformation request, Caller caller, CancellationToken stop) =>
        await db.WholeAsync(request.Request, stop) is { } asked ? new SaveForm { For = asked.Id, Title = asked.Title } : LibraryRefusals.RequestGone;

    public async Task<Opening<SaveForm>> Open(SaveMyVersion request, Caller caller, CancellationToken stop) =>
        await db.WholeAsync(request.Template, stop) is { } template
            ? new SaveForm { CopyOf = template.Id, Title = template.Title, What = Shortening.To(template.Words, Limits.FieldLength), Kind = ResourceKind.Template, Terms = template.Terms }
            : LibraryRefusals.Gone;
}

internal sealed class SaveHandler(CopBotDb db, IDrafts drafts, IEvents events, ResourcePosts posts, InformationPosts information, SourceWords words, TimeProvider clock) :
    IHandle<SaveForm>, IHandle<TakeResourceSourceBack>, IHandle<TakeResourceBack>
{
    public async Task<Answer> Handle(SaveForm request, Caller caller, CancellationToken stop)
    {
        if (request.Kind is ResourceKind.Link && Resource.FirstLink(request.What).Link is null)
            return new Answer.Invalid(nameof(SaveForm.What), "There is no link in this that others could open: one begins with https:// or http://. For a text choose another kind below.");

        var now = clock.GetUtcNow();
        var resource = await AlreadyThereAsync(request, caller.Community.Id, stop);
        var isNew = resource is null;
        if (resource is null)
        {
            resource = Resource.Save(new ResourceId(Guid.CreateVersion7()), caller.Community.Id, request.Kind, request.Title, request.What, caller.Member.Id, request.Review, now);
            resource.Has(request.CopyOf, request.Terms, import: null);
            db.Add(resource);
            if (request.Source is { } source) await TellAuthorAsync(resource, source, caller, stop);
            await posts.PublishAsync(resource, stop);
        }

        if (request.For is { } asked && await FulfilAsync(asked, resource, caller, now, stop) is { } thanks) return thanks;
        if (!isNew) return Answer.Show([new Paragraph($"The library has this link already: {resource.Title:b}"), new Controls([new Button("Look at it", new OpenResource(resource.Id))])]);
        return Answer.ShowInstead(
        [
            new Paragraph($"Saved: {resource.Title:b} /cop find finds it. You look after it, and are asked {resource.ReviewAt!.Value:day} whether it still holds."),
            new Controls([new Button("Look at it", new OpenResource(resource.Id)), new Button("Give it to somebody", new GiveResource(resource.Id)), new Button("Undo", new TakeResourceBack(resource.Id))]),
        ]);
    }

    public async Task<Answer> Handle(TakeResourceSourceBack request, Caller caller, CancellationToken stop)
    {
        if (await db.WholeAsync(request.Resource, stop) is not { } resource) return LibraryRefusals.Gone;
        if (resource.SourceAuthor != caller.Member.Id) return LibraryRefusals.NotYourWords;
        await RemoveAsync(resource, stop);
        words.SayItIsDone(ResourceCard.SourceKey(resource.Id), caller.Member.Id, resource.Community);
        return Answer.Say($"Taken back: your words are no longer in the library. Your own message is yours to delete.");
    }

    public async Task<Answer> Handle(TakeResourceBack request, Caller caller, CancellationToken stop)
    {
        if (await db.WholeAsync(request.Resource, stop) is not { } resource) return LibraryRefusals.Gone;
        if (!resource.IsKeptBy(caller)) return LibraryRefusals.NotYours;
        await RemoveAsync(resource, stop);
        return Answer.ShowInstead(Message.Say($"Taken back: it is not in the library."));
    }

    private async Task RemoveAsync(Resource resource, CancellationToken stop)
    {
        await posts.TakeDownAsync(resource, stop);
        foreach (var asked in await db.InformationRequests.Where(r => r.Found.Any(f => f.Resource == resource.Id)).ToListAsync(stop))
        {
            asked.Lose(resource.Id);
            await information.PublishAsync(asked, stop);
        }

        events.Raise(new Problems.ProblemTakenBack(resource.AsTried));
        db.Remove(resource);
    }

    /// <summary>The same link is there once.</summary>
    private async Task<Resource?> AlreadyThereAsync(SaveForm form, CommunityId community, CancellationToken stop)
    {
        if (form.Kind is not ResourceKind.Link || Resource.FirstLink(form.What).Link is not { } link) return null;
        return await db.Resources.FirstOrDefaultAsync(r => r.Community == community && r.Link == link && r.RetiredAt == null, stop);
    }

    private async Task TellAuthorAsync(Resource resource, DraftId kept, Caller caller, CancellationToken stop)
    {
        if (await words.FindAsync(kept, caller, stop) is not { } source) return;
        resource.CameFrom(source.Post, source.Author?.Id);
        await drafts.ForgetAsync(kept, stop);
        if (source.Author is not { } author) return;
        words.Tell(
            ResourceCard.SourceKey(resource.Id),
            author,
            resource.Community,
            $"{caller.Member.Person:name} saved something you wrote to the library: {resource.Title:b}",
            $"Everyone in {caller.Community.Name} finds it there.",
            new TakeResourceSourceBack(resource.Id));
    }

    private async Task<Answer?> FulfilAsync(InformationRequestId id, Resource resource, Caller caller, DateTimeOffset now, CancellationToken stop)
    {
        if (await db.WholeAsync(id, stop) is not { } asked) return null;
        if (asked.Fulfil(resource.Id, caller.Member.Id, now)) await information.FoundAsync(asked, resource, caller, stop);
        return Answer.ShowInstead(
        [
            new Paragraph($"Thank you! {asked.Title:b} is found, and whoever looks for it is told that it came from you. It is in the library too: you look after it, and are asked {resource.VerifiedAt.AddMonths(Months(resource.Review)):day} whether it still holds."),
            new Controls([new Button("Look at it", new OpenResource(resource.Id)), new Button("Give it to somebody", new GiveResource(resource.Id))]),
        ]);
    }

    private static int Months(ReviewEvery review) => review switch { ReviewEvery.ThreeMonths => 3, ReviewEvery.SixMonths => 6, _ => 12 };
}
