using System.ComponentModel.DataAnnotations;
using CopBot.Chat;
using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Features.Outcomes;
using CopBot.Features.Problems;

namespace CopBot.Features.Experiences;

/// <summary>Somebody will try what was told: one experience, or something of them all.</summary>
[Action("experience-try")]
public sealed record TryExperience(ExperienceRequestId Request, ExperienceId? Experience = null) : IAction;

/// <summary>What will you try, and when will you know?</summary>
[Form("experience-try-is", "What will you try?", Submit = "I will try it")]
public sealed record TryExperienceForm : ITrialForm
{
    /// <inheritdoc/>
    [Display(Name = "In one line: what will you try?"), StringLength(Trial.WillTryMaxLength)]
    public string WillTry { get; set; } = "";

    /// <inheritdoc/>
    [Display(Name = "When will you know?", Description = "You are asked once, on that day, at ten."), Required]
    public WhenKnown When { get; set; }

    /// <inheritdoc/>
    [Display(Name = "If on a date: which?", Description = "Any day from tomorrow on.")]
    public DateOnly? Day { get; set; }

    /// <summary>Of what question.</summary>
    public ExperienceRequestId Request { get; set; }

    /// <summary>Which experience; null for something of them all.</summary>
    public ExperienceId? Experience { get; set; }
}

internal sealed class TryExperienceHandler(CopBotDb db, IEvents events, ExperiencePosts posts, TimeProvider clock) : IOpen<TryExperience, TryExperienceForm>, IHandle<TryExperienceForm>
{
    public async Task<Opening<TryExperienceForm>> Open(TryExperience request, Caller caller, CancellationToken stop)
    {
        if (await db.WholeAsync(request.Request, stop) is not { } asked) return ExperienceRefusals.Gone;
        return Of(asked, request.Experience, caller).Count == 0 ? ExperienceRefusals.NoSuchExperience : new TryExperienceForm { Request = asked.Id, Experience = request.Experience };
    }

    public async Task<Answer> Handle(TryExperienceForm request, Caller caller, CancellationToken stop)
    {
        if (await db.WholeAsync(request.Request, stop) is not { } asked) return ExperienceRefusals.Gone;
        var tried = Of(asked, request.Experience, caller);
        if (tried.Count == 0) return ExperienceRefusals.NoSuchExperience;
        var now = clock.GetUtcNow();
        var askAt = request.AskAt(caller.Hours, now, out var wrong);
        if (wrong is not null) return wrong;

        var isAsker = asked.Asker == caller.Member.Id;
        if (!isAsker && asked.Follow(caller.Member.Id, now)) await posts.PublishAsync(asked, stop);
        events.Raise(new AdviceToTry(asked.Id.AsTried, asked.Community, asked.Title, ExperienceCard.Key(asked.Id), [.. tried.Select(e => new AdviceId(e.Id.Value))], caller.Member.Id, isAsker, request.WillTry, askAt));
        return Answer.Say(askAt is { } at
            ? $"Good luck with it. You will be asked once what came of it: {at:day}. /cop promises takes your answer earlier."
            : (Text)$"Good luck with it. You will not be asked; /cop promises takes your answer at any time.");
    }

    private static List<Experience> Of(ExperienceRequest asked, ExperienceId? one, Caller caller) => [.. asked.ReadableBy(caller.Member.Id).Where(e => one is null || e.Id == one)];
}
