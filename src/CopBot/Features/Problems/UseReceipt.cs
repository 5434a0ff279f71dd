using System.ComponentModel.DataAnnotations;
using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Dispatch;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Features.Problems;

/// <summary>Somebody who asked without a name acts for their problem.</summary>
[Command("receipt", "Act for a problem that you asked without your name")]
public sealed record UseReceipt : ICommand;

/// <summary>What the holder of a receipt can do.</summary>
public enum ReceiptAct
{
    /// <summary>It is solved.</summary>
    [Display(Name = "It is solved")]
    Solved,

    /// <summary>It is to be set aside.</summary>
    [Display(Name = "Set it aside (say why below)")]
    SetAside,

    /// <summary>It came back, or is to go on.</summary>
    [Display(Name = "Open it again")]
    Reopen,

    /// <summary>It is to go.</summary>
    [Display(Name = "Delete it")]
    Delete,
}

/// <summary>A receipt and what to do.</summary>
[Form("problem-receipt", "Your receipt", Submit = "Do it")]
public sealed record ReceiptForm : IMayBeUnsigned
{
    /// <summary>The secret.</summary>
    [Display(Name = "Your receipt", Description = "You got it when you asked without your name."), Required, StringLength(60)]
    public string Receipt { get; set; } = "";

    /// <summary>What to do.</summary>
    [Display(Name = "What shall happen?"), Required]
    public ReceiptAct Act { get; set; }

    /// <summary>Why, or what came back.</summary>
    [Display(Name = "In one line: why?", Description = "It stands on the card."), StringLength(Problem.ReasonMaxLength)]
    public string Why { get; set; } = "";

    /// <inheritdoc/>
    public bool Unsigned => true;
}

/// <summary>A feature in which something can be told without a name, whose receipt acts for it.</summary>
[FoundByType]
public interface IActByReceipt
{
    /// <summary>Does it to what this hash belongs to; null where that is nothing here.</summary>
    Task<Answer?> ActAsync(string hash, ReceiptAct act, CancellationToken stop);
}

internal sealed class UseReceiptHandler(CopBotDb db, ProblemPosts posts, ProblemNews news, IEvents events, IEnumerable<IActByReceipt> others, TimeProvider clock) : IOpen<UseReceipt, ReceiptForm>, IHandle<ReceiptForm>
{
    public Task<Opening<ReceiptForm>> Open(UseReceipt request, Caller caller, CancellationToken stop) => Task.FromResult<Opening<ReceiptForm>>(new ReceiptForm());

    public async Task<Answer> Handle(ReceiptForm request, Caller caller, CancellationToken stop)
    {
        var hash = Receipt.HashOf(request.Receipt);
        if (await db.Problems.FirstOrDefaultAsync(p => p.ReceiptHash == hash, stop) is not { } problem) return await ElsewhereAsync(hash, request.Act, stop);

        var now = problem.MomentOf(null, clock.GetUtcNow());
        if (request is { Act: ReceiptAct.SetAside, Why.Length: 0 }) return new Answer.Invalid(nameof(ReceiptForm.Why), "Please say why in a few words; it stands on the card.");
        if (request.Act is ReceiptAct.Delete) return await DeleteAsync(problem, stop);
        var community = await db.CommunityAsync(problem.Community, stop);
        var refusal = request.Act switch
        {
            ReceiptAct.Solved => problem.Solve(now),
            ReceiptAct.SetAside => problem.SetAside(request.Why, now),
            ReceiptAct.Reopen => problem.Reopen(request.Why.Length > 0 ? request.Why : null, community.Hours, now),
            _ => throw new NotSupportedException(request.Act.ToString()),
        };
        if (refusal is not null) return refusal;

        await posts.PublishAsync(problem, stop);
        if (problem.IsOpen) posts.WantsHelpers(problem);
        if (request.Act is ReceiptAct.Solved) await news.SolvedAsync(problem, by: null, stop);
        else if (request.Act is ReceiptAct.SetAside) await news.SetAsideAsync(problem, by: null, stop);
        return Answer.Say($"Done. Its card says so.");
    }

    private async Task<Answer> ElsewhereAsync(string hash, ReceiptAct act, CancellationToken stop)
    {
        foreach (var other in others)
        {
            if (await other.ActAsync(hash, act, stop) is { } answer) return answer;
        }

        return ProblemRefusals.NoSuchReceipt;
    }

    private async Task<Answer> DeleteAsync(Problem problem, CancellationToken stop)
    {
        await posts.TakeDownAsync(problem, stop);
        events.Raise(new ProblemTakenBack(problem.Id));
        db.Remove(problem);
        return Answer.Say($"Deleted: the card is gone. What others wrote in the thread is theirs.");
    }
}
