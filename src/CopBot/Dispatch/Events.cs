using Microsoft.Extensions.DependencyInjection;

namespace CopBot.Dispatch;

/// <summary>Tells other features what happened. They react before the request is saved, in the same unit of work.</summary>
public interface IEvents
{
    /// <summary>Says that something happened.</summary>
    void Raise(IEvent happened);
}

internal sealed class Events(IServiceProvider services, Routes routes) : IEvents
{
    private readonly Queue<IEvent> _happened = new();

    public void Raise(IEvent happened) => _happened.Enqueue(happened);

    public async Task SettleAsync(CancellationToken stop)
    {
        while (_happened.TryDequeue(out var happened))
        {
            foreach (var react in routes.ReactionsTo(happened.GetType())) await react(services, happened, stop);
        }
    }
}
