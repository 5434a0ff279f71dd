using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Keeping;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CopBot.Features.Meetings;

/// <summary>Which feed.</summary>
public readonly record struct FeedId(Guid Value) : IId<FeedId>
{
    /// <inheritdoc/>
    public static FeedId From(Guid value) => new(value);
}

/// <summary>An address at which a member's calendar reads the meetings. Whoever has the address can read them, so it is kept as a hash alone.</summary>
public sealed class CalendarFeed
{
    /// <summary>Which.</summary>
    public FeedId Id { get; init; }

    /// <summary>Whose community.</summary>
    public CommunityId Community { get; init; }

    /// <summary>Whose calendar.</summary>
    public MemberId Member { get; init; }

    /// <summary>Of which series; null for all.</summary>
    public SeriesId? Series { get; init; }

    /// <summary>The hash of the address' secret.</summary>
    [NotExported("Addresses could be tried against it.")]
    public required string Hash { get; set; }

    /// <summary>Since when.</summary>
    public DateTimeOffset Since { get; set; }
}

internal static class FeedSets
{
    extension(CopBotDb db)
    {
        public DbSet<CalendarFeed> CalendarFeeds => db.Set<CalendarFeed>();
    }
}

internal sealed class FeedTable : IEntityTypeConfiguration<CalendarFeed>
{
    public void Configure(EntityTypeBuilder<CalendarFeed> builder)
    {
        builder.ToTable("calendar_feeds").HasKey(f => f.Id);
        builder.HasIndex(f => f.Hash).IsUnique();
        builder.HasIndex(f => f.Member);
    }
}

/// <summary>Where calendars can read feeds, as the host says; null where nobody could reach it.</summary>
public sealed class CalendarAddress
{
    /// <summary>Below which path feeds stand.</summary>
    public const string Path = "/calendar/";

    /// <summary>The address of the host.</summary>
    public Uri? Host { get; set; }
}

/// <summary>Feeds and their addresses.</summary>
public sealed class CalendarFeeds(CopBotDb db, TimeProvider clock)
{
    private const int SecretBytes = 32;

    /// <summary>A new secret for a feed; one that it had reads nothing any more.</summary>
    public async Task<string> RenewAsync(CommunityId community, MemberId member, SeriesId? series, CancellationToken stop)
    {
        var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
        var feed = await FindAsync(community, member, series, stop) ?? db.Add(new CalendarFeed { Id = new FeedId(Guid.NewGuid()), Community = community, Member = member, Series = series, Hash = "" }).Entity;
        (feed.Hash, feed.Since) = (HashOf(secret), clock.GetUtcNow());
        return secret;
    }

    /// <summary>A member's feed; null where they have none.</summary>
    public Task<CalendarFeed?> FindAsync(CommunityId community, MemberId member, SeriesId? series, CancellationToken stop) =>
        db.CalendarFeeds.FirstOrDefaultAsync(f => f.Community == community && f.Member == member && f.Series == series, stop);

    /// <summary>What stands at an address; null where nothing does. It is looked up by its hash, so that how long that takes tells nothing of any secret.</summary>
    public async Task<string?> ReadAsync(string secret, CancellationToken stop)
    {
        if (secret.Length is 0 or > 100) return null;
        var hash = HashOf(secret);
        if (await db.CalendarFeeds.AsNoTracking().FirstOrDefaultAsync(f => f.Hash == hash, stop) is not { } feed) return null;
        if (!CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(feed.Hash), Encoding.ASCII.GetBytes(hash))) return null;

        var community = await db.Communities.AsNoTracking().FirstOrDefaultAsync(c => c.Id == feed.Community, stop);
        if (community is null || await db.Memberships.FindAsync([feed.Community, feed.Member], stop) is null) return null;
        var all = await db.Series.AsNoTracking().Where(s => s.Community == feed.Community && s.Status != SeriesStatus.Preview && (feed.Series == null || s.Id == feed.Series)).OrderBy(s => s.CreatedAt).ToListAsync(stop);
        var ids = all.ConvertAll(s => s.Id);
        var meetings = (await db.Meetings.AsNoTracking().Where(m => ids.Contains(m.Series)).ToListAsync(stop)).ToLookup(m => m.Series);
        return MeetingCalendar.Feed(feed.Series is null || all.Count != 1 ? community.Name : all[0].Title, all.Select(s => (s, (IReadOnlyList<Meeting>)[.. meetings[s.Id]])), clock.GetUtcNow());
    }

    private static string HashOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}

/// <summary>A member wants the meetings in their calendar: those of a series, or all.</summary>
[Action("calendar")]
public sealed record ShowCalendar(SeriesId? Series = null) : IAction;

/// <summary>A member wants the meetings in their calendar.</summary>
[Command("meet calendar", "The meetings in your own calendar")]
public sealed record GetCalendar : ICommand;

/// <summary>A member wants another address; the one before reads nothing any more.</summary>
[Action("calendar-renew")]
public sealed record RenewCalendar(SeriesId? Series = null) : IAction;

/// <summary>A member takes their address away.</summary>
[Action("calendar-revoke")]
public sealed record RevokeCalendar(SeriesId? Series = null) : IAction;

/// <summary>A member wants one meeting as a file.</summary>
[Action("meeting-file"), LooksOnly]
public sealed record SendCalendarFile(MeetingId Meeting) : IAction;

internal sealed class CalendarHandler(CopBotDb db, CalendarFeeds feeds, CalendarAddress address, FilesForOne files, TimeProvider clock) :
    IHandle<GetCalendar>, IHandle<ShowCalendar>, IHandle<RenewCalendar>, IHandle<RevokeCalendar>, IHandle<SendCalendarFile>
{
    public Task<Answer> Handle(GetCalendar request, Caller caller, CancellationToken stop) => Handle(new ShowCalendar(), caller, stop);

    public async Task<Answer> Handle(ShowCalendar request, Caller caller, CancellationToken stop)
    {
        if (await NameAsync(request.Series, caller, stop) is not { } name) return MeetingRefusals.SeriesGone;
        if (address.Host is null) return new Refusal("calendar-no-address", $"Calendars cannot read CopBot's feeds here yet: whoever runs it must say at which address it is reached (CopBot:PublicUrl). “Calendar file” on a meeting's card works all the same.");
        if (await feeds.FindAsync(caller.Community.Id, caller.Member.Id, request.Series, stop) is not { } feed) return await NewAsync(request.Series, name, caller, stop);
        return Answer.Show(
        [
            new Paragraph($"You have had an address for {name:b} since {feed.Since:day}. It was shown once, since whoever has it can read along; CopBot does not know it any more. If you lost it, take another: the old one then stops."),
            new Controls([new Button("Another address", new RenewCalendar(request.Series)), new Button("Take it away", new RevokeCalendar(request.Series)) { Look = ButtonLook.Danger }]),
        ]);
    }

    public async Task<Answer> Handle(RenewCalendar request, Caller caller, CancellationToken stop) =>
        await NameAsync(request.Series, caller, stop) is { } name && address.Host is not null ? await NewAsync(request.Series, name, caller, stop) : MeetingRefusals.SeriesGone;

    public async Task<Answer> Handle(RevokeCalendar request, Caller caller, CancellationToken stop)
    {
        if (await feeds.FindAsync(caller.Community.Id, caller.Member.Id, request.Series, stop) is { } feed) db.Remove(feed);
        return Answer.ShowInstead(Message.Say($"Taken away: whoever has the address reads nothing there any more."));
    }

    public async Task<Answer> Handle(SendCalendarFile request, Caller caller, CancellationToken stop)
    {
        if (await db.Meetings.AsNoTracking().FirstOrDefaultAsync(m => m.Id == request.Meeting && m.Community == caller.Community.Id, stop) is not { } meeting) return MeetingRefusals.Gone;
        var series = await db.Series.AsNoTracking().FirstAsync(s => s.Id == meeting.Series, stop);
        var file = new ChatFile($"{FileName(series.Title)}-{TimeZoneInfo.ConvertTime(meeting.StartsAt, series.Zone):yyyy-MM-dd}.ics", "text/calendar", Encoding.UTF8.GetBytes(MeetingCalendar.File(series, meeting, clock.GetUtcNow())), $"{series.Title}, {meeting.StartsAt}");
        return await files.SendAsync(caller.Account, [file], $"The file is in your direct conversation with CopBot. If the meeting is moved, ask again: your calendar then replaces it.", stop);
    }

    private async Task<Answer> NewAsync(SeriesId? series, string name, Caller caller, CancellationToken stop)
    {
        var secret = await feeds.RenewAsync(caller.Community.Id, caller.Member.Id, series, stop);
        var link = new Uri(address.Host!, $"{CalendarAddress.Path[1..]}{secret}.ics");
        return Answer.ShowInstead(
        [
            new Heading("In your calendar"),
            new Paragraph($"Subscribe to this address in your calendar (“from URL”, “by address”), and {name:b} stands there, moved and skipped meetings included:"),
            new Paragraph($"{link.ToString():code}"),
            new Footnote($"It is shown this once and is yours: whoever has it can read along. You can take it away at any time."),
            new Controls([new Button("Take it away", new RevokeCalendar(series)) { Look = ButtonLook.Danger }]),
        ]);
    }

    private async Task<string?> NameAsync(SeriesId? series, Caller caller, CancellationToken stop) => series is null
        ? $"All meetings of {caller.Community.Name}"
        : await db.Series.Where(s => s.Id == series && s.Community == caller.Community.Id && s.Status != SeriesStatus.Preview).Select(s => s.Title).FirstOrDefaultAsync(stop);

    private static string FileName(string title)
    {
        var name = string.Concat(title.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')).Trim('-');
        return name.Length == 0 ? "meeting" : name[..Math.Min(40, name.Length)];
    }
}
