using System.ComponentModel.DataAnnotations;
using System.Globalization;
using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Posts;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Features.Directory;

/// <summary>Somebody thanks the author of a message, for a reason. The author alone hears it; nothing is counted.</summary>
[MessageAction("thank", "Say thanks for this")]
public sealed record ThankFor(SourceMessage Message) : IMessageAction;

/// <summary>What somebody says thanks for.</summary>
[Form("thank-form", "Say thanks", Submit = "Say thanks")]
public sealed record ThanksForm : IForm
{
    /// <summary>Longest reason.</summary>
    public const int WhyMaxLength = 200;

    /// <summary>The reason.</summary>
    [Display(Name = "In one line: what did it do for you?", Description = "Its author alone reads it, with your name and the way to their message."), Required(ErrorMessage = "Please say what it did for you: that is what makes it worth reading."), StringLength(WhyMaxLength)]
    public string Why { get; init; } = "";

    /// <summary>The kept message.</summary>
    public DraftId Source { get; set; }
}

internal sealed class ThanksHandler(CopBotDb db, IBoard board, IDrafts drafts, Callers callers, PostLinks links, TimeProvider clock) : IOpen<ThankFor, ThanksForm>, IHandle<ThanksForm>
{
    private static readonly TimeSpan UselessAfter = TimeSpan.FromDays(21);

    public async Task<Opening<ThanksForm>> Open(ThankFor request, Caller caller, CancellationToken stop)
    {
        var message = request.Message;
        if (await db.Deliveries.AnyAsync(d => d.StandsAt == message.Post, stop)) return DirectoryRefusals.ThanksToBot;
        if (caller.Member.Accounts.Exists(a => a.User == message.Author)) return DirectoryRefusals.ThanksToSelf;
        return new ThanksForm { Source = await drafts.KeepSourceAsync(message, caller.Account, inMemory: false, stop) };
    }

    public async Task<Answer> Handle(ThanksForm request, Caller caller, CancellationToken stop)
    {
        if (await drafts.FindSourceAsync(request.Source, caller.Account, stop) is not { } message) return Drafts.Forgotten;
        if (await callers.MeetAsync(message.Author, message.AuthorName, stop) is not { } author) return DirectoryRefusals.ThanksToBot;

        // The same message thanked for twice by the same person is one thanks, with the later words.
        var key = string.Create(CultureInfo.InvariantCulture, $"thanks/{RefNumbers.Of(message.Post.ToString())}/{caller.Member.Id.Value:N}/{author.Id.Value:N}");
        board.Publish(
            key,
            Audience.To(author.Id),
            [
                new Paragraph($"{caller.Member.Person:name} thanks you: “{request.Why}”"),
                links.To(message.Post) is { } to ? new Controls([new LinkButton("Open your message", to)]) : null,
            ],
            PostTerms.Unasked(caller.Community.Id, "thanks", $"somebody said thanks for a message of yours.", clock.GetUtcNow() + UselessAfter) with { Summary = $"{caller.Member.Name} thanks you" });
        await drafts.ForgetAsync(request.Source, stop);
        return Answer.Say($"{author.Person:name} will read it, privately and in their hours. Nothing is counted.");
    }
}
