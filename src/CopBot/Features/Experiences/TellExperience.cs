using System.ComponentModel.DataAnnotations;
using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Features.Problems;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Features.Experiences;

/// <summary>A member has been there and tells it.</summary>
[Action("experience-tell")]
public sealed record TellExperience(ExperienceRequestId Request) : IAction;

/// <summary>Whoever told it takes it back.</summary>
[Action("experience-back")]
public sealed record TakeExperienceBack(ExperienceId Experience) : IAction;

/// <summary>What somebody had.</summary>
[Form("experience-told", "What you had", Submit = "Tell it")]
public sealed record ExperienceForm : IMayBeUnsigned
{
    /// <summary>Where it was.</summary>
    [Display(Name = "In what context?", Description = "What one must know to compare: how many, where, when."), DataType(DataType.MultilineText), StringLength(Experience.ContextMaxLength)]
    public string Context { get; set; } = "";

    /// <summary>What they did.</summary>
    [Display(Name = "What did you do?"), DataType(DataType.MultilineText), Required, StringLength(Experience.StoryMaxLength)]
    public string Did { get; set; } = "";

    /// <summary>What happened.</summary>
    [Display(Name = "What happened?"), DataType(DataType.MultilineText), Required, StringLength(Experience.StoryMaxLength)]
    public string Happened { get; set; } = "";

    /// <summary>Whether they would again.</summary>
    [Display(Name = "Would you do it again?"), Required]
    public Again Again { get; set; }

    /// <summary>Who sees it.</summary>
    [Display(Name = "Who may see it?", Description = "Without your name, nobody can ever learn who told it."), Required]
    public ShownAs Shows { get; set; }

    /// <summary>To what question.</summary>
    public ExperienceRequestId Request { get; set; }

    /// <inheritdoc/>
    public bool Unsigned => Shows is ShownAs.Anonymous;
}

internal sealed class TellExperienceHandler(CopBotDb db, ExperiencePosts posts, ExperienceNews news, TimeProvider clock) :
    IOpen<TellExperience, ExperienceForm>, IHandle<ExperienceForm>, IHandle<TakeExperienceBack>
{
    public async Task<Opening<ExperienceForm>> Open(TellExperience request, Caller caller, CancellationToken stop)
    {
        if (await db.WholeAsync(request.Request, stop) is not { } asked) return ExperienceRefusals.Gone;
        return asked.Of(caller.Member.Id) is { } told
            ? new ExperienceForm { Request = asked.Id, Context = told.Context, Did = told.Did, Happened = told.Happened, Again = told.Again, Shows = told.Shows }
            : new ExperienceForm { Request = asked.Id };
    }

    public async Task<Answer> Handle(ExperienceForm request, Caller caller, CancellationToken stop)
    {
        if (await db.WholeAsync(request.Request, stop) is not { } asked) return ExperienceRefusals.Gone;
        if (request.Shows is ShownAs.OnlyToAsker && asked.Asker is null) return ExperienceRefusals.AskerLeft;
        return request.Unsigned ? await TellUnsignedAsync(asked, request, stop) : await TellAsync(asked, request, caller, stop);
    }

    public async Task<Answer> Handle(TakeExperienceBack request, Caller caller, CancellationToken stop)
    {
        if (await db.WholeAsync(request.Experience, stop) is not { } asked) return ExperienceRefusals.NoSuchExperience;
        if (asked.TakeBack(request.Experience, caller.Member.Id) is { } refusal) return refusal;
        await posts.TakeDownAsync(asked, request.Experience, stop);
        return Answer.ShowInstead(Message.Say($"Taken back: it is gone from the card, the thread and the library."));
    }

    private async Task<Answer> TellAsync(ExperienceRequest asked, ExperienceForm form, Caller caller, CancellationToken stop)
    {
        var isNew = asked.Of(caller.Member.Id) is null;
        var told = asked.Tell(form, caller.Member.Id, receiptHash: null, clock.GetUtcNow());
        await posts.PublishAsync(asked, stop);
        await news.ToldAsync(asked, told, isNew, stop);
        posts.HasTold(asked, caller.Member.Id);
        Text says = told.Shows is ShownAs.OnlyToAsker ? $"Thank you. Only the asker reads it; on the card it counts as private." : (Text)$"Thank you. It stands below the card beside the others, with your name.";
        return Answer.ShowInstead([new Paragraph(says), new Controls([new Button("Change it", new TellExperience(asked.Id)), new Button("Undo", new TakeExperienceBack(told.Id))])]);
    }

    private async Task<Answer> TellUnsignedAsync(ExperienceRequest asked, ExperienceForm form, CancellationToken stop)
    {
        // Nothing about the caller is stored: no draft, no time-ordered id, and of the receipt only a hash.
        var receipt = Receipt.New();
        var told = asked.Tell(form, teller: null, receipt.Hash, clock.GetUtcNow());
        await posts.PublishAsync(asked, stop);
        await news.ToldAsync(asked, told, isNew: true, stop);
        return Answer.Keep(
        [
            new Heading("Your receipt"),
            new Paragraph($"What you told stands below the card without your name. CopBot kept nothing that leads to you, so this is shown once: {receipt.Secret:code}"),
            new Paragraph($"Keep it somewhere safe: it cannot be found again. Whoever holds it can delete what you told, with /cop receipt."),
        ]);
    }
}

/// <summary>Whoever holds the receipt of what was told without a name can delete it.</summary>
internal sealed class ExperienceReceipts(CopBotDb db, ExperiencePosts posts) : IActByReceipt
{
    public async Task<Answer?> ActAsync(string hash, ReceiptAct act, CancellationToken stop)
    {
        if (await db.ExperienceRequests.FirstOrDefaultAsync(r => r.Experiences.Any(e => e.ReceiptHash == hash), stop) is not { } asked) return null;
        if (act is not ReceiptAct.Delete) return ExperienceRefusals.OnlyDeletes;
        var told = asked.Experiences.Single(e => e.ReceiptHash == hash);
        asked.Drop(told);
        await posts.TakeDownAsync(asked, told.Id, stop);
        return Answer.Say($"Deleted: it is gone from the card, the thread and the library.");
    }
}
