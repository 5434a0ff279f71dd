using CopBot.Posts;
using CopBot.Sweeps;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CopBot.Data;

/// <summary>
/// Empties the whole store while everything runs, for the playground's <em>Start over</em>. Whoever is in the middle of
/// something then finds nothing to save over, as if another person had been faster.
/// </summary>
public sealed class BlankSlate
{
    private readonly IServiceScopeFactory _scopes;
    private readonly Courier _courier;
    private readonly Sweeper _sweeper;
    private readonly SaveGate _gate;

    internal BlankSlate(IServiceScopeFactory scopes, Courier courier, Sweeper sweeper, SaveGate gate) => (_scopes, _courier, _sweeper, _gate) = (scopes, courier, sweeper, gate);

    /// <summary>Forgets everything, and calls <paramref name="meanwhile"/> while courier and sweeps hold still.</summary>
    public async Task WipeAsync(Action meanwhile, CancellationToken stop)
    {
        using var still = await _courier.HoldAsync(stop);
        using var quiet = await _sweeper.HoldAsync(stop);
        using var alone = await _gate.EnterAsync(stop);
        await using var scope = _scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IEngine>().ForgetEverythingAsync(stop);
        meanwhile();
    }
}
