using System.ComponentModel.DataAnnotations;
using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Posts;

namespace CopBot.Features.Setup;

/// <summary>A coordinator looks at who coordinates.</summary>
[Action("setup-coordinators"), Needs(Role.Coordinator), LooksOnly]
public sealed record ShowCoordinators : IAction;

/// <summary>A coordinator wants to make somebody coordinator.</summary>
[Action("setup-appoint"), Needs(Role.Coordinator)]
public sealed record AppointCoordinator : IAction;

/// <summary>Whom to make coordinator.</summary>
[Form("setup-appoint-form", "A new coordinator", Submit = "Make coordinator"), Needs(Role.Coordinator)]
public sealed record CoordinatorForm : IForm
{
    /// <summary>Who.</summary>
    [Display(Name = "Who?", Description = "They are told privately, and may say no."), Required(ErrorMessage = "Please choose somebody.")]
    public UserRef? Who { get; init; }
}

/// <summary>A coordinator undoes having taken the role back from somebody.</summary>
[Action("setup-appoint-again"), Needs(Role.Coordinator)]
public sealed record AppointAgain(MemberId Who) : IAction;

internal sealed class ShowCoordinatorsHandler(CopBotDb db) : IHandle<ShowCoordinators>
{
    public async Task<Answer> Handle(ShowCoordinators request, Caller caller, CancellationToken stop) =>
        Answer.ShowInstead(SetupCards.Coordinators(caller.Community, await db.CoordinatorsOfAsync(caller.Community, stop)));
}

internal sealed class AppointCoordinatorHandler(CopBotDb db, IBoard board, Callers callers, IEnumerable<IChatPlatform> platforms, TimeProvider clock) :
    IOpen<AppointCoordinator, CoordinatorForm>,
    IHandle<CoordinatorForm>,
    IHandle<AppointAgain>
{
    public Task<Opening<CoordinatorForm>> Open(AppointCoordinator request, Caller caller, CancellationToken stop) =>
        Task.FromResult<Opening<CoordinatorForm>>(new CoordinatorForm());

    public async Task<Answer> Handle(CoordinatorForm request, Caller caller, CancellationToken stop)
    {
        if (await platforms.FindPersonAsync(request.Who!.Value, stop) is not { } profile) return new Answer.Invalid(nameof(request.Who), SetupRefusals.NotInWorkspace);
        if (await callers.MeetAsync(profile.User, profile.Name, stop) is not { } who) return new Answer.Invalid(nameof(request.Who), SetupRefusals.AppsCannotCoordinate);

        var membership = await db.Memberships.FindAsync([caller.Community.Id, who.Id], stop)
            ?? db.Memberships.Add(new Membership(caller.Community.Id, who.Id, clock.GetUtcNow())).Entity;
        return await AppointAsync(membership, who, caller, stop);
    }

    public async Task<Answer> Handle(AppointAgain request, Caller caller, CancellationToken stop)
    {
        if (await db.Memberships.FindAsync([caller.Community.Id, request.Who], stop) is not { } membership) return SetupRefusals.NotMember;
        return await AppointAsync(membership, (await db.Members.FindAsync([request.Who], stop))!, caller, stop);
    }

    private async Task<Answer> AppointAsync(Membership membership, Member who, Caller caller, CancellationToken stop)
    {
        var already = membership.Roles.HasFlag(Role.Coordinator);
        if (!already)
        {
            caller.Community.Appoint(membership, Role.Coordinator);
            board.Publish(CoordinatorKeys.You(caller.Community, who.Id), Audience.To(who.Id), SetupCards.YouCoordinate(caller.Community, caller.Member), CoordinatorKeys.Terms(caller, clock.GetUtcNow()));
        }

        return Answer.ShowInstead(SetupCards.Coordinators(
            caller.Community,
            await db.CoordinatorsOfAsync(caller.Community, stop),
            already ? (Text)$"{who.Person:name} coordinates already." : $"{who.Person:name} is a coordinator now and will be told privately.",
            already ? null : new Button("Undo", new RelieveCoordinator(who.Id))));
    }
}

internal static class CoordinatorKeys
{
    private static readonly TimeSpan NewsFor = TimeSpan.FromDays(14);

    /// <summary>Where somebody is told that they coordinate.</summary>
    public static string You(Community community, MemberId who) => $"community/{community.Id.Value:N}/coordinator/{who.Value:N}";

    /// <summary>Nobody asked for this news.</summary>
    public static PostTerms Terms(Caller by, DateTimeOffset now) =>
        PostTerms.Unasked(by.Community.Id, "news of your roles", $"{by.Member.Person:name} made you a coordinator.", now + NewsFor);
}
