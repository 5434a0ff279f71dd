using Microsoft.Extensions.Logging;

namespace CopBot.Slack.SocketMode;

/// <summary>What a socket brought that makes no sense here. Each kind is logged once: Slack may repeat it for days.</summary>
internal sealed partial class Oddities(ILogger log)
{
    private const int MostKinds = 100;
    private readonly Lock _gate = new();
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    public void Passed(string what)
    {
        lock (_gate)
        {
            if (_seen.Count >= MostKinds || !_seen.Add(what)) return;
        }

        PassedOver(what);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Slack sent {What}, which CopBot cannot use; it is passed over, also when it comes again")]
    private partial void PassedOver(string what);
}
