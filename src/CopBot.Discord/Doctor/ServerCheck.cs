using System.Text.Json;
using System.Text.Json.Nodes;
using CopBot.Chat;
using CopBot.Discord.Interactions;
using CopBot.Discord.Rest;

namespace CopBot.Discord.Doctor;

/// <summary>Looks at the servers that the bot is in: what it may do in each, and whether each knows its commands.</summary>
internal sealed class ServerCheck(IDiscordRest rest, Offers offers, DiscordSelf self, Action<Finding> tell)
{
    private const int Page = 200;
    private const int MostPages = 50;
    private readonly JsonArray _wanted = DiscordCommands.Wanted(offers);

    private string Invitation => $"https://discord.com/oauth2/authorize?client_id={self.ApplicationId}&scope=bot%20applications.commands&permissions={(ulong)DiscordNeeds.Everything}";

    /// <summary>Looks at all of them, and says which they are.</summary>
    public async Task<IReadOnlyList<Server>> LookAsync(CancellationToken stop)
    {
        List<Server> servers = [];
        try
        {
            for (var page = 0; page < MostPages; page++)
            {
                var told = (await rest.SendAsync(HttpMethod.Get, $"/users/@me/guilds?limit={Page}{(servers is [.., var last] ? $"&after={last.Id}" : "")}", null, stop)).Items().Where(g => g.Id("id") is not null).ToList();
                foreach (var guild in told)
                {
                    var server = new Server(guild.Id("id")!, guild.Text("name") ?? guild.Id("id")!);
                    servers.Add(server);
                    TellPermissions(server, guild);
                    await LookAtCommandsAsync(server, stop);
                }

                if (told.Count < Page) break;
            }

            if (servers.Count == 0) tell(Finding.Wrong($"CopBot is in no server yet. Open this in a browser, and choose one: {Invitation}"));
        }
        catch (PlatformException e)
        {
            tell(Finding.Wrong($"The servers that CopBot is in could not be listed: {e.Message}"));
        }

        return servers;
    }

    private void TellPermissions(Server server, JsonElement guild)
    {
        var may = (DiscordPermissions)guild.Permissions("permissions");
        if (guild.Flag("owner") || may.HasFlag(DiscordPermissions.Administrator))
        {
            tell(Finding.Notable($"In {server.Name}, CopBot is an administrator, which it need not be. Its role needs no more than {string.Join(", ", DiscordNeeds.Names.Values)}."));
            return;
        }

        var missing = DiscordNeeds.Missing(may, DiscordNeeds.Everything);
        tell(missing.Count == 0
            ? Finding.Fine($"In {server.Name}, CopBot has all {DiscordNeeds.Names.Count} permissions that it needs.")
            : Finding.Wrong($"In {server.Name}, CopBot lacks {string.Join(", ", missing)}. Allow it for its role in Server Settings, Roles, or open this again: {Invitation}"));
    }

    private async Task LookAtCommandsAsync(Server server, CancellationToken stop)
    {
        try
        {
            var known = await rest.SendAsync(HttpMethod.Get, $"/applications/{self.ApplicationId}/guilds/{server.Id}/commands", null, stop);
            tell(DiscordCommands.Same(_wanted, known) ? Finding.Fine($"In {server.Name}, all of CopBot's commands are there.")
                : known.Items().Any() ? Finding.Notable($"In {server.Name}, the commands are not those of this CopBot. It registers them when it starts.")
                : Finding.Notable($"In {server.Name}, there are no commands yet. CopBot registers them when it starts."));
        }
        catch (PlatformException e) when (e.Kind is FailureKind.Denied)
        {
            tell(Finding.Wrong($"In {server.Name}, CopBot may have no commands, for it was invited without them. Open this again: {Invitation}"));
        }
        catch (PlatformException e)
        {
            tell(Finding.Notable($"Whether {server.Name} knows CopBot's commands could not be seen: {e.Message}"));
        }
    }
}
