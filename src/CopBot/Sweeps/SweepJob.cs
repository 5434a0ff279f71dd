using Quartz;

namespace CopBot.Sweeps;

/// <summary>Rings one sweep. Rings come in real time; sweeps read the clock that can be moved.</summary>
[DisallowConcurrentExecution]
internal sealed class SweepJob<TSweep>(Sweeper sweeper) : IJob where TSweep : ISweep
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => await sweeper.SweepAsync(typeof(TSweep), cancellationToken);
}
