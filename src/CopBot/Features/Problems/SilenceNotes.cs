using CopBot.Chat;
using CopBot.Communities;
using CopBot.Posts;

namespace CopBot.Features.Problems;

/// <summary>What is said while a problem waits for an answer.</summary>
internal static class SilenceNotes
{
    public static string NudgeKey(ProblemId problem) => $"problem/{problem.Value:N}/nudge";

    public static string NudgeKey(ProblemId problem, Guid room) => $"{NudgeKey(problem)}/{room:N}";

    public static string AskerKey(ProblemId problem) => $"problem/{problem.Value:N}/queue/asker";

    public static string OfferKey(ProblemId problem, MemberId helper) => $"problem/{problem.Value:N}/second-ring/{helper.Value:N}";

    public static string QueueKey(ProblemId problem, MemberId coordinator) => $"problem/{problem.Value:N}/queue/{coordinator.Value:N}";

    /// <summary>Where everything that is said in the silence stands.</summary>
    public static IEnumerable<string> Paths(ProblemId problem) => [NudgeKey(problem), $"problem/{problem.Value:N}/second-ring/", $"problem/{problem.Value:N}/queue/"];

    public static Message Nudge(Problem problem) =>
    [
        new Paragraph($"No answer yet. Has anybody been near this, even in part? Half an idea, a name or a link is welcome."),
        new Controls([new Button("I can help", new OfferHelp(problem.Id)), new Button("Me too", new SayMeToo(problem.Id))]),
    ];

    /// <summary>The same where only a helper and the asker see it.</summary>
    public static Message NudgeInPrivate { get; } = Message.Say($"No answer yet. Half an idea, a name or a link is welcome.");

    /// <summary>Nobody has answered what only helpers see. A coordinator could do nothing without its words, so its asker decides.</summary>
    public static Message ToAsker(Problem problem) =>
    [
        new Paragraph($"Nobody has answered: {problem.Title:b}"),
        new Paragraph($"Only helpers see it. You can show it to everyone, or set it aside; otherwise it waits for somebody who helps."),
        new Controls([new Button("Show it to everyone", new ShowToEveryone(problem.Id)), new Button("Set aside", new SetProblemAside(problem.Id)), new Button("More", new ShowProblemChoices(problem.Id))]),
    ];

    /// <summary>There is nobody who could be asked.</summary>
    public static Message NobodyFits(Problem problem) =>
    [
        new Paragraph($"CopBot found nobody to ask: {problem.Title:b}"),
        new Paragraph($"Nobody here has said that they know this, or those who did have been asked enough this week. CopBot looks once more in a few days; you can also show it to everyone."),
        new Controls([new Button("Show it to everyone", new ShowToEveryone(problem.Id)), new Button("More", new ShowProblemChoices(problem.Id))]),
    ];

    public static Message ToHelper(Problem problem, LinkButton? open) =>
    [
        new Paragraph($"You offered to help with {problem.Title:b}, and nobody has written yet. A first thought is enough; if you can't after all, that is fine too."),
        new Controls([open, new Button("I can't after all", new WithdrawOffer(problem.Id))]),
    ];

    public static Message ToCoordinator(Problem problem, LinkButton? open) =>
    [
        new Paragraph($"Nobody has answered {problem.Title:b} (asked {problem.AskedAt:day}). It now waits for you: bring it to the next meeting, ask somebody yourself, or set it aside."),
        new Controls([open, new Button("More", new ShowProblemChoices(problem.Id))]),
    ];
}
