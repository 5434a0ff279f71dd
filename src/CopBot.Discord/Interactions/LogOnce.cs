using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace CopBot.Discord.Interactions;

/// <summary>Says once for each kind of event why it was passed over, so that what Discord adds tomorrow is seen and floods nothing.</summary>
internal sealed partial class LogOnce(ILogger log)
{
    private const int MostKinds = 500;
    private readonly ConcurrentDictionary<(string, string), bool> _said = new();

    /// <summary>Says that an event was passed over, the first time.</summary>
    public void Skipped(string type, string why)
    {
        if (_said.Count < MostKinds && _said.TryAdd((type, why), true)) SaysSkipped(log, type, why);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Type} was passed over: {Why}. Said once")]
    private static partial void SaysSkipped(ILogger log, string type, string why);
}
