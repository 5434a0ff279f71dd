using System.ComponentModel.DataAnnotations;
using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Dispatch;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Features.Directory;

/// <summary>Somebody who was asked helps.</summary>
[Action("invitation-take")]
public sealed record TakeInvitation(AskedId Thing) : IAction;

/// <summary>Somebody who was asked passes.</summary>
[Action("invitation-pass")]
public sealed record PassInvitation(AskedId Thing) : IAction;

/// <summary>Somebody who was asked thinks of somebody else.</summary>
[Action("invitation-suggest")]
public sealed record SuggestSomeone(AskedId Thing) : IAction;

/// <summary>Somebody who was asked is away.</summary>
[Action("invitation-away")]
public sealed record SayAwayInstead(AskedId Thing) : IAction;

/// <summary>Of whom somebody thinks.</summary>
[Form("invitation-suggest-form", "Suggest someone", Submit = "Ask them")]
public sealed record SuggestForm : IForm
{
    /// <summary>Who.</summary>
    [Display(Name = "Who may know?", Description = "They are asked privately, with your name. Whoever asks never hears of it unless they help."), Required(ErrorMessage = "Please choose somebody.")]
    public UserRef? Who { get; init; }

    /// <summary>With what.</summary>
    public AskedId Thing { get; set; }
}

/// <summary>Answers invitations: only one's own, whatever a button holds.</summary>
internal sealed class AnswerInvitation(CopBotDb db, IEnumerable<IAskedThings> things, Invitations invitations)
{
    /// <summary>The caller's own invitation and what it asks for; or why there is none.</summary>
    public async Task<(Invitation? Invitation, IAskedThings? Things, IAskedThings.Asked? Asked, Refusal? Why)> FindAsync(AskedId thing, Caller caller, CancellationToken stop)
    {
        if (await db.Invitations.FindAsync([thing, caller.Member.Id], stop) is not { State: not InvitationState.Withdrawn } invitation) return (null, null, null, DirectoryRefusals.NotAsked);
        if (invitation.State is InvitationState.Taken) return (null, null, null, DirectoryRefusals.TakenAlready);
        var of = things.FirstOrDefault(t => t.Kind == invitation.Kind);
        var asked = of is null ? null : await of.FindAsync(thing, stop);
        return asked is null ? (null, null, null, DirectoryRefusals.Over) : (invitation, of, asked, null);
    }

    /// <summary>They pass; answers why not.</summary>
    public async Task<Refusal?> PassAsync(AskedId thing, Caller caller, CancellationToken stop)
    {
        var (invitation, _, asked, why) = await FindAsync(thing, caller, stop);
        if (invitation is null) return why;
        invitation.Become(InvitationState.Passed);
        await invitations.SettleAsync(invitation, asked!, stop);
        return null;
    }
}

internal sealed class InvitationHandler(CopBotDb db, AnswerInvitation answers, Invitations invitations, MyDirectory directory, Knowledge knowledge, StillThere still, Callers callers, TimeProvider clock) :
    IHandle<TakeInvitation>,
    IHandle<PassInvitation>,
    IOpen<SuggestSomeone, SuggestForm>,
    IHandle<SuggestForm>,
    IOpen<SayAwayInstead, AwayForm>
{
    public async Task<Answer> Handle(TakeInvitation request, Caller caller, CancellationToken stop)
    {
        var (invitation, things, asked, why) = await answers.FindAsync(request.Thing, caller, stop);
        if (invitation is null) return why!;

        var answer = await things!.TakeAsync(request.Thing, caller, stop);
        if (answer is Refusal) return answer;
        invitation.Become(InvitationState.Taken);
        await invitations.SettleAsync(invitation, asked!, stop);
        return answer;
    }

    public async Task<Answer> Handle(PassInvitation request, Caller caller, CancellationToken stop) =>
        await answers.PassAsync(request.Thing, caller, stop) ?? Answer.Say($"Passed on. Nobody sees that, and it counts for nothing.");

    public async Task<Opening<SuggestForm>> Open(SuggestSomeone request, Caller caller, CancellationToken stop)
    {
        var (invitation, _, _, why) = await answers.FindAsync(request.Thing, caller, stop);
        return invitation is null ? why! : new SuggestForm { Thing = request.Thing };
    }

    public async Task<Answer> Handle(SuggestForm request, Caller caller, CancellationToken stop)
    {
        var (invitation, things, asked, why) = await answers.FindAsync(request.Thing, caller, stop);
        if (invitation is null) return why!;
        if (await still.FindAsync(request.Who!.Value, stop) is not { IsBot: false } profile) return new Answer.Invalid(nameof(request.Who), "They are not in this workspace (any more), or are an app. Please choose somebody else.");
        if (await callers.MeetAsync(profile.User, profile.Name, stop) is not { } who) return new Answer.Invalid(nameof(request.Who), "Please choose a person.");
        if (who.Id == caller.Member.Id) return new Answer.Invalid(nameof(request.Who), "That is you. Press “Take it”, or choose somebody else.");
        if (asked!.NotThese.Contains(who.Id)) return new Answer.Invalid(nameof(request.Who), "They have a part in it already. Please choose somebody else.");

        invitation.Become(InvitationState.Passed);
        await invitations.SettleAsync(invitation, asked, stop);
        if (asked.Reaches(who) && await MayBeAskedAsync(who, invitation, stop))
        {
            await invitations.InviteAsync(Invitation.Suggested(who.Id, invitation, caller.Member.Id, clock.GetUtcNow()), asked, stop);
            await things!.WereAskedAsync(request.Thing, await db.Invitations.CountAsync(i => i.Thing == request.Thing, stop) + 1, stop);
        }

        // The same words whatever came of it: whether somebody hides, is away or was asked enough is theirs.
        return Answer.Say($"Thank you. {who.Person:name} is asked privately, unless they want to be left in peace now. Nobody learns how they answer.");
    }

    public async Task<Opening<AwayForm>> Open(SayAwayInstead request, Caller caller, CancellationToken stop)
    {
        var (invitation, _, _, why) = await answers.FindAsync(request.Thing, caller, stop);
        return invitation is null ? why! : new AwayForm { Instead = request.Thing };
    }

    private async Task<bool> MayBeAskedAsync(Member who, Invitation of, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        if (await db.Invitations.FindAsync([of.Thing, who.Id], stop) is not null) return false;
        var profile = await directory.ProfileAsync(of.Community, who.Id, stop);
        if (profile?.Rests(now) is true) return false;
        var load = await knowledge.LoadAsync([who.Id], now, stop);
        return Knowledge.Room(who, profile, load[who.Id].Count(at => at > now.AddDays(-7))) > 0;
    }
}
