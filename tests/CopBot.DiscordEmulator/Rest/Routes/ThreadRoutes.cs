using System.Text.Json.Nodes;
using CopBot.DiscordEmulator.Rendering;
using CopBot.DiscordEmulator.Rules;
using CopBot.DiscordEmulator.World;

namespace CopBot.DiscordEmulator.Rest.Routes;

/// <summary>Threads and forum posts (topics/threads, resources/channel).</summary>
internal static class ThreadRoutes
{
    private const int MostMembers = 1000;
    private static readonly Rule Minutes = Shape.OneOf(60, 1440, 4320, 10080);
    private static readonly (string, Rule)[] Common = [("name!", Shape.Text(100, 1)), ("auto_archive_duration", Minutes), ("rate_limit_per_user", Shape.Number(0, 21600))];
    // discord.js sends a type here too, discord.py with forum posts; it means nothing.
    private static readonly Rule FromMessage = Shape.Of([.. Common, ("type", Shape.OneOf(10, 11))]);
    private static readonly Rule Standalone = Shape.Of([.. Common, ("type", Shape.OneOf(10, 11, 12)), ("invitable", Shape.Bool)]);
    private static readonly Rule Post = Shape.Of([.. Common, ("message!", Shape.Anything), ("applied_tags", Shape.List(Shape.Id, 5)), ("type", Shape.OneOf(11))]);

    private static readonly Rule Change = Shape.Of(("name", Shape.Text(100, 1)), ("archived", Shape.Bool), ("auto_archive_duration", Minutes), ("locked", Shape.Bool), ("invitable", Shape.Bool),
        ("rate_limit_per_user", Shape.Number(0, 21600)), ("flags", Shape.Number(0, int.MaxValue)), ("applied_tags", Shape.List(Shape.Id, 5)));

    public static void Map(RouteTable routes)
    {
        routes.Post("/channels/{channel_id}/messages/{message_id}/threads", StartFromMessage, Bucket.Of("start thread", 10, 10));
        routes.Post("/channels/{channel_id}/threads", Start, Bucket.Of("start thread", 10, 10), files: true);
        routes.Get("/channels/{channel_id}/thread-members", Members);
        routes.Get("/channels/{channel_id}/thread-members/{user_id}", Member);
        routes.Put("/channels/{channel_id}/thread-members/@me", call => Add(call, call.Realm.Bot.Id));
        routes.Delete("/channels/{channel_id}/thread-members/@me", call => Remove(call, call.Realm.Bot.Id));
        routes.Put("/channels/{channel_id}/thread-members/{user_id}", call => Add(call, call.Id("user_id")));
        routes.Delete("/channels/{channel_id}/thread-members/{user_id}", call => Remove(call, call.Id("user_id")));
        routes.Get("/channels/{channel_id}/threads/archived/public", call => Archived(call, t => t.Kind is not ChannelKind.PrivateThread));
        routes.Get("/channels/{channel_id}/threads/archived/private", call => Archived(call, t => t.Kind is ChannelKind.PrivateThread, Permission.ManageThreads));
        routes.Get("/channels/{channel_id}/users/@me/threads/archived/private", call => Archived(call, t => t.Kind is ChannelKind.PrivateThread && t.Thread!.Members.ContainsKey(call.Realm.Bot.Id)));
        routes.Get("/guilds/{guild_id}/threads/active", Active);
    }

    private static ApiAnswer StartFromMessage(ApiCall call)
    {
        var channel = call.Channel(Permission.CreatePublicThreads);
        if (channel.Kind is not (ChannelKind.Text or ChannelKind.Announcement)) throw Refused.WrongChannelType();
        var message = call.Message(channel);
        Shape.Check(call.Body, FromMessage);
        if (message.StartedThread is not null || channel.Guild!.Channels.ContainsKey(message.Id)) throw Refused.ThreadExists();
        // "The id of the created thread will be the same as the id of the source message."
        var thread = Open(call, channel, message.Id, channel.Kind is ChannelKind.Announcement ? ChannelKind.AnnouncementThread : ChannelKind.PublicThread);
        message.StartedThread = thread;
        message.Flags |= Message.HasThread;
        ThreadClock.Announce(call.Realm, "THREAD_CREATE", thread, isNew: true);
        call.Realm.Posts.Announce("MESSAGE_UPDATE", message);
        call.Realm.Posts.Post(thread, message.Author, new MessageDraft([], []), kind: 21, repliesTo: message, silent: true);
        thread.Thread!.TotalSent = 0;
        thread.Thread.MessageCount = 0;
        return ApiAnswer.Created(RenderChannel.Thread(call.Realm, thread));
    }

    private static ApiAnswer Start(ApiCall call)
    {
        var channel = call.Channel();
        if (channel.IsForum) return StartPost(call, channel);
        Shape.Check(call.Body, Standalone);
        // "type … defaults to PRIVATE_THREAD in order to match the behavior when thread documentation was first published."
        var kind = (ChannelKind)(call.Fields.Number("type") ?? 12);
        call.Channel(kind is ChannelKind.PrivateThread ? Permission.CreatePrivateThreads : Permission.CreatePublicThreads);
        var fits = channel.Kind switch { ChannelKind.Text => kind is not ChannelKind.AnnouncementThread, ChannelKind.Announcement => kind is ChannelKind.AnnouncementThread, _ => false };
        if (!fits) throw Refused.WrongChannelType();
        var thread = Open(call, channel, call.Realm.Ids.Next(), kind);
        ThreadClock.Announce(call.Realm, "THREAD_CREATE", thread, isNew: true);
        if (kind is not ChannelKind.PrivateThread)
        {
            var told = call.Realm.Posts.Post(channel, call.Realm.Bot, new MessageDraft([], []) { Content = thread.Name }, kind: 18);
            told.StartedThread = thread;
        }
        return ApiAnswer.Created(RenderChannel.Thread(call.Realm, thread));
    }

    private static ApiAnswer StartPost(ApiCall call, Channel forum)
    {
        // A forum post needs SEND_MESSAGES, not a thread permission (resources/channel, "Start Thread in Forum or Media Channel").
        call.Channel(Permission.SendMessages);
        var form = new Form();
        Post(call.Body ?? throw Refused.BadForm(), form);
        form.ThrowIfDirty();
        if (call.Fields.Part("message") is not { } body) throw Refused.BadField("message", "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType");
        var draft = call.Realm.Posts.Check(body, MessageRules.ForumPost, call.Files, at: form.At("message"));
        if (draft.IsEmpty) throw Refused.EmptyMessage();
        var tags = call.Fields.List("applied_tags").Ids().ToList();
        CheckTags(call, forum, tags, changed: tags);
        var needed = (draft.Embeds.Count > 0 ? Permission.EmbedLinks : Permission.None) | (draft.Files.Count > 0 ? Permission.AttachFiles : Permission.None);
        call.Channel(needed);
        var thread = Open(call, forum, call.Realm.Ids.Next(), ChannelKind.PublicThread);
        thread.Thread!.AppliedTags.AddRange(tags);
        ThreadClock.Announce(call.Realm, "THREAD_CREATE", thread, isNew: true);
        // The first message has the id of its thread.
        var message = call.Realm.Posts.Post(thread, call.Realm.Bot, draft, id: thread.Id);
        var json = RenderChannel.Thread(call.Realm, thread);
        json["message"] = RenderMessage.ForBot(call.Realm, message);
        return ApiAnswer.Created(json);
    }

    /// <summary>PATCH of a thread: un-archiving, locking, tags (resources/channel, "Modify Channel", "Thread").</summary>
    public static ApiAnswer Modify(ApiCall call, Channel thread)
    {
        Shape.Check(call.Body, Change);
        var (given, state) = (call.Fields, thread.Thread!);
        var powers = call.Realm.PowersOf(call.Realm.Bot, thread);
        var manages = powers.HasFlag(Permission.ManageThreads);
        var owns = state.OwnerId == call.Realm.Bot.Id;
        var unarchives = given.Flag("archived") is false;
        if (state.Archived && !unarchives && given.Any(f => f.Key is not "archived" and not "locked")) throw Refused.ThreadArchived();
        if (state.Locked && !manages) throw unarchives && given.Count == 1 ? Refused.ThreadLocked() : Refused.MissingPermissions();
        if (given.Has("locked") || given.Has("rate_limit_per_user") || given.Has("flags"))
            if (!manages)
                throw Refused.MissingPermissions();
        var wakesOnly = unarchives && given.Count == 1;
        if (!manages && !owns && !(wakesOnly && powers.HasFlag(Permission.SendMessagesInThreads))) throw Refused.MissingPermissions();

        if (given.List("applied_tags") is { } list)
        {
            if (!thread.Parent!.IsForum) throw Refused.WrongChannelType();
            var tags = list.Ids().ToList();
            CheckTags(call, thread.Parent!, tags, [.. tags.Except(state.AppliedTags), .. state.AppliedTags.Except(tags)]);
            state.AppliedTags.Clear();
            state.AppliedTags.AddRange(tags);
        }
        if (given.Text("name") is { } name) thread.Name = name;
        if (given.Number("auto_archive_duration") is { } minutes) state.AutoArchiveMinutes = (int)minutes;
        if (given.Number("rate_limit_per_user") is { } slow) thread.RateLimitPerUser = (int)slow;
        if (given.Flag("invitable") is { } invitable) state.Invitable = invitable;
        if (given.Flag("locked") is { } locked) state.Locked = locked;
        if (given.Number("flags") is { } flags) thread.Flags = (int)flags & Channel.PinnedFlag;
        if (given.Flag("archived") is { } archived && archived != state.Archived)
        {
            state.Archived = archived;
            state.ArchiveTimestamp = call.Now;
            if (!archived) state.LastActivity = call.Now;
        }
        ThreadClock.Announce(call.Realm, "THREAD_UPDATE", thread);
        return ApiAnswer.Ok(RenderChannel.Thread(call.Realm, thread));
    }

    private static void CheckTags(ApiCall call, Channel forum, List<ulong> tags, List<ulong> changed)
    {
        if (tags.Any(id => forum.Tags.All(t => t.Id != id))) throw Refused.UnknownTag();
        if (tags.Count == 0 && (forum.Flags & Channel.RequireTagFlag) != 0) throw Refused.NoTags();
        if (changed.Any(id => forum.Tags.Find(t => t.Id == id) is { Moderated: true }) && !call.Realm.PowersOf(call.Realm.Bot, forum).HasFlag(Permission.ManageThreads)) throw Refused.MissingPermissions();
    }

    private static Channel Open(ApiCall call, Channel parent, ulong id, ChannelKind kind)
    {
        var state = new ThreadFacts
        {
            OwnerId = call.Realm.Bot.Id,
            CreatedAt = call.Now,
            ArchiveTimestamp = call.Now,
            LastActivity = call.Now,
            AutoArchiveMinutes = (int)(call.Fields.Number("auto_archive_duration") ?? parent.DefaultAutoArchiveMinutes),
            Invitable = call.Fields.Flag("invitable") ?? true,
        };
        state.Members[call.Realm.Bot.Id] = call.Now;
        var thread = new Channel
        {
            Id = id, Kind = kind, Guild = parent.Guild, Parent = parent, Name = call.Fields.Text("name")!, Thread = state, RateLimitPerUser = (int)(call.Fields.Number("rate_limit_per_user") ?? 0),
        };
        parent.Guild!.Channels[id] = thread;
        if (parent.IsForum) parent.LastMessageId = id;
        return thread;
    }

    private static Channel Thread(ApiCall call)
    {
        var channel = call.Channel();
        return channel.IsThread ? channel : throw Refused.WrongChannelType();
    }

    private static ApiAnswer Members(ApiCall call)
    {
        var thread = Thread(call);
        return ApiAnswer.Ok(thread.Thread!.Members.Keys.Order().Select(id => WithMember(call, thread, id)).ToJson());
    }

    private static ApiAnswer Member(ApiCall call)
    {
        var thread = Thread(call);
        var id = call.Path["user_id"] == "@me" ? call.Realm.Bot.Id : call.Id("user_id");
        return thread.Thread!.Members.ContainsKey(id) ? ApiAnswer.Ok(WithMember(call, thread, id)) : throw Refused.UnknownMember();
    }

    private static JsonObject WithMember(ApiCall call, Channel thread, ulong id)
    {
        var json = RenderChannel.ThreadMember(thread, id);
        if (call.Asked("with_member") && thread.Guild!.Members.TryGetValue(id, out var member)) json["member"] = RenderPeople.Member(member);
        return json;
    }

    private static ApiAnswer Add(ApiCall call, ulong userId)
    {
        var thread = Thread(call);
        if (thread.Thread!.Archived) throw Refused.ThreadArchived();
        if (!thread.Guild!.Members.ContainsKey(userId)) throw Refused.UnknownMember();
        if (userId != call.Realm.Bot.Id) call.Channel(Permission.SendMessagesInThreads);
        if (thread.Thread.Members.Count >= MostMembers) throw Refused.TooManyThreadMembers();
        if (thread.Thread.Members.TryAdd(userId, call.Now)) ThreadClock.AnnounceMembers(call.Realm, thread, [userId], []);
        return ApiAnswer.Nothing;
    }

    private static ApiAnswer Remove(ApiCall call, ulong userId)
    {
        var thread = Thread(call);
        if (thread.Thread!.Archived) throw Refused.ThreadArchived();
        var ownPrivate = thread.Kind is ChannelKind.PrivateThread && thread.Thread.OwnerId == call.Realm.Bot.Id;
        if (userId != call.Realm.Bot.Id && !ownPrivate) call.Channel(Permission.ManageThreads);
        if (!thread.Thread.Members.Remove(userId)) throw Refused.UnknownMember();
        ThreadClock.AnnounceMembers(call.Realm, thread, [], [userId]);
        return ApiAnswer.Nothing;
    }

    private static ApiAnswer Archived(ApiCall call, Func<Channel, bool> which, Permission more = Permission.None)
    {
        var parent = call.Channel(Permission.ReadMessageHistory | more);
        var limit = call.Limit(50, 100);
        var found = parent.Guild!.Threads.Where(t => t.Parent == parent && t.Thread!.Archived && which(t)).OrderByDescending(t => t.Thread!.ArchiveTimestamp).ToList();
        if (call.Query.ContainsKey("before") && new JsonObject { ["at"] = call.Query["before"].ToString() }.Instant("at") is { } before) found = [.. found.Where(t => t.Thread!.ArchiveTimestamp < before)];
        return ApiAnswer.Ok(Listed(call, found.Take(limit), found.Count > limit));
    }

    private static ApiAnswer Active(ApiCall call) => ApiAnswer.Ok(Listed(call, call.Guild().Threads.Where(t => !t.Thread!.Archived && call.Realm.Sees(call.Realm.Bot, t)), more: false));

    private static JsonObject Listed(ApiCall call, IEnumerable<Channel> threads, bool more)
    {
        var listed = threads.ToList();
        return new JsonObject
        {
            ["threads"] = listed.Select(t => RenderChannel.Thread(call.Realm, t)).ToJson(),
            ["members"] = listed.Where(t => t.Thread!.Members.ContainsKey(call.Realm.Bot.Id)).Select(t => RenderChannel.ThreadMember(t, call.Realm.Bot.Id)).ToJson(),
            ["has_more"] = more,
        };
    }
}
