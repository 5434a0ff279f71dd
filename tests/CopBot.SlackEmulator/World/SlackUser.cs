using System.Globalization;
using System.Text.Json.Nodes;

namespace CopBot.SlackEmulator.World;

/// <summary>A member of a workspace, a bot, or a stranger from another one over Slack Connect.</summary>
public sealed class SlackUser
{
    internal SlackUser(string id, string teamId, string handle)
    {
        Id = id;
        TeamId = teamId;
        Handle = handle;
        RealName = handle;
    }

    public string Id { get; }
    public string TeamId { get; internal set; }
    public string Handle { get; internal set; }
    public string RealName { get; set; }

    /// <summary>An IANA zone; null leaves tz out of users.info, which Slack does for some users.</summary>
    public string? TimeZone { get; set; } = "UTC";

    public string Locale { get; set; } = "en-US";
    public bool IsAdmin { get; set; }
    public bool IsOwner { get; set; }
    public bool IsBot { get; internal set; }
    public bool IsStranger { get; internal set; }
    public bool Deleted { get; internal set; }
    internal string? BotId { get; set; }
    internal string? AppId { get; set; }
    internal DateTimeOffset Updated { get; set; }

    internal JsonObject ToJson(DateTimeOffset now, bool withLocale)
    {
        var user = new JsonObject
        {
            ["id"] = Id,
            ["team_id"] = TeamId,
            ["name"] = Handle,
            ["deleted"] = Deleted,
            ["color"] = "9f69e7",
            ["real_name"] = RealName,
            ["profile"] = new JsonObject
            {
                ["title"] = "",
                ["real_name"] = RealName,
                ["real_name_normalized"] = RealName,
                ["display_name"] = Handle,
                ["display_name_normalized"] = Handle,
                ["status_text"] = "",
                ["status_emoji"] = "",
                ["avatar_hash"] = "g" + Id.ToLowerInvariant(),
                ["image_24"] = $"https://avatars.example/{Id}_24.png",
                ["image_48"] = $"https://avatars.example/{Id}_48.png",
                ["image_72"] = $"https://avatars.example/{Id}_72.png",
                ["team"] = TeamId,
            },
            ["is_bot"] = IsBot,
            ["is_app_user"] = false,
            ["updated"] = Updated.ToUnixTimeSeconds(),
        };
        if (IsBot && BotId is not null)
        {
            user["profile"]!["bot_id"] = BotId;
            user["profile"]!["api_app_id"] = AppId;
        }

        if (IsStranger)
            user["is_stranger"] = true;
        // A deactivated user is a stub: Slack leaves the zone and the role flags out.
        if (Deleted)
            return user;
        if (TimeZone is not null)
        {
            var zone = TimeZoneInfo.FindSystemTimeZoneById(TimeZone);
            user["tz"] = TimeZone;
            user["tz_label"] = zone.IsDaylightSavingTime(now) ? zone.DaylightName : zone.StandardName;
            user["tz_offset"] = (int)zone.GetUtcOffset(now).TotalSeconds;
        }

        if (withLocale)
            user["locale"] = Locale;
        user["is_admin"] = IsAdmin || IsOwner;
        user["is_owner"] = IsOwner;
        user["is_primary_owner"] = IsOwner;
        user["is_restricted"] = false;
        user["is_ultra_restricted"] = false;
        return user;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Handle} ({Id})");
}
