using System.Text.Json.Nodes;
using CopBot.DiscordEmulator.Rendering;
using CopBot.DiscordEmulator.Rules;
using CopBot.DiscordEmulator.World;

namespace CopBot.DiscordEmulator.Rest.Routes;

/// <summary>Scheduled events of a guild.</summary>
internal static class EventRoutes
{
    private const int MostOpen = 100;

    public static void Map(RouteTable routes)
    {
        const string all = "/guilds/{guild_id}/scheduled-events";
        const string one = all + "/{guild_scheduled_event_id}";
        routes.Get(all, call => ApiAnswer.Ok(call.Guild().Events.Values.Where(e => !e.IsOver).Select(e => RenderEvent.Event(call.Realm, e, call.Asked("with_user_count"))).ToJson()));
        routes.Post(all, Create, Bucket.Of("create event", 5, 60));
        routes.Get(one, call => ApiAnswer.Ok(RenderEvent.Event(call.Realm, Find(call), call.Asked("with_user_count"))));
        routes.Patch(one, Modify, Bucket.Of("modify event", 5, 5));
        routes.Delete(one, Delete, Bucket.Of("modify event", 5, 5));
        routes.Get(one + "/users", Users);
    }

    private static ScheduledEvent Find(ApiCall call) => call.Guild().Events.GetValueOrDefault(call.Id("guild_scheduled_event_id")) ?? throw Refused.UnknownEvent();

    private static ApiAnswer Create(ApiCall call)
    {
        // CREATE_EVENTS is a permission of its own since February 2026; MANAGE_EVENTS alone no longer creates.
        var guild = call.Guild(Permission.CreateEvents);
        Shape.Check(call.Body, EventRules.Create);
        if (guild.Events.Values.Count(e => !e.IsOver) >= MostOpen) throw Refused.TooManyEvents();
        var happening = new ScheduledEvent { Id = call.Realm.Ids.Next(), Guild = guild, CreatorId = call.Realm.Bot.Id };
        Fill(call, happening);
        if (happening.StartsAt <= call.Now) throw Refused.BadField("scheduled_start_time", "GUILD_SCHEDULED_EVENT_SCHEDULE_PAST", "Cannot schedule event in the past.");
        guild.Events[happening.Id] = happening;
        EventClock.Announce(call.Realm, "GUILD_SCHEDULED_EVENT_CREATE", happening);
        return ApiAnswer.Ok(RenderEvent.Event(call.Realm, happening));
    }

    private static ApiAnswer Modify(ApiCall call)
    {
        var happening = Find(call);
        RequirePowers(call, happening);
        Shape.Check(call.Body, EventRules.Change);
        if (happening.IsOver) throw Refused.EventFinished();
        if (call.Fields.Number("status") is { } status && status != happening.Status)
        {
            // SCHEDULED → ACTIVE → COMPLETED, or SCHEDULED → CANCELED; nothing else.
            var fits = (happening.Status, status) is (ScheduledEvent.Scheduled, ScheduledEvent.Active) or (ScheduledEvent.Active, ScheduledEvent.Completed) or (ScheduledEvent.Scheduled, ScheduledEvent.Canceled);
            if (!fits) throw Refused.BadField("status", "GUILD_SCHEDULED_EVENT_STATUS", "Invalid status transition");
            happening.Status = (int)status;
        }
        Fill(call, happening);
        EventClock.Announce(call.Realm, "GUILD_SCHEDULED_EVENT_UPDATE", happening);
        return ApiAnswer.Ok(RenderEvent.Event(call.Realm, happening));
    }

    private static void Fill(ApiCall call, ScheduledEvent happening)
    {
        var given = call.Fields;
        var type = (int)(given.Number("entity_type") ?? happening.EntityType);
        var location = given.Part("entity_metadata")?.Text("location") ?? happening.Location;
        var ends = given.Has("scheduled_end_time") ? given.Instant("scheduled_end_time") : happening.EndsAt;
        var channelId = given.Has("channel_id") ? given.Id("channel_id") : happening.ChannelId;
        var starts = given.Instant("scheduled_start_time") ?? happening.StartsAt;
        if (type == ScheduledEvent.External)
        {
            if (location is null) throw Refused.BadField("entity_metadata", "BASE_TYPE_REQUIRED", "This field is required");
            if (ends is null) throw Refused.BadField("scheduled_end_time", "BASE_TYPE_REQUIRED", "This field is required");
            if (channelId is not null) throw Refused.BadField("channel_id", "GUILD_SCHEDULED_EVENT_CHANNEL", "An external event takes no channel");
        }
        else if (channelId is not { } id || happening.Guild.Channels.GetValueOrDefault(id)?.Kind is not (ChannelKind.Voice or ChannelKind.Stage))
            throw Refused.BadField("channel_id", "BASE_TYPE_REQUIRED", "A voice or stage channel is required");
        if (ends <= starts) throw Refused.BadField("scheduled_end_time", "GUILD_SCHEDULED_EVENT_END_BEFORE_START", "Cannot schedule event to end before it starts.");
        (happening.EntityType, happening.Location, happening.EndsAt, happening.ChannelId, happening.StartsAt) = (type, location, ends, channelId, starts);
        happening.Name = given.Text("name") ?? happening.Name;
        if (given.Has("description")) happening.Description = given.Text("description");
        if (given.Has("recurrence_rule")) happening.Recurrence = Kept(given.Part("recurrence_rule"));
    }

    private static JsonObject? Kept(JsonObject? rule)
    {
        if (rule is null) return null;
        var kept = (JsonObject)rule.DeepClone();
        foreach (var name in new[] { "by_weekday", "by_n_weekday", "by_month", "by_month_day", "by_year_day", "end", "count" })
            if (!kept.Has(name)) kept[name] = null;
        return kept;
    }

    private static ApiAnswer Delete(ApiCall call)
    {
        var happening = Find(call);
        RequirePowers(call, happening);
        happening.Guild.Events.Remove(happening.Id);
        EventClock.Announce(call.Realm, "GUILD_SCHEDULED_EVENT_DELETE", happening);
        return ApiAnswer.Nothing;
    }

    private static ApiAnswer Users(ApiCall call)
    {
        var happening = Find(call);
        return ApiAnswer.Ok(happening.Interested.Order().Take(call.Limit(100, 100)).Select(id => new JsonObject
        {
            ["guild_scheduled_event_id"] = happening.Id.ToJson(), ["user_id"] = id.ToJson(), ["user"] = RenderPeople.User(call.Realm.Users[id]), ["response"] = 1,
        }).ToJson());
    }

    /// <summary>One's own with CREATE_EVENTS, anybody's with MANAGE_EVENTS.</summary>
    private static void RequirePowers(ApiCall call, ScheduledEvent happening)
    {
        var powers = Powers.InGuild(happening.Guild.MemberOf(call.Realm.Bot)!, call.Now);
        if (powers.HasFlag(Permission.ManageEvents)) return;
        if (happening.CreatorId != call.Realm.Bot.Id || !powers.HasFlag(Permission.CreateEvents)) throw Refused.MissingPermissions();
    }
}
