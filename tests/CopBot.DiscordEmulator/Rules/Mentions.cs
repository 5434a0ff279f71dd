using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CopBot.DiscordEmulator.World;

namespace CopBot.DiscordEmulator.Rules;

/// <summary>
/// What a text mentions and whom it may ring, by <c>allowed_mentions</c> and its defaults (resources/message, "Allowed Mentions Object").
/// Pessimistic on purpose: a mention in a code block or behind a backslash counts too.
/// </summary>
internal static partial class Mentions
{
    public static void Apply(Realm realm, Message message, JsonObject? allowed, bool fromInteraction)
    {
        message.Mentions.Clear();
        message.MentionedRoles.Clear();
        message.MentionsEveryone = false;
        var guild = message.Channel.Guild;
        var text = message.Content + "\n" + string.Join('\n', ComponentRules.Everything(message.Components).Where(c => c.Number("type") == ComponentRules.TextDisplay).Select(c => c.Text("content")));

        // Defaults: an ordinary message parses everything, a response to an interaction only users.
        var parse = allowed is null ? (fromInteraction ? ["users"] : ["users", "roles", "everyone"]) : allowed.List("parse")?.Select(p => p!.ToString()).ToList() ?? [];
        var users = allowed?.List("users").Ids().ToHashSet() ?? [];
        var roles = allowed?.List("roles").Ids().ToHashSet() ?? [];
        var mayMentionAll = guild is null || realm.PowersOf(message.Author, message.Channel).HasFlag(Permission.MentionEveryone);

        foreach (var id in IdsIn(UserMention(), text))
            if ((parse.Contains("users") || users.Contains(id)) && realm.Users.TryGetValue(id, out var user) && !message.Mentions.Contains(user))
                message.Mentions.Add(user);
        foreach (var id in IdsIn(RoleMention(), text))
            if ((parse.Contains("roles") || roles.Contains(id)) && guild?.Roles.GetValueOrDefault(id) is { } role && (role.Mentionable || mayMentionAll) && !message.MentionedRoles.Contains(id))
                message.MentionedRoles.Add(id);
        message.MentionsEveryone = guild is not null && parse.Contains("everyone") && mayMentionAll && EveryoneMention().IsMatch(text);

        // replied_user: rung by default, not rung once allowed_mentions is given without it.
        var ringsReplied = allowed is null || allowed.Flag("replied_user") is true;
        if (ringsReplied && message.RepliesTo is { } target && target.Author != message.Author && !message.Mentions.Contains(target.Author)) message.Mentions.Add(target.Author);
    }

    /// <summary>Whom the message rings: those it mentions who can see it, or the other side of a direct conversation. Nobody when notifications are suppressed.</summary>
    public static IReadOnlyList<User> Rung(Realm realm, Message message)
    {
        if ((message.Flags & Message.SuppressNotifications) != 0 || message.OnlyFor is not null) return [];
        if (message.Channel.Guild is not { } guild) return message.Channel.Recipient is { } other && other != message.Author ? [other] : [realm.Bot];
        return [.. guild.Members.Values
            .Where(m => message.MentionsEveryone || message.Mentions.Contains(m.User) || m.Roles.Overlaps(message.MentionedRoles) || message.MentionedRoles.Contains(guild.Id))
            .Select(m => m.User)
            .Where(u => u != message.Author && realm.Sees(u, message.Channel))];
    }

    private static IEnumerable<ulong> IdsIn(Regex pattern, string text) =>
        pattern.Matches(text).Select(m => ulong.TryParse(m.Groups["id"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0).Where(id => id != 0);

    [GeneratedRegex(@"<@!?(?<id>\d+)>", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex UserMention();

    [GeneratedRegex(@"<@&(?<id>\d+)>", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex RoleMention();

    [GeneratedRegex("@(everyone|here)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex EveryoneMention();
}
