using CopBot.Chat;

namespace CopBot.Features.Experiences;

internal static class ExperienceRefusals
{
    public static readonly Refusal Gone = new("experience-gone", $"This question is no longer here: its asker took it back.");
    public static readonly Refusal NoHome = new("experience-no-home", $"This community has no home channel yet, so there is nowhere to post it. A coordinator sets one with /cop setup. What you typed is kept.");
    public static readonly Refusal OwnMessage = new("experience-own-message", $"This is CopBot's own message. Choose a message that a person wrote, or use /cop experience.");
    public static readonly Refusal OwnQuestion = new("experience-own", $"This is your own question. What others tell comes to you here.");
    public static readonly Refusal AlreadyPosted = new("experience-posted", $"This one stands on the board already.");
    public static readonly Refusal NoSuchExperience = new("experience-not-there", $"This is no longer here: whoever told it took it back.");
    public static readonly Refusal NotYourExperience = new("experience-not-yours", $"Only whoever told this can change it.");
    public static readonly Refusal NotYours = new("experience-request-not-yours", $"Only the asker, or a coordinator for them, can do this.");
    public static readonly Refusal NotYourWords = new("experience-not-your-words", $"These are not your words, so only their author can take them back.");
    public static readonly Refusal OnlyForTheAsker = new("experience-private", $"This was told to the asker alone.");
    public static readonly Refusal AskerLeft = new("experience-asker-left", $"Whoever asked is no longer here, so nobody would read it. You can tell it to everyone, also without your name.");
    public static readonly Refusal TooLateToTakeBack = new("experience-told", $"Others have told something already, so the question stays.");
    public static readonly Refusal SavedAlready = new("experience-saved", $"This stands in the library already. /cop find finds it.");
    public static readonly Refusal NothingToSave = new("experience-nothing", $"Nothing that everyone may read was told yet, so there is nothing to sum up.");
    public static readonly Refusal ThinkOfYourself = new("experience-yourself", $"That is you. Press “I have” on the card and tell it.");
    public static readonly Refusal NotAPerson = new("experience-bot", $"That is an app. Please choose a person.");
    public static readonly Refusal EnoughHints = new("experience-hints", $"You have thought of three people for this. That is the most, so that nobody is asked too often.");
    public static readonly Refusal OnlyDeletes = new("experience-receipt", $"With this receipt what you told can be deleted, and nothing else. Choose “Delete it”.");
}
