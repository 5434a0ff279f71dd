using System.Text.RegularExpressions;
using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Features.Outcomes;
using CopBot.Features.Problems;
using CopBot.Posts;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Features.Experiences;

/// <summary>Somebody wrote below a question's card: it is quiet no longer.</summary>
internal sealed class HearExperienceTalk(CopBotDb db) : IReact<TalkedBelow>
{
    public async Task React(TalkedBelow happened, CancellationToken stop)
    {
        if (ExperienceCard.Read(happened.Key) is { } id && await db.WholeAsync(id, stop) is { } asked) asked.Talk(happened.At);
    }
}

/// <summary>The message that a question was made from was deleted: nothing leads to it any more.</summary>
internal sealed class ForgetDeletedExperienceSource(CopBotDb db, ExperiencePosts posts) : IReact<MessageWasDeleted>
{
    public async Task React(MessageWasDeleted happened, CancellationToken stop)
    {
        foreach (var asked in await db.ExperienceRequests.Where(r => r.Source == happened.Post).ToListAsync(stop))
        {
            asked.ForgetMessage();
            await posts.PublishAsync(asked, stop);
        }
    }
}

/// <summary>What came of a trial goes onto the card, and to those who told it or follow.</summary>
internal sealed class HearExperienceOutcome(CopBotDb db, ExperiencePosts posts, ExperienceNews news) : IReact<OutcomeTold>, IReact<OutcomeTakenBack>
{
    public async Task React(OutcomeTold happened, CancellationToken stop)
    {
        if (await db.WholeAsync(new ExperienceRequestId(happened.Problem.Value), stop) is not { } asked) return;

        var told = new ExperienceOutcome(happened.Trial, asked.Id, happened.Result, happened.Line, happened.ByAsker, happened.Teller) { Tried = [.. happened.Advice.Select(a => a.Value)] };
        asked.HearOutcome(told);
        await posts.PublishAsync(asked, stop);
        if (happened.Result is OutcomeResult.Worked or OutcomeResult.Partly or OutcomeResult.DidNot) await news.OutcomeAsync(asked, told, stop);
        else news.UnsayOutcome(asked, happened.Trial);
    }

    public async Task React(OutcomeTakenBack happened, CancellationToken stop)
    {
        if (await db.WholeAsync(new ExperienceRequestId(happened.Problem.Value), stop) is not { } asked) return;

        asked.Unhear(happened.Trial);
        await posts.PublishAsync(asked, stop);
        news.UnsayOutcome(asked, happened.Trial);
    }
}

/// <summary>How the stories of experiences began. What was told to the asker alone stands in none.</summary>
internal sealed class ExperienceStories(CopBotDb db) : IStoryBeginnings
{
    private const int LongestWords = 400;

    public async Task<IReadOnlyDictionary<ProblemId, IStoryBeginnings.Beginning>> OfAsync(IReadOnlyCollection<ProblemId> problems, CancellationToken stop)
    {
        var ids = problems.Select(p => new ExperienceRequestId(p.Value)).ToList();
        return (await db.ExperienceRequests.AsNoTracking().Where(r => ids.Contains(r.Id)).ToListAsync(stop)).ToDictionary(
            r => r.Id.AsTried,
            r => new IStoryBeginnings.Beginning(r.Asker, ExperienceCard.Key(r.Id), [.. r.Public.Select(e => new IStoryBeginnings.Advised(new AdviceId(e.Id.Value), e.Teller, Shortening.OneLine(e.Did, LongestWords)))]));
    }
}

/// <summary>"@CopBot has anyone had…": a mention that asks for experiences.</summary>
internal sealed partial class ExperienceMentions : IMentionTakers
{
    public bool Takes(string words) => Asks().IsMatch(words);

    [GeneratedRegex(@"^\W*(has|have|had|did)\s+(any\s?(one|body)|some\s?(one|body)|any of you|you)\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Asks();
}

/// <summary>Somebody mentioned the bot with such a question: they alone are offered to ask it, with what they said filled in.</summary>
internal sealed class OfferToAskForExperiences(IBoard board, IDrafts drafts, TimeProvider clock) : IReact<BotMentioned>
{
    private static readonly TimeSpan OfferedFor = TimeSpan.FromMinutes(10);

    public async Task React(BotMentioned happened, CancellationToken stop)
    {
        var said = happened.Message;
        if (!new ExperienceMentions().Takes(said.Text)) return;

        var draft = await drafts.KeepAsync(ExperienceRequestForm.From(said.Text), said.Author, null, stop);
        board.Publish(
            WriteExperienceDown.Key(draft),
            Audience.Whisper(said.Post.Place, said.Author),
            [
                new Paragraph($"Shall those who have been there be asked?"),
                new Controls([new Button("Ask for experiences", new WriteExperienceDown(draft)) { Look = ButtonLook.Primary }]),
            ],
            new PostTerms { UselessAfter = clock.GetUtcNow() + OfferedFor, VanishesAt = clock.GetUtcNow() + OfferedFor });
    }
}

/// <summary>Whoever mentioned the bot wants to ask it.</summary>
[Action("experience-write-down"), LooksOnly]
public sealed record WriteExperienceDown(DraftId Draft) : IAction
{
    internal static string Key(DraftId draft) => $"mention/{draft.Value:N}";
}

internal sealed class WriteExperienceDownOpener(IBoard board, IDrafts drafts) : IOpen<WriteExperienceDown, ExperienceRequestForm>
{
    public async Task<Opening<ExperienceRequestForm>> Open(WriteExperienceDown request, Caller caller, CancellationToken stop)
    {
        if (await drafts.FindAsync<ExperienceRequestForm>(request.Draft, caller.Account, stop) is not { } form) return Drafts.Forgotten;

        board.Withdraw(WriteExperienceDown.Key(request.Draft));
        // The question takes its draft's identity, so the same offer pressed twice asks once.
        form.Id = new ExperienceRequestId(request.Draft.Value);
        return form;
    }
}

/// <summary>Two members became one, or one lost an account: cards name and count them as they are now.</summary>
internal sealed class OnePersonsExperiences(CopBotDb db, ExperiencePosts posts) : IReact<BecameOnePerson>, IReact<AccountWentItsOwnWay>
{
    public async Task React(BecameOnePerson happened, CancellationToken stop)
    {
        foreach (var person in new[] { happened.Stays, happened.Went })
        {
            foreach (var asked in await ForgottenPersonsExperiences.WithPartOf(db, person).ToListAsync(stop))
            {
                asked.IsOnePerson(happened.Stays);
                await posts.PublishAsync(asked, stop);
            }
        }
    }

    public async Task React(AccountWentItsOwnWay happened, CancellationToken stop)
    {
        foreach (var asked in await ForgottenPersonsExperiences.WithPartOf(db, happened.Person).ToListAsync(stop)) await posts.PublishAsync(asked, stop);
    }
}

/// <summary>Somebody is forgotten: cards name them no longer. What nobody else had a part in goes with their words.</summary>
internal sealed class ForgottenPersonsExperiences(CopBotDb db, ExperiencePosts posts, IBoard board, IEvents events) : IReact<PersonForgotten>
{
    public async Task React(PersonForgotten happened, CancellationToken stop)
    {
        var person = happened.Person;
        foreach (var asked in await WithPartOf(db, person).ToListAsync(stop))
        {
            // Gone with its community in this very request.
            if (db.Entry(asked).State is EntityState.Deleted) continue;
            if (happened.WordsToo && asked.IsOnly(person))
            {
                await posts.TakeDownAsync(asked, stop);
                events.Raise(new ProblemTakenBack(asked.Id.AsTried));
                db.Remove(asked);
                continue;
            }

            var (called, before) = (asked.Title, asked.Experiences.ToList());
            asked.Forget(person, happened.WordsToo);
            foreach (var gone in before.Except(asked.Experiences)) board.Withdraw(ExperienceCard.ToldKey(asked.Id, gone.Id));
            if (asked.Title != called) events.Raise(new ProblemRenamed(asked.Id.AsTried, asked.Title));
            await posts.PublishAsync(asked, stop);
        }
    }

    /// <summary>The questions in which somebody has any part.</summary>
    public static IQueryable<ExperienceRequest> WithPartOf(CopBotDb db, MemberId person) => db.ExperienceRequests.Where(r => r.Asker == person
        || r.SourceAuthor == person
        || r.Experiences.Any(e => e.Teller == person)
        || r.Followers.Any(f => f.Member == person)
        || r.Hints.Any(h => h.Somebody == person || h.By == person)
        || r.Outcomes.Any(o => o.Teller == person));
}

/// <summary>A community is forgotten: its questions go, and are found no more.</summary>
internal sealed class ForgottenCommunitysExperiences(CopBotDb db, ExperienceIndex index) : IReact<CommunityForgotten>
{
    public async Task React(CommunityForgotten happened, CancellationToken stop)
    {
        foreach (var asked in await db.ExperienceRequests.Where(r => r.Community == happened.Community).ToListAsync(stop))
        {
            index.Remove(asked.Id);
            db.Remove(asked);
        }
    }
}
