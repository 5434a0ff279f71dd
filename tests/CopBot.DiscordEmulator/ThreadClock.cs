using System.Text.Json.Nodes;
using CopBot.DiscordEmulator.Gateway;
using CopBot.DiscordEmulator.Rendering;
using CopBot.DiscordEmulator.World;

namespace CopBot.DiscordEmulator;

/// <summary>Archives threads that were quiet for their time, and tells of threads.</summary>
internal static class ThreadClock
{
    public static void Settle(Realm realm, Guild guild)
    {
        foreach (var thread in guild.Threads.Where(t => !t.Thread!.Archived && (t.Flags & Channel.PinnedFlag) == 0).ToList())
        {
            var state = thread.Thread!;
            var due = state.LastActivity.AddMinutes(state.AutoArchiveMinutes);
            if (due > realm.Now) continue;
            state.Archived = true;
            state.ArchiveTimestamp = due;
            Announce(realm, "THREAD_UPDATE", thread);
        }
    }

    public static void Announce(Realm realm, string name, Channel thread, bool isNew = false)
    {
        if (!realm.Sees(realm.Bot, thread)) return;
        var data = RenderChannel.Thread(realm, thread);
        if (isNew) data["newly_created"] = true;
        realm.Hub.Dispatch(name, thread.Guild, Intent.Guilds, data);
    }

    public static void AnnounceMembers(Realm realm, Channel thread, IReadOnlyList<ulong> added, IReadOnlyList<ulong> removed)
    {
        if (!realm.Sees(realm.Bot, thread) && !removed.Contains(realm.Bot.Id)) return;
        realm.Hub.Dispatch("THREAD_MEMBERS_UPDATE", thread.Guild, Intent.Guilds | Intent.GuildMembers, session =>
        {
            // Without GUILD_MEMBERS only the app's own comings and goings are told (gateway, "Caveats").
            var all = session.Intents.HasFlag(Intent.GuildMembers);
            var (came, went) = (added.Where(id => all || id == realm.Bot.Id).ToList(), removed.Where(id => all || id == realm.Bot.Id).ToList());
            if (came.Count == 0 && went.Count == 0) return null;
            var data = new JsonObject { ["id"] = thread.Id.ToJson(), ["guild_id"] = thread.Guild!.Id.ToJson(), ["member_count"] = Math.Min(thread.Thread!.Members.Count, 50) };
            if (came.Count > 0) data["added_members"] = came.Select(id => RenderChannel.ThreadMember(thread, id)).ToJson();
            if (went.Count > 0) data["removed_member_ids"] = went.ToJson();
            return data;
        });
    }
}
