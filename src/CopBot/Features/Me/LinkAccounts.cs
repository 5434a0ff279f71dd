using System.ComponentModel.DataAnnotations;
using System.Globalization;
using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Posts;

namespace CopBot.Features.Me;

/// <summary>Somebody looks at which accounts are theirs, or wants to link one.</summary>
[Command("link", "Your accounts here and elsewhere, as one person"), LooksOnly, WithoutCommunity]
public sealed record LinkAccounts : ICommand;

/// <summary>Somebody presses a button to see which accounts are theirs.</summary>
[Action("me-link"), LooksOnly, WithoutCommunity]
public sealed record ShowLinks : IAction;

/// <summary>Somebody wants a code to type with their other account.</summary>
[Action("me-link-code"), WithoutCommunity]
public sealed record MakeLinkCode : IAction;

/// <summary>Somebody has a code from their other account.</summary>
[Action("me-link-enter"), WithoutCommunity]
public sealed record EnterLinkCode : IAction;

/// <summary>Whoever typed the code says that both accounts are theirs.</summary>
[Action("me-link-confirm"), WithoutCommunity]
public sealed record ConfirmLink(PassCodeId Code) : IAction;

/// <summary>One of their accounts is to go its own way.</summary>
[Action("me-unlink"), WithoutCommunity]
public sealed record TakeAccountAway(int Account) : IAction;

/// <summary>The code of somebody's other account.</summary>
[Form("me-link-form", "Link my accounts", Submit = "Go on", KeepsDraft = false), WithoutCommunity]
public sealed record LinkForm : IForm
{
    /// <summary>The code.</summary>
    [Display(Name = "The code from your other account", Description = "Only ever your own: whoever made the code will be you here."), Required(ErrorMessage = "Please type the code."), StringLength(PassCode.TypedMaxLength)]
    public string Code { get; init; } = "";
}

internal sealed class LinkAccountsHandler(CopBotDb db, IBoard board, PassCodes codes, OnePerson onePerson, AskForNames names, TimeProvider clock) :
    IHandle<LinkAccounts>,
    IHandle<ShowLinks>,
    IHandle<MakeLinkCode>,
    IOpen<EnterLinkCode, LinkForm>,
    IHandle<LinkForm>,
    IHandle<ConfirmLink>,
    IHandle<TakeAccountAway>
{
    public async Task<Answer> Handle(LinkAccounts request, Caller caller, CancellationToken stop) => Answer.Show(await AccountsAsync(caller.Member, caller, null, stop));

    public async Task<Answer> Handle(ShowLinks request, Caller caller, CancellationToken stop) => Answer.Show(await AccountsAsync(caller.Member, caller, null, stop));

    public async Task<Answer> Handle(MakeLinkCode request, Caller caller, CancellationToken stop) =>
        Answer.ShowInstead(LinkCards.Code(await codes.MakeAsync(PassCodeFor.Account, caller.Member.Id, caller.Account, null, stop)));

    public Task<Opening<LinkForm>> Open(EnterLinkCode request, Caller caller, CancellationToken stop) => Task.FromResult<Opening<LinkForm>>(new LinkForm());

    public async Task<Answer> Handle(LinkForm request, Caller caller, CancellationToken stop)
    {
        var (code, why) = await codes.TakeAsync(PassCodeFor.Account, request.Code, caller.Account, stop);
        if (code is null) return new Answer.Invalid(nameof(request.Code), why!);
        if (code.By == caller.Member.Id) return MeRefusals.LinkedAlready;
        if (await db.Members.FindAsync([code.By], stop) is not { } other) return new Answer.Invalid(nameof(request.Code), PassCodes.Over);
        return Answer.ShowInstead(LinkCards.AreBothYours(code, other, caller.Account, await names.OfAsync([code.Account, caller.Account], stop)));
    }

    public async Task<Answer> Handle(ConfirmLink request, Caller caller, CancellationToken stop)
    {
        var code = await db.PassCodes.FindAsync([request.Code], stop);
        if (code is null || code.For is not PassCodeFor.Account || code.TakenBy != caller.Account || code.IsOver(clock.GetUtcNow())) return MeRefusals.CodeOver;
        if (await db.Members.FindAsync([code.By], stop) is not { } stays) return MeRefusals.CodeOver;
        if (stays.Id == caller.Member.Id) return MeRefusals.LinkedAlready;
        // Only what the person who showed the code had with that account: it may have gone its own way since.
        if (!stays.Accounts.Exists(a => a.User == code.Account)) return MeRefusals.CodeOver;

        await onePerson.JoinAsync(stays, caller.Member, stop);
        db.Remove(code);
        board.Publish(
            string.Create(CultureInfo.InvariantCulture, $"person/linked/{code.Id.Value:N}"),
            Audience.To(stays.Id, code.Account),
            LinkCards.Linked(caller.Account, await names.OfAsync([caller.Account], stop)),
            new PostTerms { Class = PostClass.AtOnce });
        return Answer.ShowInstead(await AccountsAsync(stays, caller, $"Done: you are one person on both sides now, with one clock, one budget of messages and one Stop.", stop));
    }

    public async Task<Answer> Handle(TakeAccountAway request, Caller caller, CancellationToken stop)
    {
        if (caller.Member.Accounts.Find(a => LinkCards.NumberOf(a.User) == request.Account) is not { } account) return MeRefusals.NotYourAccount;
        var user = account.User;
        if (await onePerson.LetGoAsync(caller.Member, user, stop) is null) return MeRefusals.OnlyAccount;
        if (user == caller.Account)
            return Answer.ShowInstead(Message.Say($"This account goes its own way from now on. What you asked, offered and advised stays with your other account; /cop link joins them again."));
        var gone = (await names.OfAsync([user], stop)).InWords(user);
        return Answer.ShowInstead(await AccountsAsync(caller.Member, caller, $"Your account {gone} goes its own way from now on. What you asked, offered and advised stays with you.", stop));
    }

    private async Task<Message> AccountsAsync(Member member, Caller caller, Text? news, CancellationToken stop) =>
        LinkCards.Accounts(member, caller.Account, await names.OfAsync(member.Accounts.Select(a => a.User), stop), news);
}
