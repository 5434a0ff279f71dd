using CopBot.Chat;
using CopBot.Data;
using CopBot.Dispatch;

namespace CopBot.Features.Experiences;

/// <summary>A member wants to hear what others tell.</summary>
[Action("experience-follow")]
public sealed record FollowExperiences(ExperienceRequestId Request) : IAction;

/// <summary>They no longer do.</summary>
[Action("experience-unfollow")]
public sealed record UnfollowExperiences(ExperienceRequestId Request) : IAction;

internal sealed class FollowExperiencesHandler(CopBotDb db, ExperiencePosts posts, TimeProvider clock) : IHandle<FollowExperiences>, IHandle<UnfollowExperiences>
{
    public async Task<Answer> Handle(FollowExperiences request, Caller caller, CancellationToken stop)
    {
        if (await db.WholeAsync(request.Request, stop) is not { } asked) return ExperienceRefusals.Gone;
        if (asked.Asker == caller.Member.Id) return ExperienceRefusals.OwnQuestion;
        var isNew = asked.Follow(caller.Member.Id, clock.GetUtcNow());
        if (isNew) await posts.PublishAsync(asked, stop);
        return Answer.Show(
        [
            new Paragraph(isNew ? (Text)$"You will hear what others tell, and what comes of it." : $"You follow this already: you hear what others tell."),
            new Controls([new Button("Undo", new UnfollowExperiences(asked.Id))]),
        ]);
    }

    public async Task<Answer> Handle(UnfollowExperiences request, Caller caller, CancellationToken stop)
    {
        if (await db.WholeAsync(request.Request, stop) is not { } asked) return ExperienceRefusals.Gone;
        if (asked.Unfollow(caller.Member.Id)) await posts.PublishAsync(asked, stop);
        return Answer.ShowInstead(Message.Say($"Done: you will not hear of it any more."));
    }
}
