using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Posts;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Features.Problems;

/// <summary>Somebody wants to see what else they can do with a problem.</summary>
[Action("problem-more"), LooksOnly]
public sealed record ShowProblemChoices(ProblemId Problem) : IAction;

/// <summary>Somebody turns a page of what helped.</summary>
[Action("problem-advice-page"), LooksOnly]
public sealed record TurnAdvice(ProblemId Problem, int Page) : IAction;

/// <summary>Somebody wants to read all of what was tried, or of what good would look like.</summary>
[Action("problem-read"), LooksOnly]
public sealed record ReadProblem(ProblemId Problem, bool Good = false) : IAction;

/// <summary>The asker takes the whole problem back.</summary>
[Action("problem-take-back")]
public sealed record TakeProblemBack(ProblemId Problem) : IAction;

internal sealed class ProblemChoicesHandler(CopBotDb db, IBoard board, IDrafts drafts, ProblemPosts posts, PostLinks links, IEvents events) :
    IHandle<ShowProblemChoices>, IHandle<TurnAdvice>, IHandle<ReadProblem>, IHandle<TakeProblemBack>
{
    private const int AdviceAPage = 5;

    public async Task<Answer> Handle(ShowProblemChoices request, Caller caller, CancellationToken stop) =>
        await db.SeenAsync(request.Problem, caller, stop) is { } problem ? Answer.Show(await RenderAsync(problem, 0, caller, stop)) : ProblemRefusals.Gone;

    public async Task<Answer> Handle(TurnAdvice request, Caller caller, CancellationToken stop) =>
        await db.SeenAsync(request.Problem, caller, stop) is { } problem ? Answer.ShowInstead(await RenderAsync(problem, request.Page, caller, stop)) : ProblemRefusals.Gone;

    public async Task<Answer> Handle(ReadProblem request, Caller caller, CancellationToken stop)
    {
        if (await db.SeenAsync(request.Problem, caller, stop) is not { } problem) return ProblemRefusals.Gone;
        // Each by itself, so that the longest fits whole.
        var (label, words, other) = request.Good ? ("Good would be", problem.Good, problem.Tried) : ("Tried so far", problem.Tried, problem.Good);
        return Answer.Show(
        [
            new Heading(problem.Title),
            new Paragraph($"{label:b}"),
            words.Length > 0 ? new Prose(words) : new Paragraph($"Nothing was said of it."),
            other.Length > 0 ? new Controls([new Button(request.Good ? "What was tried" : "What good would be", new ReadProblem(problem.Id, !request.Good))]) : null,
        ]);
    }

    public async Task<Answer> Handle(TakeProblemBack request, Caller caller, CancellationToken stop)
    {
        if (await db.SeenAsync(request.Problem, caller, stop) is not { } problem) return ProblemRefusals.Gone;
        if (!problem.IsSteeredBy(caller)) return ProblemRefusals.NotYours;
        if (problem.Answered) return ProblemRefusals.TooLateToTakeBack;

        await posts.TakeDownAsync(problem, stop);
        events.Raise(new ProblemTakenBack(problem.Id));
        db.Remove(problem);
        return problem.Asker == caller.Member.Id
            ? await GiveBackAsync(problem, caller.Account, stop)
            : await GiveBackToAskerAsync(problem, caller, stop);
    }

    /// <summary>Nothing that was typed is lost: it comes back as a draft.</summary>
    private async Task<Answer> GiveBackAsync(Problem problem, UserRef asker, CancellationToken stop)
    {
        var draft = await drafts.KeepAsync(ProblemForm.Of(problem), asker, null, stop);
        return Answer.ShowInstead(
        [
            new Paragraph($"Taken back: the card is gone. What you wrote is kept for seven days."),
            new Controls([new Button("Edit and post again", new EditDraft(draft))]),
        ]);
    }

    private async Task<Answer> GiveBackToAskerAsync(Problem problem, Caller coordinator, CancellationToken stop)
    {
        if (problem.Asker is { } asker && (await posts.NamesAsync(problem, stop))[asker].Accounts is [var account, ..])
        {
            var draft = await drafts.KeepAsync(ProblemForm.Of(problem), account, null, stop);
            board.Publish(
                $"problem-taken-back/{problem.Id.Value:N}",
                Audience.To(asker),
                [
                    new Paragraph($"{coordinator.Member.Person:name}, who coordinates the community, took your problem {problem.Title:b} off the board. What you wrote is kept for seven days."),
                    new Controls([new Button("Edit and post again", new EditDraft(draft))]),
                ],
                PostTerms.Requested(problem.Community));
        }

        return Answer.ShowInstead(Message.Say($"Taken back: the card is gone.{(problem.Asker is null ? "" : " Its asker is told, and gets back what they wrote.")}"));
    }

    /// <summary>With whom the asker talks about it, each with the way there once it stands.</summary>
    private async Task<IReadOnlyList<Block>> TalksAsync(Problem problem, IReadOnlyDictionary<MemberId, Person> people, CancellationToken stop)
    {
        var ways = new List<Control?>();
        foreach (var helper in problem.Rooms.Skip(1).Take(Limits.ControlsInARow))
            ways.Add(await links.ButtonForAsync(Shortening.OneLine($"Talk with {people[helper.Member].Name}", Limits.ButtonLabel), ProblemRooms.Key(problem.Id, helper.Room!.Value), problem.Asker!.Value, stop));
        var keys = problem.Rooms.Select(p => ProblemRooms.Key(problem.Id, p.Room!.Value)).ToList();
        var troubles = await db.Deliveries.AsNoTracking().Where(d => keys.Contains(d.Key) && d.State == DeliveryState.Undeliverable).Select(d => new { d.Key, d.Trouble }).ToListAsync(stop);
        var names = problem.Rooms.Select(p => (Text)$"{people[p.Member]:name}").ToList();
        return names.Count == 0 ? [] :
        [
            new Paragraph($"You talk about it with {Text.Join(", ", names)}, with each by yourselves."),
            .. problem.Rooms.SelectMany(p => troubles.Where(t => t.Key == ProblemRooms.Key(problem.Id, p.Room!.Value)).Select(t => new Paragraph($"The conversation with {people[p.Member]:name} could not be opened: {t.Trouble ?? "the platform did not say why."}"))),
            .. ways.Exists(w => w is not null) ? new Block[] { new Controls(ways) } : [],
        ];
    }

    private async Task<Message> RenderAsync(Problem problem, int page, Caller caller, CancellationToken stop)
    {
        var people = await posts.NamesAsync(problem, stop);
        var open = await links.ButtonAsync("Open", ProblemCard.KeyFor(problem, caller.Member.Id), caller.Account.Workspace, stop);
        var places = await posts.PlacesAsync(problem, stop);
        var me = caller.Member.Id;
        var steers = problem.IsSteeredBy(caller);
        var isAsker = problem.Asker == me;
        var mine = problem.People.Where(p => p.Member == me).Select(p => p.Stake).ToHashSet();
        page = Math.Clamp(page, 0, Math.Max(0, (problem.Advice.Count - 1) / AdviceAPage));
        return Message.Of(
        [
            new Heading(problem.Title),
            problem.OnlyHelpers ? new Paragraph($"Only its asker and those who help see it. {ProblemCard.StatusWord(problem.Status)}.") : null,
            isAsker && ProblemCard.WereAsked(problem) is { } asked ? new Paragraph(asked) : null,
            .. isAsker ? await TalksAsync(problem, people, stop) : [],
            .. problem.Advice.OrderBy(a => a.Number).Skip(page * AdviceAPage).Take(AdviceAPage).Select(a => ProblemCard.Advice(problem, a, people, Problems.Advice.ExcerptMaxLength, places)),
            problem.Advice.Count > AdviceAPage
                ? new Controls(
                [
                    page > 0 ? new Button("Earlier advice", new TurnAdvice(problem.Id, page - 1)) : null,
                    (page + 1) * AdviceAPage < problem.Advice.Count ? new Button("More advice", new TurnAdvice(problem.Id, page + 1)) : null,
                ])
                : null,
            problem.Advice.Count == 0 && problem.IsOpen && (!problem.OnlyHelpers || problem.Rooms.Any()) ? new Paragraph($"When a message in the thread helped, choose “Mark as what helped” on it.") : null,
            new Controls(
            [
                steers && problem.IsOpen ? new Button("It is solved", new SayItIsSolved(problem.Id)) : null,
                steers && problem.IsOpen ? new Button("Set aside", new SetProblemAside(problem.Id)) : null,
                steers && problem.LetDown ? new Button("Ask again for help", new ReopenProblem(problem.Id)) : null,
                steers && !problem.Answered ? new Button("Take it back", new TakeProblemBack(problem.Id)) { Look = ButtonLook.Danger } : null,
                problem.Status is ProblemStatus.Solved ? new Button("This came back", new SayItCameBack(problem.Id)) : null,
                problem.Status is ProblemStatus.SetAside ? new Button("Reopen", new ReopenProblem(problem.Id)) : null,
                isAsker && problem is { OnlyHelpers: true, IsOpen: true, Answered: false } ? new Button("Show it to everyone", new ShowToEveryone(problem.Id)) : null,
                !isAsker && !problem.OnlyHelpers && problem.AdviceToTry.Any() ? new Button("This helps me too", new TryAdvice(problem.Id)) : null,
                !isAsker && problem.IsOpen && !mine.Contains(Stake.Helper) ? new Button("I can help", new OfferHelp(problem.Id)) : null,
                !isAsker && !problem.OnlyHelpers && !mine.Contains(Stake.MeToo) ? new Button("Me too", new SayMeToo(problem.Id)) : null,
                !isAsker && !problem.OnlyHelpers && !mine.Contains(Stake.Follower) ? new Button("Follow the outcome", new FollowOutcome(problem.Id)) : null,
                mine.Contains(Stake.Helper) ? new Button("I can't help after all", new WithdrawOffer(problem.Id)) : null,
                mine.Contains(Stake.MeToo) ? new Button("I no longer have this", new LeaveProblem(problem.Id, Stake.MeToo)) : null,
                mine.Contains(Stake.Follower) ? new Button("Stop following", new LeaveProblem(problem.Id, Stake.Follower)) : null,
                open,
                .. places.Elsewhere(caller.Account.Workspace),
            ]),
        ]);
    }
}
