using CopBot.Chat;

namespace CopBot.Discord;

/// <summary>How it stands with Discord while the bot runs: the connection, and the permissions that a server does not give.</summary>
internal sealed class DiscordStanding(DiscordConnection connection, DiscordPlaces places) : IPlatformStanding
{
    /// <inheritdoc/>
    public Platform Platform => DiscordIds.Platform;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Finding>> LookAsync(WorkspaceRef workspace, CancellationToken stop) => connection.State switch
    {
        DiscordState.Connected connected => [connected.Caution is { } caution ? Finding.Notable($"Discord is connected. {caution}") : Finding.Fine("Discord is connected."), .. await PermissionsAsync(workspace, stop)],
        DiscordState.Connecting connecting => [Finding.Notable($"Discord is being connected. {connecting.Why}".TrimEnd())],
        DiscordState.Stopped stopped => [Finding.Wrong($"Discord is given up until CopBot is started again. {stopped.Why}")],
        var other => throw new NotSupportedException(other.GetType().Name),
    };

    private async Task<IReadOnlyList<Finding>> PermissionsAsync(WorkspaceRef workspace, CancellationToken stop)
    {
        try
        {
            if (await places.FindGuildAsync(workspace.Id, stop) is not { } guild) return [Finding.Wrong("CopBot is not in this Discord server any more. Invite it again.")];
            var self = await places.SelfAsync(stop);
            var may = guild.Of(self, DiscordPlaces.RolesOf(await places.MemberAsync(guild.Id, self, stop)));
            var missing = may.HasFlag(DiscordPermissions.Administrator) ? [] : DiscordNeeds.Missing(may, DiscordNeeds.Everything);
            return missing.Count == 0 ? [] : [Finding.Wrong($"In this Discord server CopBot lacks {string.Join(", ", missing)}. Allow it for its role in Server Settings, Roles.")];
        }
        catch (PlatformException e)
        {
            return [Finding.Notable($"What CopBot may do in this Discord server could not be seen just now: {e.Message}")];
        }
    }
}
