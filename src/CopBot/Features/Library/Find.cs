using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CopBot.Chat;
using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Posts;
using CopBot.Search;

namespace CopBot.Features.Library;

/// <summary>A member looks for what the community knows.</summary>
[Command("find", "Find what is known: problems, experiences, advice and the library", Takes = "what you look for")]
public sealed record FindWords(string Words = "") : ICommand;

/// <summary>The same from a button.</summary>
[Action("find-new"), LooksOnly]
public sealed record StartFinding : IAction;

/// <summary>Somebody turns a page of what was found; the draft holds their words.</summary>
[Action("find-page")]
public sealed record TurnFound(DraftId Words, int Page) : IAction;

/// <summary>Somebody shares what they found where they are.</summary>
[Action("find-share")]
public sealed record ShareFound(FoundKind Kind, FoundId Found) : IAction;

/// <summary>What can be found.</summary>
public enum FoundKind
{
    /// <summary>A problem.</summary>
    Problem,

    /// <summary>What was told in answer to a question for experiences.</summary>
    Experience,

    /// <summary>What helped with a problem.</summary>
    Advice,

    /// <summary>Something of the library.</summary>
    Resource,
}

/// <summary>Which of its kind.</summary>
public readonly record struct FoundId(Guid Value) : IId<FoundId>
{
    /// <inheritdoc/>
    public static FoundId From(Guid value) => new(value);
}

/// <summary>What somebody looks for.</summary>
[Form("find-words", "Find what is known", Submit = "Find")]
public sealed record FindForm : IForm
{
    /// <summary>Longest words.</summary>
    public const int WordsMaxLength = 150;

    /// <summary>The words.</summary>
    [Display(Name = "What do you look for?", Description = "A few words, or a question."), Required, StringLength(WordsMaxLength)]
    public string Words { get; set; } = "";
}

/// <summary>Shows what was found of a feature's things. Found by type; each feature whose things can be found has one for each kind.</summary>
[FoundByType]
public interface IShowFound
{
    /// <summary>What it shows.</summary>
    FoundKind Kind { get; }

    /// <summary>What the index calls that.</summary>
    string Indexed => Kind.ToString().ToLowerInvariant();

    /// <summary>The things as this reader may see them; what is gone, or not theirs to see, is left out.</summary>
    Task<IReadOnlyDictionary<Guid, Thing>> ShowAsync(IReadOnlyCollection<Guid> ids, Caller reader, CancellationToken stop);

    /// <summary>One of them: its title, a line with who and when and what it did, its words, the key of its card, what opens it, and where it leads if that is elsewhere.</summary>
    sealed record Thing(string Title, Text Line, string Words, string CardKey, Button Open, Uri? Link = null)
    {
        /// <summary>Leads to where it is, elsewhere or at its card; null where this reader has no card of it.</summary>
        public async Task<LinkButton?> LeadsThereAsync(PostLinks links, Caller reader, CancellationToken stop) =>
            Link is { } to ? new LinkButton("Open", to) : await links.ButtonAsync("Open", CardKey, reader.Account.Workspace, stop);
    }
}

internal sealed class FindHandler(IDrafts drafts, ISearch search, IEnumerable<IShowFound> shelves, PostLinks links, IEvents events, IBoard board, IEnumerable<IChatPlatform> platforms) :
    IHandle<FindWords>, IOpen<StartFinding, FindForm>, IHandle<FindForm>, IHandle<TurnFound>, IHandle<ShareFound>
{
    private const int APage = 4;
    private const int MostFound = 40;
    private const int LongestWords = 220;

    public Task<Opening<FindForm>> Open(StartFinding request, Caller caller, CancellationToken stop) => Task.FromResult<Opening<FindForm>>(new FindForm());

    public async Task<Answer> Handle(FindWords request, Caller caller, CancellationToken stop) => request.Words.Length == 0
        ? Answer.Show([new Paragraph($"Say what you look for: /cop find and a few words. It looks through problems, experiences, advice and the library."), new Controls([new Button("Look for something", new StartFinding())])])
        : Answer.Show(await BeginAsync(Shortening.OneLine(request.Words, FindForm.WordsMaxLength), caller, stop));

    public async Task<Answer> Handle(FindForm request, Caller caller, CancellationToken stop) => Answer.Show(await BeginAsync(request.Words, caller, stop));

    public async Task<Answer> Handle(TurnFound request, Caller caller, CancellationToken stop)
    {
        if (await drafts.FindAsync<FindForm>(request.Words, caller.Account, stop) is not { } form) return Drafts.Forgotten;
        return Answer.ShowInstead(await RenderAsync(form.Words, request.Words, await FindAsync(form.Words, caller, stop), request.Page, caller, stop));
    }

    public async Task<Answer> Handle(ShareFound request, Caller caller, CancellationToken stop)
    {
        var shelf = shelves.First(s => s.Kind == request.Kind);
        if (!(await shelf.ShowAsync([request.Found.Value], caller, stop)).TryGetValue(request.Found.Value, out var thing)) return LibraryRefusals.Gone;
        if (!await CanPostAsync(caller.Where.Channel, stop)) return LibraryRefusals.CannotShareHere;

        var link = await thing.LeadsThereAsync(links, caller, stop);
        var place = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(caller.Where.ToString())))[..16];
        // Below the key of its card, so that it goes when that does.
        board.Publish(
            $"{thing.CardKey[..(thing.CardKey.LastIndexOf('/') + 1)]}shared/{place}",
            Audience.Here(caller.Where),
            Message.Of(
            [
                new Heading(thing.Title),
                new Paragraph($"{caller.Member.Person:name} shares what is known."),
                new Paragraph(thing.Line),
                thing.Words.Length > 0 ? new Prose(thing.Words) : null,
                new Controls([thing.Open, link]),
            ]),
            new PostTerms { Community = caller.Community.Id });
        return Answer.Say($"Shared here: {thing.Title:b}");
    }

    private async Task<Message> BeginAsync(string words, Caller caller, CancellationToken stop)
    {
        var draft = await drafts.KeepAsync(new FindForm { Words = words }, caller.Account, null, stop);
        var found = await FindAsync(words, caller, stop);
        if (found.Count > 0) return await RenderAsync(words, draft, found, 0, caller, stop);

        events.Raise(new NothingWasFound(caller.Community.Id, words));
        return
        [
            new Paragraph($"Nothing is known of “{words}” yet. That it was looked for is noted, without who it was."),
            new Controls([new Button("Ask for one", new AskForInformation(draft)) { Look = ButtonLook.Primary }, new Button("Look for something else", new StartFinding())]),
        ];
    }

    private async Task<IReadOnlyList<(Found Found, IShowFound.Thing Thing, FoundKind Kind)>> FindAsync(string words, Caller caller, CancellationToken stop)
    {
        var kinds = shelves.ToDictionary(s => s.Indexed, s => s, StringComparer.Ordinal);
        var found = await search.FindAsync(words, kinds.Keys, caller.Community.Id, caller.Member.Id, MostFound, stop);
        var things = new Dictionary<Guid, IShowFound.Thing>();
        foreach (var some in found.GroupBy(f => f.Kind, StringComparer.Ordinal))
        {
            foreach (var (id, thing) in await kinds[some.Key].ShowAsync([.. some.Select(f => f.Id)], caller, stop)) things[id] = thing;
        }

        return [.. found.Where(f => things.ContainsKey(f.Id)).Select(f => (f, things[f.Id], kinds[f.Kind].Kind))];
    }

    private async Task<Message> RenderAsync(string words, DraftId draft, IReadOnlyList<(Found Found, IShowFound.Thing Thing, FoundKind Kind)> found, int page, Caller caller, CancellationToken stop)
    {
        page = Math.Clamp(page, 0, Math.Max(0, (found.Count - 1) / APage));
        var blocks = new List<Block> { new Heading(Shortening.OneLine($"What is known of “{words}”", Limits.HeadingLength)) };
        // Advice and its problem often have the same words, which are read once.
        var said = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (one, thing, kind) in found.Skip(page * APage).Take(APage))
        {
            var excerpt = Shortening.OneLine(thing.Words, LongestWords);
            blocks.Add(new Paragraph(excerpt.Length > 0 && said.Add(excerpt) ? (Text)$"{thing.Title:b} “{excerpt}”" : $"{thing.Title:b}"));
            blocks.Add(new Footnote(Why(one.Why) is { } why ? $"{thing.Line} · {why}" : thing.Line));
            blocks.Add(new Controls([thing.Open, await thing.LeadsThereAsync(links, caller, stop), new Button("Share here", new ShareFound(kind, new FoundId(one.Id)))]));
        }

        blocks.Add(new Controls(
        [
            page > 0 ? new Button("Better ones", new TurnFound(draft, page - 1)) : null,
            (page + 1) * APage < found.Count ? new Button("More", new TurnFound(draft, page + 1)) : null,
            new Button("Not there? Ask for one", new AskForInformation(draft)),
        ]));
        return Message.Of(blocks);
    }

    /// <summary>Why it is shown, in words; null where there is nothing to say.</summary>
    private static string? Why(WhyFound why)
    {
        var parts = new List<string>();
        if (why.Words.Count > 0) parts.Add($"has {string.Join(", ", why.Words.Take(4))}");
        if (why.Helped > 0) parts.Add($"helped {why.Helped.ToString(CultureInfo.InvariantCulture)} before");
        return parts.Count == 0 ? null : "shown because it " + string.Join(" and ", parts);
    }

    private async Task<bool> CanPostAsync(ChannelRef channel, CancellationToken stop)
    {
        try
        {
            return platforms.FirstOrDefault(p => p.Platform == channel.Workspace.Platform) is { } platform && (await platform.FindChannelAsync(channel, stop))?.CanPost is true;
        }
        catch (PlatformException)
        {
            return false;
        }
    }
}

/// <summary>What the library has, among what was found.</summary>
internal sealed class ResourceShelf(CopBotDb db, ResourcePosts posts) : IShowFound
{
    public FoundKind Kind => FoundKind.Resource;

    public async Task<IReadOnlyDictionary<Guid, IShowFound.Thing>> ShowAsync(IReadOnlyCollection<Guid> ids, Caller reader, CancellationToken stop)
    {
        var some = await db.SomeAsync(ids, reader.Community.Id, stop);
        var names = await posts.NamesAsync(some, stop);
        return some.ToDictionary(
            r => r.Id.Value,
            r => new IShowFound.Thing(r.Title, ResourceCard.Line(r, names), r.Words.Length > 0 ? r.Words : r.Link ?? "", ResourceCard.Key(r.Id), new Button("Look at it", new OpenResource(r.Id)), r.Link is { } link && Uri.TryCreate(link, UriKind.Absolute, out var to) ? to : null));
    }
}
