using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace CopBot.TestKit;

/// <summary>
/// The bot's process, as far as a test can kill it. Each thing that it does to the world (a commit, a call that changes
/// something on a platform) is a step; it dies before one of them, which is after the one before, and once dead nothing that
/// it does arrives.
/// </summary>
public sealed class BotProcess
{
    private readonly Lock _gate = new();
    private int _diesAt = int.MaxValue;

    /// <summary>Whether it was killed.</summary>
    public bool Dead { get; private set; }

    /// <summary>How many steps it took.</summary>
    public int Steps { get; private set; }

    /// <summary>What it did since <see cref="DieBefore"/>, for a message when something is doubled.</summary>
    public List<string> Did { get; } = [];

    /// <summary>Called before each step.</summary>
    public Action<string>? Before { get; set; }

    /// <summary>Dies before the n-th step from now.</summary>
    public void DieBefore(int step)
    {
        Did.Clear();
        _diesAt = Steps + step;
    }

    /// <summary>Dies now.</summary>
    public ProcessKilledException Die()
    {
        Dead = true;
        return new ProcessKilledException();
    }

    /// <summary>Nothing that a dead process does arrives.</summary>
    public void MustLive()
    {
        if (Dead) throw new ProcessKilledException();
    }

    internal void Step(string what)
    {
        Before?.Invoke(what);
        lock (_gate)
        {
            MustLive();
            if (++Steps == _diesAt) throw Die();
            Did.Add(what);
        }
    }
}

/// <summary>Kills at the store: before each commit, and before anything at all once dead.</summary>
internal sealed class KillAtStore(BotProcess process) : DbCommandInterceptor, IDbTransactionInterceptor
{
    public override InterceptionResult<DbDataReader> ReaderExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result)
    {
        Before(command);
        return result;
    }

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        Before(command);
        return ValueTask.FromResult(result);
    }

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        Before(command);
        return ValueTask.FromResult(result);
    }

    public ValueTask<InterceptionResult> TransactionCommittingAsync(DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
    {
        process.Step("commit");
        return ValueTask.FromResult(result);
    }

    private static bool WritesByItself(DbCommand command) =>
        command.Transaction is null && command.CommandText.TrimStart().Split(' ', '\n')[0] is "INSERT" or "UPDATE" or "DELETE";

    private void Before(DbCommand command)
    {
        process.MustLive();
        if (WritesByItself(command)) process.Step(command.CommandText.TrimStart()[..20]);
    }
}
