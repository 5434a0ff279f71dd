using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Posts;
using CopBot.Sweeps;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CopBot.Features.Meetings;

/// <summary>A meeting in a platform's own list of events, such as a Discord server's.</summary>
public sealed class PlatformEvent : IFallsDue
{
    /// <summary>Which.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>The meeting.</summary>
    public MeetingId Meeting { get; init; }

    /// <summary>Whose.</summary>
    public CommunityId Community { get; init; }

    /// <summary>In which workspace.</summary>
    public WorkspaceRef Workspace { get; init; }

    /// <summary>What it is known by there; null while it does not stand there.</summary>
    public string? KnownBy { get; set; }

    /// <summary>When it begins there, as we put it; so that a change made there by hand is noticed.</summary>
    public DateTimeOffset? PutAt { get; set; }

    /// <summary>Whether somebody changed it there by hand and the coordinator was told.</summary>
    public bool ChangedThere { get; set; }

    /// <summary>Why it does not stand there, in words.</summary>
    public string? Trouble { get; set; }

    /// <summary>Tries since the last success.</summary>
    public int Attempts { get; set; }

    /// <summary>When it is to be looked at next; null when all is as wanted.</summary>
    public DateTimeOffset? DueAt { get; set; }
}

internal static class PlatformEventSets
{
    extension(CopBotDb db)
    {
        public DbSet<PlatformEvent> PlatformEvents => db.Set<PlatformEvent>();
    }
}

internal sealed class PlatformEventTable : IEntityTypeConfiguration<PlatformEvent>
{
    public void Configure(EntityTypeBuilder<PlatformEvent> builder)
    {
        builder.ToTable("platform_events").HasKey(e => e.Id);
        builder.Property(e => e.Id).ValueGeneratedNever();
        builder.HasIndex(e => e.DueAt);
        builder.HasIndex(e => new { e.Meeting, e.Workspace }).IsUnique();
    }
}

/// <summary>Something of a meeting changed: where platforms list it, it is to be put right.</summary>
internal sealed class NotePlatformEvents(CopBotDb db, IEnumerable<IChatEvents> lists, TimeProvider clock) : IReact<MeetingChanged>
{
    public async Task React(MeetingChanged happened, CancellationToken stop)
    {
        var platforms = lists.Select(l => l.Platform).ToHashSet();
        if (platforms.Count == 0 || await db.Meetings.FindAsync([happened.Meeting], stop) is not { AnnouncedAt: not null } meeting) return;
        var community = await db.Communities.FirstAsync(c => c.Id == meeting.Community, stop);
        foreach (var workspace in community.Workspaces.Select(w => w.Workspace).Where(w => platforms.Contains(w.Platform)))
        {
            var row = db.Seen<PlatformEvent>().FirstOrDefault(e => e.Meeting == meeting.Id && e.Workspace == workspace)
                ?? await db.PlatformEvents.FirstOrDefaultAsync(e => e.Meeting == meeting.Id && e.Workspace == workspace, stop)
                ?? db.Add(new PlatformEvent { Meeting = meeting.Id, Community = meeting.Community, Workspace = workspace }).Entity;
            (row.DueAt, row.Attempts) = (clock.GetUtcNow(), 0);
        }
    }
}

/// <summary>
/// Keeps platforms' own lists of events in step: one event for each meeting, never a recurrence of theirs. A change made there
/// by hand is left, and told once to whoever keeps the series going.
/// </summary>
[Every("00:00:30")]
internal sealed class KeepPlatformEvents(CopBotDb db, IBoard board, MeetingPosts posts, PostLinks links, IEnumerable<IChatEvents> lists) : ISweep
{
    private static readonly TimeSpan LookedAtEvery = TimeSpan.FromHours(6);
    private static readonly TimeSpan[] Later = [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10), TimeSpan.FromHours(1), TimeSpan.FromHours(6)];

    public async Task<IReadOnlyList<Guid>> DueAsync(DateTimeOffset now, CancellationToken stop) =>
        await db.PlatformEvents.Where(e => e.DueAt <= now).OrderBy(e => e.DueAt).Take(100).Select(e => e.Id).ToListAsync(stop);

    public IQueryable<DateTimeOffset?> DueTimes => db.PlatformEvents.Select(e => e.DueAt);

    public async Task SweepAsync(Guid thing, DateTimeOffset now, CancellationToken stop)
    {
        if (await db.PlatformEvents.FirstOrDefaultAsync(e => e.Id == thing, stop) is not { } row || row.DueAt > now) return;
        var list = lists.FirstOrDefault(l => l.Platform == row.Workspace.Platform);
        var meeting = await db.Meetings.FirstOrDefaultAsync(m => m.Id == row.Meeting, stop);
        var community = await db.Communities.FirstOrDefaultAsync(c => c.Id == row.Community, stop);
        if (list is null || meeting is null || community?.Workspaces.Exists(w => w.Workspace == row.Workspace) is not true || meeting.EndsAt < now)
        {
            row.DueAt = null;
            return;
        }

        try
        {
            await PutRightAsync(row, list, meeting, await posts.SeriesAsync(meeting, stop), now, stop);
            (row.Trouble, row.Attempts) = (null, 0);
        }
        catch (PlatformException e)
        {
            row.Trouble = e.Message;
            // What is not allowed waits for the next change, or for a day: somebody has to allow it first.
            row.DueAt = e.Kind is FailureKind.Denied or FailureKind.Rejected or FailureKind.WorkspaceStopped ? now.AddDays(1) : now + (e.RetryAfter ?? Later[Math.Min(row.Attempts, Later.Length - 1)]);
            row.Attempts++;
        }
    }

    private async Task PutRightAsync(PlatformEvent row, IChatEvents list, Meeting meeting, Series series, DateTimeOffset now, CancellationToken stop)
    {
        if (meeting.Status is not MeetingStatus.Planned)
        {
            if (row.KnownBy is { } off && meeting.Status is MeetingStatus.Skipped) await list.CallOffEventAsync(row.Workspace, off, stop);
            if (meeting.Status is MeetingStatus.Skipped) (row.KnownBy, row.PutAt) = (null, null);
            row.DueAt = null;
            return;
        }

        if (meeting.StartsAt <= now || row.ChangedThere)
        {
            row.DueAt = null;
            return;
        }

        if (row.KnownBy is { } known)
        {
            var seen = await list.FindEventAsync(row.Workspace, known, stop);
            if (seen is null || seen.StartsAt != row.PutAt)
            {
                row.ChangedThere = true;
                row.DueAt = null;
                Tell(row, meeting, series, seen);
                return;
            }
        }

        var link = await links.ButtonAsync("Open", MeetingCard.Key(meeting.Id), row.Workspace, stop);
        var says = $"{MeetingWords.Of(series.Kind)}. {MeetingWords.On(meeting.StartsAt, series.Zone)}.{(link is null ? "" : $" Answer here: {link.To}")}";
        row.KnownBy = await list.PutEventAsync(row.Workspace, new ChatEvent($"copbot/meeting/{meeting.Id.Value:N}", series.Title, says, meeting.Place ?? series.Place, meeting.StartsAt, meeting.EndsAt), row.KnownBy, stop);
        row.PutAt = meeting.StartsAt;
        // Looked at now and then, so that what somebody changes there by hand is noticed before it is too late.
        row.DueAt = now + LookedAtEvery < meeting.StartsAt ? now + LookedAtEvery : null;
    }

    private void Tell(PlatformEvent row, Meeting meeting, Series series, ChatEventSeen? seen)
    {
        if ((series.Keeper ?? meeting.Host) is not { } keeper) return;
        board.Publish(
            $"meeting/{meeting.Id.Value:N}/changed-there/{keeper.Value:N}",
            Audience.To(keeper),
            [
                new Paragraph(seen is null
                    ? (Text)$"Somebody took {series.Title:b}, {meeting.StartsAt}, out of the event list on {row.Workspace.Platform.Title}. CopBot still holds it, and leaves the list as it is. Shall it be skipped here too?"
                    : $"Somebody moved {series.Title:b} in the event list on {row.Workspace.Platform.Title} to {seen.StartsAt}. CopBot still has {meeting.StartsAt}, and leaves the list as it is. Shall it be moved here too?"),
                new Controls([seen is null ? new Button("Skip it", new SkipMeeting(meeting.Id)) : new Button("Move it", new MoveMeeting(meeting.Id)), new Button("Leave it", new ShowMeetingChoices(meeting.Id))]),
            ],
            PostTerms.Unasked(meeting.Community, "changed events", $"you keep this series going.", meeting.StartsAt));
    }
}
