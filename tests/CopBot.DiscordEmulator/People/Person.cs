using System.Text.Json.Nodes;
using CopBot.DiscordEmulator.Gateway;
using CopBot.DiscordEmulator.Interactions;
using CopBot.DiscordEmulator.Rendering;
using CopBot.DiscordEmulator.Rest;
using CopBot.DiscordEmulator.Rules;
using CopBot.DiscordEmulator.World;

namespace CopBot.DiscordEmulator.People;

/// <summary>
/// Somebody at a Discord client. Verbs do what the client would let them do; what it would not (a button that is not there,
/// a required field left empty) throws, because then the test is wrong, not the bot.
/// </summary>
public sealed class Person
{
    private readonly EmulatedDiscord _discord;
    private Interaction? _openModal;

    internal Person(EmulatedDiscord discord, User user)
    {
        _discord = discord;
        User = user;
    }

    public User User { get; }
    public ulong Id => User.Id;
    public string Name => User.Name;

    /// <summary>The last interaction this person started.</summary>
    public Interaction? LastInteraction { get; private set; }

    /// <summary>How to write a mention of this person.</summary>
    public string Mention => $"<@{Id}>";

    private Realm Realm => _discord.Realm;

    public void Join(Guild guild) => _discord.Do(() => MemberDesk.Join(Realm, guild, User));

    public void Leave(Guild guild) => _discord.Do(() => MemberDesk.Leave(Realm, guild, User));

    public void Receive(Role role, Guild guild) => _discord.Do(() =>
    {
        guild.Members[Id].Roles.Add(role.Id);
        MemberDesk.AnnounceChange(Realm, guild.Members[Id]);
    });

    /// <summary>Refuses messages from the bot from now on (50007), or takes them again.</summary>
    public void CloseDirectMessages(bool closed = true) => _discord.Do(() => User.RefusesDirectMessages = closed);

    /// <summary>Types a message.</summary>
    public Message Say(Channel channel, string text, Message? inReplyTo = null) => _discord.Do(() =>
    {
        RequireSight(channel);
        if (channel.Thread is { Locked: true } && !May(channel, Permission.ManageThreads)) throw Impossible("the thread is locked");
        if (!May(channel, channel.IsThread ? Permission.SendMessagesInThreads : Permission.SendMessages)) throw Impossible($"no permission to write in {channel.Name}");
        return Realm.Posts.Post(channel, User, new MessageDraft([], []) { Content = text }, kind: inReplyTo is null ? 0 : 19, repliesTo: inReplyTo);
    });

    /// <summary>Types a message that mentions the bot, so that it can read it without the content intent.</summary>
    public Message MentionBot(Channel channel, string text) => Say(channel, $"<@{Realm.Bot.Id}> {text}");

    /// <summary>Writes to the bot in a direct conversation.</summary>
    public Message SayToBot(string text) => Say(Direct, text);

    public void Edit(Message message, string text) => _discord.Do(() =>
    {
        if (message.Author != User) throw Impossible("the message is somebody else's");
        message.Content = text;
        message.EditedAt = Realm.Now;
        Mentions.Apply(Realm, message, null, fromInteraction: false);
        Realm.Posts.Announce("MESSAGE_UPDATE", message);
    });

    public void Delete(Message message) => _discord.Do(() =>
    {
        if (message.Author != User && !May(message.Channel, Permission.ManageMessages)) throw Impossible("the message is somebody else's");
        Realm.Posts.Delete(message);
    });

    public void React(Message message, string emoji) => _discord.Do(() => ReactionDesk.Add(Realm, message, User, emoji));

    public void Unreact(Message message, string emoji) => _discord.Do(() => ReactionDesk.Remove(Realm, message, User, emoji));

    /// <summary>Starts a thread from a message or, without one, a public thread of its own.</summary>
    public Channel StartThread(Channel channel, string name, Message? from = null) => _discord.Do(() =>
    {
        RequireSight(channel);
        var thread = NewThread(channel, name, from?.Id ?? Realm.Ids.Next());
        if (from is not null)
        {
            from.StartedThread = thread;
            from.Flags |= Message.HasThread;
        }
        ThreadClock.Announce(Realm, "THREAD_CREATE", thread, isNew: true);
        return thread;
    });

    /// <summary>Writes a post in a forum; tags by name.</summary>
    public Channel StartPost(Channel forum, string title, string text, params string[] tags) => _discord.Do(() =>
    {
        RequireSight(forum);
        var thread = NewThread(forum, title, Realm.Ids.Next());
        thread.Thread!.AppliedTags.AddRange(tags.Select(name => forum.Tags.Find(t => t.Name == name)?.Id ?? throw Impossible($"no tag {name}")));
        ThreadClock.Announce(Realm, "THREAD_CREATE", thread, isNew: true);
        Realm.Posts.Post(thread, User, new MessageDraft([], []) { Content = text }, id: thread.Id);
        return thread;
    });

    public void Archive(Channel thread, bool archived = true) => ChangeThread(thread, t =>
    {
        t.Archived = archived;
        t.ArchiveTimestamp = Realm.Now;
        if (!archived) t.LastActivity = Realm.Now;
    });

    public void Lock(Channel thread, bool locked = true) => ChangeThread(thread, t => t.Locked = locked);

    public void JoinThread(Channel thread) => _discord.Do(() =>
    {
        if (thread.Thread!.Members.TryAdd(Id, Realm.Now)) ThreadClock.AnnounceMembers(Realm, thread, [Id], []);
    });

    /// <summary>Marks an event as interesting.</summary>
    public void IsInterestedIn(ScheduledEvent happening, bool interested = true) => _discord.Do(() =>
    {
        if (!(interested ? happening.Interested.Add(Id) : happening.Interested.Remove(Id))) return;
        Realm.Hub.Dispatch(interested ? "GUILD_SCHEDULED_EVENT_USER_ADD" : "GUILD_SCHEDULED_EVENT_USER_REMOVE", happening.Guild, Intent.GuildScheduledEvents,
            new JsonObject { ["guild_scheduled_event_id"] = happening.Id.ToJson(), ["user_id"] = Id.ToJson(), ["guild_id"] = happening.Guild.Id.ToJson() });
    });

    /// <summary>Uses a slash command, such as <c>Use(channel, "cop ask", ("title", "…"))</c>. User, role and channel options take ids.</summary>
    public Interaction Use(Channel channel, string command, params (string Name, object Value)[] options) => _discord.Do(() =>
    {
        var (data, name) = CommandData(channel, command, options, focused: null);
        return Begin(Realm.Interactions.Start(InteractionKind.Command, User, channel, data, name: name));
    });

    /// <summary>Types into an option that has autocomplete; what the bot suggests is in <see cref="Interaction.Choices"/>.</summary>
    public Interaction TypeInto(Channel channel, string command, string option, string typed, params (string Name, object Value)[] others) => _discord.Do(() =>
    {
        var (data, name) = CommandData(channel, command, [.. others, (option, typed)], focused: option);
        return Begin(Realm.Interactions.Start(InteractionKind.Autocomplete, User, channel, data, name: name));
    });

    /// <summary>Uses a command of a message's context menu.</summary>
    public Interaction UseOnMessage(Message message, string command) => _discord.Do(() =>
    {
        RequireSight(message.Channel);
        var found = Offered(message.Channel, command, 3);
        // The target's content is there without the content intent.
        var target = RenderMessage.ForBot(Realm, message, reveal: true);
        var data = new JsonObject
        {
            ["id"] = found.Text("id"), ["name"] = command, ["type"] = 3, ["target_id"] = message.Id.ToJson(), ["resolved"] = new JsonObject { ["messages"] = new JsonObject { [message.Id.ToJson()] = target } },
        };
        AddGuild(data, found);
        return Begin(Realm.Interactions.Start(InteractionKind.Command, User, message.Channel, data, name: command));
    });

    /// <summary>Uses a command of another person's context menu.</summary>
    public Interaction UseOnPerson(Channel channel, Person other, string command) => _discord.Do(() =>
    {
        var found = Offered(channel, command, 2);
        var resolved = new JsonObject();
        ResolveUser(channel, resolved, other.User);
        var data = new JsonObject { ["id"] = found.Text("id"), ["name"] = command, ["type"] = 2, ["target_id"] = other.Id.ToJson(), ["resolved"] = resolved };
        AddGuild(data, found);
        return Begin(Realm.Interactions.Start(InteractionKind.Command, User, channel, data, name: command));
    });

    /// <summary>Presses a button, named by its label or its custom_id.</summary>
    public Interaction Press(Message message, string labelOrCustomId) => _discord.Do(() =>
    {
        var seen = See(message);
        var button = seen.Buttons.FirstOrDefault(b => b.CustomId == labelOrCustomId) ?? seen.Buttons.FirstOrDefault(b => b.Label == labelOrCustomId)
            ?? throw Impossible($"no button \"{labelOrCustomId}\" but: {string.Join(", ", seen.Buttons.Select(b => b.Label))}");
        if (button.Disabled) throw Impossible($"\"{button.Label}\" is disabled");
        if (button.CustomId is null) throw Impossible($"\"{button.Label}\" is a link");
        var component = Component(message, button.CustomId);
        var data = new JsonObject { ["custom_id"] = button.CustomId, ["component_type"] = 2, ["id"] = component.Number("id") };
        return Begin(Realm.Interactions.Start(InteractionKind.Component, User, message.Channel, data, message));
    });

    /// <summary>
    /// Presses with a custom_id that is not on the message: no client does, an attacker can try. Discord checks that the component exists, so a forged one fails here too.
    /// </summary>
    public bool CanPress(Message message, string customId) => _discord.Do(() => ComponentRules.Everything(message.Components).Any(c => c.Text("custom_id") == customId && c.Flag("disabled") is not true));

    /// <summary>Chooses from a select: values of a string select, ids of people, roles or channels of the others.</summary>
    public Interaction Choose(Message message, string customId, params string[] values) => _discord.Do(() =>
    {
        var seen = See(message);
        var select = seen.Selects.FirstOrDefault(s => s.CustomId == customId) ?? throw Impossible($"no select \"{customId}\" but: {string.Join(", ", seen.Selects.Select(s => s.CustomId))}");
        if (select.Disabled) throw Impossible("the select is disabled");
        var component = Component(message, customId);
        var chosen = Chosen(component, values);
        var data = new JsonObject { ["custom_id"] = customId, ["component_type"] = select.Type, ["id"] = component.Number("id"), ["values"] = new JsonArray([.. chosen.Select(v => (JsonNode)v)]) };
        if (select.Type != ComponentRules.StringSelect) data["resolved"] = Resolve(message.Channel, select.Type, chosen);
        return Begin(Realm.Interactions.Start(InteractionKind.Component, User, message.Channel, data, message));
    });

    /// <summary>The modal that is open on this person's screen.</summary>
    public SeenModal? OpenModal => _discord.Do(() => Modal());

    /// <summary>Closes it without sending; the bot hears nothing.</summary>
    public void CloseModal() => _discord.Do(() => _openModal = null);

    /// <summary>Fills in and sends the open modal. Inputs that are not named keep what they were preset to. Lists take several values.</summary>
    public Interaction Submit(params (string CustomId, object Value)[] answers) => _discord.Do(() =>
    {
        var modal = Modal() ?? throw Impossible("no modal is open");
        foreach (var (customId, _) in answers)
            if (modal.Inputs.All(i => i.CustomId != customId)) throw Impossible($"no input \"{customId}\" but: {string.Join(", ", modal.Inputs.Select(i => i.CustomId))}");
        var opened = modal.Opened;
        var submission = new ModalSubmission(this, Resolve);
        var data = submission.Fill(modal.Json, opened.Channel, answers);
        _openModal = null;
        return Begin(Realm.Interactions.Start(InteractionKind.ModalSubmit, User, opened.Channel, data, opened.Source, opened.Metadata));
    });

    /// <summary>What this person sees in a channel, oldest first; ephemeral messages of others are not there.</summary>
    public IReadOnlyList<SeenMessage> Sees(Channel channel) => _discord.Do(() =>
        !Realm.Sees(User, channel) ? [] : (IReadOnlyList<SeenMessage>)[.. channel.Messages.Values.Where(m => m.OnlyFor is null || m.OnlyFor == User).Select(m => new SeenMessage(m))]);

    /// <summary>Everything only this person sees in a channel.</summary>
    public IReadOnlyList<SeenMessage> SeesAlone(Channel channel) => [.. Sees(channel).Where(m => m.OnlyForMe)];

    /// <summary>The conversation with the bot.</summary>
    public IReadOnlyList<SeenMessage> DirectMessages => Sees(Direct);

    public Channel Direct => _discord.Do(() => Realm.DirectWith(User));

    /// <summary>Messages that rang this person, oldest first.</summary>
    public IReadOnlyList<SeenMessage> RungBy => _discord.Do(() => (IReadOnlyList<SeenMessage>)[.. Realm.Guilds.Values.SelectMany(g => g.Channels.Values).Concat(Realm.Directs.Values)
        .SelectMany(c => c.Messages.Values).Where(m => m.Rang.Contains(User)).OrderBy(m => m.Id).Select(m => new SeenMessage(m))]);

    /// <summary>The commands this person is offered in a channel, by name.</summary>
    public IReadOnlyList<string> CommandsIn(Channel channel) => _discord.Do(() => (IReadOnlyList<string>)[.. Realm.Commands.OfferedIn(channel.Guild?.Id).Where(c => IsOffered(channel, c)).Select(c => c.Text("name")!)]);

    internal static InvalidOperationException Impossible(string why) => new("A Discord client would not allow this: " + why + ".");

    /// <summary>The values, when the select allows them.</summary>
    internal static List<string> Chosen(JsonObject component, IReadOnlyList<string> values)
    {
        var (least, most) = (component.Number("min_values") ?? 1, component.Number("max_values") ?? 1);
        if (values.Count < least || values.Count > most) throw Impossible($"between {least} and {most} choices, not {values.Count}");
        if (component.Number("type") != ComponentRules.StringSelect) return [.. values];
        var options = component.List("options").Parts().ToList();
        return [.. values.Select(value => (options.Find(o => o.Text("value") == value) ?? options.Find(o => o.Text("label") == value))?.Text("value")
            ?? throw Impossible($"no choice \"{value}\" but: {string.Join(", ", options.Select(o => o.Text("label")))}"))];
    }

    private Interaction Begin(Interaction interaction)
    {
        // A client shows one modal at a time; a new action closes it.
        _openModal = interaction.Kind is InteractionKind.Autocomplete ? _openModal : null;
        LastInteraction = interaction;
        return interaction;
    }

    private SeenModal? Modal()
    {
        if (LastInteraction?.Modal is not null && LastInteraction.Kind is not InteractionKind.ModalSubmit && _openModal is null && !_submitted.Contains(LastInteraction.Id))
        {
            _openModal = LastInteraction;
            _submitted.Add(LastInteraction.Id);
        }
        return _openModal is null ? null : new SeenModal(_openModal);
    }

    /// <summary>Modals that were shown once; closing or submitting them does not bring them back.</summary>
    private readonly HashSet<ulong> _submitted = [];

    private SeenMessage See(Message message)
    {
        RequireSight(message.Channel);
        if (message.OnlyFor is not null && message.OnlyFor != User || !message.Channel.Messages.ContainsKey(message.Id)) throw Impossible("the message is not there for this person");
        return new SeenMessage(message);
    }

    private static JsonObject Component(Message message, string customId) => ComponentRules.Everything(message.Components).First(c => c.Text("custom_id") == customId);

    private void RequireSight(Channel channel)
    {
        if (!Realm.Sees(User, channel)) throw Impossible($"{Name} does not see {channel.Name}");
    }

    private bool May(Channel channel, Permission needed) => Realm.PowersOf(User, channel).HasFlag(needed);

    private Channel NewThread(Channel parent, string name, ulong id)
    {
        var state = new ThreadFacts { OwnerId = Id, CreatedAt = Realm.Now, ArchiveTimestamp = Realm.Now, LastActivity = Realm.Now, AutoArchiveMinutes = parent.DefaultAutoArchiveMinutes };
        state.Members[Id] = Realm.Now;
        var thread = new Channel { Id = id, Kind = ChannelKind.PublicThread, Guild = parent.Guild, Parent = parent, Name = name, Thread = state };
        parent.Guild!.Channels[id] = thread;
        return thread;
    }

    private void ChangeThread(Channel thread, Action<ThreadFacts> change) => _discord.Do(() =>
    {
        if (thread.Thread!.OwnerId != Id && !May(thread, Permission.ManageThreads)) throw Impossible("no permission to manage this thread");
        change(thread.Thread);
        ThreadClock.Announce(Realm, "THREAD_UPDATE", thread);
    });

    private bool IsOffered(Channel channel, JsonObject command)
    {
        var contexts = command.List("contexts");
        if (contexts is not null && !contexts.Any(c => c.AsNumber() == (channel.Guild is null ? 1 : 0))) return false;
        if (channel.Guild is null) return command.Flag("dm_permission") ?? true;
        if (!May(channel, Permission.UseApplicationCommands)) return false;
        return command.Id("default_member_permissions") is not { } needed || May(channel, needed == 0 ? Permission.Administrator : (Permission)needed);
    }

    private JsonObject Offered(Channel channel, string name, int type)
    {
        RequireSight(channel);
        var offered = Realm.Commands.OfferedIn(channel.Guild?.Id).Where(c => IsOffered(channel, c) && c.Number("type") == type).ToList();
        return offered.Find(c => c.Text("name") == name) ?? throw Impossible($"no command \"{name}\" but: {string.Join(", ", offered.Select(c => c.Text("name")))}");
    }

    private static void AddGuild(JsonObject data, JsonObject command)
    {
        if (command.Id("guild_id") is { } guild) data["guild_id"] = guild.ToJson();
    }

    private (JsonObject Data, string FullName) CommandData(Channel channel, string path, (string Name, object Value)[] given, string? focused)
    {
        var names = path.TrimStart('/').Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var command = Offered(channel, names[0], 1);
        var data = new JsonObject { ["id"] = command.Text("id"), ["name"] = names[0], ["type"] = 1 };
        AddGuild(data, command);
        var resolved = new JsonObject();
        data["resolved"] = resolved;
        var (at, into) = (command, data);
        foreach (var name in names.Skip(1))
        {
            at = at.List("options").Parts().FirstOrDefault(o => o.Text("name") == name && o.Number("type") is CommandRules.Subcommand or CommandRules.Group) ?? throw Impossible($"no sub-command \"{name}\" in /{path}");
            var step = new JsonObject { ["name"] = name, ["type"] = at.Number("type") };
            into["options"] = new JsonArray(step);
            into = step;
        }
        var offered = at.List("options").Parts().ToList();
        if (offered.Exists(o => o.Number("type") is CommandRules.Subcommand or CommandRules.Group)) throw Impossible($"/{path} needs a sub-command: {string.Join(", ", offered.Select(o => o.Text("name")))}");
        var values = new JsonArray();
        foreach (var (name, value) in given)
        {
            var option = offered.Find(o => o.Text("name") == name) ?? throw Impossible($"no option \"{name}\" in /{path}");
            var json = CommandOption.Value(this, channel, option, value, resolved, isFocused: name == focused, Resolve);
            if (name == focused) json["focused"] = true;
            values.Add(json);
        }
        if (focused is null && offered.Find(o => o.Flag("required") is true && given.All(g => g.Name != o.Text("name"))) is { } missing) throw Impossible($"\"{missing.Text("name")}\" is required in /{path}");
        into["options"] = values;
        if (resolved.Count == 0) data.Remove("resolved");
        return (data, string.Join(' ', names));
    }

    private JsonObject Resolve(Channel channel, int selectType, IReadOnlyList<string> ids)
    {
        var resolved = new JsonObject();
        foreach (var text in ids)
        {
            var id = ulong.TryParse(text, out var parsed) ? parsed : throw Impossible($"\"{text}\" is not an id");
            if (selectType is ComponentRules.UserSelect or ComponentRules.MentionableSelect && Realm.Users.TryGetValue(id, out var user)) ResolveUser(channel, resolved, user);
            else if (selectType is ComponentRules.RoleSelect or ComponentRules.MentionableSelect && channel.Guild?.Roles.GetValueOrDefault(id) is { } role) Into(resolved, "roles")[text] = RenderPeople.Role(role);
            else if (selectType is ComponentRules.ChannelSelect && Realm.FindChannel(id) is { } found && Realm.Sees(User, found))
            {
                var json = RenderChannel.Any(Realm, found);
                json["permissions"] = ((ulong)Realm.PowersOf(User, found)).ToJson();
                Into(resolved, "channels")[text] = json;
            }
            else throw Impossible($"nothing of that kind has the id {text}");
        }
        return resolved;
    }

    private void ResolveUser(Channel channel, JsonObject resolved, User user)
    {
        Into(resolved, "users")[user.Id.ToJson()] = RenderPeople.User(user);
        if (channel.Guild?.MemberOf(user) is not { } member) return;
        var json = RenderPeople.MemberWithoutUser(member);
        json["permissions"] = ((ulong)Realm.PowersOf(user, channel)).ToJson();
        Into(resolved, "members")[user.Id.ToJson()] = json;
    }

    private static JsonObject Into(JsonObject resolved, string name)
    {
        if (resolved.Part(name) is { } there) return there;
        var made = new JsonObject();
        resolved[name] = made;
        return made;
    }
}
