using System.ComponentModel.DataAnnotations;
using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Posts;

namespace CopBot.Features.Experiences;

/// <summary>A member knows somebody who may have been there.</summary>
[Action("experience-know")]
public sealed record KnowSomeone(ExperienceRequestId Request) : IAction;

/// <summary>Whoever was thought of has not been there, or does not want to tell.</summary>
[Action("experience-pass")]
public sealed record PassOnExperience(ExperienceRequestId Request) : IAction;

/// <summary>Who may have been there.</summary>
[Form("experience-someone", "I know someone", Submit = "Ask them")]
public sealed record KnowSomeoneForm : IForm
{
    /// <summary>Who.</summary>
    [Display(Name = "Who may have been there?", Description = "They are asked privately and see that it was you. Nobody else learns of it."), Required]
    public UserRef? Who { get; set; }

    /// <summary>Why them.</summary>
    [Display(Name = "In one line: why them?", Description = "They alone read it."), StringLength(200)]
    public string Why { get; set; } = "";

    /// <summary>For what question.</summary>
    public ExperienceRequestId Request { get; set; }
}

internal sealed class KnowSomeoneHandler(CopBotDb db, IBoard board, Callers callers, PostLinks links, TimeProvider clock) :
    IOpen<KnowSomeone, KnowSomeoneForm>, IHandle<KnowSomeoneForm>, IHandle<PassOnExperience>
{
    private const int MostHints = 3;
    private static readonly TimeSpan UselessAfter = TimeSpan.FromDays(14);

    public async Task<Opening<KnowSomeoneForm>> Open(KnowSomeone request, Caller caller, CancellationToken stop) =>
        await db.WholeAsync(request.Request, stop) is null ? ExperienceRefusals.Gone : new KnowSomeoneForm { Request = request.Request };

    public async Task<Answer> Handle(KnowSomeoneForm request, Caller caller, CancellationToken stop)
    {
        if (await db.WholeAsync(request.Request, stop) is not { } asked) return ExperienceRefusals.Gone;
        if (caller.Member.Accounts.Exists(a => a.User == request.Who)) return ExperienceRefusals.ThinkOfYourself;
        if (asked.Hints.Count(h => h.By == caller.Member.Id) >= MostHints) return ExperienceRefusals.EnoughHints;
        if (await callers.MeetAsync(request.Who!.Value, "Somebody", stop) is not { } somebody) return ExperienceRefusals.NotAPerson;

        // The same answer whatever is so: whether they told something, or passed, is theirs to say.
        if (asked.ThinkOf(somebody.Id, caller.Member.Id, clock.GetUtcNow())) await AskAsync(asked, somebody, request.Why, caller, stop);
        return Answer.Say($"Thank you. They are asked privately, if nobody has thought of them before. They are named only if they tell it themselves, and nobody learns that they were asked.");
    }

    public async Task<Answer> Handle(PassOnExperience request, Caller caller, CancellationToken stop)
    {
        if (await db.WholeAsync(request.Request, stop) is not { } asked) return ExperienceRefusals.Gone;
        asked.Pass(caller.Member.Id);
        board.Publish(Key(asked.Id, caller.Member.Id), Audience.To(caller.Member.Id), Message.Say($"You passed. Nobody hears of it."), PostTerms.Requested(asked.Community));
        return Answer.Say($"Fine. Nobody hears of it, and you are not asked again for this.");
    }

    private async Task AskAsync(ExperienceRequest asked, Member somebody, string why, Caller by, CancellationToken stop)
    {
        var open = await links.ButtonForAsync("Look at it", ExperienceCard.Key(asked.Id), somebody.Id, stop);
        board.Publish(
            Key(asked.Id, somebody.Id),
            Audience.To(somebody.Id),
            [
                new Paragraph($"{by.Member.Person:name} thinks that you may have been there: {asked.Title:b}"),
                why.Length > 0 ? new Paragraph($"“{why}”") : null,
                asked.Hear.Length > 0 ? new Prose($"Most wanted: {asked.Hear}") : null,
                new Controls(
                [
                    new Button("I have", new TellExperience(asked.Id)) { Look = ButtonLook.Primary },
                    new Button("Pass", new PassOnExperience(asked.Id)),
                    open,
                ]),
                new Footnote($"Nobody else knows that you were asked. You can tell it with your name, to the asker alone or without your name."),
            ],
            PostTerms.Unasked(asked.Community, "being thought of", $"somebody here thought of you.", clock.GetUtcNow() + UselessAfter) with { Summary = $"Have you been there? {asked.Title}" });
    }

    private static string Key(ExperienceRequestId request, MemberId somebody) => $"experience/{request.Value:N}/hint/{somebody.Value:N}";
}
