using CopBot.Chat;
using CopBot.Data;

namespace CopBot.Communities;

/// <summary>Which community.</summary>
public readonly record struct CommunityId(Guid Value) : IId<CommunityId>
{
    /// <inheritdoc/>
    public static CommunityId From(Guid value) => new(value);

    /// <summary>A new one.</summary>
    public static CommunityId New() => new(Guid.CreateVersion7());
}

/// <summary>
/// A community of practice: a domain, people who help each other, a home. It may live on several workspaces, on several platforms.
/// </summary>
[Shared]
public sealed class Community : Aggregate
{
    /// <summary>Longest name.</summary>
    public const int NameMaxLength = 80;

    /// <summary>Longest domain sentence.</summary>
    public const int DomainMaxLength = 300;

    private const int MostHomesShown = 3;

    private Community()
    {
    }

    /// <summary>Which one it is.</summary>
    public CommunityId Id { get; private set; }

    /// <summary>What it is called.</summary>
    public string Name { get; private set; } = "";

    /// <summary>What it is about, in a sentence: "is this for me?".</summary>
    public string Domain { get; private set; } = "";

    /// <summary>The IANA name of its home zone.</summary>
    public string Zone { get; private set; } = "UTC";

    /// <summary>Its working days, for members who set none of their own.</summary>
    public WorkDays Days { get; private set; } = WorkDays.MondayToFriday;

    /// <summary>When it was set up.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>Where its posts stand.</summary>
    public List<HomeChannel> Homes { get; } = [];

    /// <summary>Where it lives.</summary>
    public List<CommunityWorkspace> Workspaces { get; } = [];

    /// <summary>The hours by which it waits for answers.</summary>
    public Hours Hours => Hours.Default(Zones.Stored(Zone)) with { Days = Days };

    /// <summary>A new community in a workspace.</summary>
    public static Community Found(string name, string domain, TimeZoneInfo zone, WorkspaceRef workspace, DateTimeOffset now)
    {
        var community = new Community { Id = CommunityId.New(), CreatedAt = now };
        community.Describe(name, domain, zone);
        community.Workspaces.Add(new CommunityWorkspace { Community = community.Id, Workspace = workspace });
        return community;
    }

    /// <summary>Changes what it is called, what it is about and where its clock stands.</summary>
    public void Describe(string name, string domain, TimeZoneInfo zone)
    {
        Name = name;
        Domain = domain;
        Zone = zone.Id;
        Changed();
    }

    /// <summary>Changes its working days.</summary>
    public void WorkOn(WorkDays days)
    {
        Days = days;
        Changed();
    }

    /// <summary>Gives a role. It counts as a change of the community, so that of two changes at once the second sees the first.</summary>
    public void Appoint(Membership who, Role role)
    {
        who.Roles |= role;
        Changed();
    }

    /// <summary>Takes a role back; see <see cref="Appoint"/>.</summary>
    public void Relieve(Membership who, Role role)
    {
        who.Roles &= ~role;
        Changed();
    }

    /// <summary>Where its posts stand, for somebody in that workspace: their own channel first.</summary>
    public Text HomesSeenFrom(WorkspaceRef here) => Text.Join(" and in ", Homes
        .OrderByDescending(h => h.Channel.Workspace == here)
        .Take(MostHomesShown)
        .Select(h => h.Channel.Workspace == here || Homes.Count == 1 ? (Text)$"{h.Channel}" : $"{h.InWords}"));

    /// <summary>It also lives in that workspace from now on.</summary>
    public void MoveInto(WorkspaceRef workspace)
    {
        if (Workspaces.Exists(w => w.Workspace == workspace)) return;
        Workspaces.Add(new CommunityWorkspace { Community = Id, Workspace = workspace });
        Changed();
    }

    /// <summary>It lives in that workspace no longer, and has no home there. It always keeps one workspace: then false.</summary>
    public bool PartFrom(WorkspaceRef workspace)
    {
        if (Workspaces.Count < 2 || Workspaces.RemoveAll(w => w.Workspace == workspace) == 0) return false;
        Homes.RemoveAll(h => h.Channel.Workspace == workspace);
        Changed();
        return true;
    }

    /// <summary>Makes a channel the home of its posts in that workspace, in place of the one before.</summary>
    public void SettleIn(ChannelRef channel, string name)
    {
        Homes.RemoveAll(h => h.Channel.Workspace == channel.Workspace && h.Channel != channel);
        if (Homes.Find(h => h.Channel == channel) is { } home) home.Return(name);
        else Homes.Add(new HomeChannel(Id, channel, name));
        Changed();
    }
}

/// <summary>A workspace in which a community lives.</summary>
[Shared]
public sealed class CommunityWorkspace
{
    /// <summary>The community.</summary>
    public CommunityId Community { get; init; }

    /// <summary>The workspace.</summary>
    public WorkspaceRef Workspace { get; init; }

    /// <summary>What a button calls it by: refs are too long for one.</summary>
    public int Number => RefNumbers.Of(Workspace.ToString());
}

internal static class RefNumbers
{
    /// <summary>A number that stands for a ref among the few of one community or person.</summary>
    public static int Of(string stored) => System.Buffers.Binary.BinaryPrimitives.ReadInt32LittleEndian(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(stored)));
}

/// <summary>A channel where a community's posts stand.</summary>
[Shared]
public sealed class HomeChannel(CommunityId community, ChannelRef channel, string name)
{
    private const int NameShownLength = 60;

    /// <summary>Whose home it is.</summary>
    public CommunityId Community { get; private set; } = community;

    /// <summary>The channel.</summary>
    public ChannelRef Channel { get; private set; } = channel;

    /// <summary>What it is called.</summary>
    public string Name { get; private set; } = name;

    /// <summary>Why no post goes there now (archived, deleted, left), or null.</summary>
    public string? PausedBecause { get; private set; }

    /// <summary>Where it is, for readers on another platform: <c>#repair on Slack</c>.</summary>
    public string InWords => $"#{Shortening.OneLine(Name, NameShownLength)} on {Channel.Workspace.Platform.Title}";

    /// <summary>No post goes there until a coordinator has mended it.</summary>
    public void Pause(string because) => PausedBecause = because;

    /// <summary>It is there again.</summary>
    public void Return(string name)
    {
        Name = name;
        PausedBecause = null;
    }
}

/// <summary>A workspace that the bot is in, and whether it still lets the bot work.</summary>
public sealed class Workspace
{
    /// <summary>Which one.</summary>
    public WorkspaceRef Ref { get; init; }

    /// <summary>When it stopped letting the bot in; null while it does.</summary>
    public DateTimeOffset? StoppedAt { get; set; }

    /// <summary>Why, in words for the operator.</summary>
    public string? StoppedBecause { get; set; }

    /// <summary>
    /// When the platform said that the bot was removed from it; null while it is there, and also where only a token is wrong.
    /// What belongs to it is forgotten thirty days later.
    /// </summary>
    public DateTimeOffset? RemovedAt { get; set; }
}
