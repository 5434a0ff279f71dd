using System.ComponentModel.DataAnnotations;
using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Features.Problems;
using CopBot.Posts;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Features.Library;

/// <summary>Somebody opens something of the library.</summary>
[Action("library-open"), LooksOnly]
public sealed record OpenResource(ResourceId Resource) : IAction;

/// <summary>Whoever looks after it says that it still holds.</summary>
[Action("library-holds")]
public sealed record SayItHolds(ResourceId Resource) : IAction;

/// <summary>Everything that is due and theirs still holds; a coordinator's is also what nobody looks after.</summary>
[Action("library-all-hold")]
public sealed record SayAllHold : IAction;

/// <summary>Whoever looks after it changes it.</summary>
[Action("library-edit")]
public sealed record EditResource(ResourceId Resource) : IAction;

/// <summary>Whoever looks after it hands it on.</summary>
[Action("library-give")]
public sealed record GiveResource(ResourceId Resource) : IAction;

/// <summary>Whoever looks after it takes it out of use.</summary>
[Action("library-retire")]
public sealed record RetireResource(ResourceId Resource) : IAction;

/// <summary>Something of the library, to be changed.</summary>
[Form("library-change", "In the library", Submit = "Save")]
public sealed record ResourceForm : IForm
{
    /// <summary>The title as a question.</summary>
    [Display(Name = "What question does it answer?"), Required, StringLength(Library.Resource.TitleMaxLength)]
    public string Title { get; set; } = "";

    /// <summary>The link, or the text itself.</summary>
    [Display(Name = "A link, or the text itself"), DataType(DataType.MultilineText), Required, StringLength(Limits.FieldLength)]
    public string What { get; set; } = "";

    /// <summary>What kind of thing it is.</summary>
    [Display(Name = "What is it?"), Required]
    public ResourceKind Kind { get; set; }

    /// <summary>When it is to be looked at again.</summary>
    [Display(Name = "When shall it be looked at again?"), Required]
    public ReviewEvery Review { get; set; }

    /// <summary>Licence or limits.</summary>
    [Display(Name = "Licence or limits"), StringLength(Library.Resource.TermsMaxLength)]
    public string Terms { get; set; } = "";

    /// <summary>Which one.</summary>
    public ResourceId Resource { get; set; }
}

/// <summary>Who is to look after it.</summary>
[Form("library-owner", "Who looks after it?", Submit = "Hand it on")]
public sealed record OwnerForm : IForm
{
    /// <summary>Who.</summary>
    [Display(Name = "Who shall look after it?", Description = "They are told, and asked when it is due for a look."), Required]
    public UserRef? Who { get; set; }

    /// <summary>Which one.</summary>
    public ResourceId Resource { get; set; }
}

internal sealed class KeepResourceHandler(CopBotDb db, IBoard board, Callers callers, ResourcePosts posts, TimeProvider clock) :
    IHandle<OpenResource>, IHandle<SayItHolds>, IHandle<SayAllHold>, IOpen<EditResource, ResourceForm>, IHandle<ResourceForm>, IOpen<GiveResource, OwnerForm>, IHandle<OwnerForm>, IHandle<RetireResource>
{
    public async Task<Answer> Handle(OpenResource request, Caller caller, CancellationToken stop)
    {
        if (await db.WholeAsync(request.Resource, stop) is not { } resource) return LibraryRefusals.Gone;
        var from = await posts.FromAsync(resource, stop);
        return Answer.Show(ResourceCard.Render(resource, await posts.NamesAsync([resource, from], stop), from, reader: caller));
    }

    public async Task<Answer> Handle(SayItHolds request, Caller caller, CancellationToken stop)
    {
        if (await db.WholeAsync(request.Resource, stop) is not { } resource) return LibraryRefusals.Gone;
        if (!resource.IsKeptBy(caller)) return LibraryRefusals.NotYours;
        resource.Verify(clock.GetUtcNow());
        await posts.PublishAsync(resource, stop);
        return Answer.Say($"Thank you: {resource.Title:b} is checked today, and due again {resource.ReviewAt!.Value:day}.");
    }

    public async Task<Answer> Handle(SayAllHold request, Caller caller, CancellationToken stop)
    {
        // What nobody looks after is every coordinator's.
        var unowned = caller.Is(Role.Coordinator);
        var due = await db.Resources.Where(r => (r.Owner == caller.Member.Id || (unowned && r.Owner == null)) && r.Community == caller.Community.Id && r.RetiredAt == null && r.ReviewAt == null).ToListAsync(stop);
        foreach (var resource in due)
        {
            resource.Verify(clock.GetUtcNow());
            await posts.PublishAsync(resource, stop);
        }

        return Answer.Say(due.Count == 0 ? (Text)$"Nothing of yours is due for a look." : $"Thank you: {due.Count} checked today.");
    }

    public async Task<Opening<ResourceForm>> Open(EditResource request, Caller caller, CancellationToken stop)
    {
        if (await db.WholeAsync(request.Resource, stop) is not { } resource) return LibraryRefusals.Gone;
        if (!resource.IsKeptBy(caller)) return LibraryRefusals.NotYours;
        var what = resource.Link is null ? resource.Words : resource.Words.Length == 0 ? resource.Link : $"{resource.Link}\n{resource.Words}";
        return new ResourceForm { Resource = resource.Id, Title = resource.Title, What = what, Kind = resource.Kind, Review = resource.Review, Terms = resource.Terms };
    }

    public async Task<Answer> Handle(ResourceForm request, Caller caller, CancellationToken stop)
    {
        if (await db.WholeAsync(request.Resource, stop) is not { } resource) return LibraryRefusals.Gone;
        if (!resource.IsKeptBy(caller)) return LibraryRefusals.NotYours;
        if (request.Kind is ResourceKind.Link && Library.Resource.FirstLink(request.What).Link is null)
            return new Answer.Invalid(nameof(ResourceForm.What), "There is no link in this that others could open: one begins with https:// or http://. For a text choose another kind below.");
        resource.Edit(request.Title, request.What, request.Kind, request.Review, request.Terms, clock.GetUtcNow());
        await posts.PublishAsync(resource, stop);
        return Answer.Say($"Saved, and thereby checked today: {resource.Title:b}");
    }

    public async Task<Opening<OwnerForm>> Open(GiveResource request, Caller caller, CancellationToken stop)
    {
        if (await db.WholeAsync(request.Resource, stop) is not { } resource) return LibraryRefusals.Gone;
        return resource.IsKeptBy(caller) ? new OwnerForm { Resource = resource.Id } : LibraryRefusals.NotYours;
    }

    public async Task<Answer> Handle(OwnerForm request, Caller caller, CancellationToken stop)
    {
        if (await db.WholeAsync(request.Resource, stop) is not { } resource) return LibraryRefusals.Gone;
        if (!resource.IsKeptBy(caller)) return LibraryRefusals.NotYours;
        if (await callers.MeetAsync(request.Who!.Value, "Somebody", stop) is not { } owner) return LibraryRefusals.NotAPerson;

        resource.GiveTo(owner.Id);
        await posts.PublishAsync(resource, stop);
        if (owner.Id != caller.Member.Id)
        {
            board.Publish(
                $"library/{resource.Id.Value:N}/given/{owner.Id.Value:N}",
                Audience.To(owner.Id),
                [
                    new Paragraph($"{caller.Member.Person:name} asks you to look after this in the library: {resource.Title:b}"),
                    new Paragraph($"You are asked when it is due for a look. It can be handed on, or taken out."),
                    new Controls([new Button("Look at it", new OpenResource(resource.Id)), new Button("Give it to somebody else", new GiveResource(resource.Id))]),
                ],
                PostTerms.Unasked(resource.Community, "library reviews", $"somebody gave you something to look after.", clock.GetUtcNow().AddDays(30)));
        }

        return Answer.Say($"Handed on: {owner.Person:name} looks after {resource.Title:b} and is told.");
    }

    public async Task<Answer> Handle(RetireResource request, Caller caller, CancellationToken stop)
    {
        if (await db.WholeAsync(request.Resource, stop) is not { } resource) return LibraryRefusals.Gone;
        if (!resource.IsKeptBy(caller)) return LibraryRefusals.NotYours;
        resource.Retire(clock.GetUtcNow());
        await posts.PublishAsync(resource, stop);
        return Answer.Show([new Paragraph($"Taken out: {resource.Title:b} is found no more."), new Controls([new Button("Undo", new SayItHolds(resource.Id))])]);
    }
}
