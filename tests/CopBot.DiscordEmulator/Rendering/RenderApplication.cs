using System.Text.Json.Nodes;
using CopBot.DiscordEmulator.Gateway;

namespace CopBot.DiscordEmulator.Rendering;

/// <summary>The bot's application as JSON.</summary>
internal static class RenderApplication
{
    /// <summary>Application flags that tell which privileged intents are on (resources/application, "Application Flags"; the limited ones, as for a small app).</summary>
    public static int Flags(Realm realm) =>
        (realm.Options.PrivilegedIntents.HasFlag(Intent.GuildPresences) ? 1 << 13 : 0)
        | (realm.Options.PrivilegedIntents.HasFlag(Intent.GuildMembers) ? 1 << 15 : 0)
        | (realm.Options.PrivilegedIntents.HasFlag(Intent.MessageContent) ? 1 << 19 : 0);

    public static JsonObject Application(Realm realm) => new()
    {
        ["id"] = realm.ApplicationId.ToJson(),
        ["name"] = realm.Bot.Name,
        ["icon"] = null,
        ["description"] = "",
        ["type"] = null,
        ["bot"] = RenderPeople.User(realm.Bot),
        ["bot_public"] = true,
        ["bot_require_code_grant"] = false,
        ["verify_key"] = new string('0', 64),
        ["flags"] = Flags(realm),
        ["flags_new"] = ((ulong)Flags(realm)).ToJson(),
        ["redirect_uris"] = new JsonArray(),
        ["interactions_endpoint_url"] = null,
        ["role_connections_verification_url"] = null,
        ["owner"] = RenderPeople.User(realm.Owner),
        ["approximate_guild_count"] = realm.Guilds.Values.Count(g => g.MemberOf(realm.Bot) is not null),
        ["approximate_user_install_count"] = 0,
        ["approximate_user_authorization_count"] = 0,
        ["explicit_content_filter"] = 0,
        ["team"] = null,
        ["eligible_oauth2_scopes"] = new JsonArray("identify", "bot", "applications.commands"),
        ["tags"] = new JsonArray(),
    };
}
