using System.Globalization;
using System.Text.Json;

namespace CopBot.Discord;

/// <summary>Knows whether the bot can post in a channel and, where it cannot, what somebody does about it.</summary>
internal sealed class DiscordFitness(DiscordPlaces places, TimeProvider clock)
{
    private const DiscordPermissions InChannels = DiscordPermissions.ViewChannel | DiscordPermissions.SendMessages | DiscordPermissions.ReadMessageHistory | DiscordPermissions.CreatePublicThreads | DiscordPermissions.SendMessagesInThreads;

    // In a forum a post is a thread; making one takes the permission to send.
    private const DiscordPermissions InForums = InChannels & ~DiscordPermissions.CreatePublicThreads;

    private const DiscordPermissions ForPrivateThreads = DiscordPermissions.ViewChannel | DiscordPermissions.ReadMessageHistory | DiscordPermissions.CreatePrivateThreads | DiscordPermissions.SendMessagesInThreads;

    /// <summary>Whether posts can stand in channels of this kind.</summary>
    public static bool IsOfFittingKind(DiscordChannel channel) => channel.Kind is ChannelKind.Text or ChannelKind.Announcement or ChannelKind.Forum or ChannelKind.Media;

    /// <summary>What a coordinator does so that the bot can post there, in the words of Discord's settings; null where it can.</summary>
    public async Task<string?> FixAsync(DiscordGuild guild, DiscordChannel channel, CancellationToken stop) => (await LookAsync(guild, channel, stop)).Fix;

    /// <summary>The same, and why no private thread can be opened there; null where one can. Our own member is asked for once.</summary>
    public async Task<(string? Fix, string? NoPrivate)> LookAsync(DiscordGuild guild, DiscordChannel channel, CancellationToken stop)
    {
        if (!IsOfFittingKind(channel)) return ("Choose a text channel or a forum: problems and meetings cannot be posted in a channel of this kind.", NoneHere(channel));
        var self = await places.SelfAsync(stop);
        var member = await places.MemberAsync(guild.Id, self, stop);
        var may = guild.In(channel, self, [.. DiscordPlaces.RolesOf(member)]);
        return (Fix(channel, member, may), NoPrivate(channel, may));
    }

    private string? Fix(DiscordChannel channel, JsonElement member, DiscordPermissions may)
    {
        if (IsTimedOut(member)) return "The bot is timed out in this server. Open its profile, choose Remove Timeout, and try again.";
        var missing = channel.IsForum ? DiscordNeeds.Missing(may, InForums).Select(DiscordNeeds.InForums).ToList() : DiscordNeeds.Missing(may, InChannels);
        if (missing.Count > 0) return $"Open Edit Channel, Permissions, and allow the bot's role: {string.Join(", ", missing)}. Or choose another channel.";
        if (channel.RequiresTag && DiscordPosts.TagsFor(channel).Count == 0)
            return "This forum takes no post without a tag, and none of its tags fits. Open Edit Channel, and either add a tag named Open that everybody may use, or turn off Require people to select tags when posting.";
        return null;
    }

    private static string? NoPrivate(DiscordChannel channel, DiscordPermissions may)
    {
        if (channel.Kind is not ChannelKind.Text) return NoneHere(channel);
        var missing = DiscordNeeds.Missing(may, ForPrivateThreads);
        return missing.Count == 0 ? null : $"A coordinator can open Edit Channel of #{channel.Name}, Permissions, and allow the bot's role: {string.Join(", ", missing)}.";
    }

    private static string NoneHere(DiscordChannel channel) =>
        $"{(channel.IsForum ? $"#{channel.Name} is a forum, and Discord has no private threads in forums" : $"Discord has private threads in text channels only, and #{channel.Name} is none")}. A coordinator can type /cop setup in a text channel to make that the home instead.";

    private bool IsTimedOut(JsonElement member) => DateTimeOffset.TryParse(member.Text("communication_disabled_until"), CultureInfo.InvariantCulture, out var until) && until > clock.GetUtcNow();
}
