using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Sweeps;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CopBot.Search;

/// <summary>Somebody looked for something, or for somebody who knows, and nothing was found. Raise it wherever people search: the library and the map of gaps count it.</summary>
public sealed record NothingWasFound(CommunityId Community, string Words) : IEvent;

/// <summary>That somebody looked for these words on a day and found nothing; not who.</summary>
[NotExported("What was looked for once may be anybody's own affair. What several looked for stands in the library and on the map, and it goes after ninety days.")]
public sealed class MissedWords(Guid id, CommunityId community, string words, DateOnly day)
{
    /// <summary>Longest words that are kept.</summary>
    public const int WordsMaxLength = 80;

    /// <summary>How long it counts.</summary>
    public const int DaysKept = 90;

    /// <summary>How often words must have been missed until others are shown them.</summary>
    public const int ToldFrom = 2;

    /// <summary>Which one.</summary>
    public Guid Id { get; private set; } = id;

    /// <summary>In which community.</summary>
    public CommunityId Community { get; private set; } = community;

    /// <summary>The words, in lower case.</summary>
    public string Words { get; private set; } = words;

    /// <summary>On which day.</summary>
    public DateOnly Day { get; private set; } = day;
}

internal sealed class MissedWordsTable : IEntityTypeConfiguration<MissedWords>
{
    public void Configure(EntityTypeBuilder<MissedWords> builder)
    {
        builder.ToTable("missed_words").HasKey(m => m.Id);
        builder.Property(m => m.Id).ValueGeneratedNever();
        builder.HasIndex(m => new { m.Community, m.Day });
    }
}

/// <summary>Notes what was looked for and not found, without who it was.</summary>
internal sealed class NoteMissedWords(CopBotDb db, TimeProvider clock) : IReact<NothingWasFound>
{
    public Task React(NothingWasFound happened, CancellationToken stop)
    {
        var words = Shortening.OneLine(Typed.Clean(happened.Words, lines: false).ToLowerInvariant(), MissedWords.WordsMaxLength);
        if (words.Length > 0) db.Add(new MissedWords(Guid.NewGuid(), happened.Community, words, DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime)));
        return Task.CompletedTask;
    }
}

/// <summary>Forgets what was missed after ninety days.</summary>
[Every("01:00:00")]
internal sealed class ForgetMissedWords(CopBotDb db) : ISweep
{
    public async Task<IReadOnlyList<Guid>> DueAsync(DateTimeOffset now, CancellationToken stop) => await Old(now).AnyAsync(stop) ? [Guid.Empty] : [];

    public Task SweepAsync(Guid thing, DateTimeOffset now, CancellationToken stop) => Old(now).ExecuteDeleteAsync(stop);

    private IQueryable<MissedWords> Old(DateTimeOffset now)
    {
        var before = DateOnly.FromDateTime(now.UtcDateTime).AddDays(-MissedWords.DaysKept);
        return db.Set<MissedWords>().Where(m => m.Day < before);
    }
}
