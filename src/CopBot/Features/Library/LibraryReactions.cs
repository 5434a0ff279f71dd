using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Search;
using CopBot.Features.Outcomes;
using CopBot.Features.Problems;
using CopBot.Posts;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Features.Library;

/// <summary>Something that grew out of a thread is put into the library, and follows what is said of it there.</summary>
internal sealed class TakeIn(CopBotDb db, ResourcePosts posts, TimeProvider clock) : IReact<SavedToLibrary>, IReact<LibraryWordsChanged>
{
    public async Task React(SavedToLibrary happened, CancellationToken stop)
    {
        var resource = Resource.Save(happened.Resource, happened.Community, ResourceKind.Example, happened.Title, "", happened.Owner, happened.Review, clock.GetUtcNow());
        resource.Say(Shortening.To(happened.Words, Resource.WordsMaxLength));
        resource.GrewIn(happened.CardKey, happened.GrewFrom);
        db.Add(resource);
        await posts.PublishAsync(resource, stop);
    }

    public async Task React(LibraryWordsChanged happened, CancellationToken stop)
    {
        var resource = db.Seen<Resource>().FirstOrDefault(r => r.Id == happened.Resource) ?? await db.WholeAsync(happened.Resource, stop);
        var words = Shortening.To(happened.Words, Resource.WordsMaxLength);
        if (resource is null || resource.Words == words) return;
        resource.Say(words);
        await posts.PublishAsync(resource, stop);
    }
}

/// <summary>What came of using something counts for it, and whoever looks after it hears. What came of the thread in which it grew counts too.</summary>
internal sealed class HearResourceOutcome(CopBotDb db, IBoard board, ResourcePosts posts, People people, TimeProvider clock) : IReact<OutcomeTold>, IReact<OutcomeTakenBack>
{
    private static readonly TimeSpan UselessAfter = TimeSpan.FromDays(21);

    /// <summary>An undo within a minute leaves no trace.</summary>
    private static readonly TimeSpan UndoFor = TimeSpan.FromSeconds(60);

    public async Task React(OutcomeTold happened, CancellationToken stop)
    {
        foreach (var resource in await OfAsync(happened.Problem, stop))
        {
            resource.HearOutcome(happened, clock.GetUtcNow());
            await posts.PublishAsync(resource, stop);
            if (resource.Id.Value == happened.Problem.Value) await TellOwnerAsync(resource, happened, stop);
        }
    }

    public async Task React(OutcomeTakenBack happened, CancellationToken stop)
    {
        foreach (var resource in await OfAsync(happened.Problem, stop))
        {
            resource.Unhear(happened.Trial);
            await posts.PublishAsync(resource, stop);
            board.Withdraw(Key(resource, happened.Trial));
        }
    }

    private async Task TellOwnerAsync(Resource resource, OutcomeTold told, CancellationToken stop)
    {
        if (resource.Owner is not { } owner || owner == told.Teller || told.Result is not (OutcomeResult.Worked or OutcomeResult.Partly or OutcomeResult.DidNot)) return;
        Text who = told.Teller is { } teller ? (Text)$"{(await people.NamedAsync([teller], stop))[teller]:name}" : $"Somebody";
        var now = clock.GetUtcNow();
        board.Publish(
            Key(resource, told.Trial),
            Audience.To(owner),
            [
                new Paragraph($"Somebody used what you look after: {OutcomeWords.Lower(told.Result)}. {resource.Title:b}"),
                told.Line.Length > 0 ? new Paragraph($"{who}: “{told.Line}”") : null,
                new Controls([new Button("Look at it", new OpenResource(resource.Id))]),
            ],
            PostTerms.Unasked(resource.Community, "news of advice", $"you look after it in the library.", now + UselessAfter) with { NotBefore = now + UndoFor, Summary = $"What you look after: {OutcomeWords.Lower(told.Result)}. {resource.Title}" });
    }

    private Task<List<Resource>> OfAsync(ProblemId subject, CancellationToken stop)
    {
        var (itself, grewFrom) = (new ResourceId(subject.Value), subject.Value);
        return db.Resources.Where(r => r.Id == itself || r.GrewFrom == grewFrom).ToListAsync(stop);
    }

    private static string Key(Resource resource, TrialId trial) => $"library/{resource.Id.Value:N}/outcome/{trial.Value:N}";
}

/// <summary>How the stories of what was used out of the library began: nobody asked, somebody had put it there.</summary>
internal sealed class LibraryStories(CopBotDb db) : IStoryBeginnings
{
    private const int LongestWords = 400;

    public async Task<IReadOnlyDictionary<ProblemId, IStoryBeginnings.Beginning>> OfAsync(IReadOnlyCollection<ProblemId> problems, CancellationToken stop)
    {
        var ids = problems.Select(p => new ResourceId(p.Value)).ToList();
        return (await db.Resources.AsNoTracking().Where(r => ids.Contains(r.Id)).ToListAsync(stop)).ToDictionary(
            r => r.AsTried,
            r => new IStoryBeginnings.Beginning(null, r.GrewAt ?? ResourceCard.Key(r.Id), [new IStoryBeginnings.Advised(new AdviceId(r.Id.Value), r.Owner, Shortening.OneLine(r.Words.Length > 0 ? r.Words : r.Title, LongestWords))]));
    }
}

/// <summary>The message that something was saved from was deleted: nothing leads to it any more.</summary>
internal sealed class ForgetDeletedResourceSource(CopBotDb db) : IReact<MessageWasDeleted>
{
    public async Task React(MessageWasDeleted happened, CancellationToken stop)
    {
        foreach (var resource in await db.Resources.Where(r => r.Source == happened.Post).ToListAsync(stop)) resource.ForgetMessage();
    }
}

/// <summary>
/// Somebody is forgotten: what they put into the library stays for others without their name, unless their words go too:
/// then what nobody used goes, and what was made of their message does.
/// </summary>
internal sealed class ForgottenPersonsLibrary(CopBotDb db, ResourcePosts posts, InformationPosts information, IEvents events) : IReact<PersonForgotten>
{
    public async Task React(PersonForgotten happened, CancellationToken stop)
    {
        var person = happened.Person;
        foreach (var resource in await db.Resources.Where(r => r.Owner == person || r.SourceAuthor == person || r.Uses.Any(u => u.Member == person)).ToListAsync(stop))
        {
            // Gone with its community in this very request.
            if (db.Entry(resource).State is EntityState.Deleted) continue;
            var theirs = resource.SourceAuthor == person || (resource.Owner == person && resource.SourceAuthor is null);
            if (happened.WordsToo && theirs && (resource.SourceAuthor == person || resource.Uses.TrueForAll(u => u.Member == person)))
            {
                await posts.TakeDownAsync(resource, stop);
                events.Raise(new ProblemTakenBack(resource.AsTried));
                db.Remove(resource);
                continue;
            }

            resource.Forget(person);
            await posts.PublishAsync(resource, stop);
        }

        foreach (var asked in await db.InformationRequests.Where(r => r.Asker == person || r.Found.Any(f => f.Giver == person) || r.Seekers.Any(s => s.Member == person)).ToListAsync(stop))
        {
            if (db.Entry(asked).State is EntityState.Deleted) continue;
            if (happened.WordsToo && asked.Asker == person && asked.Found.Count == 0 && asked.Seekers.Count == 0)
            {
                information.TakeDown(asked);
                db.Remove(asked);
                continue;
            }

            asked.Forget(person, happened.WordsToo);
            foreach (var gone in asked.Found.Where(f => db.Seen<Resource>().Any(r => r.Id == f.Resource && db.Entry(r).State is EntityState.Deleted)).ToList()) asked.Lose(gone.Resource);
            await information.PublishAsync(asked, stop);
        }
    }
}

/// <summary>A community is forgotten: what is in its library is found no more. Its rows go as all of the community's do.</summary>
internal sealed class ForgottenCommunitysLibrary(CopBotDb db, ResourceIndex index) : IReact<CommunityForgotten>
{
    public async Task React(CommunityForgotten happened, CancellationToken stop)
    {
        foreach (var resource in await db.Resources.Where(r => r.Community == happened.Community).Select(r => r.Id).ToListAsync(stop)) index.Remove(resource);
    }
}

/// <summary>Two members became one, or one lost an account: shared cards name them as they are now.</summary>
internal sealed class OnePersonsLibrary(CopBotDb db, ResourcePosts posts, InformationPosts information) : IReact<BecameOnePerson>, IReact<AccountWentItsOwnWay>
{
    public Task React(BecameOnePerson happened, CancellationToken stop) => PublishAsync([happened.Stays, happened.Went], stop);

    public Task React(AccountWentItsOwnWay happened, CancellationToken stop) => PublishAsync([happened.Person], stop);

    private async Task PublishAsync(List<MemberId> members, CancellationToken stop)
    {
        foreach (var resource in await db.Resources.Where(r => r.Owner != null && members.Contains(r.Owner.Value)).ToListAsync(stop)) await posts.PublishAsync(resource, stop);
        foreach (var asked in await db.InformationRequests.Where(r => (r.Asker != null && members.Contains(r.Asker.Value)) || r.Found.Any(f => f.Giver != null && members.Contains(f.Giver.Value))).ToListAsync(stop))
            await information.PublishAsync(asked, stop);
    }
}
