using System.ComponentModel.DataAnnotations;
using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Posts;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Features.Library;

/// <summary>Somebody asks for what they did not find; the draft holds their words.</summary>
[Action("information-ask")]
public sealed record AskForInformation(DraftId Words) : IAction;

/// <summary>The same from the library's page, with nothing filled in.</summary>
[Action("information-new"), LooksOnly]
public sealed record StartInformationRequest : IAction;

/// <summary>Somebody looks for it too.</summary>
[Action("information-too")]
public sealed record SeekToo(InformationRequestId Request) : IAction;

/// <summary>The asker takes it back.</summary>
[Action("information-back")]
public sealed record TakeInformationRequestBack(InformationRequestId Request) : IAction;

/// <summary>"Where can I find…?"</summary>
[Form("information-ask-for", "Where can I find …?", Submit = "Ask")]
public sealed record InformationForm : IForm
{
    /// <summary>What is looked for.</summary>
    [Display(Name = "Where can I find …?", Description = "It appears in the community's home."), Required, StringLength(InformationRequest.TitleMaxLength)]
    public string Title { get; set; } = "";

    /// <summary>What for.</summary>
    [Display(Name = "What is it for?"), DataType(DataType.MultilineText), StringLength(InformationRequest.MoreMaxLength)]
    public string More { get; set; } = "";
}

internal sealed class AskForInformationHandler(CopBotDb db, IDrafts drafts, InformationPosts posts, TimeProvider clock) :
    IOpen<AskForInformation, InformationForm>, IOpen<StartInformationRequest, InformationForm>, IHandle<InformationForm>, IHandle<SeekToo>, IHandle<TakeInformationRequestBack>
{
    public async Task<Opening<InformationForm>> Open(AskForInformation request, Caller caller, CancellationToken stop) =>
        new InformationForm { Title = (await drafts.FindAsync<FindForm>(request.Words, caller.Account, stop))?.Words ?? "" };

    public Task<Opening<InformationForm>> Open(StartInformationRequest request, Caller caller, CancellationToken stop) => Task.FromResult<Opening<InformationForm>>(new InformationForm());

    public async Task<Answer> Handle(InformationForm request, Caller caller, CancellationToken stop)
    {
        if (caller.Community.Homes.Count == 0) return LibraryRefusals.NoHome;
        var asked = InformationRequest.Ask(new InformationRequestId(Guid.CreateVersion7()), caller.Community.Id, request.Title, request.More, caller.Member.Id, clock.GetUtcNow());
        db.Add(asked);
        await posts.PublishAsync(asked, stop);
        return Answer.ShowInstead(
        [
            new Paragraph($"Asked in {caller.Community.HomesSeenFrom(caller.Where.Workspace)}. Whoever has it puts it into the library, and you are told."),
            new Controls([new Button("Undo", new TakeInformationRequestBack(asked.Id))]),
        ]);
    }

    public async Task<Answer> Handle(SeekToo request, Caller caller, CancellationToken stop)
    {
        if (await db.WholeAsync(request.Request, stop) is not { } asked) return LibraryRefusals.RequestGone;
        if (asked.SeekToo(caller.Member.Id, clock.GetUtcNow())) await posts.PublishAsync(asked, stop);
        return Answer.Say(asked.FoundAt is null ? (Text)$"You are told when somebody has it." : $"Something was found already: it stands on the card.");
    }

    public async Task<Answer> Handle(TakeInformationRequestBack request, Caller caller, CancellationToken stop)
    {
        if (await db.WholeAsync(request.Request, stop) is not { } asked) return LibraryRefusals.RequestGone;
        if (asked.Asker != caller.Member.Id && !(caller.Is(Role.Coordinator) && caller.Community.Id == asked.Community)) return LibraryRefusals.NotYours;
        if (asked.Found.Count > 0) return LibraryRefusals.Answered;
        posts.TakeDown(asked);
        db.Remove(asked);
        var draft = await drafts.KeepAsync(new InformationForm { Title = asked.Title, More = asked.More }, caller.Account, null, stop);
        return Answer.ShowInstead([new Paragraph($"Taken back: the card is gone. What you wrote is kept for seven days."), new Controls([new Button("Edit and ask again", new EditDraft(draft))])]);
    }
}

/// <summary>How a request for something looks.</summary>
internal static class InformationCard
{
    private const int MostFound = 5;
    private const int MostOpened = 3;

    public static string Key(InformationRequestId request) => $"information/{request.Value:N}/card";

    /// <summary>The request whose card has this key, or null.</summary>
    public static InformationRequestId? Read(string key) =>
        key.Split('/') is ["information", var id, "card"] && Guid.TryParseExact(id, "N", out var value) ? new InformationRequestId(value) : null;

    public static Message Render(InformationRequest asked, IReadOnlyList<Resource> found, IReadOnlyDictionary<MemberId, Person> people) => Message.Of(
    [
        new Heading(asked.Title),
        new Paragraph($"{(asked.FoundAt is null ? "Looked for" : "Found"):b} · {(asked.Asker is { } asker ? (Text)$"Asked by {people[asker]:name} {asked.AskedAt:ago}" : $"Asked by somebody who left {asked.AskedAt:ago}")}"),
        asked.More.Length > 0 ? new Prose($"What for: {asked.More}") : null,
        .. asked.Found.OrderBy(f => f.At).Take(MostFound).Select(f => Found(f, found, people)).OfType<Block>(),
        asked.Seekers.Count > 0 ? new Footnote(asked.Seekers.Count == 1 ? (Text)$"1 more looks for this" : $"{asked.Seekers.Count} more look for this") : null,
        new Controls(
        [
            new Button(asked.FoundAt is null ? "I have it" : "I have another", new GiveInformation(asked.Id)) { Look = asked.FoundAt is null ? ButtonLook.Primary : ButtonLook.Plain },
            asked.FoundAt is null ? new Button("I'm looking for it too", new SeekToo(asked.Id)) : null,
            .. asked.Found.OrderBy(f => f.At).Take(MostOpened).Select((f, n) => new Button(asked.Found.Count == 1 ? "Look at it" : $"Look at {(n + 1).ToString(System.Globalization.CultureInfo.InvariantCulture)}", new OpenResource(f.Resource))),
        ]),
    ]);

    private static Paragraph? Found(FoundResource one, IReadOnlyList<Resource> found, IReadOnlyDictionary<MemberId, Person> people)
    {
        if (found.FirstOrDefault(r => r.Id == one.Resource) is not { } resource) return null;
        Text what = resource.Link is { } link && Uri.TryCreate(link, UriKind.Absolute, out var to) ? $"{new Link(resource.Title, to)}" : (Text)$"{resource.Title}";
        return new Paragraph(one.Giver is { } giver ? $"{"Found:":b} {what} Thank you, {people[giver]:name}!" : (Text)$"{"Found:":b} {what}");
    }
}

/// <summary>Puts a request onto the board, and tells those who look for it what was found.</summary>
internal sealed class InformationPosts(CopBotDb db, IBoard board, People people, PostLinks links)
{
    private const int LongestName = 60;

    /// <summary>Publishes the card afresh; call it after every change.</summary>
    public async Task PublishAsync(InformationRequest asked, CancellationToken stop)
    {
        var ids = asked.Found.Select(f => f.Resource).ToList();
        await db.Resources.Where(r => ids.Contains(r.Id)).LoadAsync(stop);
        // What this very request saved stands here and not yet in the store.
        var found = db.Seen<Resource>().Where(r => ids.Contains(r.Id) && db.Entry(r).State is not EntityState.Deleted).ToList();
        IEnumerable<MemberId> everybody = [.. asked.Asker is { } asker ? [asker] : Array.Empty<MemberId>(), .. asked.Found.Select(f => f.Giver).OfType<MemberId>()];
        var names = (await people.NamedAsync(everybody, stop)).ToDictionary(p => p.Key, p => p.Value with { Name = Shortening.OneLine(p.Value.Name, LongestName) });
        board.Publish(InformationCard.Key(asked.Id), Audience.Of(asked.Community), InformationCard.Render(asked, found, names), new PostTerms { ThreadTitle = asked.Title });
    }

    public void TakeDown(InformationRequest asked) => board.Withdraw(InformationCard.Key(asked.Id));

    /// <summary>Something was found: the card says so, and whoever looks for it hears.</summary>
    public async Task FoundAsync(InformationRequest asked, Resource resource, Caller giver, CancellationToken stop)
    {
        await PublishAsync(asked, stop);
        IEnumerable<MemberId> looking = [.. asked.Asker is { } asker ? [asker] : Array.Empty<MemberId>(), .. asked.Seekers.Select(s => s.Member)];
        foreach (var reader in looking.Where(m => m != giver.Member.Id))
        {
            var card = await links.ButtonForAsync("Open the thread", InformationCard.Key(asked.Id), reader, stop);
            board.Publish(
                $"information/{asked.Id.Value:N}/found/{resource.Id.Value:N}/{reader.Value:N}",
                Audience.To(reader),
                [
                    new Paragraph($"{giver.Member.Person:name} has what you look for: {asked.Title:b}"),
                    resource.Words.Length > 0 ? new Prose(resource.Words) : null,
                    new Controls([ResourceCard.Open(resource), new Button(resource.Kind is ResourceKind.Template ? "Take a copy" : "I'll use it", new UseResource(resource.Id)), card]),
                ],
                PostTerms.Requested(asked.Community) with { Summary = $"{giver.Member.Name} has what you look for: {asked.Title}" });
        }
    }
}
