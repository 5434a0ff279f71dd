using CopBot.Chat;

namespace CopBot.Features.Directory;

internal static class DirectoryRefusals
{
    public static readonly Refusal NoSuchTopic = new("directory-no-topic", $"This topic is not there any more: it was joined with another one. Please look again.");
    public static readonly Refusal TooManyTopics = new("directory-too-many", $"You have {Profile.MostTopics} topics already. Take one out with “Change it” first: the ones that stay are those that you would like to be asked about.");
    public static readonly Refusal NothingToPublish = new("directory-nothing", $"There is nothing to publish yet. Press “Say what you know” first.");
    public static readonly Refusal NothingToSay = new("directory-no-words", $"Please say what about, such as /cop experts first visitors.");
    public static readonly Refusal NotAsked = new("invitation-not-yours", $"This invitation is somebody else's, or was taken back. If you want to help, press “I can help” on the card.");
    public static readonly Refusal Over = new("invitation-over", $"Thank you! It needs no more help by now, so there is nothing left to do.");
    public static readonly Refusal TakenAlready = new("invitation-taken", $"You said that you help with this already. On its card you can take it back under your first answer, or write in the thread that you can't after all.");
    public static readonly Refusal NoRecord = new("directory-no-record", $"There is no record yet: it holds what you know and what your advice did. It begins with the first advice that somebody marks as what helped.");
    public static readonly Refusal ThanksToBot = new("thanks-bot", $"This was written by an app, which is glad to help and needs no thanks.");
    public static readonly Refusal ThanksToSelf = new("thanks-self", $"This is your own message. Thanks are for others; choose a message of theirs.");
}
