using System.ComponentModel.DataAnnotations;
using CopBot.Chat;
using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Posts;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Features.Experiences;

/// <summary>A member asks who has been through something.</summary>
[Command("experience", "Ask the community: has anyone had …?", Takes = "your question")]
public sealed record AskExperience(string Words = "") : ICommand;

/// <summary>A member asks who has been through something, from a button.</summary>
[Action("experience-new"), LooksOnly]
public sealed record StartExperience : IAction;

/// <summary>A member asks for experiences with what a message says.</summary>
[MessageAction("experience-here", "Ask for experiences")]
public sealed record AskForExperiencesHere(SourceMessage Message) : IMessageAction;

/// <summary>"Has anyone had…?"</summary>
[Form("experience-ask", "Has anyone had …?", Submit = "Ask")]
public sealed record ExperienceRequestForm : IForm
{
    /// <summary>The question.</summary>
    [Display(Name = "Has anyone had …?", Description = "As a question, in one line."), Required, StringLength(ExperienceRequest.TitleMaxLength)]
    public string Title { get; set; } = "";

    /// <summary>What happened, or is planned.</summary>
    [Display(Name = "What happened, or is planned?"), DataType(DataType.MultilineText), StringLength(ExperienceRequest.PlanMaxLength)]
    public string Plan { get; set; } = "";

    /// <summary>What the asker most wants to hear.</summary>
    [Display(Name = "What do you most want to hear?"), DataType(DataType.MultilineText), StringLength(ExperienceRequest.HearMaxLength)]
    public string Hear { get; set; } = "";

    /// <summary>Whether it may be quoted.</summary>
    [Display(Name = "May this be quoted in the library?", Description = "It appears in the community's home. What is told to you alone is never quoted."), Required]
    public Quoting Quoting { get; set; }

    /// <summary>The kept source message that it was made from.</summary>
    public DraftId? Source { get; set; }

    /// <summary>What it will be called in the store, so that the same form sent twice posts once.</summary>
    public ExperienceRequestId? Id { get; set; }

    /// <summary>The form filled with what somebody wrote elsewhere: what does not fit the title goes below it whole.</summary>
    public static ExperienceRequestForm From(string words)
    {
        words = Typed.Clean(words, lines: true);
        var title = Shortening.OneLine(words, ExperienceRequest.TitleMaxLength);
        var form = new ExperienceRequestForm { Title = title };
        if (title == Shortening.OneLine(words, int.MaxValue)) return form;
        form.Plan = Shortening.To(words, ExperienceRequest.PlanMaxLength);
        if (form.Plan.Length < words.Length) form.Hear = Shortening.To("…" + words[(form.Plan.Length - 1)..], ExperienceRequest.HearMaxLength);
        return form;
    }

    /// <summary>The form as it was when this was asked.</summary>
    public static ExperienceRequestForm Of(ExperienceRequest request) => new() { Title = request.Title, Plan = request.Plan, Hear = request.Hear, Quoting = request.Quoting };
}

internal sealed class AskExperienceOpener(CopBotDb db, IDrafts drafts) : IOpen<AskExperience, ExperienceRequestForm>, IOpen<StartExperience, ExperienceRequestForm>, IOpen<AskForExperiencesHere, ExperienceRequestForm>
{
    public Task<Opening<ExperienceRequestForm>> Open(AskExperience request, Caller caller, CancellationToken stop) => Task.FromResult<Opening<ExperienceRequestForm>>(New(ExperienceRequestForm.From(request.Words)));

    public Task<Opening<ExperienceRequestForm>> Open(StartExperience request, Caller caller, CancellationToken stop) => Task.FromResult<Opening<ExperienceRequestForm>>(New(new ExperienceRequestForm()));

    public async Task<Opening<ExperienceRequestForm>> Open(AskForExperiencesHere request, Caller caller, CancellationToken stop)
    {
        if (await db.IsOursAsync(request.Message.Post, stop)) return ExperienceRefusals.OwnMessage;
        var form = New(ExperienceRequestForm.From(request.Message.Text));
        form.Source = await drafts.KeepSourceAsync(request.Message, caller.Account, inMemory: false, stop);
        return form;
    }

    private static ExperienceRequestForm New(ExperienceRequestForm form)
    {
        form.Id = new ExperienceRequestId(Guid.CreateVersion7());
        return form;
    }
}

internal sealed class AskExperienceHandler(CopBotDb db, IDrafts drafts, ExperiencePosts posts, KnownAlready known, SourceWords words, TimeProvider clock) : IHandle<ExperienceRequestForm>
{
    public async Task<Answer> Handle(ExperienceRequestForm request, Caller caller, CancellationToken stop)
    {
        if (caller.Community.Homes.Count == 0) return ExperienceRefusals.NoHome;
        var id = request.Id ?? new ExperienceRequestId(Guid.CreateVersion7());
        if (await db.ExperienceRequests.AnyAsync(r => r.Id == id, stop)) return ExperienceRefusals.AlreadyPosted;

        var asked = ExperienceRequest.Ask(id, caller.Community, request, caller.Member.Id, clock.GetUtcNow());
        db.Add(asked);
        if (request.Source is { } source) await TellAuthorAsync(asked, source, caller, stop);
        await posts.PublishAsync(asked, stop);
        posts.WantsHelpers(asked);
        // What a mention offered to write down has arrived.
        await drafts.ForgetAsync(new DraftId(id.Value), stop);
        return Answer.ShowInstead(
        [
            new Paragraph($"Asked in {caller.Community.HomesSeenFrom(caller.Where.Workspace)}. Whoever has been there tells it side by side below the card, to you alone where they wish so, or without their name."),
            new Paragraph($"When it has been quiet for a week you get a draft to edit, for the library. Nothing is saved without you."),
            new Controls([new Button("Undo", new TakeExperienceRequestBack(asked.Id)), new Button("More", new ShowExperienceChoices(asked.Id))]),
            .. await known.OfAsync(request, caller, stop),
        ]);
    }

    private async Task TellAuthorAsync(ExperienceRequest asked, DraftId kept, Caller caller, CancellationToken stop)
    {
        if (await words.FindAsync(kept, caller, stop) is not { } source) return;
        asked.CameFrom(source.Post, source.Author?.Id);
        await drafts.ForgetAsync(kept, stop);
        if (source.Author is { } author)
        {
            words.Tell(
                ExperienceCard.SourceKey(asked.Id),
                author,
                asked.Community,
                $"{caller.Member.Person:name} asked for experiences with something you wrote: {asked.Title:b}",
                $"It stands in {caller.Community.HomesSeenFrom(author.Accounts[0].User.Workspace)} under their name.",
                new TakeExperienceSourceBack(asked.Id));
        }
    }
}

/// <summary>The author of the message that a question was made from takes their words back.</summary>
[Action("experience-source-back")]
public sealed record TakeExperienceSourceBack(ExperienceRequestId Request) : IAction;

internal sealed class TakeExperienceSourceBackHandler(CopBotDb db, ExperiencePosts posts, SourceWords words, IEvents events) : IHandle<TakeExperienceSourceBack>
{
    public async Task<Answer> Handle(TakeExperienceSourceBack request, Caller caller, CancellationToken stop)
    {
        if (await db.WholeAsync(request.Request, stop) is not { } asked) return ExperienceRefusals.Gone;
        if (asked.TakeBackSource(caller.Member.Id) is { } refusal) return refusal;
        events.Raise(new Problems.ProblemRenamed(asked.Id.AsTried, asked.Title));
        await posts.PublishAsync(asked, stop);
        words.SayItIsDone(ExperienceCard.SourceKey(asked.Id), caller.Member.Id, asked.Community);
        return Answer.Say($"Taken back: the question no longer shows your words or leads to your message.");
    }
}
