using System.Globalization;

namespace CopBot.Bench;

/// <summary>
/// Watches what share of the processors' time a virtual machine's host gives to others. Whoever waits for a stolen core waits
/// for tenths of a second, whatever the program does: a run with more than a percent of it says little about CopBot.
/// </summary>
internal sealed class Stolen
{
    private readonly (long Stolen, long All) _begin = Read();

    /// <summary>In percent, since this was made.</summary>
    public string Percent
    {
        get
        {
            var now = Read();
            return (100.0 * (now.Stolen - _begin.Stolen) / Math.Max(1, now.All - _begin.All)).ToString("0.0", CultureInfo.InvariantCulture);
        }
    }

    // https://man7.org/linux/man-pages/man5/proc_stat.5.html: user, nice, system, idle, iowait, irq, softirq, steal.
    private static (long Stolen, long All) Read()
    {
        long[] times = [.. File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..9].Select(t => long.Parse(t, CultureInfo.InvariantCulture))];
        return (times[7], times.Sum());
    }
}
