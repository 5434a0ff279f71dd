using System.ComponentModel.DataAnnotations;
using CopBot.Chat;
using CopBot.Communities;
using CopBot.Dispatch;
using CopBot.Search;

namespace CopBot.Features.Directory;

/// <summary>A member looks for somebody who knows.</summary>
[Command("experts", "Who knows about something, and why", Takes = "what about")]
public sealed record FindExperts(string Words = "") : ICommand;

/// <summary>A member wants to look for somebody who knows, from a button.</summary>
[Action("directory-find")]
public sealed record LookForExperts : IAction;

/// <summary>A member turns a page of those who know. What was looked for is kept for seven days, as what is typed into a form.</summary>
[Action("directory-find-page")]
public sealed record TurnExperts(DraftId Sought, int Page) : IAction;

/// <summary>What somebody looks for.</summary>
[Form("directory-find-form", "Who knows?", Submit = "Look")]
public sealed record FindExpertsForm : IForm
{
    /// <summary>The words.</summary>
    [Display(Name = "What about?", Description = "A topic or a question, such as: storing paint"), Required, StringLength(150)]
    public string Words { get; init; } = "";
}

/// <summary>Finds who knows: only those who published it, who are there now, and of whom their platform says so.</summary>
internal sealed class FindExpertsHandler(Knowledge knowledge, Vocabulary vocabulary, StillThere still, IDrafts drafts, IEvents events, TimeProvider clock) :
    IHandle<FindExperts>,
    IOpen<LookForExperts, FindExpertsForm>,
    IHandle<FindExpertsForm>,
    IHandle<TurnExperts>
{
    private const int APage = 5;

    public async Task<Answer> Handle(FindExperts request, Caller caller, CancellationToken stop) =>
        request.Words.Trim().Length == 0 ? DirectoryRefusals.NothingToSay : Answer.Show(await FindAsync(Shortening.OneLine(Typed.Clean(request.Words, lines: false), 150), null, 0, caller, stop));

    public Task<Opening<FindExpertsForm>> Open(LookForExperts request, Caller caller, CancellationToken stop) => Task.FromResult<Opening<FindExpertsForm>>(new FindExpertsForm());

    public async Task<Answer> Handle(FindExpertsForm request, Caller caller, CancellationToken stop) => Answer.Show(await FindAsync(request.Words, null, 0, caller, stop));

    public async Task<Answer> Handle(TurnExperts request, Caller caller, CancellationToken stop) => await drafts.FindAsync<FindExpertsForm>(request.Sought, caller.Account, stop) is { } sought
        ? Answer.ShowInstead(await FindAsync(sought.Words, request.Sought, request.Page, caller, stop))
        : Drafts.Forgotten;

    private async Task<Message> FindAsync(string words, DraftId? kept, int page, Caller caller, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        var all = (await knowledge.OfAsync(caller.Community, words, "", [words], stop))
            .Where(k => k.Profile?.Shown is Shown.ToMembers && knowledge.IsThere(k) && WhoFits.Knows(k.Fit, now) >= WhoFits.Least)
            .OrderByDescending(k => k.Fit.Room > 0)
            .ThenByDescending(k => WhoFits.Score(k.Fit, now))
            .ThenBy(k => k.Member.Id.Value)
            .ToList();
        if (all.Count == 0)
        {
            if (page == 0) events.Raise(new NothingWasFound(caller.Community.Id, (await vocabulary.BookAsync(caller.Community.Id, stop)).NameOf(words)));
            return ExpertsCard.Nobody(words);
        }

        page = Math.Clamp(page, 0, (all.Count - 1) / APage);
        var shown = new List<Knower>();
        foreach (var knower in all.Skip(page * APage).Take(APage))
        {
            if (await still.AskAsync(knower.Member, caller.Community, stop)) shown.Add(knower);
        }

        if (all.Count > APage) kept ??= await drafts.KeepAsync(new FindExpertsForm { Words = words }, caller.Account, null, stop);
        return ExpertsCard.Render(words, shown, page, (page + 1) * APage < all.Count, kept, caller.Member.Id, now);
    }
}

/// <summary>Who knows, as whoever looks sees it. The order is by how well it fits and who has time; nobody has a score or a rank.</summary>
internal static class ExpertsCard
{
    private const int NameLength = 80;

    public static Message Render(string words, IReadOnlyList<Knower> some, int page, bool more, DraftId? sought, MemberId reader, DateTimeOffset now) => Message.Of(
    [
        new Heading(Shortening.OneLine($"Who knows: {words}", Limits.HeadingLength)),
        some.Count == 0 ? new Paragraph($"Nobody of this page is there any more.") : null,
        .. some.SelectMany(k => Of(k, reader)),
        sought is { } kept && (page > 0 || more)
            ? new Controls([page > 0 ? new Button("Back", new TurnExperts(kept, page - 1)) : null, more ? new Button("More", new TurnExperts(kept, page + 1)) : null])
            : null,
        new Footnote($"Everybody here published it themselves. A question to the community reaches the few who fit and have time: /cop ask."),
    ]);

    public static Message Nobody(string words) =>
    [
        new Heading(Shortening.OneLine($"Who knows: {words}", Limits.HeadingLength)),
        new Paragraph($"Nobody has said so here yet, as far as you may see it. That is worth knowing too: it stands on the map of gaps now, without your name."),
        new Controls([new Button("Ask the community", new Problems.StartProblem()), new Button("See the map", new ShowMap(0))]),
    ];

    private static IEnumerable<Block> Of(Knower knower, MemberId reader)
    {
        yield return new Paragraph($"{Shortening.OneLine(knower.Member.Name, NameLength):b}{(knower.Member.Id == reader ? " (you)" : "")} · {string.Join("; ", knower.Why)}");
        var says = new List<string>();
        if (knower.Profile!.Reach.Length > 0) says.Add(knower.Profile.Reach);
        if (knower.Fit.Room == 0) says.Add("was asked as often this week as they want to be");
        if (says.Count > 0) yield return new Footnote(Text.Of(string.Join(" · ", says)));
    }
}
