using CopBot.Chat;
using CopBot.Communities;

namespace CopBot.Features.Setup;

/// <summary>What coordinators see of a community that lives in several workspaces.</summary>
internal static class JoinCards
{
    private const int MostWorkspaces = 10;

    /// <summary>How two workspaces become one community; from either side.</summary>
    public static Message Joining(Community? community) => community is null
        ? [
            new Heading("Join a community that is elsewhere"),
            new Paragraph($"A community may live in several workspaces, also on different platforms. One of its coordinators types /cop setup join there and gives you a code. Enter it here, in the channel where its posts are to stand as well."),
            new Paragraph($"Cards, what was marked as helpful and what came of it stand on both sides. Talk is not carried over. You become a coordinator, too."),
            new Controls([new Button("I have a code", new EnterJoinCode()) { Look = ButtonLook.Primary }, new Button("Set up a new community", new DescribeCommunity())]),
        ]
        : [
            new Heading($"{Shortened(community)} in another workspace"),
            new Paragraph($"A community may live in several workspaces, also on different platforms: its cards, what was marked as helpful and what came of it stand in each. Talk is not carried over, and everybody in the other workspace's channel can read the cards."),
            new Paragraph($"A code for its coordinator works for 15 minutes, once."),
            new Controls([new Button("Show a code", new MakeJoinCode()) { Look = ButtonLook.Primary }, new Button("Back to setup", new ShowSetup())]),
        ];

    /// <summary>The code, shown once.</summary>
    public static Message Code(Community community, string letters) =>
    [
        new Heading($"A code for {Shortened(community)}"),
        new Paragraph($"{letters:code}"),
        new Paragraph($"Give it to somebody who runs the other workspace: there, in the channel where the posts are to stand too, they type /cop setup join, press “I have a code” and enter it within 15 minutes. It works once; a new one takes its place."),
    ];

    /// <summary>To the coordinators who were there before.</summary>
    public static Message SomebodyJoined(Community community, Member by, HomeChannel home) =>
    [
        new Heading($"{Shortened(community)} lives in another workspace too"),
        new Paragraph($"{by.Person:name} entered the code: what is asked from now on stands in {home.InWords} as well. They coordinate with you. Talk stays where it is said."),
        new Paragraph($"If that was not meant, take the workspace out again: /cop setup."),
    ];

    /// <summary>To the coordinators, when a workspace was taken out.</summary>
    public static Message Parted(Community community, Member by, string where) =>
    [
        new Heading($"{Shortened(community)} has parted with a workspace"),
        new Paragraph($"{by.Person:name} took {where} out of the community. Nothing new is posted there; what stands there stays."),
    ];

    /// <summary>The second look before a workspace is taken out.</summary>
    public static Message AskToPart(Community community, CommunityWorkspace workspace) =>
    [
        new Heading("Take a workspace out?"),
        new Paragraph($"{Where(community, workspace)} would no longer belong to {community.Name:b}: nothing new is posted there and its buttons answer no more. What stands there stays, and goes when its author takes it back. To join again needs a new code."),
        new Controls([new Button("Take it out", new PartWithWorkspace(workspace.Number)) { Look = ButtonLook.Danger }, new Button("Back to setup", new ShowSetup())]),
    ];

    /// <summary>The menu of workspaces that could be taken out; null where there is only one.</summary>
    public static Controls? Ways(Community community) => community.Workspaces.Count < 2
        ? null
        : new Controls([new Menu("Take a workspace out…", [.. community.Workspaces.Take(MostWorkspaces).Select(w => new MenuChoice(Shortening.OneLine(Where(community, w), Limits.ChoiceLabel), new AskToPart(w.Number)))])]);

    /// <summary>What coordinators call a workspace: by its home, where it has one.</summary>
    public static string Where(Community community, CommunityWorkspace workspace) =>
        community.Homes.Find(h => h.Channel.Workspace == workspace.Workspace)?.InWords ?? $"a workspace without a home channel on {workspace.Workspace.Platform.Title}";

    private static string Shortened(Community community) => Shortening.OneLine(community.Name, Community.NameMaxLength);
}
