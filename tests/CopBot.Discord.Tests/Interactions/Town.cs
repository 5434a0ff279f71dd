using System.Text.Json.Nodes;
using CopBot.Chat;
using CopBot.Discord.Rest;
using CopBot.DiscordEmulator;
using CopBot.DiscordEmulator.People;
using CopBot.DiscordEmulator.World;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Message = CopBot.Chat.Message;
using Person = CopBot.DiscordEmulator.People.Person;

namespace CopBot.Discord.Tests.Interactions;

/// <summary>A server with two members, a channel and a forum, and our adapter connected to it, on a clock that the test moves.</summary>
internal sealed class Town : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly HashSet<int> _expected = [];

    private Town(EmulatedDiscord discord, ManualClock clock, ServiceProvider services, ScriptedInbox inbox, Guild guild)
    {
        (Discord, Clock, _services, Inbox, Guild) = (discord, clock, services, inbox, guild);
        General = discord.AddTextChannel(guild, "general");
        Forum = discord.AddForum(guild, "problems", requireTag: false, "Open", "Solved");
        Maya = discord.AddPerson("maya", guild);
        Tom = discord.AddPerson("tom", guild);
    }

    public EmulatedDiscord Discord { get; }
    public ManualClock Clock { get; }
    public ScriptedInbox Inbox { get; }
    public Guild Guild { get; }
    public Channel General { get; }
    public Channel Forum { get; }
    public Person Maya { get; }
    public Person Tom { get; }

    public IChatPlatform Platform => _services.GetRequiredService<IChatPlatform>();

    public IPlatformStanding Standing => _services.GetRequiredService<IPlatformStanding>();

    public WorkspaceRef Workspace => new(new Platform("discord"), $"{Guild.Id}");

    public Place InGeneral => new(new ChannelRef(Workspace, $"{General.Id}"));

    public Place InForum => new(new ChannelRef(Workspace, $"{Forum.Id}"));

    public const int PatienceSeconds = 60;

    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<Town> StartAsync()
    {
        var clock = new ManualClock();
        // No heartbeat in between: hours pass in one step here.
        var discord = await EmulatedDiscord.StartAsync(new EmulatorOptions { Clock = clock, HeartbeatInterval = TimeSpan.FromHours(20) });
        discord.EnforceRateLimits = false;
        var guild = discord.AddGuild("Quality circle", (Permission)(ulong)DiscordNeeds.Everything);
        var inbox = new ScriptedInbox();
        var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<TimeProvider>(clock)
            .AddSingleton<IInbox>(inbox)
            .AddDiscord(new DiscordOptions { Token = discord.Token, ApiUrl = discord.ApiUrl + "/v10" })
            .BuildServiceProvider();
        var town = new Town(discord, clock, services, inbox, guild);
        foreach (var hosted in services.GetServices<IHostedService>()) await hosted.StartAsync(Stop);
        await discord.WhenAsync(() => town.Maya.CommandsIn(town.General).Contains("cop"), Stop);
        return town;
    }

    public UserRef Ref(Person person) => new(Workspace, $"{person.Id}");

    /// <summary>A card of the bot's in the channel.</summary>
    public async Task<(PostRef Post, DiscordEmulator.World.Message Message)> CardAsync(Message message, Place? place = null, string nonce = "card")
    {
        var post = await Platform.PostAsync(place ?? InGeneral, message, nonce, Stop);
        return (post, Find(post));
    }

    public DiscordEmulator.World.Message Find(PostRef post) =>
        Guild.Channels.Values.Concat([Maya.Direct, Tom.Direct]).SelectMany(c => Discord.MessagesIn(c)).Single(m => $"{m.Id}" == post.Id);

    /// <summary>Answers an interaction as another process of the bot would.</summary>
    public Task RespondAsync(DiscordEmulator.Interactions.Interaction to, int type) =>
        _services.GetRequiredService<IDiscordRest>().SendAsync(HttpMethod.Post, $"/interactions/{to.Id}/{to.Token}/callback", new JsonObject { ["type"] = type, ["data"] = new JsonObject { ["flags"] = 64 } }, Stop);

    /// <summary>A refusal that the test provokes on purpose, by Discord's code.</summary>
    public void Expect(params int[] codes) => _expected.UnionWith(codes);

    /// <summary>Waits until something is so.</summary>
    public Task WhenAsync(Func<bool> isSo) => Discord.WhenAsync(isSo, Stop);

    /// <summary>Much time passes in one step. What is just on its way then counts as lost and is asked again, which Discord refuses.</summary>
    public void Later(TimeSpan by)
    {
        Expect(40060);
        Clock.Advance(by);
    }

    /// <summary>Moves the clock step by step until something is done that waits for it.</summary>
    public async Task LetPassAsync(TimeSpan step, Task done)
    {
        while (!done.IsCompleted)
        {
            Clock.Advance(step);
            // Real time, so that those who were woken get on: nothing tells that they have gone back to sleep.
            await Task.WhenAny(done, Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Stop));
        }

        await done;
    }

    /// <summary>Waits until requests of a route have been answered so often.</summary>
    public Task RequestsAsync(string route, int times = 1) => WhenAsync(() => Discord.Journal.Requests(route).Count >= times);

    public async ValueTask DisposeAsync()
    {
        foreach (var hosted in _services.GetServices<IHostedService>())
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System);
            await hosted.StopAsync(patience.Token);
        }

        await _services.DisposeAsync();
        var refused = Discord.Journal.Requests().Where(r => Status(r) >= 400 && r["fault"] is null && !_expected.Contains(Code(r))).Select(r => r.ToJsonString()).ToList();
        await Discord.DisposeAsync();
        Assert.True(refused.Count == 0, "Discord refused: " + string.Join('\n', refused));
    }

    private static int Status(JsonObject request) => request["status"]?.GetValue<int>() ?? 0;

    private static int Code(JsonObject request) => (request["response"]?["body"] as JsonObject)?["code"]?.GetValue<int>() ?? 0;
}

internal static class Waiting
{
    /// <summary>Waits, but not for ever: what never comes fails the test.</summary>
    public static Task Soon(this Task task) => task.WaitAsync(TimeSpan.FromSeconds(Town.PatienceSeconds), TimeProvider.System, Town.Stop);
}
