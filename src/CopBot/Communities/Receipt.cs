using System.Security.Cryptography;
using System.Text;

namespace CopBot.Communities;

/// <summary>
/// What somebody who asked without a name holds instead of an account: a secret of 100 bits. The store keeps only its hash,
/// so nobody who reads the store can tell who asked or act for them.
/// </summary>
public static class Receipt
{
    // Without letters that look like digits, since people copy it by eye.
    private const string Alphabet = "abcdefghjkmnpqrstuvwxyz23456789";
    private const int Length = 20;

    /// <summary>A new secret, in groups of five, and its hash.</summary>
    public static (string Secret, string Hash) New()
    {
        var secret = RandomNumberGenerator.GetString(Alphabet, Length);
        return (string.Join('-', secret.Chunk(5).Select(c => new string(c))), HashOf(secret));
    }

    /// <summary>Whether what was typed is the secret of this hash; compared in constant time.</summary>
    public static bool Fits(string typed, string? hash) =>
        hash is not null && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(HashOf(typed)), Encoding.ASCII.GetBytes(hash));

    /// <summary>The hash of what was typed, without regard to case, hyphens and spaces.</summary>
    public static string HashOf(string typed)
    {
        var bare = new string([.. typed.ToLowerInvariant().Where(char.IsAsciiLetterOrDigit)]);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(bare)));
    }
}
