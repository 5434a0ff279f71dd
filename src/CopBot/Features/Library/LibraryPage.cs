using System.Globalization;
using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Search;
using CopBot.Features.Home;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Features.Library;

/// <summary>A member looks at the library as a whole.</summary>
[Command("library", "The library: what is in it, what is due for a look, what is missing"), LooksOnly]
public sealed record LookAtLibrary : ICommand;

/// <summary>The same from a button.</summary>
[Action("library-look"), LooksOnly]
public sealed record ShowLibrary : IAction;

/// <summary>A member turns a page of everything in the library.</summary>
[Action("library-page"), LooksOnly]
public sealed record TurnLibrary(int Page) : IAction;

/// <summary>A member opens a request for something.</summary>
[Action("information-show"), LooksOnly]
public sealed record ShowInformationRequest(InformationRequestId Request) : IAction;

internal sealed class LibraryHandler(CopBotDb db, ResourcePosts posts, Posts.PostLinks links) : IHandle<LookAtLibrary>, IHandle<ShowLibrary>, IHandle<TurnLibrary>, IHandle<ShowInformationRequest>
{
    private const int MostMissing = 5;
    private const int APage = 10;

    public async Task<Answer> Handle(LookAtLibrary request, Caller caller, CancellationToken stop) => Answer.Show(await RenderAsync(caller, stop));

    public async Task<Answer> Handle(ShowLibrary request, Caller caller, CancellationToken stop) => Answer.Show(await RenderAsync(caller, stop));

    public async Task<Answer> Handle(TurnLibrary request, Caller caller, CancellationToken stop)
    {
        var all = await InUse(caller).CountAsync(stop);
        var page = Math.Clamp(request.Page, 0, Math.Max(0, (all - 1) / APage));
        var some = await InUse(caller).OrderBy(r => r.Title).ThenBy(r => r.Id).Skip(page * APage).Take(APage).ToListAsync(stop);
        var names = await posts.NamesAsync(some, stop);
        return Answer.ShowInstead(Message.Of(
        [
            new Heading("Everything in the library"),
            some.Count == 0 ? new Paragraph($"Nothing yet.") : null,
            .. some.Select(r => new Paragraph($"{r.Title:b} · {ResourceCard.Line(r, names)}")),
            some.Count > 0 ? new Controls([new Menu("Look at one …", [.. some.Select(r => new MenuChoice(Shortening.OneLine(r.Title, Limits.ChoiceLabel), new OpenResource(r.Id)))])]) : null,
            all > APage
                ? new Controls(
                [
                    page > 0 ? new Button("Earlier ones", new TurnLibrary(page - 1)) : null,
                    (page + 1) * APage < all ? new Button("More", new TurnLibrary(page + 1)) : null,
                ])
                : null,
        ]));
    }

    public async Task<Answer> Handle(ShowInformationRequest request, Caller caller, CancellationToken stop)
    {
        if (await db.WholeAsync(request.Request, stop) is not { } asked) return LibraryRefusals.RequestGone;
        return Answer.Show(Message.Of(
        [
            new Heading(asked.Title),
            asked.More.Length > 0 ? new Prose(asked.More) : null,
            new Controls(
            [
                new Button("I have it", new GiveInformation(asked.Id)) { Look = ButtonLook.Primary },
                asked.Asker == caller.Member.Id ? new Button("Take it back", new TakeInformationRequestBack(asked.Id)) { Look = ButtonLook.Danger } : new Button("I'm looking for it too", new SeekToo(asked.Id)),
                await links.ButtonAsync("Open", InformationCard.Key(asked.Id), caller.Account.Workspace, stop),
            ]),
        ]));
    }

    private async Task<Message> RenderAsync(Caller caller, CancellationToken stop)
    {
        var community = caller.Community.Id;
        var kinds = await InUse(caller).IgnoreAutoIncludes().GroupBy(r => r.Kind).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(stop);
        var due = await db.DueOfAsync(caller, stop);
        var wanted = await db.InformationRequests.AsNoTracking().Where(r => r.Community == community && r.FoundAt == null).OrderByDescending(r => r.AskedAt).Take(MostMissing).ToListAsync(stop);
        var missed = await db.Set<MissedWords>().Where(m => m.Community == community).GroupBy(m => m.Words).Where(g => g.Count() >= MissedWords.ToldFrom)
            .OrderByDescending(g => g.Count()).ThenBy(g => g.Key).Take(MostMissing).Select(g => new { Words = g.Key, Times = g.Count() }).ToListAsync(stop);
        var has = string.Join(" · ", kinds.OrderBy(k => k.Key).Select(k => string.Create(CultureInfo.InvariantCulture, $"{k.Count} {ResourceCard.Word(k.Key).ToLowerInvariant()}{(k.Count == 1 ? "" : "s")}")));
        return Message.Of(
        [
            new Heading("The library"),
            new Paragraph(kinds.Count == 0 ? (Text)$"Nothing is in it yet. Whatever answers a question that comes again belongs here: a link, an example, a template, a guide." : $"{has}"),
            .. Due(due),
            wanted.Count + missed.Count > 0 ? new Paragraph($"{"Asked for but missing":b}") : null,
            .. wanted.Select(r => new Paragraph($"{r.Title}{(r.Seekers.Count > 0 ? $" · {r.Seekers.Count + 1} look for it" : "")}")),
            wanted.Count > 0 ? new Controls([new Menu("I have …", [.. wanted.Select(r => new MenuChoice(Shortening.OneLine(r.Title, Limits.ChoiceLabel), new ShowInformationRequest(r.Id)))])]) : null,
            missed.Count > 0 ? new Footnote($"Looked for and not found: {string.Join(", ", missed.Select(m => $"“{m.Words}” ({m.Times.ToString(CultureInfo.InvariantCulture)} times)"))}") : null,
            new Controls(
            [
                new Button("Look for something", new StartFinding()),
                new Button("Save something", new StartSaving()),
                new Button("Ask for something", new StartInformationRequest()),
                kinds.Count > 0 ? new Button("Show everything", new TurnLibrary(0)) : null,
                caller.Is(Role.Coordinator) ? new Button("Import links", new ImportLinks()) : null,
            ]),
        ]);
    }

    internal static IEnumerable<Block> Due(IReadOnlyList<Resource> due)
    {
        if (due.Count == 0) yield break;
        yield return new Paragraph($"{"Yours, and due for a look":b}: {string.Join(" · ", due.Take(5).Select(r => r.Title))}{(due.Count > 5 ? $" and {due.Count - 5} more" : "")}");
        yield return new Controls(
        [
            new Menu("Look at one …", [.. due.Take(Limits.Choices).Select(r => new MenuChoice(Shortening.OneLine(r.Title, Limits.ChoiceLabel), new OpenResource(r.Id)))]),
            new Button("All of mine still hold", new SayAllHold()),
        ]);
    }

    private IQueryable<Resource> InUse(Caller caller) => db.Resources.AsNoTracking().Where(r => r.Community == caller.Community.Id && r.RetiredAt == null);
}

internal static class LibraryReads
{
    /// <summary>What a member looks after and was asked about; of a coordinator's community also what nobody looks after.</summary>
    public static Task<List<Resource>> DueOfAsync(this CopBotDb db, Caller caller, CancellationToken stop)
    {
        var coordinates = caller.Is(Role.Coordinator);
        return db.Resources.AsNoTracking()
            .Where(r => r.Community == caller.Community.Id && r.RetiredAt == null && r.ReviewAt == null && (r.Owner == caller.Member.Id || (coordinates && r.Owner == null)))
            .OrderBy(r => r.VerifiedAt)
            .ThenBy(r => r.Id)
            .ToListAsync(stop);
    }
}

/// <summary>What a member looks after and is due for a look, and what they look for, at Home.</summary>
internal sealed class LibrarySection(CopBotDb db) : IHomeSection
{
    public int Order => 45;

    public async Task<IReadOnlyList<Block>> BlocksAsync(Caller caller, CancellationToken stop)
    {
        var due = await db.DueOfAsync(caller, stop);
        var wanted = await db.InformationRequests.AsNoTracking().Where(r => r.Community == caller.Community.Id && r.FoundAt == null && r.Asker == caller.Member.Id).OrderByDescending(r => r.AskedAt).Take(5).ToListAsync(stop);
        if (due.Count + wanted.Count == 0) return [];
        return
        [
            new Heading("The library"),
            .. LibraryHandler.Due(due),
            .. wanted.Select(r => new Paragraph($"You look for: {r.Title:b}")),
            new Controls([new Button("The whole library", new ShowLibrary())]),
        ];
    }
}
