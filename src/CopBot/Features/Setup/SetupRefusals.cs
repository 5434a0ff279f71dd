using CopBot.Chat;
using CopBot.Communities;

namespace CopBot.Features.Setup;

internal static class SetupRefusals
{
    public const string AppsCannotCoordinate = "This is an app, and apps cannot coordinate. Please choose a person.";

    public const string NotInWorkspace = "This person is not in this workspace any more. Please choose somebody else.";

    public static readonly Refusal NotRunning = new(
        "setup-not-running",
        $"A community is set up by somebody who runs this workspace: one of its admins or owners, or whoever may manage it. Please ask one of them to type /cop setup; it takes two minutes. You can be made coordinator right after.");

    public static readonly Refusal NobodyCoordinates = new(
        "setup-nobody-coordinates",
        $"Nobody coordinates this community at the moment. Somebody who runs this workspace (one of its admins or owners, or whoever may manage it) can take over by typing /cop setup.");

    public static readonly Refusal Direct = new(
        "setup-direct",
        $"This is our direct conversation, where nobody else would see the community's posts. Go to the channel where they should stand, type /cop setup there and press the button again.");

    public static readonly Refusal ChannelNotSeen = new(
        "setup-channel-not-seen",
        $"CopBot cannot see this channel. Invite CopBot into it, then press the button again.");

    public static readonly Refusal NotCoordinator = new("setup-not-coordinator", $"This person does not coordinate the community any more; there is nothing to take back.");

    public static readonly Refusal NotMember = new("setup-not-member", $"This person is not a member of the community any more. Choose somebody with Make somebody coordinator.");

    public static readonly Refusal LastCoordinator = new(
        "setup-last-coordinator",
        $"A community always has a coordinator, and this one would have none. Make somebody else coordinator first, then take this role back.");

    public static readonly Refusal PartedAlready = new("setup-parted", $"This workspace does not belong to the community any more; there is nothing left to do. /cop setup shows how it is now.");

    public static readonly Refusal OnlyWorkspace = new("setup-only-workspace", $"This is the only workspace that the community lives in, so it stays.");

    public static readonly Refusal NobodyWouldCoordinate = new(
        "setup-nobody-would-coordinate",
        $"All coordinators are in that workspace, so nobody would be left to coordinate. Make somebody of another workspace coordinator first.");

    public static Refusal LivesHereAlready(Community community) => new(
        "setup-lives-here",
        $"{Shortening.OneLine(community.Name, Community.NameMaxLength)} lives in this workspace already, and a workspace belongs to one community. A code is entered in the other workspace, where none is set up yet.");

    public static Refusal CannotPost(ChannelProfile channel) => new(
        "setup-cannot-post",
        $"CopBot cannot post in #{channel.Name}. {channel.Fix ?? "Either the channel is archived, or CopBot is not in it or may not write there: open it again, or invite CopBot."} Then press the button again.");

    public static Refusal ForCoordinators(IReadOnlyList<Member> coordinators) => new(
        "setup-for-coordinators",
        $"How this community is set up is for its coordinators to change: {SetupCards.Names(coordinators)}. Any of them can make you one, too.");

    public static string UnknownZone(string typed) =>
        $"CopBot knows no time zone by that name. Please write a large city in that zone, for example {string.Join(" or ", Zones.Near(typed).Select(z => z.Id))}.";
}
