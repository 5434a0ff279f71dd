using System.Text.Json.Nodes;
using CopBot.DiscordEmulator.World;

namespace CopBot.DiscordEmulator.Rendering;

/// <summary>Guilds as JSON.</summary>
internal static class RenderGuild
{
    public static JsonObject Whole(Guild guild) => new()
    {
        ["id"] = guild.Id.ToJson(),
        ["name"] = guild.Name,
        ["icon"] = null,
        ["description"] = null,
        ["home_header"] = null,
        ["splash"] = null,
        ["discovery_splash"] = null,
        ["features"] = new JsonArray("COMMUNITY"),
        ["banner"] = null,
        ["owner_id"] = guild.OwnerId.ToJson(),
        ["application_id"] = null,
        ["region"] = "deprecated",
        ["afk_channel_id"] = null,
        ["afk_timeout"] = 300,
        ["system_channel_id"] = null,
        ["system_channel_flags"] = 0,
        ["widget_enabled"] = false,
        ["widget_channel_id"] = null,
        ["verification_level"] = 1,
        ["roles"] = guild.Roles.Values.Select(RenderPeople.Role).ToJson(),
        ["default_message_notifications"] = 1,
        ["mfa_level"] = 0,
        ["explicit_content_filter"] = 2,
        ["max_presences"] = null,
        ["max_members"] = 500_000,
        ["max_stage_video_channel_users"] = 50,
        ["max_video_channel_users"] = 25,
        ["vanity_url_code"] = null,
        ["premium_tier"] = 0,
        ["premium_subscription_count"] = 0,
        ["preferred_locale"] = guild.Locale,
        ["rules_channel_id"] = null,
        ["safety_alerts_channel_id"] = null,
        ["public_updates_channel_id"] = null,
        ["premium_progress_bar_enabled"] = false,
        ["nsfw"] = false,
        ["nsfw_level"] = 0,
        ["emojis"] = new JsonArray(),
        ["stickers"] = new JsonArray(),
        ["incidents_data"] = null,
    };

    public static JsonObject InList(Realm realm, Guild guild) => new()
    {
        ["id"] = guild.Id.ToJson(),
        ["name"] = guild.Name,
        ["icon"] = null,
        ["banner"] = null,
        ["owner"] = false,
        ["permissions"] = ((ulong)Powers.InGuild(guild.MemberOf(realm.Bot)!, realm.Now)).ToJson(),
        ["features"] = new JsonArray("COMMUNITY"),
    };
}
