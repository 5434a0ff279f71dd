using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Features.Problems;
using CopBot.Posts;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Features.Outcomes;

/// <summary>A member reads what came of the community's advice.</summary>
[Command("stories", "What the community's advice led to: asked, advised, tried, and it worked"), LooksOnly]
public sealed record ShowStories : ICommand;

/// <summary>A member turns a page of the stories.</summary>
[Action("story-page"), LooksOnly]
public sealed record TurnStories(int Page) : IAction;

/// <summary>
/// Tells how a story began: the feature whose advice was tried knows. It is asked each time, so that words which were taken
/// back stand in no story.
/// </summary>
[FoundByType]
public interface IStoryBeginnings
{
    /// <summary>The beginnings of the stories of these problems; one that is gone is left out.</summary>
    Task<IReadOnlyDictionary<ProblemId, Beginning>> OfAsync(IReadOnlyCollection<ProblemId> problems, CancellationToken stop);

    /// <summary>Who asked (null without a name), where it stands, and what was advised.</summary>
    sealed record Beginning(MemberId? Asker, string CardKey, IReadOnlyList<Advised> Advice);

    /// <summary>One piece of advice that is still there, and who gave it.</summary>
    sealed record Advised(AdviceId Id, MemberId? Author, string Words);
}

/// <summary>The beginnings that all features together know.</summary>
internal sealed class StoryBeginnings(IEnumerable<IStoryBeginnings> features)
{
    public async Task<IReadOnlyDictionary<ProblemId, IStoryBeginnings.Beginning>> OfAsync(IReadOnlyCollection<ProblemId> problems, CancellationToken stop)
    {
        var all = new Dictionary<ProblemId, IStoryBeginnings.Beginning>();
        foreach (var feature in features)
        {
            foreach (var (id, beginning) in await feature.OfAsync(problems, stop)) all[id] = beginning;
        }

        return all;
    }
}

/// <summary>A value story: somebody asked, somebody advised, somebody tried it, and it worked, at least in part.</summary>
internal sealed record ValueStory(Trial Trial, IStoryBeginnings.Beginning Beginning, IReadOnlySet<MemberId> Named)
{
    /// <summary>The advice that was tried.</summary>
    public IEnumerable<IStoryBeginnings.Advised> Advice => Beginning.Advice.Where(a => Trial.Advice.Contains(a.Id.Value));

    /// <summary>Whether somebody has a part in it, so that their name is theirs to give.</summary>
    public bool Has(MemberId member) => Beginning.Asker == member || Trial.Trier == member || Advice.Any(a => a.Author == member);
}

/// <summary>The value stories of a community. They are drawn from what is there, and hold nothing of their own but who agreed to be named.</summary>
internal sealed class ValueStories(CopBotDb db, StoryBeginnings beginnings, TimeProvider clock)
{
    /// <summary>How many there are.</summary>
    public Task<int> CountAsync(CommunityId community, CancellationToken stop) => Told(community).CountAsync(stop);

    /// <summary>Some of them, the latest first.</summary>
    public async Task<IReadOnlyList<ValueStory>> SomeAsync(CommunityId community, int skip, int take, CancellationToken stop) =>
        await WholeAsync(await Told(community).OrderByDescending(t => t.ToldAt).ThenBy(t => t.Id).Skip(skip).Take(take).ToListAsync(stop), stop);

    /// <summary>The story of a trial; null where it did not become one.</summary>
    public async Task<ValueStory?> FindAsync(CommunityId community, TrialId trial, CancellationToken stop) =>
        (await WholeAsync(await Worked(community).Where(t => t.Id == trial).ToListAsync(stop), stop)) is [var story] ? story : null;

    private async Task<IReadOnlyList<ValueStory>> WholeAsync(IReadOnlyList<Trial> trials, CancellationToken stop)
    {
        var ids = trials.Select(t => t.Id).ToList();
        var named = (await db.StoryNames.AsNoTracking().Where(n => ids.Contains(n.Trial)).ToListAsync(stop)).ToLookup(n => n.Trial, n => n.Member);
        var began = await beginnings.OfAsync([.. trials.Select(t => t.Problem).Distinct()], stop);
        return [.. from trial in trials where began.ContainsKey(trial.Problem) select new ValueStory(trial, began[trial.Problem], named[trial.Id].ToHashSet())];
    }

    /// <summary>Those whose minute for an undo is over.</summary>
    private IQueryable<Trial> Told(CommunityId community)
    {
        var settled = clock.GetUtcNow() - Trial.UndoFor;
        return Worked(community).Where(t => t.ToldAt <= settled);
    }

    private IQueryable<Trial> Worked(CommunityId community) =>
        db.Trials.AsNoTracking().Where(t => t.Community == community && !t.Promised && !t.Private && (t.Result == OutcomeResult.Worked || t.Result == OutcomeResult.Partly));
}

internal sealed class ShowStoriesHandler(ValueStories stories, People people, PostLinks links) : IHandle<ShowStories>, IHandle<TurnStories>
{
    private const int APage = 3;
    private const int MostAdvice = 2;
    private const int LongestQuote = 160;

    public async Task<Answer> Handle(ShowStories request, Caller caller, CancellationToken stop) => Answer.Show(await RenderAsync(caller, 0, stop));

    public async Task<Answer> Handle(TurnStories request, Caller caller, CancellationToken stop) => Answer.ShowInstead(await RenderAsync(caller, request.Page, stop));

    private async Task<Message> RenderAsync(Caller caller, int page, CancellationToken stop)
    {
        var all = await stories.CountAsync(caller.Community.Id, stop);
        page = Math.Clamp(page, 0, Math.Max(0, (all - 1) / APage));
        var some = await stories.SomeAsync(caller.Community.Id, page * APage, APage, stop);
        var names = await people.NamedAsync(some.SelectMany(s => s.Named), stop);
        var blocks = new List<Block>();
        foreach (var story in some) blocks.AddRange(await RenderAsync(story, names, caller, stop));

        return Message.Of(
        [
            new Heading("What came of advice"),
            all == 0 ? new Paragraph($"No story yet. When somebody tries what was advised and tells that it worked, the story stands here: asked, advised, tried, and what came of it.") : null,
            .. blocks,
            all > APage
                ? new Controls(
                [
                    page > 0 ? new Button("Newer ones", new TurnStories(page - 1)) : null,
                    (page + 1) * APage < all ? new Button("Older ones", new TurnStories(page + 1)) : null,
                ])
                : null,
            all > 0 ? new Footnote($"Nobody is named here who did not agree to it.") : null,
        ]);
    }

    private async Task<IEnumerable<Block>> RenderAsync(ValueStory story, IReadOnlyDictionary<MemberId, Person> names, Caller caller, CancellationToken stop)
    {
        var trial = story.Trial;
        var advice = story.Advice.Take(MostAdvice).Select(a => (Text)$"“{Shortening.OneLine(a.Words, LongestQuote)}” ({Who(a.Author)})").ToList();
        return
        [
            new Paragraph($"{trial.Title:b}"),
            new Facts(
            [
                new Fact("Asked by", Who(story.Beginning.Asker)),
                new Fact("Advice", advice.Count > 0 ? Text.Join(" ", advice) : $"its words were taken back"),
                new Fact("Tried by", trial.WillTry.Length > 0 ? (Text)$"{Who(trial.Trier)}: “{Shortening.OneLine(trial.WillTry, LongestQuote)}”" : Who(trial.Trier)),
                new Fact("What came of it", trial.Line.Length > 0 ? (Text)$"{OutcomeWords.Lower(trial.Result!.Value)}. “{Shortening.OneLine(trial.Line, LongestQuote)}”" : $"{OutcomeWords.Lower(trial.Result!.Value)}"),
            ]),
            new Controls(
            [
                await links.ButtonAsync("Open", story.Beginning.CardKey, caller.Account.Workspace, stop),
                !story.Has(caller.Member.Id) ? null : story.Named.Contains(caller.Member.Id) ? new Button("Take my name out", new TakeMyNameOut(trial.Id)) : new Button("Name me here", new NameMe(trial.Id)),
            ]),
        ];

        Text Who(MemberId? member) => member is { } id && story.Named.Contains(id) ? (Text)$"{names[id]:name}" : $"a member";
    }
}
