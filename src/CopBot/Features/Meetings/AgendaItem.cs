using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CopBot.Features.Meetings;

/// <summary>Which item of an agenda.</summary>
public readonly record struct AgendaItemId(Guid Value) : IId<AgendaItemId>
{
    /// <inheritdoc/>
    public static AgendaItemId From(Guid value) => new(value);
}

/// <summary>How it is with an item.</summary>
public enum ItemStatus
{
    /// <summary>To be talked about.</summary>
    Open,

    /// <summary>Talked about.</summary>
    Done,

    /// <summary>Taken off, for a reason.</summary>
    Dropped,
}

/// <summary>Something to talk about. It belongs to the series and stays until it is done or dropped: so meetings dovetail.</summary>
[Shared]
public sealed class AgendaItem : Aggregate
{
    /// <summary>Longest item.</summary>
    public const int TitleMaxLength = 150;

    /// <summary>Longest reason for dropping it.</summary>
    public const int ReasonMaxLength = 200;

    private AgendaItem()
    {
    }

    /// <summary>Which one.</summary>
    public AgendaItemId Id { get; private set; }

    /// <summary>Whose.</summary>
    public CommunityId Community { get; private set; }

    /// <summary>On the agenda of which series.</summary>
    public SeriesId Series { get; private set; }

    /// <summary>What it is.</summary>
    public string Title { get; private set; } = "";

    /// <summary>Why it is there, in a few words; empty where somebody wanted it.</summary>
    public string Because { get; private set; } = "";

    /// <summary>Who wanted it; null where CopBot found it, or they left.</summary>
    public MemberId? By { get; private set; }

    /// <summary>What it is about, as whoever proposed it knows it again; null for what somebody typed.</summary>
    public string? About { get; private set; }

    /// <summary>The post that it is about.</summary>
    public string? PostKey { get; private set; }

    /// <summary>The message that it was made from.</summary>
    public PostRef? Source { get; private set; }

    /// <summary>How many minutes it may take.</summary>
    public int? Minutes { get; private set; }

    /// <summary>Where it stands.</summary>
    public int Number { get; private set; }

    /// <summary>How many meetings it was carried over.</summary>
    public int Carried { get; private set; }

    /// <summary>How it is with it.</summary>
    public ItemStatus Status { get; private set; }

    /// <summary>Why it was dropped.</summary>
    public string Reason { get; private set; } = "";

    /// <summary>When it came.</summary>
    public DateTimeOffset Since { get; private set; }

    /// <summary>When it was done or dropped.</summary>
    public DateTimeOffset? ClosedAt { get; private set; }

    /// <summary>Something to talk about.</summary>
    public static AgendaItem Add(Series series, string title, MemberId? by, int number, DateTimeOffset now) =>
        new() { Id = new AgendaItemId(Guid.CreateVersion7()), Community = series.Community, Series = series.Id, Title = Shortening.OneLine(title, TitleMaxLength), By = by, Number = number, Since = now };

    /// <summary>What it is about and why it is there.</summary>
    public AgendaItem Of(string? about, string? postKey, string because, PostRef? source = null)
    {
        (About, PostKey, Because, Source) = (about, postKey, because, source);
        return this;
    }

    /// <summary>Why it is there by now.</summary>
    public void StandsBecause(string because)
    {
        if (Because == because) return;
        Because = because;
        Changed();
    }

    /// <summary>Says it anew.</summary>
    public void Say(string title, int? minutes)
    {
        (Title, Minutes) = (title, minutes);
        Changed();
    }

    /// <summary>Stands elsewhere.</summary>
    public void Place(int number)
    {
        if (Number == number) return;
        Number = number;
        Changed();
    }

    /// <summary>A meeting went by without it.</summary>
    public void Carry()
    {
        Carried++;
        Changed();
    }

    /// <summary>It was talked about.</summary>
    public void Do(DateTimeOffset now) => Close(ItemStatus.Done, "", now);

    /// <summary>It is taken off.</summary>
    public void Drop(string reason, DateTimeOffset now) => Close(ItemStatus.Dropped, reason, now);

    /// <summary>It is to be talked about after all.</summary>
    public void Reopen()
    {
        (Status, Reason, ClosedAt) = (ItemStatus.Open, "", null);
        Changed();
    }

    /// <summary>The message that it was made from is gone, or its author took the words back.</summary>
    public void LoseSource()
    {
        Source = null;
        Changed();
    }

    /// <summary>Whoever wanted it is forgotten, and their words too where they wish so.</summary>
    public void Forget(bool wordsToo)
    {
        By = null;
        if (wordsToo) Title = "Something that was taken back";
        Changed();
    }

    private void Close(ItemStatus status, string reason, DateTimeOffset now)
    {
        (Status, Reason, ClosedAt) = (status, reason, now);
        Changed();
    }
}

internal static class AgendaSets
{
    extension(CopBotDb db)
    {
        public DbSet<AgendaItem> AgendaItems => db.Set<AgendaItem>();
    }
}

internal sealed class AgendaTable : IEntityTypeConfiguration<AgendaItem>
{
    public void Configure(EntityTypeBuilder<AgendaItem> builder)
    {
        builder.ToTable("agenda_items").HasKey(i => i.Id);
        builder.Property(i => i.Version).IsConcurrencyToken();
        builder.HasIndex(i => new { i.Series, i.Status });
        builder.HasIndex(i => i.By);
        builder.HasIndex(i => i.Source);
    }
}
