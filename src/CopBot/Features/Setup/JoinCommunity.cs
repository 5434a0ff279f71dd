using System.ComponentModel.DataAnnotations;
using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Posts;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Features.Setup;

/// <summary>A coordinator wants the community to live in another workspace as well, or somebody there wants to join one.</summary>
[Action("setup-join"), LooksOnly, WithoutCommunity]
public sealed record ShowJoining : IAction;

/// <summary>A coordinator wants a code for the other workspace.</summary>
[Action("setup-join-code"), Needs(Role.Coordinator)]
public sealed record MakeJoinCode : IAction;

/// <summary>Somebody who runs a workspace has a code from a coordinator.</summary>
[Action("setup-join-enter"), WithoutCommunity]
public sealed record EnterJoinCode : IAction;

/// <summary>The code of a community that lives elsewhere.</summary>
[Form("setup-join-form", "Join a community", Submit = "Join", KeepsDraft = false), WithoutCommunity]
public sealed record JoinForm : IForm
{
    /// <summary>The code.</summary>
    [Display(Name = "The code from the other side", Description = "The community's posts will also stand in the channel that you are in."), Required(ErrorMessage = "Please type the code."), StringLength(PassCode.TypedMaxLength)]
    public string Code { get; init; } = "";
}

internal sealed class JoinCommunityHandler(CopBotDb db, IBoard board, Callers callers, PassCodes codes, IEnumerable<IChatPlatform> platforms, TimeProvider clock) :
    IHandle<ShowJoining>,
    IHandle<MakeJoinCode>,
    IOpen<EnterJoinCode, JoinForm>,
    IHandle<JoinForm>
{
    public async Task<Answer> Handle(ShowJoining request, Caller caller, CancellationToken stop) =>
        await db.MayNotSetUpAsync(caller, callers, stop) as Answer ?? Answer.ShowInstead(JoinCards.Joining(caller.CommunityOrNone));

    public async Task<Answer> Handle(MakeJoinCode request, Caller caller, CancellationToken stop) => Answer.ShowInstead(JoinCards.Code(
        caller.Community,
        await codes.MakeAsync(PassCodeFor.Workspace, caller.Member.Id, caller.Account, caller.Community.Id, stop)));

    public async Task<Opening<JoinForm>> Open(EnterJoinCode request, Caller caller, CancellationToken stop)
    {
        if (caller.CommunityOrNone is { } community) return SetupRefusals.LivesHereAlready(community);
        return await db.MayNotSetUpAsync(caller, callers, stop) is { } refusal ? refusal : new JoinForm();
    }

    public async Task<Answer> Handle(JoinForm request, Caller caller, CancellationToken stop)
    {
        if (caller.CommunityOrNone is { } already) return SetupRefusals.LivesHereAlready(already);
        if (await db.MayNotSetUpAsync(caller, callers, stop) is { } refusal) return refusal;
        var (channel, no) = await platforms.LookForHomeAsync(caller, stop);
        if (channel is null) return no!;
        var (code, why) = await codes.TakeAsync(PassCodeFor.Workspace, request.Code, caller.Account, stop);
        if (code is null) return new Answer.Invalid(nameof(request.Code), why!);

        // Whoever made it may not coordinate any more.
        var by = await db.Memberships.FindAsync([code.Community!.Value, code.By], stop);
        if (by is null || !by.Roles.HasFlag(Role.Coordinator)) return new Answer.Invalid(nameof(request.Code), PassCodes.Over);

        var community = await db.CommunityAsync(code.Community!.Value, stop);
        var there = await db.CoordinatorsOfAsync(community, stop);
        await MoveInAsync(community, channel, caller, stop);
        foreach (var coordinator in there.Where(c => c.Id != caller.Member.Id))
        {
            board.Publish(
                $"community/{community.Id.Value:N}/joined/{code.Id.Value:N}/{coordinator.Id.Value:N}",
                Audience.To(coordinator.Id),
                JoinCards.SomebodyJoined(community, caller.Member, community.Homes.Find(h => h.Channel == channel.Channel)!),
                PostTerms.Requested(community.Id));
        }

        return Answer.ShowInstead(SetupCards.Checklist(
            community,
            await db.CoordinatorsOfAsync(community, stop),
            caller.Where.Channel,
            $"This workspace belongs to {community.Name:b} now, and you coordinate it together with {SetupCards.Names(there)}. What is asked from now on stands in #{channel.Name} too. Talk stays where it is said."));
    }

    private async Task MoveInAsync(Community community, ChannelProfile channel, Caller caller, CancellationToken stop)
    {
        community.MoveInto(caller.Where.Workspace);
        community.SettleIn(channel.Channel, channel.Name);
        var membership = await db.Memberships.FindAsync([community.Id, caller.Member.Id], stop)
            ?? db.Memberships.Add(new Membership(community.Id, caller.Member.Id, clock.GetUtcNow())).Entity;
        community.Appoint(membership, Role.Coordinator);
        if (await db.Workspaces.FindAsync([caller.Where.Workspace], stop) is { } seen) (seen.StoppedAt, seen.StoppedBecause) = (null, null);
    }
}
