using CopBot.Chat;

namespace CopBot.Features.Outcomes;

internal static class OutcomeRefusals
{
    public static readonly Refusal Gone = new("trial-gone", $"This question is no longer open: the problem was taken back.");
    public static readonly Refusal NotYours = new("trial-not-yours", $"Only whoever tries it can say what came of it.");
    public static readonly Refusal NotToldYet = new("trial-not-told", $"Nothing has been told about this yet. /cop promises shows what you are trying.");
    public static readonly Refusal ToldAlready = new("trial-told", $"You have told already what came of it. /cop promises shows it, and lets you change it.");
    public static readonly Refusal AskedTwice = new("trial-asked-twice", $"You have been asked twice, and that is the most CopBot asks. /cop promises takes your answer whenever you know.");
    public static readonly Refusal TooLateToUndo = new("trial-too-late", $"The minute for an undo is over and those who advised have been told. Choose another answer: the later one counts.");
    public static readonly Refusal NoStory = new("story-gone", $"There is no such story any more: what came of it was changed, or the problem was taken back.");
    public static readonly Refusal NotInTheStory = new("story-not-yours", $"Only who asked, tried or advised can be named in this story.");
    public static readonly Refusal NoSuchReceipt = new("trial-no-receipt", $"This receipt does not fit. Please copy it exactly as you got it, letters and digits.");
}
