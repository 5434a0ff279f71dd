using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;

namespace CopBot.Bench;

/// <summary>What the machine itself gives today, without any CopBot: two runs are compared only where this is alike.</summary>
internal static class Machine
{
    private const int Flushes = 300;
    private const int Page = 4096;
    private const int Rounds = 2_000_000;

    /// <summary>How long a page takes to the disk's own memory, which every durable answer waits for, and a fixed piece of work on one core.</summary>
    public static string Say(string folder)
    {
        List<double> took = [];
        using (var file = new FileStream(Path.Combine(folder, "flushed"), FileMode.Create))
        {
            var page = RandomNumberGenerator.GetBytes(Page);
            for (var i = 0; i < Flushes; i++)
            {
                file.Write(page);
                var before = Stopwatch.GetTimestamp();
                file.Flush(flushToDisk: true);
                took.Add(Stopwatch.GetElapsedTime(before).TotalMilliseconds);
            }
        }

        took.Sort();
        var work = Stopwatch.StartNew();
        ulong hash = 14695981039346656037;
        for (var round = 0; round < 100 * Rounds; round++) hash = (hash ^ (uint)round) * 1099511628211;
        var worked = work.Elapsed.TotalMilliseconds;
        return string.Create(CultureInfo.InvariantCulture, $"The machine today: 4 KiB are on disk after p50 {took[Flushes / 2]:0.0}, p90 {took[Flushes * 9 / 10]:0.0}, p99 {took[Flushes * 99 / 100]:0.0} ms; 200 million multiplications take {worked:0} ms of a core ({hash % 10}).");
    }
}
