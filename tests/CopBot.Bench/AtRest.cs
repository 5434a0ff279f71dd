using System.Diagnostics;
using System.Globalization;

namespace CopBot.Bench;

/// <summary>What processes hold once they have come to rest.</summary>
internal static class AtRest
{
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(3);

    /// <summary>In MiB: resident, and of that anonymous.</summary>
    public static async Task<(double Resident, double Anonymous)> MemoryAsync(Process process)
    {
        await Task.Delay(Settling, TimeProvider.System, CancellationToken.None);
        var status = await File.ReadAllLinesAsync($"/proc/{process.Id.ToString(CultureInfo.InvariantCulture)}/status");
        return (Of("VmRSS"), Of("RssAnon"));

        double Of(string name) => double.Parse(status.First(l => l.StartsWith(name, StringComparison.Ordinal)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }
}
