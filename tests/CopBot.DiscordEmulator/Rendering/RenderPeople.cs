using System.Text.Json.Nodes;
using CopBot.DiscordEmulator.World;

namespace CopBot.DiscordEmulator.Rendering;

/// <summary>Users, members and roles as JSON.</summary>
internal static class RenderPeople
{
    public static JsonObject User(User user)
    {
        var json = new JsonObject
        {
            ["id"] = user.Id.ToJson(),
            ["username"] = user.Name,
            ["avatar"] = null,
            ["discriminator"] = user.IsBot ? "4711" : "0",
            ["public_flags"] = 0,
            ["flags"] = 0,
            ["global_name"] = user.DisplayName,
            ["primary_guild"] = null,
            ["avatar_decoration_data"] = null,
            ["collectibles"] = null,
        };
        if (user.IsBot) json["bot"] = true;
        return json;
    }

    /// <summary>The bot about itself.</summary>
    public static JsonObject Self(User user)
    {
        var json = User(user);
        json["mfa_enabled"] = true;
        json["verified"] = true;
        json["locale"] = "en-US";
        json["email"] = null;
        return json;
    }

    public static JsonObject Member(Member member)
    {
        var json = MemberWithoutUser(member);
        json["user"] = User(member.User);
        return json;
    }

    public static JsonObject MemberWithoutUser(Member member) => new()
    {
        ["avatar"] = null,
        ["banner"] = null,
        ["communication_disabled_until"] = member.TimedOutUntil.ToJson(),
        ["flags"] = 0,
        ["joined_at"] = member.JoinedAt.ToJson(),
        ["nick"] = member.Nick,
        ["pending"] = false,
        ["premium_since"] = null,
        ["roles"] = member.Roles.Order().ToJson(),
        ["mute"] = false,
        ["deaf"] = false,
    };

    public static JsonObject Role(Role role)
    {
        var json = new JsonObject
        {
            ["id"] = role.Id.ToJson(),
            ["name"] = role.Name,
            ["permissions"] = ((ulong)role.Permissions).ToJson(),
            ["position"] = role.Position,
            ["color"] = role.Color,
            ["colors"] = new JsonObject { ["primary_color"] = role.Color, ["secondary_color"] = null, ["tertiary_color"] = null },
            ["hoist"] = role.Hoist,
            ["managed"] = role.BotId is not null,
            ["mentionable"] = role.Mentionable,
            ["icon"] = null,
            ["unicode_emoji"] = null,
            ["flags"] = 0,
        };
        if (role.BotId is { } bot) json["tags"] = new JsonObject { ["bot_id"] = bot.ToJson() };
        return json;
    }
}
