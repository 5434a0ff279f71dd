using System.Security.Cryptography;
using System.Text;
using CopBot.Chat;
using CopBot.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CopBot.Communities;

/// <summary>Which code.</summary>
public readonly record struct PassCodeId(Guid Value) : IId<PassCodeId>
{
    /// <inheritdoc/>
    public static PassCodeId From(Guid value) => new(value);
}

/// <summary>What a code joins.</summary>
public enum PassCodeFor
{
    /// <summary>A workspace and a community.</summary>
    Workspace,

    /// <summary>Two accounts of one person.</summary>
    Account,
}

/// <summary>
/// A few letters that somebody reads on one platform and types on another, so that both sides have agreed. It works once,
/// for a quarter of an hour; the store keeps only its hash.
/// </summary>
[NotExported("It works for a quarter of an hour, and letters could be tried against its hash.")]
public sealed class PassCode : Aggregate
{
    /// <summary>How long it works.</summary>
    public static readonly TimeSpan WorksFor = TimeSpan.FromMinutes(15);

    /// <summary>How long it is remembered, so that whoever types it late is told that it was right.</summary>
    public static readonly TimeSpan RememberedFor = TimeSpan.FromDays(1);

    /// <summary>Longest that somebody may type; it is read without regard to case, hyphens and spaces.</summary>
    public const int TypedMaxLength = 40;

    // Without letters that look like others, since people copy it by eye: 31 signs, so 39 bits, and few tries.
    private const string Alphabet = "abcdefghjkmnpqrstuvwxyz23456789";
    private const int Length = 8;

    private PassCode()
    {
    }

    /// <summary>Which one.</summary>
    public PassCodeId Id { get; private set; }

    /// <summary>SHA-256 of the letters.</summary>
    public string Hash { get; private set; } = "";

    /// <summary>What it joins.</summary>
    public PassCodeFor For { get; private set; }

    /// <summary>Who made it.</summary>
    public MemberId By { get; private set; }

    /// <summary>With which account.</summary>
    public UserRef Account { get; private set; }

    /// <summary>The community that a workspace is to join; null for accounts.</summary>
    public CommunityId? Community { get; private set; }

    /// <summary>From when on it does not work any more.</summary>
    public DateTimeOffset ExpiresAt { get; private set; }

    /// <summary>Who typed it; null while nobody did.</summary>
    public UserRef? TakenBy { get; private set; }

    /// <summary>A new one, and its letters, which are shown once.</summary>
    public static (PassCode Code, string Letters) Make(PassCodeFor what, MemberId by, UserRef account, CommunityId? community, DateTimeOffset now)
    {
        var letters = RandomNumberGenerator.GetString(Alphabet, Length);
        var code = new PassCode { Id = new(Guid.NewGuid()), Hash = HashOf(letters), For = what, By = by, Account = account, Community = community, ExpiresAt = now + WorksFor };
        return (code, $"{letters[..4]}-{letters[4..]}");
    }

    /// <summary>Whether this is what was typed; compared in constant time.</summary>
    public bool Is(string typed) => CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(HashOf(typed)), Encoding.ASCII.GetBytes(Hash));

    /// <summary>Whether it is too late for it.</summary>
    public bool IsOver(DateTimeOffset now) => now >= ExpiresAt;

    /// <summary>Somebody typed it: nobody else can any more.</summary>
    public void Take(UserRef by)
    {
        TakenBy = by;
        Changed();
    }

    private static string HashOf(string typed)
    {
        var bare = new string([.. typed.ToLowerInvariant().Where(char.IsAsciiLetterOrDigit)]);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(bare)));
    }
}

internal static class PassCodeSets
{
    extension(CopBotDb db)
    {
        public DbSet<PassCode> PassCodes => db.Set<PassCode>();
    }
}

internal sealed class PassCodeTable : IEntityTypeConfiguration<PassCode>
{
    public void Configure(EntityTypeBuilder<PassCode> builder)
    {
        builder.ToTable("pass_codes").HasKey(c => c.Id);
        builder.Property(c => c.Version).IsConcurrencyToken();
        builder.HasIndex(c => c.ExpiresAt);
        builder.HasIndex(c => c.By);
    }
}
