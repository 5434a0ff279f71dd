using CopBot.DiscordEmulator.Gateway;
using CopBot.DiscordEmulator.Interactions;
using CopBot.DiscordEmulator.Rest;
using CopBot.DiscordEmulator.World;

namespace CopBot.DiscordEmulator;

/// <summary>The whole state of the emulated platform. Whoever reads or changes it holds <see cref="Gate"/>.</summary>
internal sealed class Realm
{
    public Realm(EmulatorOptions options)
    {
        Options = options;
        Ids = new Snowflakes(options.Clock);
        Token = options.Token;
        ApplicationId = Ids.Next();
        Bot = new User { Id = ApplicationId, Name = "copbot", IsBot = true };
        Owner = new User { Id = Ids.Next(), Name = "operator" };
        Users[Bot.Id] = Bot;
        Users[Owner.Id] = Owner;
        Journal = new Journal(options);
        Hub = new GatewayHub(this);
        Posts = new MessageDesk(this);
        Commands = new CommandBook(this);
        Interactions = new InteractionDesk(this);
    }

    public Lock Gate { get; } = new();
    public EmulatorOptions Options { get; }
    public Snowflakes Ids { get; }
    public Journal Journal { get; }
    public GatewayHub Hub { get; }
    public MessageDesk Posts { get; }
    public CommandBook Commands { get; }
    public InteractionDesk Interactions { get; }
    public RateLimits? Limits { get; set; }
    public OldEditCount OldEdits { get; } = new();

    /// <summary>Null once the token was revoked.</summary>
    public string? Token { get; set; }

    public ulong ApplicationId { get; }
    public User Bot { get; }
    public User Owner { get; }
    public SortedDictionary<ulong, User> Users { get; } = [];
    public SortedDictionary<ulong, Guild> Guilds { get; } = [];

    /// <summary>Direct conversations with the bot, by the person's id.</summary>
    public Dictionary<ulong, Channel> Directs { get; } = [];

    public DateTimeOffset Now => Options.Clock.GetUtcNow();

    public bool MayReadContent => Options.PrivilegedIntents.HasFlag(Intent.MessageContent);

    public Channel? FindChannel(ulong id) =>
        Guilds.Values.Select(g => g.Channels.GetValueOrDefault(id)).FirstOrDefault(c => c is not null) ?? Directs.Values.FirstOrDefault(c => c.Id == id);

    /// <summary>A channel someone sees, with a permission there: 10003 unknown, 50001 unseen, 50013 not allowed.</summary>
    public Channel ChannelFor(User who, ulong id, Permission needed)
    {
        var channel = FindChannel(id) ?? throw Refused.UnknownChannel();
        if (channel.Guild is null) return channel;
        if (channel.Guild.Unavailable || channel.Guild.MemberOf(who) is not { } member) throw Refused.MissingAccess();
        var granted = Powers.InChannel(member, channel, Now);
        if (!granted.HasFlag(Permission.ViewChannel)) throw Refused.MissingAccess();
        if (!granted.HasFlag(needed)) throw Refused.MissingPermissions();
        return channel;
    }

    public Permission PowersOf(User who, Channel channel) => channel.Guild switch
    {
        null => Permission.All & ~Permission.Administrator,
        { } guild when guild.MemberOf(who) is { } member => Powers.InChannel(member, channel, Now),
        _ => Permission.None,
    };

    public bool Sees(User who, Channel channel) => channel.Guild is null
        ? channel.Recipient == who || who == Bot
        : PowersOf(who, channel).HasFlag(Permission.ViewChannel);

    /// <summary>The conversation between the bot and a person, opened when new.</summary>
    public Channel DirectWith(User person)
    {
        if (!Directs.TryGetValue(person.Id, out var channel))
            Directs[person.Id] = channel = new Channel { Id = Ids.Next(), Kind = ChannelKind.Direct, Recipient = person };
        return channel;
    }

    public bool SharesGuild(User person) => Guilds.Values.Any(g => g.MemberOf(person) is not null && g.MemberOf(Bot) is not null);

    public ulong AddRoleFor(Guild guild, string name, Permission permissions, ulong? botId = null)
    {
        var role = new Role { Id = Ids.Next(), Name = name, Permissions = permissions, Position = guild.Roles.Values.Max(r => r.Position) + 1, BotId = botId };
        guild.Roles[role.Id] = role;
        return role.Id;
    }

    /// <summary>Does what time does by itself: quiet threads archive, external events start and end.</summary>
    public void Settle()
    {
        foreach (var guild in Guilds.Values)
        {
            ThreadClock.Settle(this, guild);
            EventClock.Settle(this, guild);
        }
        Interactions.Settle();
        Posts.ForgetNonces();
    }
}
