using System.Globalization;

namespace CopBot.DiscordEmulator;

/// <summary>Gives out ids as Discord does: milliseconds since 2015 in the upper 42 bits, always growing (reference, "Snowflakes").</summary>
public sealed class Snowflakes(TimeProvider clock)
{
    private const long DiscordEpoch = 1_420_070_400_000;
    private readonly Lock _gate = new();
    private ulong _last;

    public ulong Next()
    {
        lock (_gate)
        {
            var now = (ulong)Math.Max(clock.GetUtcNow().ToUnixTimeMilliseconds() - DiscordEpoch, 1) << 22;
            _last = Math.Max(_last + 1, now);
            return _last;
        }
    }

    public static DateTimeOffset TimeOf(ulong id) => DateTimeOffset.FromUnixTimeMilliseconds((long)(id >> 22) + DiscordEpoch);

    public static string Write(ulong id) => id.ToString(CultureInfo.InvariantCulture);
}
