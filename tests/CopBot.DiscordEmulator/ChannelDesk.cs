using System.Text.Json.Nodes;
using CopBot.DiscordEmulator.Gateway;
using CopBot.DiscordEmulator.Rendering;
using CopBot.DiscordEmulator.World;

namespace CopBot.DiscordEmulator;

/// <summary>Removing channels and threads.</summary>
internal static class ChannelDesk
{
    public static void Delete(Realm realm, Guild guild, Channel channel)
    {
        if (!guild.Channels.Remove(channel.Id)) return;
        foreach (var thread in guild.Threads.Where(t => t.Parent == channel).ToList()) guild.Channels.Remove(thread.Id);
        if (!channel.IsThread)
        {
            realm.Hub.Dispatch("CHANNEL_DELETE", guild, Intent.Guilds, RenderChannel.InGuild(channel));
            return;
        }
        realm.Hub.Dispatch("THREAD_DELETE", guild, Intent.Guilds, new JsonObject
        {
            ["id"] = channel.Id.ToJson(), ["guild_id"] = guild.Id.ToJson(), ["parent_id"] = channel.Parent!.Id.ToJson(), ["type"] = (int)channel.Kind,
        });
    }
}
