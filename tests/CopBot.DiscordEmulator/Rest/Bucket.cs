using System.Security.Cryptography;
using System.Text;

namespace CopBot.DiscordEmulator.Rest;

/// <summary>
/// A rate limit: so many requests in a window, counted for each top-level resource (topics/rate-limits).
/// The documents give no numbers on purpose; these are of the size seen in the wild.
/// </summary>
internal sealed record Bucket(string Hash, int Limit, TimeSpan Window)
{
    public static Bucket Of(string name, int limit, double seconds) =>
        new(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..32], limit, TimeSpan.FromSeconds(seconds));
}
