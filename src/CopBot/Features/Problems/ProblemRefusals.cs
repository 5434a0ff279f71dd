using CopBot.Chat;

namespace CopBot.Features.Problems;

internal static class ProblemRefusals
{
    public static readonly Refusal Gone = new("problem-gone", $"This problem is no longer here: its asker took it back.");
    public static readonly Refusal OwnProblem = new("problem-own", $"This is your own problem. Who can help will tell you here.");
    public static readonly Refusal Closed = new("problem-closed", $"This problem is closed. If it came back, press “This came back” on its card.");
    public static readonly Refusal NotClosed = new("problem-not-closed", $"This problem is open already.");
    public static readonly Refusal AlreadyHelping = new("problem-helping", $"You said so already, and the asker knows. Write in the thread below the card whenever you like.");
    public static readonly Refusal TooLateToUndo = new("problem-too-late", $"The minute for an undo is over and those who take part have been told. You can open it again from its card.");
    public static readonly Refusal NotYours = new("problem-not-yours", $"Only the asker, or a coordinator for them, can do this.");
    public static readonly Refusal AskerLeft = new("problem-asker-left", $"Whoever asked is no longer here, so a coordinator of the community says what helped.");
    public static readonly Refusal NotYourWords = new("problem-not-your-words", $"These are not your words, so only their author can take them back.");
    public static readonly Refusal NotInThread = new("problem-not-in-thread", $"Mark a message in the thread below a problem's card: that is how CopBot knows what it helped with.");
    public static readonly Refusal OwnCard = new("problem-own-card", $"This is CopBot's own message. Mark what a person wrote in the thread.");
    public static readonly Refusal OwnMessage = new("problem-own-message", $"This is CopBot's own message. Choose a message that a person wrote, or use /cop ask.");
    public static readonly Refusal WordsTakenBack = new("problem-words-taken-back", $"Its author took these words back, so they cannot stand on the card again. You can mark another message.");
    public static readonly Refusal PrivateSource = new("problem-private-source", $"This was made from somebody else's message in a private place. They must be told of it, and that could show that it was you who asks. Ask with your name, or use /cop ask and your own words.");
    public static readonly Refusal SourceForgotten = new("problem-source-gone", $"CopBot no longer knows which message you meant. Please choose the action on the message again.");
    public static readonly Refusal NoSuchReceipt = new("problem-no-receipt", $"This receipt does not fit this problem. Please copy it exactly as you got it, letters and digits.");
    public static readonly Refusal NoHome = new("problem-no-home", $"This community has no home channel yet, so there is nowhere to post it. A coordinator sets one with /cop setup. What you typed is kept.");
    public static readonly Refusal AlreadyPosted = new("problem-posted", $"This one stands on the board already.");
    public static readonly Refusal TooLateToTakeBack = new("problem-answered", $"Others have answered already, so it stays. You can set it aside and say why.");
    public static readonly Refusal AnsweredInPrivate = new("problem-answered-in-private", $"Somebody has answered you in private, and what they said stays there. To ask everybody, use /cop ask once more.");
    public static readonly Refusal NowhereToTalk = new("problem-nowhere-to-talk", $"You and whoever asks share no workspace in which CopBot can open a conversation for the two of you, so you cannot take this one. Thank you all the same.");
    public static readonly Refusal OnlyForWhoeverAsked = new("problem-only-asker", $"This was advised in private, for whoever asked.");
    public static readonly Refusal NothingToTry = new("problem-nothing-to-try", $"Nothing has been marked as what helped there yet. You can follow it, or post yours.");
}
