using System.Text.Json;
using System.Text.Json.Nodes;
using CopBot.Discord.Gateway;
using CopBot.Discord.Rest;
using CopBot.DiscordEmulator;
using CopBot.DiscordEmulator.People;
using CopBot.DiscordEmulator.World;

namespace CopBot.Discord.Tests;

/// <summary>Our wire on an emulated Discord, both on a clock that the test moves. There is a server with a channel, and Maya in it.</summary>
internal sealed class Wire : IAsyncDisposable
{
    private readonly HttpClient _there = new();
    private readonly DiscordOptions _options;
    private DiscordGateway? _gateway;

    private Wire(EmulatedDiscord discord, ManualClock clock, DiscordOptions options)
    {
        Discord = discord;
        Clock = clock;
        _options = options;
        Guild = discord.AddGuild("Quality circle", Permission.Everyone | Permission.ManageThreads);
        General = discord.AddTextChannel(Guild, "general");
        Maya = discord.AddPerson("maya", Guild);
        Rest = new DiscordRest(options, clock, Logs.Of<DiscordRest>());
    }

    public EmulatedDiscord Discord { get; }
    public ManualClock Clock { get; }
    public Guild Guild { get; }
    public Channel General { get; }
    public Person Maya { get; }
    public Logs Logs { get; } = new();
    public DiscordRest Rest { get; }
    public DiscordConnection Connection { get; } = new();
    public Takings Taken { get; } = new();

    /// <summary>Codes with which the emulator closes because the test asked for it; 1000 is its answer to a close of ours.</summary>
    public HashSet<int> ExpectedCloses { get; } = [1000];

    /// <summary>The codes that the bot closed with, null where the connection broke.</summary>
    public IReadOnlyList<int?> Closed => [.. Discord.Journal.Frames().Where(f => f["direction"]!.GetValue<string>() == "gone").Select(f => f["code"]?.GetValue<int>())];

    /// <summary>An emulator without a bot on it yet. Heartbeats are a day apart unless a test is about them.</summary>
    public static async Task<Wire> StartAsync(Func<ManualClock, EmulatorOptions>? emulator = null, Func<EmulatedDiscord, DiscordOptions>? options = null)
    {
        var clock = new ManualClock();
        var discord = await EmulatedDiscord.StartAsync(emulator?.Invoke(clock) ?? new EmulatorOptions { Clock = clock, HeartbeatInterval = TimeSpan.FromDays(1) });
        return new Wire(discord, clock, options?.Invoke(discord) ?? new DiscordOptions { Token = discord.Token, ApiUrl = discord.ApiUrl + "/v10" });
    }

    /// <summary>The same, with the bot connected and told of the server.</summary>
    public static async Task<Wire> ConnectedAsync(Func<ManualClock, EmulatorOptions>? emulator = null, Func<EmulatedDiscord, DiscordOptions>? options = null)
    {
        var wire = await StartAsync(emulator, options);
        await wire.LogInAsync();
        await wire.UntilAsync(() => wire.IsConnected && wire.Taken.Names.Contains("GUILD_CREATE"));
        return wire;
    }

    public bool IsConnected => Connection.State is DiscordState.Connected && Discord.Sockets.Ready == 1;

    public Task LogInAsync()
    {
        _gateway = new DiscordGateway(_options, Rest, Taken, Connection, Clock, Logs.Of<DiscordGateway>());
        return _gateway.StartAsync(CancellationToken.None);
    }

    public Task StopAsync() => _gateway!.StopAsync(CancellationToken.None);

    public Task<JsonElement> SayAsync(string words, string? nonce = null, Channel? channel = null)
    {
        var body = new JsonObject { ["content"] = words };
        if (nonce is not null) (body["nonce"], body["enforce_nonce"]) = (nonce, true);
        return Rest.SendAsync(HttpMethod.Post, $"/channels/{(channel ?? General).Id}/messages", body, TestContext.Current.CancellationToken);
    }

    /// <summary>The answer, however long it takes on the moved clock.</summary>
    public async Task<T> InTimeAsync<T>(Task<T> task)
    {
        await UntilAsync(() => task.IsCompleted);
        return await task;
    }

    /// <summary>The failure, however long it takes on the moved clock.</summary>
    public async Task<Chat.PlatformException> FailsAsync(Task task)
    {
        await UntilAsync(() => task.IsCompleted);
        return await Assert.ThrowsAsync<Chat.PlatformException>(() => task);
    }

    /// <summary>
    /// Moves the clock until something is so. Between two small steps something else travels over the loopback and back, so
    /// that on a busy machine, too, what the bot sends arrives in its time.
    /// </summary>
    public async Task UntilAsync(Func<bool> isSo, TimeSpan? step = null)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!isSo())
        {
            if (patience.IsCancellationRequested) Assert.Fail($"It did not come to that. The state is {Connection.State}; the log says:\n{string.Join('\n', Logs.Lines)}\nThe journal ends with:\n{string.Join('\n', Discord.Journal.Lines().TakeLast(20).Select(l => l.ToJsonString()))}");
            await Breath();
            Clock.Advance(step ?? TimeSpan.FromMilliseconds(50));
        }
    }

    /// <summary>Whether it is done after something else has travelled back and forth some times; the clock stands still.</summary>
    public async Task<bool> IsDoneSoonAsync(Task task)
    {
        for (var times = 0; times < 20 && !task.IsCompleted; times++) await Breath();
        return task.IsCompleted;
    }

    /// <summary>Moves the clock so far, in such steps.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        var until = Clock.GetUtcNow() + time;
        await UntilAsync(() => Clock.GetUtcNow() >= until, time / 100);
    }

    /// <summary>Waits until something is so while the clock stands still.</summary>
    public Task WhenAsync(Func<bool> isSo) => UntilAsync(isSo, TimeSpan.Zero);

    /// <summary>What the bot sent over the gateway with that op.</summary>
    public IReadOnlyList<JsonObject> Sent(int op) => [.. Discord.Journal.Frames().Where(f => f["direction"]!.GetValue<string>() == "received").Select(f => f["frame"]).OfType<JsonObject>().Where(f => f["op"]!.GetValue<int>() == op)];

    /// <summary>The requests of one route, by status.</summary>
    public IReadOnlyList<int> Statuses(string route) => [.. Discord.Journal.Requests(route).Select(r => r["status"]!.GetValue<int>())];

    /// <summary>Nothing that the bot did by itself was against Discord's rules, and no secret was written down.</summary>
    public void AssertClean()
    {
        var gone = new HashSet<int>();
        foreach (var line in Discord.Journal.Lines())
        {
            if (line["fault"] is not null) continue;
            // What the emulator says to a connection that is gone is said to nobody.
            if (line["direction"]?.GetValue<string>() == "gone") gone.Add(line["connection"]!.GetValue<int>());
            if (line["connection"]?.GetValue<int>() is { } connection && gone.Contains(connection)) continue;
            if (line["kind"]!.GetValue<string>() == "rest") Assert.True(line["status"]!.GetValue<int>() < 400, $"Discord refused: {line.ToJsonString()}");
            else if (line["direction"]!.GetValue<string>() == "close") Assert.True(ExpectedCloses.Contains(line["code"]!.GetValue<int>()), $"Discord closed: {line.ToJsonString()}");
        }

        Assert.DoesNotContain(Logs.Lines, l => l.Contains(Discord.Token, StringComparison.Ordinal));
        Assert.DoesNotContain(Logs.Lines, l => l.Contains("a bug of CopBot", StringComparison.Ordinal));
    }

    public async ValueTask DisposeAsync()
    {
        if (_gateway is not null)
        {
            var stopping = StopAsync();
            await UntilAsync(() => stopping.IsCompleted);
            await stopping;
            _gateway.Dispose();
        }

        Rest.Dispose();
        _there.Dispose();
        await Discord.DisposeAsync();
    }

    private async Task Breath()
    {
        using var back = await _there.GetAsync(Discord.ControlUrl + "/nothing", TestContext.Current.CancellationToken);
        // Real time: the sockets know no other.
        await Task.Delay(TimeSpan.FromMilliseconds(4), TimeProvider.System);
    }
}

/// <summary>Remembers what the gateway told, and can be slow or fail at it.</summary>
internal sealed class Takings : IDispatches
{
    private readonly Lock _gate = new();
    private readonly List<(string Name, JsonElement Data)> _all = [];

    /// <summary>What is done with each; nothing unless a test says so.</summary>
    public Func<string, CancellationToken, Task> Do { get; set; } = (_, _) => Task.CompletedTask;

    public IReadOnlyList<(string Name, JsonElement Data)> All
    {
        get
        {
            lock (_gate) return [.. _all];
        }
    }

    public IReadOnlyList<string> Names => [.. All.Select(t => t.Name)];

    /// <summary>The words of all messages, in the order in which they came.</summary>
    public IReadOnlyList<string> MessageIds => [.. All.Where(t => t.Name == "MESSAGE_CREATE").Select(t => t.Data.GetProperty("id").GetString()!)];

    public Task TakeAsync(string type, JsonElement data, CancellationToken stop)
    {
        lock (_gate) _all.Add((type, data));
        return Do(type, stop);
    }
}
