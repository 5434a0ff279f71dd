using Microsoft.Extensions.Logging;

namespace CopBot.Discord.Gateway;

/// <summary>Says what came over the gateway and could not be read: each kind once, since what comes once comes often.</summary>
internal sealed partial class Oddities(ILogger log)
{
    private const int MostKinds = 50;
    private readonly HashSet<string> _said = new(StringComparer.Ordinal);

    /// <summary>Says it, the first time.</summary>
    /// <param name="kind">What came, such as <c>a malformed frame</c>.</param>
    public void Saw(string kind)
    {
        lock (_said)
            if (_said.Count >= MostKinds || !_said.Add(kind))
                return;
        Came(kind);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Discord sent {Kind}, which is passed over; more of them are not mentioned")]
    private partial void Came(string kind);
}
