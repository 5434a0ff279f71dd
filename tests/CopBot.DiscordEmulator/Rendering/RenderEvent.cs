using System.Text.Json.Nodes;
using CopBot.DiscordEmulator.World;

namespace CopBot.DiscordEmulator.Rendering;

/// <summary>Scheduled events as JSON.</summary>
internal static class RenderEvent
{
    public static JsonObject Event(Realm realm, ScheduledEvent happening, bool withCount = false)
    {
        var json = new JsonObject
        {
            ["id"] = happening.Id.ToJson(),
            ["guild_id"] = happening.Guild.Id.ToJson(),
            ["name"] = happening.Name,
            ["description"] = happening.Description,
            ["channel_id"] = happening.ChannelId.ToJson(),
            ["creator_id"] = happening.CreatorId.ToJson(),
            ["image"] = null,
            ["scheduled_start_time"] = happening.StartsAt.ToJson(),
            ["scheduled_end_time"] = happening.EndsAt.ToJson(),
            ["status"] = happening.Status,
            ["entity_type"] = happening.EntityType,
            ["entity_id"] = null,
            ["recurrence_rule"] = happening.Recurrence?.DeepClone(),
            ["privacy_level"] = 2,
            ["guild_scheduled_event_exceptions"] = new JsonArray(),
            ["entity_metadata"] = happening.Location is null ? null : new JsonObject { ["location"] = happening.Location },
        };
        if (realm.Users.TryGetValue(happening.CreatorId, out var creator)) json["creator"] = RenderPeople.User(creator);
        if (withCount) json["user_count"] = happening.Interested.Count;
        return json;
    }
}
