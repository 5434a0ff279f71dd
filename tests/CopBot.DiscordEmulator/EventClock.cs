using CopBot.DiscordEmulator.Gateway;
using CopBot.DiscordEmulator.Rendering;
using CopBot.DiscordEmulator.World;

namespace CopBot.DiscordEmulator;

/// <summary>Starts and ends external events by themselves, and cancels others that were never started (resources/guild-scheduled-event, "Automation").</summary>
internal static class EventClock
{
    private static readonly TimeSpan NeverStarted = TimeSpan.FromHours(3);

    public static void Settle(Realm realm, Guild guild)
    {
        foreach (var happening in guild.Events.Values.Where(e => !e.IsOver).ToList())
        {
            var before = happening.Status;
            if (happening.EntityType == ScheduledEvent.External)
            {
                if (happening.Status == ScheduledEvent.Scheduled && happening.StartsAt <= realm.Now) happening.Status = ScheduledEvent.Active;
                if (happening.Status == ScheduledEvent.Active && happening.EndsAt <= realm.Now) happening.Status = ScheduledEvent.Completed;
            }
            else if (happening.Status == ScheduledEvent.Scheduled && happening.StartsAt + NeverStarted <= realm.Now) happening.Status = ScheduledEvent.Canceled;
            if (happening.Status != before) Announce(realm, "GUILD_SCHEDULED_EVENT_UPDATE", happening);
        }
    }

    public static void Announce(Realm realm, string name, ScheduledEvent happening) =>
        realm.Hub.Dispatch(name, happening.Guild, Intent.GuildScheduledEvents, RenderEvent.Event(realm, happening));
}
