using CopBot.Chat;
using CopBot.Posts;

namespace CopBot.Features.Outcomes;

/// <summary>The one question about what came of a trial, as whoever tries it sees it.</summary>
internal static class OutcomeQuestion
{
    public static string Key(TrialId trial, int question) => $"trial/{trial.Value:N}/question/{question}";

    public static Message Render(Trial trial) =>
    [
        new Heading("What came of it?"),
        new Paragraph($"{trial.Title:b}"),
        trial.WillTry.Length > 0 ? new Paragraph(trial.Promised ? (Text)$"You promised: “{trial.WillTry}”" : $"You wanted to try: “{trial.WillTry}”") : null,
        Answers(trial),
        new Footnote(trial.Promised && trial.Asked < Trial.MostQuestions ? $"It was written down at the meeting. You are asked once; silence is fine too." : trial.Asked < Trial.MostQuestions
            ? $"You chose to be asked today. You are asked once; silence is fine too."
            : (Text)$"You asked for this second question. There is no third."),
    ];

    /// <summary>The same in a thread, for somebody who asked without a name: the receipt says who may answer.</summary>
    public static Message InThread(Trial trial) =>
    [
        new Paragraph($"What came of it? Whoever asked this said they would know today.{(trial.WillTry.Length > 0 ? $" They wanted to try: “{trial.WillTry}”" : "")}"),
        new Controls([new Button("Answer with my receipt", new AnswerWithReceipt(trial.Id))]),
    ];

    public static Controls Answers(Trial trial) => new(
    [
        new Button("It worked", new TellOutcome(trial.Id, OutcomeResult.Worked)) { Look = ButtonLook.Primary },
        new Button("Partly", new TellOutcome(trial.Id, OutcomeResult.Partly)),
        new Button("It didn't", new TellOutcome(trial.Id, OutcomeResult.DidNot)),
        trial.Asked < Trial.MostQuestions ? new Button("Haven't tried yet", new SayNotTriedYet(trial.Id)) : null,
        new Button("Things changed", new TellOutcome(trial.Id, OutcomeResult.Changed)),
    ]);
}
