using CopBot.Chat;
using CopBot.Communities;

namespace CopBot.Features.Me;

/// <summary>What somebody sees of their accounts.</summary>
internal static class LinkCards
{
    /// <summary>Most that are shown.</summary>
    public const int MostAccounts = 10;

    private const int NameShownLength = 80;

    /// <summary>Which accounts are theirs, and how to link another.</summary>
    public static Message Accounts(Member member, UserRef here, AccountNames names, Text? news = null) => Message.Of(
    [
        new Heading("Your accounts"),
        news is null ? null : new Paragraph(news),
        member.Accounts.Count > 1
            ? new Facts([.. member.Accounts.Take(MostAccounts).Select(a => new Fact(a.User.Workspace.Platform.Title, Describe(a, here, names)))])
            : new Paragraph($"CopBot knows you by this account only. If you are in a community on another platform or in another workspace as well, link the account that you have there: then you are one person, with one clock, one budget of messages and one Stop, and your problems and promises are the same on both sides."),
        new Controls([new Button("Show me a code", new MakeLinkCode()), new Button("I have a code", new EnterLinkCode())]),
        member.Accounts.Count > 1
            ? new Controls([new Menu("Take an account away again…", [.. member.Accounts.Take(MostAccounts).Select(a => new MenuChoice(Shortening.OneLine(names.InWords(a.User), Limits.ChoiceLabel), new TakeAccountAway(NumberOf(a.User))))])])
            : null,
        new Footnote($"Show the code with one account and enter it with the other. Problems that you asked without your name are joined to nothing."),
    ]);

    /// <summary>The code, shown once.</summary>
    public static Message Code(string letters) =>
    [
        new Heading("Your code"),
        new Paragraph($"{letters:code}"),
        new Paragraph($"With your other account type /cop link, press “I have a code” and enter it within 15 minutes. It works once. Give it to nobody: whoever enters it acts as you."),
    ];

    /// <summary>The second look, since what is joined is not parted again but for the accounts.</summary>
    public static Message AreBothYours(PassCode code, Member other, UserRef here, AccountNames names) =>
    [
        new Heading("Are both yours?"),
        new Paragraph($"The code is from {Shortening.OneLine(other.Name, NameShownLength):b}, {names.InWords(code.Account)}. All that you asked, offered, tried and advised with this account ({names.InWords(here)}) becomes theirs, and your roles too."),
        new Paragraph($"Go on only if that account is your own. Nobody from CopBot will ever ask you for it."),
        new Controls([new Button("Yes, both are mine", new ConfirmLink(code.Id)) { Look = ButtonLook.Primary }]),
    ];

    /// <summary>To the account that made the code.</summary>
    public static Message Linked(UserRef other, AccountNames names) =>
    [
        new Paragraph($"Your code was entered: the account {names.InWords(other)} is yours now too, and the two are one person. If that was not you, take it away at once."),
        new Controls([new Button("Take this account away again", new TakeAccountAway(NumberOf(other))) { Look = ButtonLook.Danger }]),
    ];

    /// <summary>What a button calls an account by.</summary>
    public static int NumberOf(UserRef user) => RefNumbers.Of(user.ToString());

    private static Text Describe(Account account, UserRef here, AccountNames names) => account switch
    {
        _ when account.User == here => $"{names.NameOf(account.User)} (this one)",
        { Left: true } => $"{names.NameOf(account.User)} (left that workspace)",
        _ => (Text)$"{names.NameOf(account.User)}",
    };
}
