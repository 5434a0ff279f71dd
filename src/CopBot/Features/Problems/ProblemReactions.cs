using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Features.Outcomes;
using CopBot.Posts;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Features.Problems;

/// <summary>Somebody wrote below a problem's card: the silence is over, unless it was the asker.</summary>
internal sealed class HearTalk(CopBotDb db, IBoard board, ProblemPosts posts) : IReact<TalkedBelow>
{
    public async Task React(TalkedBelow happened, CancellationToken stop)
    {
        if (ProblemCard.Read(happened.Key) is not { } id || await db.Problems.WholeAsync(id, stop) is not { } problem) return;

        var byAsker = problem.Asker is { } asker && await db.Accounts.AnyAsync(a => a.User == happened.By && a.Member == asker, stop);
        var wasAnswered = problem.Answered;
        problem.Talk(byAsker, happened.At);
        if (problem.Answered == wasAnswered) return;

        board.Withdraw(SilenceNotes.NudgeKey(id));
        foreach (var person in problem.People) board.Withdraw(SilenceNotes.OfferKey(id, person.Member));
        await posts.PublishAsync(problem, stop);
    }
}

/// <summary>A marked message was deleted: its excerpt goes, what came of it stays.</summary>
internal sealed class ForgetDeletedWords(CopBotDb db, ProblemPosts posts) : IReact<MessageWasDeleted>
{
    public async Task React(MessageWasDeleted happened, CancellationToken stop)
    {
        var problems = await db.Problems.Where(p => p.Source == happened.Post || p.Advice.Any(a => a.Source == happened.Post)).ToListAsync(stop);
        foreach (var problem in problems)
        {
            problem.ForgetMessage(happened.Post);
            await posts.PublishAsync(problem, stop);
        }
    }
}

/// <summary>What came of a trial goes onto the card and to those who take part.</summary>
internal sealed class HearOutcome(CopBotDb db, ProblemPosts posts, ProblemNews news, TimeProvider clock) : IReact<OutcomeTold>, IReact<OutcomeTakenBack>
{
    public async Task React(OutcomeTold happened, CancellationToken stop)
    {
        if (await db.Problems.WholeAsync(happened.Problem, stop) is not { } problem) return;

        var told = new ToldOutcome(happened.Trial, problem.Id, happened.Result, happened.Line, happened.ByAsker, happened.Teller) { Tried = [.. happened.Advice.Select(a => a.Value)] };
        problem.Hear(told, clock.GetUtcNow());
        await posts.PublishAsync(problem, stop);
        if (happened.Result is not (OutcomeResult.Worked or OutcomeResult.Partly or OutcomeResult.DidNot)) return;

        var teller = happened.Teller is { } member ? (await posts.NamesAsync(problem, stop))[member] : null;
        news.Outcome(problem, told, teller, except: happened.Teller is { } by ? [by] : []);
    }

    public async Task React(OutcomeTakenBack happened, CancellationToken stop)
    {
        if (await db.Problems.WholeAsync(happened.Problem, stop) is not { } problem) return;

        problem.Unhear(happened.Trial, clock.GetUtcNow());
        await posts.PublishAsync(problem, stop);
        news.UnsayOutcome(problem, happened.Trial);
    }
}

/// <summary>
/// Somebody mentioned the bot in a channel: they alone are offered to write it down, with what they said filled in. The
/// offer goes after ten minutes.
/// </summary>
internal sealed class OfferToWriteItDown(IBoard board, IDrafts drafts, TimeProvider clock) : IReact<BotMentioned>
{
    private static readonly TimeSpan OfferedFor = TimeSpan.FromMinutes(10);

    public async Task React(BotMentioned happened, CancellationToken stop)
    {
        var said = happened.Message;
        var words = Typed.Clean(said.Text, lines: true);
        var title = Shortening.OneLine(words, Problem.TitleMaxLength);
        var form = new ProblemForm { Title = title, Tried = title.EndsWith('…') ? Shortening.To(words, Problem.TriedMaxLength) : "" };
        var draft = await drafts.KeepAsync(form, said.Author, null, stop);
        board.Publish(
            $"mention/{InboxEntry.KeyOf(said.Post.ToString())[..16]}",
            Audience.Whisper(said.Post.Place, said.Author),
            [
                new Paragraph($"Shall this become a problem that the community helps with?"),
                new Controls([new Button("Write it down", new EditDraft(draft)) { Look = ButtonLook.Primary }]),
            ],
            new PostTerms { UselessAfter = clock.GetUtcNow() + OfferedFor, VanishesAt = clock.GetUtcNow() + OfferedFor });
    }
}
