using System.Security.Cryptography;
using System.Text;
using CopBot.Chat;
using CopBot.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CopBot.Communities;

/// <summary>
/// All that is left of somebody who was forgotten and does not want to be written to: a keyed hash of an account of theirs,
/// so that Stop holds should they ever come back.
/// </summary>
[NotExported("All that it is good for is that Stop holds, and whoever has the key could try accounts against it.")]
public sealed class ForgottenAccount
{
    /// <summary>HMAC-SHA256 of the account under the installation's key, in hexadecimal.</summary>
    public required string Hash { get; init; }
}

/// <summary>A key that this installation made for itself. It stands in the store, so that it goes wherever the store is copied to.</summary>
[NotExported("A secret.")]
public sealed class OwnKey
{
    /// <summary>What it is for.</summary>
    public required string For { get; init; }

    /// <summary>The key, 256 bits in hexadecimal.</summary>
    public required string Value { get; init; }
}

/// <summary>Remembers of accounts no more than that they do not want to be written to.</summary>
internal sealed class ForgottenAccounts(CopBotDb db)
{
    private const string Purpose = "forgotten accounts";

    /// <summary>Stop holds for these accounts from now on, whoever they belong to.</summary>
    public async Task RememberAsync(IEnumerable<UserRef> accounts, CancellationToken stop)
    {
        var key = await KeyAsync(stop) ?? db.Add(new OwnKey { For = Purpose, Value = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)) }).Entity;
        foreach (var hash in accounts.Select(a => HashOf(key, a)).Distinct(StringComparer.Ordinal))
        {
            if (await db.Set<ForgottenAccount>().FindAsync([hash], stop) is null) db.Add(new ForgottenAccount { Hash = hash });
        }
    }

    /// <summary>The account's row where it was forgotten and does not want to be written to; else null.</summary>
    public async Task<ForgottenAccount?> FindAsync(UserRef account, CancellationToken stop) =>
        await KeyAsync(stop) is { } key ? await db.Set<ForgottenAccount>().FindAsync([HashOf(key, account)], stop) : null;

    private ValueTask<OwnKey?> KeyAsync(CancellationToken stop) => db.Set<OwnKey>().FindAsync([Purpose], stop);

    private static string HashOf(OwnKey key, UserRef account) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Convert.FromHexString(key.Value), Encoding.UTF8.GetBytes(account.ToString())));
}

internal sealed class ForgottenTables : IEntityTypeConfiguration<ForgottenAccount>, IEntityTypeConfiguration<OwnKey>
{
    public void Configure(EntityTypeBuilder<ForgottenAccount> builder) => builder.ToTable("forgotten_accounts").HasKey(f => f.Hash);

    public void Configure(EntityTypeBuilder<OwnKey> builder) => builder.ToTable("own_keys").HasKey(k => k.For);
}
