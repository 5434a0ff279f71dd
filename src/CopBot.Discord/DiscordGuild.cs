using System.Text.Json;

namespace CopBot.Discord;

/// <summary>A server: who owns it, and what its roles allow.</summary>
internal sealed record DiscordGuild(string Id, string? Owner, IReadOnlyDictionary<string, DiscordPermissions> Roles)
{
    /// <summary>Reads a server.</summary>
    public static DiscordGuild Read(string id, JsonElement json) => new(
        id,
        json.Id("owner_id"),
        json.Part("roles").Items().Where(r => r.Id("id") is not null).DistinctBy(r => r.Id("id"), StringComparer.Ordinal).ToDictionary(r => r.Id("id")!, r => (DiscordPermissions)r.Permissions("permissions"), StringComparer.Ordinal));

    /// <summary>What somebody may do in the server as a whole.</summary>
    public DiscordPermissions Of(string user, IEnumerable<string> roles)
    {
        if (user == Owner) return DiscordPermissions.All;
        var all = roles.Append(Id).Aggregate(DiscordPermissions.None, (sum, role) => sum | Roles.GetValueOrDefault(role));
        return all.HasFlag(DiscordPermissions.Administrator) ? DiscordPermissions.All : all;
    }

    /// <summary>What somebody may do in one channel: the server's permissions, then everybody's overwrites, the roles', their own.</summary>
    public DiscordPermissions In(DiscordChannel channel, string user, IReadOnlyCollection<string> roles)
    {
        var may = Of(user, roles);
        if (may is DiscordPermissions.All) return may;
        may = Apply(may, channel.Overwrites.Where(o => o.Id == Id));
        may = Apply(may, channel.Overwrites.Where(o => roles.Contains(o.Id, StringComparer.Ordinal)));
        may = Apply(may, channel.Overwrites.Where(o => o.Id == user));
        return may.HasFlag(DiscordPermissions.ViewChannel) ? may : DiscordPermissions.None;
    }

    /// <summary>Whether everybody in the server sees a channel.</summary>
    public bool IsPublic(DiscordChannel channel) => Apply(Of("", []), channel.Overwrites.Where(o => o.Id == Id)).HasFlag(DiscordPermissions.ViewChannel);

    /// <summary>Of several overwrites all denials come first, then all that is allowed.</summary>
    private static DiscordPermissions Apply(DiscordPermissions may, IEnumerable<Overwrite> overwrites)
    {
        var all = overwrites.ToList();
        var denied = all.Aggregate(DiscordPermissions.None, (sum, o) => sum | o.Deny);
        var allowed = all.Aggregate(DiscordPermissions.None, (sum, o) => sum | o.Allow);
        return (may & ~denied) | allowed;
    }
}
