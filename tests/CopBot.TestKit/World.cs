using System.Reflection;
using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Playground;
using CopBot.Posts;
using CopBot.Processes;
using CopBot.Sweeps;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CopBot.TestKit;

/// <summary>
/// A community in a room: the real dispatcher, a real database, a clock that stands still until it is moved, and the
/// playground as the platform. Nothing runs by itself: after each act the world settles, so tests never wait.
/// </summary>
public sealed class World : IAsyncDisposable
{
    private readonly WorldDatabase _database;
    private readonly Dictionary<string, Someone> _people = new(StringComparer.Ordinal);
    private ServiceProvider _services;

    private World(WorldDatabase database, DateTimeOffset at, Action<IServiceCollection>? also, Assembly[]? requests)
    {
        _database = database;
        Also = also;
        Requests = requests ?? [];
        Clock = new ManualClock(at);
        WallClock = new ManualClock(at);
        Room = new Room(Clock);
        Room.Open(new RoomChannel("practice", "practice"));
        _services = Build();
    }

    /// <summary>A Tuesday morning in winter, when everybody from Lisbon to Berlin is at work.</summary>
    public static DateTimeOffset TuesdayMorning { get; } = new(2027, 1, 12, 10, 30, 0, TimeSpan.Zero);

    /// <summary>The clock. Move it with <see cref="MoveAsync"/>, so that what falls due on the way happens.</summary>
    public ManualClock Clock { get; }

    /// <summary>The chat itself.</summary>
    public Room Room { get; }

    /// <summary>The platform as the bot sees it; script its faults here.</summary>
    public FaultyPlatform Platform { get; private set; } = null!;

    /// <summary>A second platform, with one workspace: somewhere else entirely.</summary>
    public Elsewhere Elsewhere { get; } = new();

    /// <summary>The second platform as the bot sees it.</summary>
    public FaultyPlatform ElsewherePlatform { get; private set; } = null!;

    /// <summary>The bot's process; kill it here.</summary>
    public BotProcess Process { get; private set; } = new();

    /// <summary>What the bot logged.</summary>
    public LogBook Log { get; } = new();

    /// <summary>Where everything is kept.</summary>
    public WorldDatabase Store => _database;

    /// <summary>Where posts stand.</summary>
    public ChannelRef Home => Room.Channel("practice");

    /// <summary>What a test adds to the bot, at each start.</summary>
    private Action<IServiceCollection>? Also { get; }

    /// <summary>Where a test has requests of its own.</summary>
    private Assembly[] Requests { get; }

    /// <summary>The clock on the wall, by which processes hear one another's hearts.</summary>
    public ManualClock WallClock { get; }

    /// <summary>The bot's container.</summary>
    public IServiceProvider Services => _services;

    /// <summary>A world with a community, "Workshop Leaders", whose home zone is Berlin and whose coordinator is Carla.</summary>
    public static async Task<World> StartAsync(DateTimeOffset? at = null, Action<IServiceCollection>? also = null, params Assembly[] requests)
    {
        var world = await WithoutCommunityAsync(at, also, requests);
        world.Someone("carla", "Carla", "Europe/Berlin", runsWorkspace: true);
        await world.InStoreAsync(async db =>
        {
            var carla = Member.Meet(Room.User("carla"), "Carla", "Europe/Berlin");
            var community = Community.Found("Workshop Leaders", "People who run repair workshops.", TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"), Room.Workspace, world.Clock.GetUtcNow());
            community.SettleIn(world.Home, "practice");
            db.AddRange(carla, community, new Membership(community.Id, carla.Id, world.Clock.GetUtcNow()) { Roles = Role.Coordinator });
            await db.SaveChangesAsync();
        });
        return world;
    }

    /// <summary>A world in which nobody has set up a community yet.</summary>
    public static async Task<World> WithoutCommunityAsync(DateTimeOffset? at = null, Action<IServiceCollection>? also = null, params Assembly[] requests) =>
        new(await WorldDatabase.MakeAsync(), at ?? TuesdayMorning, also, requests);

    /// <summary>Somebody in the room, brought in at the first call.</summary>
    public Someone Someone(string id, string? name = null, string? zone = "Europe/Berlin", bool runsWorkspace = false)
    {
        if (_people.TryGetValue(id, out var known)) return known;
        Room.Invite(new RoomPerson(id, name ?? char.ToUpperInvariant(id[0]) + id[1..]) { Zone = zone, RunsWorkspace = runsWorkspace });
        return _people[id] = new Someone(this, Room.User(id));
    }

    /// <summary>Somebody on the second platform.</summary>
    public Visitor Visitor(string id, string? name = null, bool runsWorkspace = false) => new(this, Elsewhere.Join(id, name ?? char.ToUpperInvariant(id[0]) + id[1..], runsWorkspace));

    /// <summary>Lets everything happen that is due now.</summary>
    public Task SettleAsync() => _services.GetRequiredService<FastForward>().SettleAsync(CancellationToken.None);

    /// <summary>Moves the clock on, through every instant at which something falls due.</summary>
    public Task MoveAsync(TimeSpan by) => MoveToAsync(Clock.GetUtcNow() + by);

    /// <summary>Moves the clock to a moment, through every instant at which something falls due.</summary>
    public Task MoveToAsync(DateTimeOffset to) => _services.GetRequiredService<FastForward>().MoveAsync(to, Clock.Set, CancellationToken.None);

    /// <summary>The process is off for a while: the clock moves, and nothing happens until the new one settles.</summary>
    public async Task BeOffAsync(TimeSpan time)
    {
        await RestartAsync(settle: false);
        Clock.Set(Clock.GetUtcNow() + time);
        await SettleAsync();
    }

    /// <summary>The process ends, however it likes, and a new one starts on the same database and the same room.</summary>
    public async Task RestartAsync(bool settle = true)
    {
        await _services.DisposeAsync();
        _database.Disconnect();
        _services = Build();
        if (settle) await SettleAsync();
    }

    /// <summary>Looks into the store, or changes it.</summary>
    public async Task InStoreAsync(Func<CopBotDb, Task> look)
    {
        await using var scope = _services.CreateAsyncScope();
        await look(scope.ServiceProvider.GetRequiredService<CopBotDb>());
    }

    /// <summary>Looks into the store.</summary>
    public async Task<T> InStoreAsync<T>(Func<CopBotDb, Task<T>> look)
    {
        await using var scope = _services.CreateAsyncScope();
        return await look(scope.ServiceProvider.GetRequiredService<CopBotDb>());
    }

    /// <summary>Publishes as a feature would, in one unit of work.</summary>
    public async Task PublishAsync(Action<IBoard> publish)
    {
        await using var scope = _services.CreateAsyncScope();
        publish(scope.ServiceProvider.GetRequiredService<IBoard>());
        await scope.ServiceProvider.GetRequiredService<UnitOfWork>().SaveAsync(null, CancellationToken.None);
    }

    /// <summary>Takes up what stands in the inbox, as the real process does now and then. Answers how many stood there.</summary>
    public Task<int> TakeUpAsync() => _services.GetRequiredService<Inbox>().TakeUpAsync(CancellationToken.None);

    /// <summary>Waits until nothing is under way any more that was acknowledged before it was done.</summary>
    public Task FinishAsync() => _services.GetRequiredService<Inbox>().StopAsync(CancellationToken.None);

    /// <summary>What the real process does after its start.</summary>
    public Task RehearsesAsync() => _services.GetRequiredService<Rehearsal>().PlayAsync(CancellationToken.None);

    /// <summary>The courier's rounds, as they run in the real process; nothing else here runs by itself.</summary>
    public IHostedService NewRounds() => ActivatorUtilities.CreateInstance<CourierRounds>(_services);

    /// <summary>Runs something that the process may not survive. Answers whether it did.</summary>
    public async Task<bool> SurvivesAsync(Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (ProcessKilledException)
        {
            // Whatever it was doing, nothing of it arrives any more.
        }

        return !Process.Dead;
    }

    /// <summary>The community that <see cref="StartAsync"/> founded.</summary>
    public Task<CommunityId> CommunityAsync() => InStoreAsync(async db => (await db.Communities.FirstAsync()).Id);

    /// <summary>Somebody's record as a member, made at the first call, as after their first deliberate act.</summary>
    public Task<MemberId> MemberAsync(Someone someone) => InStoreAsync(async db =>
    {
        if (await db.Accounts.FirstOrDefaultAsync(a => a.User == someone.Ref) is { } known) return known.Member;

        var person = Room.Person(someone.Ref)!;
        var member = Member.Meet(someone.Ref, person.Name, person.Zone);
        db.Add(member);
        if (await db.Communities.FirstOrDefaultAsync() is { } community) db.Add(new Membership(community.Id, member.Id, Clock.GetUtcNow()));
        await db.SaveChangesAsync();
        return member.Id;
    });

    /// <summary>Gives somebody an account on the second platform too, used more recently where <paramref name="lately"/>.</summary>
    public async Task LinkElsewhereAsync(Someone someone, bool lately)
    {
        var member = await MemberAsync(someone);
        var user = Elsewhere.Join(someone.Ref.Id);
        await InStoreAsync(async db =>
        {
            db.Add(new Account(user, member) { LastActedAt = lately ? Clock.GetUtcNow() : null });
            await db.SaveChangesAsync();
        });
    }

    /// <summary>The community also lives on the second platform, with a home there.</summary>
    public Task SettleElsewhereAsync() => InStoreAsync(async db =>
    {
        var community = await db.Communities.FirstAsync();
        community.Workspaces.Add(new CommunityWorkspace { Community = community.Id, Workspace = Elsewhere.Workspace });
        community.SettleIn(Elsewhere.Home, "hall");
        await db.SaveChangesAsync();
    });

    /// <summary>The bot's posts in the home channel, as they stand.</summary>
    public IReadOnlyList<RoomMessage> Posts => [.. Room.In(new Place(Home)).Where(m => m.Author == Room.Bot)];

    /// <summary>The bot's posts in the thread below a card, as they stand.</summary>
    public IReadOnlyList<RoomMessage> PostsBelow(RoomMessage card) => [.. Room.In(card.Thread).Where(m => m.Author == Room.Bot && m.Id != card.Id)];

    /// <summary>The card with this title.</summary>
    public RoomMessage Card(string title) => Posts.Single(p => PlaygroundText.Plain(p).StartsWith(title, StringComparison.Ordinal));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        Room.Dispose();
        await _database.DisposeAsync();
    }

    /// <summary>Another process on the same store, beside the first: with its own hands on the same room.</summary>
    public OtherProcess StartAnother()
    {
        var process = new BotProcess();
        var platform = new FaultyPlatform(new PlaygroundPlatform(Room, new PlaygroundOptions()), process);
        return new OtherProcess(Compose(process, platform, new FaultyPlatform(Elsewhere, process)), process, platform);
    }

    private ServiceProvider Build()
    {
        Process = new BotProcess();
        Platform = new FaultyPlatform(new PlaygroundPlatform(Room, new PlaygroundOptions()), Process);
        ElsewherePlatform = new FaultyPlatform(Elsewhere, Process);
        return Compose(Process, Platform, ElsewherePlatform);
    }

    private ServiceProvider Compose(BotProcess process, FaultyPlatform platform, FaultyPlatform elsewhere)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddLogging(logging => logging.AddProvider(Log));
        services.AddSingleton(Room);
        services.AddSingleton<IChatPlatform>(platform);
        services.AddSingleton<IChatPlatform>(elsewhere);
        services.AddCopBot(_database.Database, Requests);
        _database.Intercept(services, new KillAtStore(process));
        // One process, unless a test says otherwise.
        services.AddSingleton<ILeases, NoOthers>();
        services.AddSingleton(new RealTime(WallClock));
        Also?.Invoke(services);
        return services.BuildServiceProvider(validateScopes: true);
    }

    internal Persona Persona(UserRef user) => new(Room, _services.GetRequiredService<IInbox>(), user);
}
