using System.Globalization;
using System.Net;
using CopBot.SlackEmulator.Acting;
using CopBot.SlackEmulator.Control;
using CopBot.SlackEmulator.Faults;
using CopBot.SlackEmulator.Sockets;
using CopBot.SlackEmulator.WebApi;
using CopBot.SlackEmulator.World;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace CopBot.SlackEmulator;

/// <summary>
/// A strict Slack on loopback. Add an app and workspaces, install the one in the other, point a client at <see cref="ApiUrl"/>, and let
/// people act through <see cref="Person"/>.
/// </summary>
public sealed class EmulatedSlack : IAsyncDisposable
{
    private readonly WebApplication _web;
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<SlackApp> _apps = [];
    private readonly List<SlackWorkspace> _workspaces = [];
    private readonly List<(Func<bool> Seen, TaskCompletionSource Happened)> _watchers = [];

    private EmulatedSlack(EmulatorOptions options)
    {
        Options = options;
        Journal = new Journal(options.Clock, options.JournalPath, options.KeepsJournal);
        Sockets = new SocketHub(this);
        Feed = new Feed(this);
        Triggers = new Triggers(this);
        ResponseUrls = new ResponseUrls(this);
        _web = Build();
    }

    public EmulatorOptions Options { get; }
    public TimeProvider Clock => Options.Clock;
    public Journal Journal { get; }
    public FaultPlan Faults { get; } = new();
    public SocketHub Sockets { get; }

    /// <summary>What a client takes in place of https://slack.com/api/.</summary>
    public Uri ApiUrl => new(BaseUrl, "api/");

    /// <summary>Where /control and everything else lives.</summary>
    public Uri BaseUrl { get; private set; } = new("http://127.0.0.1/");

    public IReadOnlyList<SlackApp> Apps => _apps;
    public IReadOnlyList<SlackWorkspace> Workspaces => _workspaces;

    /// <summary>Every edit is refused with edit_window_closed, as where a workspace forbids late edits.</summary>
    public bool EditWindowClosed { get; set; }

    internal Ids Ids { get; } = new();
    internal Lock Gate { get; } = new();
    internal Feed Feed { get; }
    internal Triggers Triggers { get; }
    internal ResponseUrls ResponseUrls { get; }
    internal Uri SocketBaseUrl => new UriBuilder(BaseUrl) { Scheme = "ws" }.Uri;

    /// <summary>Starts on a free loopback port.</summary>
    public static async Task<EmulatedSlack> Start(EmulatorOptions? options = null)
    {
        var emulator = new EmulatedSlack(options ?? new EmulatorOptions());
        await emulator._web.StartAsync();
        emulator.BaseUrl = new Uri(emulator._web.Urls.First() + "/");
        return emulator;
    }

    public SlackApp AddApp(string name)
    {
        lock (Gate)
        {
            var id = Ids.Next("A");
            var app = new SlackApp(id, name, $"xapp-1-{id}-{Ids.Count().ToString(CultureInfo.InvariantCulture)}-{Guid.NewGuid():N}");
            _apps.Add(app);
            return app;
        }
    }

    /// <summary>Adds a workspace with its #general channel.</summary>
    public SlackWorkspace AddWorkspace(string domain)
    {
        lock (Gate)
        {
            var workspace = new SlackWorkspace(Ids.Next("T"), domain, Clock, Ids);
            workspace.AddChannel("general").IsGeneral = true;
            _workspaces.Add(workspace);
            return workspace;
        }
    }

    /// <summary>Installs an app: it gets a bot user, which is in no channel but #general, and a token with these scopes.</summary>
    public Installation Install(SlackApp app, SlackWorkspace workspace, params IEnumerable<string> scopes)
    {
        lock (Gate)
        {
            var bot = workspace.AddUser(app.Name.ToLowerInvariant(), app.Name);
            bot.IsBot = true;
            bot.BotId = Ids.Next("B");
            bot.AppId = app.Id;
            var token = $"xoxb-{workspace.Id}-{bot.Id}-{Guid.NewGuid():N}";
            var installation = new Installation(app, workspace, bot, bot.BotId, token, scopes);
            app.Installations.Add(installation);
            workspace.Installations.Add(installation);
            return installation;
        }
    }

    /// <summary>Acts as one person.</summary>
    public Person Person(SlackWorkspace workspace, SlackUser user) => new(this, workspace, user);

    /// <summary>What an administrator of the workspace or the platform can do.</summary>
    public Administration Admin => new(this);

    /// <summary>
    /// Runs an assertion or a change while nothing else moves. Use it where a test reads lists that a running client may be changing.
    /// </summary>
    public T Still<T>(Func<T> look)
    {
        lock (Gate)
        {
            return look();
        }
    }

    /// <summary>
    /// Completes once this is true, asked again after every call, answer and acknowledgement: the way to wait for what people will see.
    /// </summary>
    public Task Until(Func<bool> seen, CancellationToken stop = default)
    {
        lock (Gate)
        {
            if (seen())
                return Task.CompletedTask;
            var happened = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _watchers.Add((seen, happened));
            return happened.Task.WaitAsync(stop);
        }
    }

    internal void Noticed()
    {
        lock (Gate)
        {
            foreach (var watcher in _watchers.Where(one => one.Seen()).ToArray())
            {
                _watchers.Remove(watcher);
                watcher.Happened.TrySetResult();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        Sockets.CloseAll();
        await _web.StopAsync();
        await _web.DisposeAsync();
        Journal.Dispose();
        _stopping.Dispose();
    }

    private WebApplication Build()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var web = builder.Build();
        var api = new ApiEndpoint(this);
        var control = new ControlEndpoints(this);
        web.MapMethods("/api/{method}", ["GET", "POST"], (HttpContext context, string method) => api.Answer(context, method));
        web.Map("/link/", (HttpContext context) => Sockets.Accept(context, _stopping.Token));
        web.MapPost("/actions/{**key}", (HttpContext context, string key) => ResponseUrls.Receive(context, key));
        web.MapPost("/commands/{**key}", (HttpContext context, string key) => ResponseUrls.Receive(context, key));
        web.MapPost("/upload/v1/{key}", (HttpContext context, string key) => FileMethods.Receive(this, context, key));
        web.MapPost("/control/{**verb}", (HttpContext context, string verb) => control.Answer(context, verb));
        web.MapGet("/control/journal", (HttpContext context) => control.ShowJournal(context));
        return web;
    }
}
