using System.Reflection;
using CopBot.Chat;
using CopBot.Communities;
using Microsoft.Extensions.DependencyInjection;

namespace CopBot.Dispatch;

/// <summary>One kind of request: what it is called, who may make it and what takes it.</summary>
public sealed class Route
{
    internal Route(Type request)
    {
        Request = request;
        Name = ActionCodec.NameOf(request);
        Needs = request.GetCustomAttribute<NeedsAttribute>()?.Role ?? Role.Member;
        LooksOnly = request.IsDefined(typeof(LooksOnlyAttribute));
        WithoutCommunity = request.IsDefined(typeof(WithoutCommunityAttribute));
    }

    /// <summary>The record.</summary>
    public Type Request { get; }

    /// <summary>Its stable name.</summary>
    public string Name { get; }

    /// <summary>The role that it needs.</summary>
    public Role Needs { get; }

    /// <summary>Whether it makes nobody a member.</summary>
    public bool LooksOnly { get; }

    /// <summary>Whether it works where no community is set up yet.</summary>
    public bool WithoutCommunity { get; }

    /// <summary>The form that it opens, or null.</summary>
    public Type? Opens { get; internal set; }

    /// <summary>The command's attribute, for help.</summary>
    public CommandAttribute? Command => Request.GetCustomAttribute<CommandAttribute>();

    /// <summary>The message action's attribute, for menus.</summary>
    public MessageActionAttribute? MessageAction => Request.GetCustomAttribute<MessageActionAttribute>();

    internal Func<IServiceProvider, IRequest, Caller, CancellationToken, Task<Answer>>? Handle { get; set; }

    internal Func<IServiceProvider, IRequest, Caller, CancellationToken, Task<Opened>>? Open { get; set; }
}

/// <summary>Every request, found by type: a new feature is a new folder, and nothing else is touched.</summary>
public sealed class Routes
{
    private readonly Dictionary<Type, Route> _byRequest = [];
    private readonly Dictionary<string, Route> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<Type, List<Func<IServiceProvider, IEvent, CancellationToken, Task>>> _reactions = [];
    private readonly List<Type> _parts = [];

    /// <summary>The routes of these assemblies.</summary>
    public Routes(params Assembly[] assemblies)
    {
        foreach (var part in assemblies.SelectMany(a => a.GetTypes()).Where(t => t is { IsClass: true, IsAbstract: false, IsGenericTypeDefinition: false }))
        {
            foreach (var handled in part.GetInterfaces().Where(i => i.IsGenericType)) Add(part, handled);
        }

        Codec = new ActionCodec(_byRequest.Keys.Where(t => !typeof(ICommand).IsAssignableFrom(t) && !typeof(IMessageAction).IsAssignableFrom(t)));
    }

    /// <summary>Reads and writes the actions and forms among them.</summary>
    public ActionCodec Codec { get; }

    /// <summary>What the bot can be asked to do, for platforms that must be told beforehand.</summary>
    public Offers Offers => Offers.Of(_byRequest.Keys);

    /// <summary>All of them, by name.</summary>
    public IEnumerable<Route> All => _byRequest.Values.OrderBy(r => r.Name, StringComparer.Ordinal);

    /// <summary>The handlers, openers and reactors, for the container.</summary>
    internal IReadOnlyList<Type> Parts => _parts;

    /// <summary>The route of a request, or null.</summary>
    public Route? Of(Type? request) => request is null ? null : _byRequest.GetValueOrDefault(request);

    /// <summary>The command that these words begin with, and the words after it. Two words (a group and a verb) come before one.</summary>
    public (Route? Route, string Words) Command(string words)
    {
        var parts = words.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        for (var n = Math.Min(2, parts.Length); n > 0; n--)
        {
            if (_byName.TryGetValue("/" + string.Join(' ', parts[..n]).ToLowerInvariant(), out var route)) return (route, string.Join(' ', parts[n..]));
        }

        return (null, words);
    }

    /// <summary>The commands of the group that these words begin with; none when their first word is no group's.</summary>
    public IReadOnlyList<string> Group(string words)
    {
        var first = words.Split(' ', 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault("").ToLowerInvariant();
        return [.. All.Where(r => r.Command is not null && r.Name.StartsWith(first + " ", StringComparison.Ordinal)).Select(r => r.Name)];
    }

    /// <summary>The message action of this name, or null.</summary>
    public Route? MessageAction(string name) => _byName.GetValueOrDefault("!" + name);

    internal IEnumerable<Func<IServiceProvider, IEvent, CancellationToken, Task>> ReactionsTo(Type happened) => _reactions.GetValueOrDefault(happened) ?? [];

    private void Add(Type part, Type handled)
    {
        var kind = handled.GetGenericTypeDefinition();
        if (kind != typeof(IHandle<>) && kind != typeof(IOpen<,>) && kind != typeof(IReact<>)) return;

        if (!_parts.Contains(part)) _parts.Add(part);
        var of = handled.GetGenericArguments();
        var build = typeof(Routes).GetMethod(kind == typeof(IHandle<>) ? nameof(AddHandler) : kind == typeof(IOpen<,>) ? nameof(AddOpener) : nameof(AddReactor), BindingFlags.NonPublic | BindingFlags.Instance)!;
        build.MakeGenericMethod([part, .. of]).Invoke(this, null);
    }

    private void AddHandler<TPart, TRequest>() where TPart : IHandle<TRequest> where TRequest : IRequest
    {
        var route = RouteOf(typeof(TRequest));
        if (route.Handle is not null) throw new InvalidOperationException($"{route.Name} has two handlers");
        route.Handle = static (services, request, caller, stop) => services.GetRequiredService<TPart>().Handle((TRequest)request, caller, stop);
    }

    private void AddOpener<TPart, TRequest, TForm>() where TPart : IOpen<TRequest, TForm> where TRequest : IRequest where TForm : IForm
    {
        var route = RouteOf(typeof(TRequest));
        if (route.Open is not null) throw new InvalidOperationException($"{route.Name} opens two forms");
        route.Opens = typeof(TForm);
        route.Open = static async (services, request, caller, stop) =>
        {
            var opening = await services.GetRequiredService<TPart>().Open((TRequest)request, caller, stop);
            return opening.Instead is { } instead ? new Opened(instead) : new Opened(opening.Typed is { } typed ? FormSchema.View(opening.Form!, typed) : FormSchema.View(opening.Form!));
        };
    }

    private void AddReactor<TPart, TEvent>() where TPart : IReact<TEvent> where TEvent : IEvent
    {
        if (!_reactions.TryGetValue(typeof(TEvent), out var reactions)) _reactions[typeof(TEvent)] = reactions = [];
        reactions.Add(static (services, happened, stop) => services.GetRequiredService<TPart>().React((TEvent)happened, stop));
    }

    private Route RouteOf(Type request)
    {
        if (_byRequest.TryGetValue(request, out var known)) return known;

        var route = new Route(request);
        var sign = typeof(ICommand).IsAssignableFrom(request) ? "/" : typeof(IMessageAction).IsAssignableFrom(request) ? "!" : "";
        if (!_byName.TryAdd(sign + route.Name, route)) throw new InvalidOperationException($"Two requests are called {route.Name}");
        return _byRequest[request] = route;
    }
}
