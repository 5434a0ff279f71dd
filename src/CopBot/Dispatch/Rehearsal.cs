using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CopBot.Dispatch;

/// <summary>
/// Goes once through what people ask most, after the start and before anybody asks: the first of them would else wait for
/// code to be compiled, on a small machine longer than the three seconds that a platform allows. It is asked by nobody, on
/// no platform; nothing is written and nobody is told.
/// </summary>
public sealed partial class Rehearsal
{
    /// <summary>The platform that it is played on.</summary>
    internal static readonly Platform Stage = new("rehearsal");

    private static readonly UserRef Nobody = new(new WorkspaceRef(Stage, "0"), "0");
    private readonly IServiceScopeFactory _scopes;
    private readonly Dispatcher _dispatcher;
    private readonly Routes _routes;
    private readonly ILogger<Rehearsal> _log;

    internal Rehearsal(IServiceScopeFactory scopes, Dispatcher dispatcher, Routes routes, ILogger<Rehearsal> log) =>
        (_scopes, _dispatcher, _routes, _log) = (scopes, dispatcher, routes, log);

    /// <summary>Plays it. What goes wrong is logged; the bot runs all the same.</summary>
    public async Task PlayAsync(CancellationToken stop)
    {
        try
        {
            var where = await StageAsync(stop);
            foreach (var route in _routes.All.Where(r => r is { Command: not null, LooksOnly: true }))
                await _dispatcher.HandleAsync(new CommandUsed(Once(), Nobody, where, "", route.Name), stop);
            foreach (var route in _routes.All.Where(r => r is { Command: not null, Opens: not null }))
                await _dispatcher.OpenAsync(new CommandUsed(Once(), Nobody, where, "", route.Name), stop);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            RehearsalFailed(e);
        }
    }

    /// <summary>A home channel if there is one, so that the features get their turn.</summary>
    private async Task<Place> StageAsync(CancellationToken stop)
    {
        await using var scope = _scopes.CreateAsyncScope();
        var home = await scope.ServiceProvider.GetRequiredService<CopBotDb>().Set<HomeChannel>().AsNoTracking().OrderBy(h => h.Channel).FirstOrDefaultAsync(stop);
        return new Place(home?.Channel ?? new ChannelRef(Nobody.Workspace, "0"));
    }

    private static string Once() => $"rehearsal/{Guid.NewGuid():N}";

    [LoggerMessage(Level = LogLevel.Warning, Message = "The rehearsal after the start failed; the first people to ask may wait a little longer")]
    private partial void RehearsalFailed(Exception e);
}
