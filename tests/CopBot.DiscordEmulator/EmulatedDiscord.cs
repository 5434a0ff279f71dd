using System.Net;
using CopBot.DiscordEmulator.Control;
using CopBot.DiscordEmulator.Faults;
using CopBot.DiscordEmulator.Gateway;
using CopBot.DiscordEmulator.People;
using CopBot.DiscordEmulator.Rest;
using CopBot.DiscordEmulator.World;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CopBot.DiscordEmulator;

/// <summary>
/// A strict Discord on loopback: gateway, REST v10 and interactions, written from Discord's documents.
/// Build a community with the Add methods, let the bot connect, act as people, read what they see.
/// </summary>
public sealed class EmulatedDiscord : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Realm _realm;
    private readonly ITimer _settling;
    private readonly Dictionary<ulong, Person> _people = [];

    private EmulatedDiscord(WebApplication app, Realm realm, RestFaults faults)
    {
        _app = app;
        _realm = realm;
        RestFaults = faults;
        Sockets = new Sockets(realm);
        _settling = realm.Options.Clock.CreateTimer(_ => Do(() => { }), null, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(30));
    }

    /// <summary>The REST base without version, such as <c>http://127.0.0.1:40123/api</c>.</summary>
    public string ApiUrl { get; private set; } = "";

    /// <summary>The base of the control endpoints, for other processes.</summary>
    public string ControlUrl { get; private set; } = "";

    public string Token => _realm.Options.Token;

    public ulong ApplicationId => _realm.ApplicationId;

    public User Bot => _realm.Bot;

    public EmulatorOptions Options => _realm.Options;

    public Journal Journal => _realm.Journal;

    /// <summary>What goes wrong with requests.</summary>
    public RestFaults RestFaults { get; }

    /// <summary>What goes wrong with the next sockets and events.</summary>
    public GatewayFaults GatewayFaults => _realm.Hub.Faults;

    /// <summary>What is done to the sockets that are open now.</summary>
    public Sockets Sockets { get; }

    internal Realm Realm => _realm;

    public IReadOnlyList<Person> People
    {
        get
        {
            lock (_realm.Gate) return [.. _people.Values];
        }
    }

    public IReadOnlyList<Guild> Guilds
    {
        get
        {
            lock (_realm.Gate) return [.. _realm.Guilds.Values];
        }
    }

    /// <summary>401, 403 and 429 of the last ten minutes; Discord bans an address above 10,000.</summary>
    public int InvalidRequests => _realm.Limits!.InvalidRequests;

    /// <summary>False switches the refusals off (headers stay), for tests about something else.</summary>
    public bool EnforceRateLimits
    {
        get => _realm.Limits!.Enforced;
        set => _realm.Limits!.Enforced = value;
    }

    /// <summary>Starts on two free loopback ports: one for REST, control and the gateway, one for the resume URL.</summary>
    public static async Task<EmulatedDiscord> StartAsync(EmulatorOptions? options = null)
    {
        var realm = new Realm(options ?? new EmulatorOptions());
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.Listen(IPAddress.Loopback, 0);
            // "The maximum request size is 25 MiB" (reference, "Uploading Files").
            kestrel.Limits.MaxRequestBodySize = 25 * 1024 * 1024;
        });
        var app = builder.Build();
        var faults = new RestFaults();
        var rest = new RestDoor(realm, faults);
        var gateway = new GatewayDoor(realm);
        var emulator = new EmulatedDiscord(app, realm, faults);
        var control = new ControlDoor(emulator);
        var resumePort = 0;
        app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = Timeout.InfiniteTimeSpan });
        app.Run(http => http switch
        {
            { WebSockets.IsWebSocketRequest: true } => gateway.ServeAsync(http, http.Connection.LocalPort == resumePort ? "resume" : "gateway"),
            _ when http.Request.Path.StartsWithSegments("/control", StringComparison.Ordinal) => control.ServeAsync(http),
            _ => rest.ServeAsync(http),
        });
        await app.StartAsync();
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Select(a => new Uri(a)).ToList();
        resumePort = addresses[1].Port;
        realm.Hub.GatewayUrl = $"ws://127.0.0.1:{addresses[0].Port}";
        realm.Hub.ResumeUrl = $"ws://127.0.0.1:{resumePort}";
        emulator.ApiUrl = $"http://127.0.0.1:{addresses[0].Port}/api";
        emulator.ControlUrl = $"http://127.0.0.1:{addresses[0].Port}/control";
        return emulator;
    }

    /// <summary>A new server with the bot in it, unless told otherwise; the owner is a person of its own.</summary>
    public Guild AddGuild(string name, Permission botMay = Permission.None, bool withBot = true) => Do(() =>
    {
        var id = _realm.Ids.Next();
        var guild = new Guild { Id = id, Name = name, OwnerId = _realm.Owner.Id };
        guild.Roles[id] = new Role { Id = id, Name = "@everyone", Permissions = Permission.Everyone };
        _realm.Guilds[id] = guild;
        MemberDesk.Join(_realm, guild, _realm.Owner);
        if (withBot) Invite(guild, botMay);
        return guild;
    });

    /// <summary>Adds the bot, with a role of its own when it is given permissions.</summary>
    public void InviteBot(Guild guild, Permission botMay = Permission.None) => Do(() => Invite(guild, botMay));

    /// <summary>Somebody removes the bot: GUILD_DELETE without <c>unavailable</c>.</summary>
    public void RemoveBot(Guild guild) => Do(() => MemberDesk.Leave(_realm, guild, _realm.Bot));

    /// <summary>An outage: GUILD_DELETE with <c>unavailable: true</c>.</summary>
    public void BeginOutage(Guild guild) => Do(() =>
    {
        _realm.Hub.Dispatch("GUILD_DELETE", guild, Intent.Guilds, new System.Text.Json.Nodes.JsonObject { ["id"] = guild.Id.ToJson(), ["unavailable"] = true });
        guild.Unavailable = true;
    });

    /// <summary>The outage is over: GUILD_CREATE again.</summary>
    public void EndOutage(Guild guild) => Do(() =>
    {
        guild.Unavailable = false;
        _realm.Hub.Dispatch("GUILD_CREATE", guild, Intent.Guilds, session => Rendering.RenderGateway.GuildCreate(_realm, guild, session.Intents));
    });

    /// <summary>Somebody with an account; let them join with <see cref="Person.Join"/>.</summary>
    public Person AddPerson(string name, params Guild[] joins) => Do(() =>
    {
        var user = new User { Id = _realm.Ids.Next(), Name = name };
        _realm.Users[user.Id] = user;
        var person = new Person(this, user);
        _people[user.Id] = person;
        foreach (var guild in joins) MemberDesk.Join(_realm, guild, user);
        return person;
    });

    public Channel AddTextChannel(Guild guild, string name, Channel? under = null) => AddChannel(guild, ChannelKind.Text, name, under);

    public Channel AddChannel(Guild guild, ChannelKind kind, string name, Channel? under = null) => Do(() =>
    {
        var channel = new Channel { Id = _realm.Ids.Next(), Kind = kind, Guild = guild, Name = name, Parent = under, Position = guild.Channels.Count };
        guild.Channels[channel.Id] = channel;
        _realm.Hub.Dispatch("CHANNEL_CREATE", guild, Intent.Guilds, Rendering.RenderChannel.OnGateway(_realm, channel));
        return channel;
    });

    /// <summary>A forum with its tags; a tag that ends in <c>!</c> is moderated.</summary>
    public Channel AddForum(Guild guild, string name, bool requireTag = false, params string[] tags)
    {
        var forum = AddChannel(guild, ChannelKind.Forum, name);
        Do(() =>
        {
            forum.Tags.AddRange(tags.Select(t => new ForumTag(_realm.Ids.Next(), t.TrimEnd('!'), t.EndsWith('!'))));
            if (requireTag) forum.Flags |= Channel.RequireTagFlag;
        });
        return forum;
    }

    public Role AddRole(Guild guild, string name, Permission permissions = Permission.None, bool mentionable = false) => Do(() =>
    {
        var role = guild.Roles[_realm.AddRoleFor(guild, name, permissions)];
        role.Mentionable = mentionable;
        return role;
    });

    /// <summary>Sets what a channel allows and denies a role or member, and tells the bot.</summary>
    public void SetOverwrite(Channel channel, ulong id, bool forMember, Permission allow = Permission.None, Permission deny = Permission.None) => Do(() =>
    {
        channel.Overwrites.RemoveAll(o => o.Id == id);
        channel.Overwrites.Add(new Overwrite(id, forMember, allow, deny));
        _realm.Hub.Dispatch("CHANNEL_UPDATE", channel.Guild, Intent.Guilds, Rendering.RenderChannel.OnGateway(_realm, channel));
    });

    /// <summary>Changes what the bot's own role may do.</summary>
    public void SetBotPermissions(Guild guild, Permission permissions) => Do(() =>
    {
        var role = guild.Roles.Values.FirstOrDefault(r => r.BotId == _realm.Bot.Id);
        if (role is null) guild.Members[_realm.Bot.Id].Roles.Add(_realm.AddRoleFor(guild, _realm.Bot.Name, permissions, _realm.Bot.Id));
        else role.Permissions = permissions;
    });

    /// <summary>A moderator removes a message or a channel.</summary>
    public void ModeratorDeletes(Message message) => Do(() => _realm.Posts.Delete(message));

    public void ModeratorDeletes(Channel channel) => Do(() => ChannelDesk.Delete(_realm, channel.Guild!, channel));

    /// <summary>The token is reset in the developer portal: 401 everywhere, sockets close with 4004.</summary>
    public void RevokeToken() => Do(_realm.Hub.RevokeToken);

    /// <summary>Whom a message rang when it was sent.</summary>
    public IReadOnlyList<string> RungBy(Message message) => Do(() => (IReadOnlyList<string>)[.. message.Rang.Select(u => u.Name).Order(StringComparer.Ordinal)]);

    /// <summary>All public messages of a channel, oldest first.</summary>
    public IReadOnlyList<Message> MessagesIn(Channel channel) => Do(() => (IReadOnlyList<Message>)[.. channel.PublicMessages]);

    /// <summary>Threads of a channel or forum.</summary>
    public IReadOnlyList<Channel> ThreadsIn(Channel channel) => Do(() => (IReadOnlyList<Channel>)[.. channel.Guild!.Threads.Where(t => t.Parent == channel)]);

    /// <summary>Waits until something is so, looking again after every journal line: no polling, no sleeping.</summary>
    public async Task WhenAsync(Func<bool> isSo, CancellationToken stop = default)
    {
        // Real time on purpose: a test that waits in vain fails instead of hanging.
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        using var changed = new SemaphoreSlim(0);
        void Look(object? sender, EventArgs e) => changed.Release();
        Journal.Written += Look;
        try
        {
            while (!Do(isSo)) await changed.WaitAsync(patience.Token);
        }
        finally
        {
            Journal.Written -= Look;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _settling.DisposeAsync();
        lock (_realm.Gate)
            foreach (var connection in _realm.Hub.Connections.ToList())
                connection.Kill();
        await _app.DisposeAsync();
        Journal.Dispose();
    }

    internal Person PersonOf(ulong id) => _people.GetValueOrDefault(id) ?? throw new InvalidOperationException($"There is no person {id}.");

    internal T Do<T>(Func<T> what)
    {
        lock (_realm.Gate)
        {
            _realm.Settle();
            return what();
        }
    }

    internal void Do(Action what) => Do(() =>
    {
        what();
        return true;
    });

    private void Invite(Guild guild, Permission botMay)
    {
        var role = botMay is Permission.None ? null : (ulong?)_realm.AddRoleFor(guild, _realm.Bot.Name, botMay, _realm.Bot.Id);
        var member = new Member { User = _realm.Bot, Guild = guild, JoinedAt = _realm.Now };
        if (role is { } id) member.Roles.Add(id);
        guild.Members[_realm.Bot.Id] = member;
        foreach (var session in _realm.Hub.Sessions.Where(s => s.Covers(guild) && s.Intents.HasFlag(Intent.Guilds)).ToList())
            session.Push("GUILD_CREATE", Rendering.RenderGateway.GuildCreate(_realm, guild, session.Intents));
    }
}
