namespace CopBot.DiscordEmulator.World;

/// <summary>Computes what a member may do (topics/permissions, "Permission Overwrites" and the notes on threads and time-outs).</summary>
public static class Powers
{
    private const Permission KeptInTimeOut = Permission.ViewChannel | Permission.ReadMessageHistory;

    private const Permission NeedSendMessages = Permission.MentionEveryone | Permission.SendTtsMessages | Permission.AttachFiles | Permission.EmbedLinks;

    /// <summary>What the member may do in the guild at large.</summary>
    public static Permission InGuild(Member member, DateTimeOffset now)
    {
        if (member.Guild.OwnerId == member.User.Id) return Permission.All;
        var granted = member.Guild.Everyone.Permissions;
        foreach (var role in member.Roles) granted |= member.Guild.Roles[role].Permissions;
        if (granted.HasFlag(Permission.Administrator)) return Permission.All;
        return member.TimedOutUntil > now ? granted & KeptInTimeOut : granted;
    }

    /// <summary>What the member may do in one channel or thread. Without VIEW_CHANNEL: nothing.</summary>
    public static Permission InChannel(Member member, Channel channel, DateTimeOffset now)
    {
        var granted = InGuild(member, now);
        if (granted.HasFlag(Permission.Administrator)) return Permission.All;

        // A thread inherits from the channel it was made in.
        var place = channel.IsThread ? channel.Parent! : channel;
        granted = Apply(granted, place.Overwrites.Where(o => o.Id == member.Guild.Id && !o.ForMember));
        granted = Apply(granted, place.Overwrites.Where(o => !o.ForMember && member.Roles.Contains(o.Id)));
        granted = Apply(granted, place.Overwrites.Where(o => o.ForMember && o.Id == member.User.Id));

        if (channel.Kind is ChannelKind.PrivateThread && !channel.Thread!.Members.ContainsKey(member.User.Id) && !granted.HasFlag(Permission.ManageThreads))
            return Permission.None;
        if (!granted.HasFlag(Permission.ViewChannel)) return Permission.None;
        var speaks = channel.IsThread ? Permission.SendMessagesInThreads : Permission.SendMessages;
        if (!granted.HasFlag(speaks)) granted &= ~NeedSendMessages;
        return member.TimedOutUntil > now ? granted & KeptInTimeOut : granted;
    }

    /// <summary>Position of the member's highest role; the owner stands above all.</summary>
    public static int Rank(Member member) => member.Guild.OwnerId == member.User.Id
        ? int.MaxValue
        : member.Roles.Select(id => member.Guild.Roles[id].Position).DefaultIfEmpty(0).Max();

    private static Permission Apply(Permission granted, IEnumerable<Overwrite> overwrites)
    {
        var (allow, deny) = (Permission.None, Permission.None);
        foreach (var overwrite in overwrites)
        {
            allow |= overwrite.Allow;
            deny |= overwrite.Deny;
        }
        return (granted & ~deny) | allow;
    }
}
