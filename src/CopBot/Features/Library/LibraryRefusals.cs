using CopBot.Chat;

namespace CopBot.Features.Library;

internal static class LibraryRefusals
{
    public static readonly Refusal Gone = new("library-gone", $"This is no longer in the library.");
    public static readonly Refusal RequestGone = new("information-gone", $"This is no longer asked for: its asker took it back.");
    public static readonly Refusal NoHome = new("library-no-home", $"This community has no home channel yet, so there is nowhere to ask. A coordinator sets one with /cop setup. What you typed is kept.");
    public static readonly Refusal NotYours = new("library-not-yours", $"Only whoever looks after it, or a coordinator, can do this.");
    public static readonly Refusal NotYourWords = new("library-not-your-words", $"These are not your words, so only their author can take them back.");
    public static readonly Refusal OwnMessage = new("library-own-message", $"This is CopBot's own message. Choose a message that a person wrote, or use /cop save.");
    public static readonly Refusal CannotShareHere = new("library-cannot-share", $"CopBot cannot write in this place. Share it in the community's home channel, or invite CopBot here first.");
    public static readonly Refusal Retired = new("library-retired", $"This is used no more: whoever looked after it took it out of the library.");
    public static readonly Refusal NotAPerson = new("library-bot", $"That is an app. Please choose a person.");
    public static readonly Refusal Answered = new("information-answered", $"Something was found for it already, so it stays for those who look for the same.");
}
