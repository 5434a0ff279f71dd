using System.ComponentModel.DataAnnotations;
using CopBot.Chat;
using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Features.Problems;
using CopBot.Posts;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Features.Outcomes;

/// <summary>Whoever holds the receipt of a problem that was asked without a name tells what came of it.</summary>
[Action("trial-receipt")]
public sealed record AnswerWithReceipt(TrialId Trial) : IAction;

/// <summary>The receipt and what came of it.</summary>
[Form("trial-receipt-tell", "What came of it", Submit = "Tell them")]
public sealed record OutcomeWithReceiptForm : IMayBeUnsigned
{
    /// <summary>The secret.</summary>
    [Display(Name = "Your receipt", Description = "You got it when you asked without your name."), Required, StringLength(60)]
    public string Receipt { get; set; } = "";

    /// <summary>What came of it.</summary>
    [Display(Name = "What came of it?"), Required]
    public OutcomeResult Result { get; set; }

    /// <summary>In a line.</summary>
    [Display(Name = "In one line", Description = "It goes onto the card and to those who advised."), StringLength(Outcomes.Trial.LineMaxLength)]
    public string Line { get; set; } = "";

    /// <summary>Which trial.</summary>
    public TrialId Trial { get; set; }

    /// <inheritdoc/>
    public bool Unsigned => true;
}

/// <summary>Asks a feature whether a receipt is the one of its problem.</summary>
[FoundByType]
public interface IReceipts
{
    /// <summary>Whether the secret fits the problem.</summary>
    Task<bool> FitAsync(ProblemId problem, string secret, CancellationToken stop);
}

internal sealed class AnswerWithReceiptHandler(CopBotDb db, IEnumerable<IReceipts> receipts, IEvents events, IBoard board, TimeProvider clock) : IOpen<AnswerWithReceipt, OutcomeWithReceiptForm>, IHandle<OutcomeWithReceiptForm>
{
    public async Task<Opening<OutcomeWithReceiptForm>> Open(AnswerWithReceipt request, Caller caller, CancellationToken stop) =>
        await db.Trials.AnyAsync(t => t.Id == request.Trial, stop) ? new OutcomeWithReceiptForm { Trial = request.Trial } : OutcomeRefusals.Gone;

    public async Task<Answer> Handle(OutcomeWithReceiptForm request, Caller caller, CancellationToken stop)
    {
        if (await db.Trials.FirstOrDefaultAsync(t => t.Id == request.Trial, stop) is not { Trier: null } trial) return OutcomeRefusals.Gone;
        var fits = false;
        foreach (var feature in receipts) fits |= await feature.FitAsync(trial.Problem, request.Receipt, stop);
        if (!fits) return OutcomeRefusals.NoSuchReceipt;

        // Without a name only the day is kept.
        trial.Tell(request.Result, new DateTimeOffset(clock.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero));
        trial.Say(request.Line);
        events.Raise(new OutcomeTold(trial.Id, trial.Problem, [.. trial.Advice.Select(a => new AdviceId(a))], null, trial.ByAsker, request.Result, request.Line));
        for (var question = 1; question <= trial.Asked; question++) board.Withdraw(OutcomeQuestion.Key(trial.Id, question));
        return Answer.Say($"Thank you. It stands on the card, and those who advised hear of it.");
    }
}
