using System.Text.Json;
using CopBot.Chat;
using CopBot.Discord.Rest;

namespace CopBot.Discord.Doctor;

/// <summary>Looks whether the token is good, and how its application is set up in the developer portal.</summary>
internal sealed class ApplicationCheck(DiscordOptions options, IDiscordRest rest, Action<Finding> tell)
{
    // https://discord.com/developers/docs/resources/application#application-object-application-flags
    // Each switch has two flags: one for applications in many servers, one for all others.
    private const int PresenceFlags = 1 << 12 | 1 << 13;
    private const int MembersFlags = 1 << 14 | 1 << 15;
    private const int ContentFlags = 1 << 18 | 1 << 19;

    /// <summary>Who the bot is; null where Discord does not say.</summary>
    public async Task<DiscordSelf?> LookAsync(CancellationToken stop)
    {
        try
        {
            var me = await rest.SendAsync(HttpMethod.Get, "/users/@me", null, stop);
            if (me.Id("id") is not { } user || !me.Flag("bot"))
            {
                tell(Finding.Wrong("Discord:Token belongs to no bot. Copy the bot's from the developer portal: Bot, Reset Token."));
                return null;
            }

            tell(Finding.Fine($"Discord:Token is good: CopBot is called {me.Text("username") ?? user}."));
            var application = await rest.SendAsync(HttpMethod.Get, "/applications/@me", null, stop);
            TellSetUp(application);
            // Of bots older than 2016 the two ids differ.
            return new DiscordSelf(application.Id("id") ?? user, user);
        }
        catch (PlatformException e)
        {
            tell(Finding.Wrong(e.Message));
            return null;
        }
    }

    private void TellSetUp(JsonElement application)
    {
        if (application.Text("interactions_endpoint_url") is { Length: > 0 })
            tell(Finding.Wrong("The application has an Interactions Endpoint URL, so that no command and no press reaches CopBot. Empty it in the developer portal: General Information."));
        if (application.Flag("bot_require_code_grant"))
            tell(Finding.Wrong("The bot cannot be invited with an address alone. Switch it off in the developer portal: Bot, Requires OAuth2 Code Grant."));
        TellIntents(application.Number("flags") ?? 0);
        if (application.Flag("bot_public"))
            tell(Finding.Notable("Everybody who knows the application's id can invite the bot. Where that is not meant, switch it off in the developer portal: Bot, Public Bot."));
    }

    private void TellIntents(long flags)
    {
        var mayRead = (flags & ContentFlags) != 0;
        if (options.ReadMessages)
        {
            tell(mayRead
                ? Finding.Fine("CopBot may read messages, as Discord:ReadMessages asks.")
                : Finding.Wrong("Discord:ReadMessages is true, and Discord does not let the bot read messages. Leave the setting out, or switch it on in the developer portal: Bot, Message Content Intent."));
        }

        (bool On, string Name)[] switches = [((flags & PresenceFlags) != 0, "Presence Intent"), ((flags & MembersFlags) != 0, "Server Members Intent"), (mayRead && !options.ReadMessages, "Message Content Intent")];
        var more = switches.Where(s => s.On).Select(s => s.Name).ToList();
        if (more.Count > 0) tell(Finding.Notable($"The bot could be told more than CopBot needs: {string.Join(", ", more)}. Nothing breaks where you switch that off in the developer portal: Bot."));
        else if (!options.ReadMessages) tell(Finding.Fine("No privileged intent is on, and CopBot needs none."));
    }
}
