using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Features.Outcomes;
using CopBot.Posts;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Features.Problems;

/// <summary>Somebody wrote below a problem's card: the silence is over, unless it was the asker.</summary>
internal sealed class HearTalk(CopBotDb db, ProblemPosts posts) : IReact<TalkedBelow>
{
    public async Task React(TalkedBelow happened, CancellationToken stop)
    {
        if (ProblemCard.Read(happened.Key) is not { } id || await db.WholeAsync(id, stop) is not { } problem) return;

        var byAsker = problem.Asker is { } asker && await db.Accounts.AnyAsync(a => a.User == happened.By && a.Member == asker, stop);
        if (problem.Talk(byAsker, happened.At)) await posts.PublishAsync(problem, stop);
    }
}

/// <summary>A marked message was deleted: its excerpt goes, what came of it stays.</summary>
internal sealed class ForgetDeletedWords(CopBotDb db, IBoard board, ProblemPosts posts) : IReact<MessageWasDeleted>
{
    public async Task React(MessageWasDeleted happened, CancellationToken stop)
    {
        var problems = await db.Problems.Where(p => p.Source == happened.Post || p.Advice.Any(a => a.Source == happened.Post)).ToListAsync(stop);
        foreach (var problem in problems)
        {
            problem.ForgetMessage(happened.Post);
            foreach (var advice in problem.Advice.Where(a => a.Source == happened.Post)) board.Withdraw(SourceAuthors.AdviceKey(problem.Id, advice.Id));
            await posts.PublishAsync(problem, stop);
        }
    }
}

/// <summary>What came of a trial goes onto the card and to those who take part.</summary>
internal sealed class HearOutcome(CopBotDb db, ProblemPosts posts, ProblemNews news, TimeProvider clock) : IReact<OutcomeTold>, IReact<OutcomeTakenBack>
{
    public async Task React(OutcomeTold happened, CancellationToken stop)
    {
        if (await db.WholeAsync(happened.Problem, stop) is not { } problem) return;

        var told = new ToldOutcome(happened.Trial, problem.Id, happened.Result, happened.Line, happened.ByAsker, happened.Teller) { Tried = [.. happened.Advice.Select(a => a.Value)] };
        problem.Hear(told, problem.MomentOf(happened.Teller, clock.GetUtcNow()));
        await posts.PublishAsync(problem, stop);

        // An answer that is no news takes back the one before it, which is true no longer.
        if (happened.Result is OutcomeResult.Worked or OutcomeResult.Partly or OutcomeResult.DidNot) await news.OutcomeAsync(problem, told, stop);
        else news.UnsayOutcome(problem, happened.Trial);
    }

    public async Task React(OutcomeTakenBack happened, CancellationToken stop)
    {
        if (await db.WholeAsync(happened.Problem, stop) is not { } problem) return;

        problem.Unhear(happened.Trial);
        await posts.PublishAsync(problem, stop);
        news.UnsayOutcome(problem, happened.Trial);
    }
}

/// <summary>
/// Somebody mentioned the bot in a channel: they alone are offered to write it down, with what they said filled in. The
/// offer goes after the press or ten minutes.
/// </summary>
internal sealed class OfferToWriteItDown(IBoard board, IDrafts drafts, IEnumerable<IMentionTakers> others, TimeProvider clock) : IReact<BotMentioned>
{
    private static readonly TimeSpan OfferedFor = TimeSpan.FromMinutes(10);

    public async Task React(BotMentioned happened, CancellationToken stop)
    {
        var said = happened.Message;
        if (others.Any(o => o.Takes(said.Text))) return;

        var draft = await drafts.KeepAsync(ProblemForm.From(said.Text), said.Author, null, stop);
        board.Publish(
            WriteItDown.Key(draft),
            Audience.Whisper(said.Post.Place, said.Author),
            [
                new Paragraph($"Shall this become a problem that the community helps with?"),
                new Controls([new Button("Write it down", new WriteItDown(draft)) { Look = ButtonLook.Primary }]),
            ],
            new PostTerms { UselessAfter = clock.GetUtcNow() + OfferedFor, VanishesAt = clock.GetUtcNow() + OfferedFor });
    }
}

/// <summary>Whoever mentioned the bot wants to write it down.</summary>
[Action("problem-write-down"), LooksOnly]
public sealed record WriteItDown(DraftId Draft) : IAction
{
    internal static string Key(DraftId draft) => $"mention/{draft.Value:N}";
}

internal sealed class WriteItDownOpener(IBoard board, IDrafts drafts) : IOpen<WriteItDown, ProblemForm>
{
    public async Task<Opening<ProblemForm>> Open(WriteItDown request, Caller caller, CancellationToken stop)
    {
        if (await drafts.FindAsync<ProblemForm>(request.Draft, caller.Account, stop) is not { } form) return Drafts.Forgotten;

        board.Withdraw(WriteItDown.Key(request.Draft));
        form.Draft = request.Draft;
        return form;
    }
}
