using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Features.Directory;
using CopBot.Posts;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Features.Problems;

/// <summary>A member asks how to solve something.</summary>
[Command("ask", "Ask the community: how can we …?", Takes = "your question")]
public sealed record AskProblem(string Words = "") : ICommand;

/// <summary>A member asks how to solve something, from a button.</summary>
[Action("problem-new"), LooksOnly]
public sealed record StartProblem : IAction;

/// <summary>A member makes a problem out of a message.</summary>
[MessageAction("problem-here", "Make this a problem")]
public sealed record MakeThisAProblem(SourceMessage Message) : IMessageAction;

internal sealed class AskProblemOpener : IOpen<AskProblem, ProblemForm>, IOpen<StartProblem, ProblemForm>
{
    public Task<Opening<ProblemForm>> Open(AskProblem request, Caller caller, CancellationToken stop) =>
        Task.FromResult<Opening<ProblemForm>>(ProblemForm.From(request.Words));

    public Task<Opening<ProblemForm>> Open(StartProblem request, Caller caller, CancellationToken stop) => Task.FromResult<Opening<ProblemForm>>(new ProblemForm());
}

internal sealed class MakeThisAProblemOpener(CopBotDb db, IDrafts drafts) : IOpen<MakeThisAProblem, ProblemForm>
{
    public async Task<Opening<ProblemForm>> Open(MakeThisAProblem request, Caller caller, CancellationToken stop)
    {
        if (await db.IsOursAsync(request.Message.Post, stop)) return ProblemRefusals.OwnMessage;
        var form = ProblemForm.From(request.Message.Text);
        form.Source = await drafts.KeepSourceAsync(request.Message, caller.Account, inMemory: false, stop);
        return form;
    }
}

internal sealed class ProblemFormHandler(CopBotDb db, IDrafts drafts, ITopics topics, ProblemPreviews previews, ProblemPosts posts, SourceAuthors authors, TimeProvider clock) : IHandle<ProblemForm>
{
    public async Task<Answer> Handle(ProblemForm request, Caller caller, CancellationToken stop)
    {
        if (caller.Community.Homes.Count == 0) return ProblemRefusals.NoHome;
        request.Topics = string.Join(", ", await topics.CalledAsync(caller.Community.Id, TopicList.Parse(request.Topics), learn: false, stop));
        if (request.Unsigned) return await PostUnsignedAsync(request, caller, stop);

        // An edit revises the draft of the preview that it came from; one that was posted already starts another.
        request.Draft = request.Draft is { } earlier && !await db.Problems.AnyAsync(p => p.Id == new ProblemId(earlier.Value), stop) ? earlier : DraftId.New();
        await drafts.KeepAsync(request, caller.Account, request.Draft, stop);
        return Answer.ShowInstead(await previews.OfAsync(request, request.Draft.Value, caller, stop));
    }

    private async Task<Answer> PostUnsignedAsync(ProblemForm form, Caller caller, CancellationToken stop)
    {
        // Nothing about the caller is stored: no draft, no time-ordered id, and of the receipt only a hash.
        var receipt = Receipt.New();
        var problem = Problem.Ask(new ProblemId(Guid.NewGuid()), caller.Community, form, asker: null, receipt.Hash, first: false, clock.GetUtcNow());
        if (form.Source is { } source && await authors.TellAsync(problem, source, caller, stop) is { } refusal) return refusal;
        db.Add(problem);
        await posts.PublishAsync(problem, stop);
        posts.WantsHelpers(problem);
        return Answer.Keep(ReceiptCard.Render(receipt.Secret));
    }
}

/// <summary>Posts the problem whose draft stands on the preview.</summary>
[Action("problem-post")]
public sealed record PostProblem(DraftId Draft) : IAction;

internal sealed class PostProblemHandler(CopBotDb db, IDrafts drafts, ITopics topics, ProblemPosts posts, ProblemPreviews previews, ProblemRooms rooms, SourceAuthors authors, TimeProvider clock) : IHandle<PostProblem>
{
    public async Task<Answer> Handle(PostProblem request, Caller caller, CancellationToken stop)
    {
        // The problem takes its draft's identity, so a second press finds what the first one made.
        var id = new ProblemId(request.Draft.Value);
        if (await db.Problems.AnyAsync(p => p.Id == id, stop)) return ProblemRefusals.AlreadyPosted;
        if (await drafts.FindAsync<ProblemForm>(request.Draft, caller.Account, stop) is not { } form) return Drafts.Forgotten;
        if (caller.Community.Homes.Count == 0) return ProblemRefusals.NoHome;
        // It may have become impossible since the preview: then the preview says so.
        var privately = form.Who is Visibility.Helpers;
        if (privately && await rooms.WhyNotAsync(caller.Community, caller.Member, caller.Account.Workspace, stop) is not null)
            return Answer.ShowInstead(await previews.OfAsync(form, request.Draft, caller, stop));

        var first = !await db.Problems.AnyAsync(p => p.Community == caller.Community.Id && p.Asker == caller.Member.Id, stop);
        var problem = Problem.Ask(id, caller.Community, form, caller.Member.Id, receiptHash: null, first, clock.GetUtcNow());
        if (form.Source is { } source && await authors.TellAsync(problem, source, caller, stop) is { } refusal) return refusal;
        db.Add(problem);
        // Everybody would read its topics among the community's own.
        if (!privately) await topics.CalledAsync(problem.Community, problem.Topics, learn: true, stop);
        await posts.PublishAsync(problem, stop);
        posts.WantsHelpers(problem);
        await drafts.ForgetAsync(request.Draft, stop);
        if (form.Source is { } kept) await drafts.ForgetAsync(kept, stop);

        if (privately)
        {
            return Answer.ShowInstead(
            [
                new Paragraph($"A few who may know are asked privately, and it stands nowhere else. Whoever takes it gets a conversation with you that nobody else sees; you hear it here, and also if nobody can be asked."),
                new Paragraph($"/cop promises and /cop home show it to you. When something helped, choose “Mark as what helped” on that message: you say when you will know, and are asked once, on that day."),
                new Controls([new Button("Undo", new TakeProblemBack(problem.Id)), new Button("More", new ShowProblemChoices(problem.Id))]),
            ]);
        }

        return Answer.ShowInstead(
        [
            new Paragraph($"Posted in {caller.Community.HomesSeenFrom(caller.Where.Workspace)}. A few who may know are asked privately, and nobody else is rung. Whoever can help writes in the thread below it; offers come to you privately."),
            new Paragraph($"When something helped, choose “Mark as what helped” on that message: you say when you will know, and are asked once, on that day."),
            new Controls([new Button("Undo", new TakeProblemBack(problem.Id)), new Button("More", new ShowProblemChoices(problem.Id))]),
        ]);
    }
}

/// <summary>Says on the preview by when an answer matters.</summary>
[Action("problem-need")]
public sealed record NeedProblemBy(DraftId Draft, DateOnly? Day = null) : IAction;

/// <summary>Puts the topics that its words suggest onto the problem on the preview.</summary>
[Action("problem-topics")]
public sealed record TakeSuggestedTopics(DraftId Draft) : IAction;

/// <summary>Lets everyone see the problem on the preview after all.</summary>
[Action("problem-ask-everyone")]
public sealed record AskEveryone(DraftId Draft) : IAction;

internal sealed class ChangePreviewHandler(IDrafts drafts, ITopics topics, ProblemPreviews previews) : IHandle<NeedProblemBy>, IHandle<TakeSuggestedTopics>, IHandle<AskEveryone>
{
    public Task<Answer> Handle(AskEveryone request, Caller caller, CancellationToken stop) =>
        ChangeAsync(request.Draft, form => form.Who = Visibility.Community, caller, stop);

    public Task<Answer> Handle(NeedProblemBy request, Caller caller, CancellationToken stop) =>
        ChangeAsync(request.Draft, form => form.NeededBy = request.Day, caller, stop);

    public async Task<Answer> Handle(TakeSuggestedTopics request, Caller caller, CancellationToken stop)
    {
        if (await drafts.FindAsync<ProblemForm>(request.Draft, caller.Account, stop) is not { Topics.Length: 0 } empty) return await ChangeAsync(request.Draft, _ => { }, caller, stop);

        var suggested = string.Join(", ", await topics.SuggestedAsync(caller.Community.Id, empty.Title + "\n" + empty.Tried, stop));
        return await ChangeAsync(request.Draft, form => form.Topics = suggested, caller, stop);
    }

    private async Task<Answer> ChangeAsync(DraftId draft, Action<ProblemForm> change, Caller caller, CancellationToken stop)
    {
        if (await drafts.FindAsync<ProblemForm>(draft, caller.Account, stop) is not { } form) return Drafts.Forgotten;
        if (caller.Community.Homes.Count == 0) return ProblemRefusals.NoHome;

        change(form);
        await drafts.KeepAsync(form, caller.Account, draft, stop);
        return Answer.ShowInstead(await previews.OfAsync(form, draft, caller, stop));
    }
}
