using System.Globalization;
using System.Text.Json;

namespace CopBot.Discord;

/// <summary>Knows whether the bot can post in a channel and, where it cannot, what somebody does about it.</summary>
internal sealed class DiscordFitness(DiscordPlaces places, TimeProvider clock)
{
    private const DiscordPermissions InChannels = DiscordPermissions.ViewChannel | DiscordPermissions.SendMessages | DiscordPermissions.ReadMessageHistory | DiscordPermissions.CreatePublicThreads | DiscordPermissions.SendMessagesInThreads;

    // In a forum a post is a thread; making one takes the permission to send.
    private const DiscordPermissions InForums = InChannels & ~DiscordPermissions.CreatePublicThreads;

    /// <summary>Whether posts can stand in channels of this kind.</summary>
    public static bool IsOfFittingKind(DiscordChannel channel) => channel.Kind is ChannelKind.Text or ChannelKind.Announcement or ChannelKind.Forum or ChannelKind.Media;

    /// <summary>What a coordinator does so that the bot can post there, in the words of Discord's settings; null where it can.</summary>
    public async Task<string?> FixAsync(DiscordGuild guild, DiscordChannel channel, CancellationToken stop)
    {
        if (!IsOfFittingKind(channel)) return "Choose a text channel or a forum: problems and meetings cannot be posted in a channel of this kind.";
        var self = await places.SelfAsync(stop);
        var member = await places.MemberAsync(guild.Id, self, stop);
        if (IsTimedOut(member)) return "The bot is timed out in this server. Open its profile, choose Remove Timeout, and try again.";

        var may = guild.In(channel, self, [.. DiscordPlaces.RolesOf(member)]);
        var missing = channel.IsForum ? DiscordNeeds.Missing(may, InForums).Select(DiscordNeeds.InForums).ToList() : DiscordNeeds.Missing(may, InChannels);
        if (missing.Count > 0) return $"Open Edit Channel, Permissions, and allow the bot's role: {string.Join(", ", missing)}. Or choose another channel.";
        if (channel.RequiresTag && DiscordPosts.TagsFor(channel).Count == 0)
            return "This forum takes no post without a tag, and none of its tags fits. Open Edit Channel, and either add a tag named Open that everybody may use, or turn off Require people to select tags when posting.";
        return null;
    }

    private bool IsTimedOut(JsonElement member) => DateTimeOffset.TryParse(member.Text("communication_disabled_until"), CultureInfo.InvariantCulture, out var until) && until > clock.GetUtcNow();
}
