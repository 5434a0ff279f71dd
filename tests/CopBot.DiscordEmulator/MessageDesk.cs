using System.Text.Json.Nodes;
using CopBot.DiscordEmulator.Gateway;
using CopBot.DiscordEmulator.Rendering;
using CopBot.DiscordEmulator.Rest;
using CopBot.DiscordEmulator.Rules;
using CopBot.DiscordEmulator.World;

namespace CopBot.DiscordEmulator;

/// <summary>Where messages are written, changed and removed, by the bot and by people, and the events that tell of it.</summary>
internal sealed class MessageDesk(Realm realm)
{
    /// <summary>"In the past few minutes" (resources/message, "Create Message", enforce_nonce).</summary>
    private static readonly TimeSpan NonceMemory = TimeSpan.FromMinutes(5);

    private readonly Dictionary<(ulong Author, ulong Channel, string Nonce), Message> _nonces = [];

    /// <summary>Checks a body for sending. <paramref name="moreFlags"/>: flags allowed beyond the usual, such as EPHEMERAL.</summary>
    public MessageDraft Check(JsonObject body, Rule rule, IReadOnlyList<UploadedFile> files, int moreFlags = 0, int inherited = 0, Form? at = null)
    {
        var root = new Form();
        var form = at ?? root;
        rule(body, form);
        if (form.IsClean) MessageRules.CheckEmbeds(body.List("embeds"), form.At("embeds"));
        // Flags the server set itself (HAS_THREAD, LOADING and so on) come back in edits of official clients; they are kept as they are.
        var flags = (int)((body.Number("flags") ?? 0) & (MessageRules.FlagsOnSend | moreFlags)) | (inherited & Message.ComponentsV2);
        var unknown = (body.Number("flags") ?? 0) & ~(MessageRules.FlagsOnSend | moreFlags | inherited);
        if (unknown != 0) form.At("flags").Complain("MESSAGE_FLAGS_NOT_ALLOWED", $"These flags cannot be set here: {unknown}.");
        var v2 = (flags & Message.ComponentsV2) != 0;
        if (v2)
            foreach (var name in new[] { "content", "embeds", "sticker_ids", "poll" })
                if (body[name] is JsonArray { Count: > 0 } || body[name] is JsonValue text && text.ToString().Length > 0)
                    form.At(name).Complain("MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", $"The '{name}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2");
        var components = body.List("components") is { } given && form.IsClean ? ComponentRules.Check(given, v2, form.At("components")) : [];
        foreach (var file in body.List("attachments").Parts().Where(a => a.Id("id") is { } id && id < 10 && files.All(f => (ulong)f.Number != id)))
            form.At("attachments").Complain("ATTACHMENT_NOT_FOUND", $"Attachment data not found: {file.Id("id")}");
        if (!form.IsClean)
        {
            root.ThrowIfDirty();
            form.ThrowIfDirty();
        }
        return new MessageDraft(body, files) { Content = body.Text("content") ?? "", Embeds = MessageRules.Keep(body.List("embeds")), Components = components, Flags = flags };
    }

    /// <summary>Posts as the bot over a channel route: permissions, nonce, references, archived threads.</summary>
    public Message PostAsBot(Channel channel, JsonObject body, IReadOnlyList<UploadedFile> files)
    {
        if (!channel.HoldsMessages) throw Refused.NotATextChannel();
        var draft = Check(body, MessageRules.Create, files);
        if (draft.IsEmpty && body.List("sticker_ids") is not { Count: > 0 }) throw Refused.EmptyMessage();
        RequirePowers(channel, draft);
        if (body.Flag("enforce_nonce") is true && body["nonce"] is { } nonce && _nonces.TryGetValue((realm.Bot.Id, channel.Id, nonce.ToString()), out var before)
            && realm.Now - before.SentAt < NonceMemory && channel.Messages.ContainsKey(before.Id))
            return before;
        var (target, replyId) = Reference(channel, body.Part("message_reference"));
        var message = Post(channel, realm.Bot, draft, kind: replyId is null ? 0 : 19, repliesTo: target, replyId: replyId, nonce: body["nonce"]?.DeepClone());
        if (body["nonce"] is { } used) _nonces[(realm.Bot.Id, channel.Id, used.ToString())] = message;
        return message;
    }

    /// <summary>Puts a message where it belongs and tells everybody who should know.</summary>
    public Message Post(Channel channel, User author, MessageDraft draft, int kind = 0, Message? repliesTo = null, ulong? replyId = null, JsonNode? nonce = null, User? onlyFor = null,
        ulong? webhookId = null, JsonObject? interaction = null, JsonObject? metadata = null, ulong? id = null, int extraFlags = 0, bool silent = false)
    {
        WakeThread(channel, author);
        var message = new Message
        {
            Id = id ?? realm.Ids.Next(),
            Channel = channel,
            Author = author,
            SentAt = realm.Now,
            Kind = kind,
            RepliesTo = repliesTo,
            ReplyId = replyId ?? repliesTo?.Id,
            Nonce = nonce,
            OnlyFor = onlyFor,
            WebhookId = webhookId,
            Interaction = interaction,
            InteractionMetadata = metadata,
        };
        Fill(message, draft, extraFlags);
        Mentions.Apply(realm, message, draft.AllowedMentions, webhookId is not null);
        message.Rang = Mentions.Rung(realm, message);
        channel.Messages[message.Id] = message;
        if (onlyFor is null)
        {
            channel.LastMessageId = message.Id;
            if (channel.Thread is { } thread) Count(channel, thread, message);
        }
        if (!silent) Announce("MESSAGE_CREATE", message);
        return message;
    }

    /// <summary>Changes a message. Fields that are not in the body stay; without allowed_mentions the defaults apply again.</summary>
    public void Edit(Message message, JsonObject body, IReadOnlyList<UploadedFile> files, bool fromInteraction, int moreFlags = 0)
    {
        var rule = fromInteraction ? MessageRules.Response : MessageRules.Edit;
        var draft = Check(body, rule, files, moreFlags, inherited: message.Flags);
        var hadV2 = (message.Flags & Message.ComponentsV2) != 0;
        if (draft.IsV2 && !hadV2 && !body.Has("components") && message.Components.Count > 0) throw Refused.BadField("flags", "MESSAGE_FLAGS_V2", "Components have to be given with IS_COMPONENTS_V2");
        if (body.Has("content")) message.Content = draft.Content;
        if (body.Has("embeds")) message.Embeds = draft.Embeds;
        if (body.Has("components")) message.Components = draft.Components;
        if (body.List("attachments") is { } keep) message.Attachments.RemoveAll(a => !keep.Parts().Any(k => k.Id("id") == a.Id));
        Attach(message, draft);
        var v2 = draft.IsV2 || hadV2;
        if (v2 && (message.Content.Length > 0 || message.Embeds.Count > 0))
            throw Refused.BadField("content", "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", "Content and embeds must be removed when IS_COMPONENTS_V2 is set");
        if (message.Content.Length == 0 && message.Embeds.Count == 0 && message.Components.Count == 0 && message.Attachments.Count == 0) throw Refused.EmptyMessage();
        if (body.Given("flags")) message.Flags = (message.Flags & ~Message.SuppressEmbeds) | (draft.Flags & Message.SuppressEmbeds);
        if (v2) message.Flags |= Message.ComponentsV2;
        message.Flags &= ~Message.Loading;
        message.EditedAt = realm.Now;
        Mentions.Apply(realm, message, draft.AllowedMentions, fromInteraction);
        Announce("MESSAGE_UPDATE", message);
    }

    public void Delete(Message message)
    {
        message.Channel.Messages.Remove(message.Id);
        if (message.OnlyFor is not null) return;
        if (message.Channel.Thread is { } thread && thread.MessageCount > 0) thread.MessageCount--;
        var data = new JsonObject { ["id"] = message.Id.ToJson(), ["channel_id"] = message.Channel.Id.ToJson() };
        if (message.Channel.Guild is { } guild) data["guild_id"] = guild.Id.ToJson();
        Dispatch("MESSAGE_DELETE", message.Channel, data);
    }

    public void Announce(string name, Message message)
    {
        // An ephemeral message reaches the bot's gateway too, as its MESSAGE_CREATE does not: Discord sends none for it.
        if (message.OnlyFor is not null || !realm.Sees(realm.Bot, message.Channel)) return;
        var needs = message.Channel.Guild is null ? Intent.DirectMessages : Intent.GuildMessages;
        realm.Hub.Dispatch(name, message.Channel.Guild, needs, session => RenderMessage.OnGateway(realm, message, session.Intents.HasFlag(Intent.MessageContent)));
    }

    public void Dispatch(string name, Channel channel, JsonObject data, Intent? needs = null)
    {
        if (!realm.Sees(realm.Bot, channel)) return;
        realm.Hub.Dispatch(name, channel.Guild, needs ?? (channel.Guild is null ? Intent.DirectMessages : Intent.GuildMessages), data);
    }

    public void ForgetNonces()
    {
        foreach (var old in _nonces.Where(n => realm.Now - n.Value.SentAt >= NonceMemory).Select(n => n.Key).ToList()) _nonces.Remove(old);
    }

    /// <summary>What the bot needs in a channel to send this.</summary>
    public void RequirePowers(Channel channel, MessageDraft draft)
    {
        if (channel.Guild is null)
        {
            if (!realm.SharesGuild(channel.Recipient!)) throw Refused.NoMutualGuild();
            if (channel.Recipient!.RefusesDirectMessages) throw Refused.RefusesDirectMessages();
            return;
        }
        var needed = channel.IsThread ? Permission.SendMessagesInThreads : Permission.SendMessages;
        if (draft.Embeds.Count > 0) needed |= Permission.EmbedLinks;
        if (draft.Files.Count > 0) needed |= Permission.AttachFiles;
        if (draft.Body.Flag("tts") is true) needed |= Permission.SendTtsMessages;
        if (draft.Body.Given("message_reference")) needed |= Permission.ReadMessageHistory;
        if (!realm.PowersOf(realm.Bot, channel).HasFlag(needed)) throw Refused.MissingPermissions();
    }

    /// <summary>Sending un-archives a thread, unless it is locked and the sender cannot manage threads (topics/threads, "Active & Archived Threads").</summary>
    private void WakeThread(Channel channel, User author)
    {
        if (channel.Thread is not { } thread) return;
        if (thread.Locked && author.IsBot && !realm.PowersOf(author, channel).HasFlag(Permission.ManageThreads)) throw Refused.ThreadLocked();
        thread.LastActivity = realm.Now;
        if (!thread.Archived) return;
        thread.Archived = false;
        thread.ArchiveTimestamp = realm.Now;
        ThreadClock.Announce(realm, "THREAD_UPDATE", channel);
    }

    private void Count(Channel channel, ThreadFacts thread, Message message)
    {
        thread.TotalSent++;
        // The first message of a forum post is not counted.
        if (message.Id != channel.Id) thread.MessageCount++;
        foreach (var user in message.Mentions.Append(message.Author).Where(u => channel.Guild!.Members.ContainsKey(u.Id))) thread.Members.TryAdd(user.Id, realm.Now);
    }

    private void Fill(Message message, MessageDraft draft, int extraFlags)
    {
        message.Content = draft.Content;
        message.Embeds = draft.Embeds;
        message.Components = draft.Components;
        message.Flags = draft.Flags | extraFlags | (message.OnlyFor is null ? 0 : Message.Ephemeral);
        Attach(message, draft);
    }

    private void Attach(Message message, MessageDraft draft)
    {
        foreach (var file in draft.Files)
        {
            var described = draft.Body.List("attachments").Parts().FirstOrDefault(a => a.Id("id") == (ulong)file.Number);
            message.Attachments.Add(new Attachment(realm.Ids.Next(), described?.Text("filename") ?? file.Filename, described?.Text("description"), file.ContentType, file.Bytes));
        }
    }

    private (Message? Target, ulong? Id) Reference(Channel channel, JsonObject? reference)
    {
        if (reference is null) return (null, null);
        var id = reference.Id("message_id")!.Value;
        if (reference.Id("channel_id") is { } other && other != channel.Id) throw Refused.BadField("message_reference", "REPLIES_CANNOT_REFERENCE_OTHER_CHANNEL", "Cannot reply to a message in a different channel");
        if (channel.Messages.GetValueOrDefault(id) is { OnlyFor: null } target) return (target, id);
        if (reference.Flag("fail_if_not_exists") is not false) throw Refused.BadField("message_reference", "REPLIES_UNKNOWN_MESSAGE", "Unknown message");
        // Sent as an ordinary message when the one replied to is gone.
        return (null, null);
    }
}
