using System.ComponentModel.DataAnnotations;
using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Dispatch;

namespace CopBot.Features.Setup;

/// <summary>Somebody wants to say what the community is called, what it is about and where its clock stands.</summary>
[Action("setup-describe"), WithoutCommunity]
public sealed record DescribeCommunity : IAction;

/// <summary>What a community is called, what it is about and where its clock stands.</summary>
[Form("setup-community", "Your community", Submit = "Save"), WithoutCommunity]
public sealed record CommunityForm : IForm
{
    /// <summary>What it is called.</summary>
    [Display(Name = "What is the community called?"), Required, StringLength(Community.NameMaxLength)]
    public string Name { get; init; } = "";

    /// <summary>What it is about.</summary>
    [Display(Name = "What is it about, in a sentence?", Description = "Newcomers read it to see whether it is for them. It can wait."), DataType(DataType.MultilineText), StringLength(Community.DomainMaxLength)]
    public string Domain { get; init; } = "";

    /// <summary>Its home zone, by city or IANA name.</summary>
    [Display(Name = "Its home time zone, as a city", Description = "A large city in that zone, such as Lisbon or New York."), Required, StringLength(64)]
    public string Zone { get; init; } = "";
}

internal sealed class DescribeCommunityOpener(CopBotDb db, Callers callers) : IOpen<DescribeCommunity, CommunityForm>
{
    public async Task<Opening<CommunityForm>> Open(DescribeCommunity request, Caller caller, CancellationToken stop)
    {
        if (await db.MayNotSetUpAsync(caller, callers, stop) is { } refusal) return refusal;
        return caller.CommunityOrNone is { } community
            ? new CommunityForm { Name = community.Name, Domain = community.Domain, Zone = community.Zone }
            : new CommunityForm { Zone = caller.Member.Zone ?? "" };
    }
}

internal sealed class CommunityHandler(CopBotDb db, Callers callers, TimeProvider clock) : IHandle<CommunityForm>
{
    public async Task<Answer> Handle(CommunityForm request, Caller caller, CancellationToken stop)
    {
        if (await db.MayNotSetUpAsync(caller, callers, stop) is { } refusal) return refusal;
        if (Zones.Find(request.Zone) is not { } zone) return new Answer.Invalid(nameof(request.Zone), SetupRefusals.UnknownZone(request.Zone));

        var community = caller.CommunityOrNone;
        if (community is null) community = await FoundAsync(request, zone, caller, stop);
        else community.Describe(request.Name, request.Domain, zone);

        return Answer.ShowInstead(SetupCards.Checklist(community, await db.CoordinatorsOfAsync(community, stop), caller.Where.Channel, caller.CommunityOrNone is null
            ? (Text)$"{community.Name:b} is there, and you are its coordinator."
            : $"Saved."));
    }

    private async Task<Community> FoundAsync(CommunityForm form, TimeZoneInfo zone, Caller caller, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        var community = db.Communities.Add(Community.Found(form.Name, form.Domain, zone, caller.Where.Workspace, now)).Entity;
        community.Appoint(db.Memberships.Add(new Membership(community.Id, caller.Member.Id, now)).Entity, Role.Coordinator);
        if (await db.Workspaces.FindAsync([caller.Where.Workspace], stop) is { } seen) (seen.StoppedAt, seen.StoppedBecause) = (null, null);
        return community;
    }
}
