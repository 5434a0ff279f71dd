using System.Collections.Concurrent;
using CopBot.Chat;

namespace CopBot.Dispatch;

/// <summary>
/// One conversation is handled in order: presses on one post, talk in one thread, what one person sends. Different
/// conversations do not wait for each other. (Between processes the version numbers see to it.)
/// </summary>
internal sealed class Conversations
{
    private readonly ConcurrentDictionary<string, Gate> _gates = new(StringComparer.Ordinal);

    /// <summary>How many conversations are going on.</summary>
    public int Count => _gates.Count;

    public async Task<IDisposable> EnterAsync(Inbound inbound, CancellationToken stop)
    {
        var key = KeyOf(inbound);
        while (true)
        {
            var gate = _gates.GetOrAdd(key, static _ => new Gate());
            if (Interlocked.Increment(ref gate.Users) <= 0) continue; // Retired between finding and entering.
            try
            {
                await gate.One.WaitAsync(stop);
                return new Left(this, key, gate);
            }
            catch
            {
                Leave(key, gate, entered: false);
                throw;
            }
        }
    }

    private static string KeyOf(Inbound inbound) => inbound switch
    {
        ControlUsed { On: { } post } => post.ToString(),
        MessageActionUsed used => used.Message.Post.Place.ToString(),
        Gesture gesture => gesture.By.ToString(),
        MessageSeen seen => seen.Message.Post.Place.ToString(),
        Mentioned mentioned => mentioned.Message.Author.ToString(),
        _ => inbound.Workspace.ToString(),
    };

    private void Leave(string key, Gate gate, bool entered)
    {
        if (entered) gate.One.Release();
        if (Interlocked.Decrement(ref gate.Users) == 0 && Interlocked.CompareExchange(ref gate.Users, int.MinValue / 2, 0) == 0)
            _gates.TryRemove(new KeyValuePair<string, Gate>(key, gate));
    }

#pragma warning disable CA1001 // Never asked for its wait handle, so there is nothing to dispose; a late comer may still hold it.
    private sealed class Gate
#pragma warning restore CA1001
    {
        public readonly SemaphoreSlim One = new(1, 1);
        public int Users;
    }

    private sealed class Left(Conversations conversations, string key, Gate gate) : IDisposable
    {
        public void Dispose() => conversations.Leave(key, gate, entered: true);
    }
}
