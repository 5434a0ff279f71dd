using System.Data.Common;
using System.Globalization;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Data.Copying;

/// <summary>
/// Copies everything that a community has from one database into another, and compares the two row by row. What is copied is
/// read off the model, so that nobody who adds a table has to think of it here. Interrupted, it goes on where it was.
/// </summary>
/// <param name="from">Where everything is. Nobody else may use it meanwhile.</param>
/// <param name="to">Where everything is to be. It must be empty, or have been begun with.</param>
/// <param name="says">Is told how far it is, a line at a time.</param>
public sealed class Copy(Database from, Database to, Action<string> says)
{
    /// <summary>How many rows are written at once.</summary>
    internal const int Batch = 500;

    /// <summary>Copies. Answers why not, in a sentence; null when both hold the same.</summary>
    public async Task<string?> RunAsync(TimeProvider clock, CancellationToken stop)
    {
        try
        {
            return await CopyAsync(clock, stop);
        }
        catch (Exception e) when (e is DbException or DbUpdateException or IOException or TimeoutException)
        {
            return $"The copy was interrupted ({(e.InnerException ?? e).Message.ReplaceLineEndings(" ").TrimEnd('.')}): nothing of {from} was changed. Mend that and run the same copy again; it goes on where it was.";
        }
    }

    private async Task<string?> CopyAsync(TimeProvider clock, CancellationToken stop)
    {
        using var source = await from.OpenToCopyAsync(into: false, clock, stop);
        if (source.WhyNot is { } noSource) return noSource;
        if (await from.UsedByAsync(stop) is { } user) return $"CopBot must not run while it is copied, and {user}: stop it first, so that nothing is said that the copy misses. Nothing was copied.";
        using var target = await to.OpenToCopyAsync(into: true, clock, stop);
        if (target.WhyNot is { } noTarget) return noTarget;

        await using var reads = from.NewContext();
        await using var writes = to.NewContext();
        var tables = CopiedTable.Of(reads.Model);
        if (!await CopyMark.IsThereAsync(writes, stop))
        {
            foreach (var table in tables)
            {
                if (await table.CountAsync(writes, stop) > 0) return $"There is something in {to} already ({table.Name}), and a copy would mix with it: give the copy an empty one, or move that away. Nothing was copied.";
            }

            await CopyMark.SetAsync(writes, stop);
        }

        foreach (var table in tables)
        {
            await table.CopyAsync(reads, writes, stop);
            var rows = await table.CountAsync(writes, stop);
            says(string.Create(CultureInfo.InvariantCulture, $"copied    {table.Name}: {rows}"));
        }

        await FindAsync(stop);
        foreach (var table in tables)
        {
            var (rows, digest, differs) = await table.CompareAsync(reads, writes, stop);
            if (differs is not null) return $"{differs} is not the same in {from} and in {to}: the copy cannot be used, and CopBot will not start on it. Empty {to} and copy again; if it happens again, please report this.";
            says(string.Create(CultureInfo.InvariantCulture, $"the same  {table.Name}: {rows} rows, {digest}"));
        }

        await CopyMark.RemoveAsync(writes, stop);
        return null;
    }

    /// <summary>What can be found there can be found here.</summary>
    private async Task FindAsync(CancellationToken stop)
    {
        await using var reads = from.NewContext();
        await using var writes = to.NewContext();
        var (there, here) = (from.NewSearch(reads), to.NewSearch(writes));
        var things = 0;
        await foreach (var some in there.AllAsync(stop).Chunk(Batch).WithCancellation(stop))
        {
            await using var transaction = await writes.Database.BeginTransactionAsync(stop);
            foreach (var thing in some) here.Put(thing);
            await here.WriteAsync(stop);
            await transaction.CommitAsync(stop);
            things += some.Length;
        }

        says(string.Create(CultureInfo.InvariantCulture, $"findable  {things}"));
    }
}
