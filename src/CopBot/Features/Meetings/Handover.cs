using System.ComponentModel.DataAnnotations;
using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Posts;
using CopBot.Sweeps;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CopBot.Features.Meetings;

/// <summary>Which time away.</summary>
public readonly record struct HandoverId(Guid Value) : IId<HandoverId>
{
    /// <inheritdoc/>
    public static HandoverId From(Guid value) => new(value);
}

/// <summary>Somebody is away for a while, and somebody stands in for them in everything.</summary>
[Shared]
public sealed class Handover : Aggregate, IFallsDue
{
    private Handover()
    {
    }

    /// <summary>Which.</summary>
    public HandoverId Id { get; private set; }

    /// <summary>In which community.</summary>
    public CommunityId Community { get; private set; }

    /// <summary>Who is away.</summary>
    public MemberId Away { get; private set; }

    /// <summary>Who stands in.</summary>
    public MemberId StandsIn { get; private set; }

    /// <summary>From when on.</summary>
    public DateTimeOffset From { get; private set; }

    /// <summary>Until when.</summary>
    public DateTimeOffset Until { get; private set; }

    /// <summary>Whether it has begun.</summary>
    public bool Begun { get; private set; }

    /// <summary>Whether whoever stands in became a coordinator by it, and is none afterwards.</summary>
    public bool GaveRole { get; private set; }

    /// <summary>When it begins or ends; null once it is over.</summary>
    public DateTimeOffset? DueAt { get; private set; }

    /// <summary>A time away.</summary>
    public static Handover Plan(CommunityId community, MemberId away, MemberId standsIn, DateTimeOffset from, DateTimeOffset until) =>
        new() { Id = new HandoverId(Guid.CreateVersion7()), Community = community, Away = away, StandsIn = standsIn, From = from, Until = until, DueAt = from };

    /// <summary>It begins.</summary>
    public void Begin(bool gaveRole)
    {
        (Begun, GaveRole, DueAt) = (true, gaveRole, Until);
        Changed();
    }

    /// <summary>It is over.</summary>
    public void End()
    {
        DueAt = null;
        Changed();
    }
}

internal static class HandoverSets
{
    extension(CopBotDb db)
    {
        public DbSet<Handover> Handovers => db.Set<Handover>();
    }
}

internal sealed class HandoverTable : IEntityTypeConfiguration<Handover>
{
    public void Configure(EntityTypeBuilder<Handover> builder)
    {
        builder.ToTable("handovers").HasKey(h => h.Id);
        builder.Property(h => h.Version).IsConcurrencyToken();
        builder.HasIndex(h => h.DueAt);
        builder.HasIndex(h => new { h.Community, h.Until });
    }
}

/// <summary>A member hands every duty over while they are away.</summary>
[Command("handover", "Hand your duties to somebody while you are away")]
public sealed record HandOver : ICommand;

/// <summary>To whom, and how long.</summary>
[Form("handover-is", "While you are away", Submit = "Hand over")]
public sealed record HandoverForm : IForm
{
    /// <summary>Who.</summary>
    [Display(Name = "Who stands in for you?", Description = "They are told privately: the meetings you host, the series you keep, coordinating."), Required(ErrorMessage = "Please choose somebody.")]
    public UserRef? Who { get; set; }

    /// <summary>The first day away.</summary>
    [Display(Name = "From", Description = "The first day that you are away."), Required]
    public DateOnly? From { get; set; }

    /// <summary>The last day away.</summary>
    [Display(Name = "Until", Description = "The last day that you are away."), Required]
    public DateOnly? Until { get; set; }
}

/// <summary>They are back earlier.</summary>
[Action("handover-end")]
public sealed record EndHandover(HandoverId Handover) : IAction;

internal sealed class HandoverHandler(CopBotDb db, IBoard board, StandIns standIns, MeetPeople meet, TimeProvider clock) : IOpen<HandOver, HandoverForm>, IHandle<HandoverForm>, IHandle<EndHandover>
{
    private const int LongestDays = 366;

    public Task<Opening<HandoverForm>> Open(HandOver request, Caller caller, CancellationToken stop)
    {
        var today = caller.Hours.DayOf(clock.GetUtcNow());
        return Task.FromResult<Opening<HandoverForm>>(new HandoverForm { From = today, Until = today.AddDays(14) });
    }

    public async Task<Answer> Handle(HandoverForm request, Caller caller, CancellationToken stop)
    {
        var (from, until) = (request.From!.Value, request.Until!.Value);
        var today = caller.Hours.DayOf(clock.GetUtcNow());
        if (from < today) return new Answer.Invalid(nameof(request.From), "Please choose today or a later day.");
        if (until < from || until > from.AddDays(LongestDays)) return new Answer.Invalid(nameof(request.Until), "Please choose a last day from the first on, within a year.");
        if (await meet.MemberAsync(request.Who!.Value, caller, stop) is not { } who) return new Answer.Invalid(nameof(request.Who), "CopBot does not find this person in the workspace, or it is an app.");
        if (who.Id == caller.Member.Id) return new Answer.Invalid(nameof(request.Who), "Please choose somebody else: this is you.");

        var now = clock.GetUtcNow();
        var handover = db.Add(Handover.Plan(caller.Community.Id, caller.Member.Id, who.Id, Later(caller.Hours.StartOf(from), now), caller.Hours.StartOf(until.AddDays(1)))).Entity;
        if (handover.From <= now) await standIns.BeginAsync(handover, stop);
        board.Publish(
            $"handover/{handover.Id.Value:N}/{who.Id.Value:N}",
            Audience.To(who.Id),
            [
                new Paragraph($"{caller.Member.Person:name} is away from {from} until {until} and asks you to stand in: you host their meetings and get what comes to them as whoever keeps a series going{(caller.Is(Role.Coordinator) ? ", and coordinate in their place" : "")}. It ends by itself."),
                new Controls([new Button("The meetings", new ShowMeetings())]),
            ],
            PostTerms.Unasked(caller.Community.Id, "news of your roles", $"{caller.Member.Person:name} handed something over to you.", handover.Until) with { Summary = $"You stand in for {caller.Member.Name}" });
        return Answer.ShowInstead(
        [
            new Paragraph($"{who.Person:name} stands in for you from {from} until {until}, and is told privately. Then everything is yours again by itself."),
            new Controls([new Button("I am back", new EndHandover(handover.Id))]),
        ]);
    }

    public async Task<Answer> Handle(EndHandover request, Caller caller, CancellationToken stop)
    {
        if (await db.Handovers.FirstOrDefaultAsync(h => h.Id == request.Handover, stop) is not { } handover || handover.Away != caller.Member.Id || handover.DueAt is null) return new Refusal("handover-over", $"This time away is over already, or not yours.");
        await standIns.EndAsync(handover, stop);
        board.Withdraw($"handover/{handover.Id.Value:N}/{handover.StandsIn.Value:N}");
        return Answer.ShowInstead(Message.Say($"Welcome back. What comes from now on is yours again; meetings that were handed over keep the host they have, and “Hand this one over” changes it."));
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}

/// <summary>Begins and ends times away when their day has come.</summary>
[Every("00:01:00")]
internal sealed class KeepHandovers(CopBotDb db, StandIns standIns) : ISweep
{
    public async Task<IReadOnlyList<Guid>> DueAsync(DateTimeOffset now, CancellationToken stop) =>
        [.. (await db.Handovers.Where(h => h.DueAt <= now).OrderBy(h => h.DueAt).Take(100).Select(h => h.Id).ToListAsync(stop)).Select(id => id.Value)];

    public IQueryable<DateTimeOffset?> DueTimes => db.Handovers.Select(h => h.DueAt);

    public async Task SweepAsync(Guid thing, DateTimeOffset now, CancellationToken stop)
    {
        var id = new HandoverId(thing);
        if (await db.Handovers.FirstOrDefaultAsync(h => h.Id == id, stop) is not { } handover || handover.DueAt > now) return;
        if (handover.Until <= now) await standIns.EndAsync(handover, stop);
        else await standIns.BeginAsync(handover, stop);
    }
}

/// <summary>Moves the duties of somebody who is away, and the role back afterwards.</summary>
internal sealed class StandIns(CopBotDb db, MeetingPosts posts)
{
    public async Task BeginAsync(Handover handover, CancellationToken stop)
    {
        foreach (var meeting in await db.Meetings.Where(m => m.Community == handover.Community && m.Host == handover.Away && m.Status == MeetingStatus.Planned && m.StartsAt >= handover.From && m.StartsAt < handover.Until).ToListAsync(stop))
        {
            meeting.HandOver(handover.StandsIn);
            await posts.PublishAsync(meeting, await posts.SeriesAsync(meeting, stop), stop);
        }

        var gives = false;
        var community = await db.Communities.FirstAsync(c => c.Id == handover.Community, stop);
        if (await db.Memberships.FindAsync([handover.Community, handover.Away], stop) is { } away && away.Roles.HasFlag(Role.Coordinator)
            && await db.Memberships.FindAsync([handover.Community, handover.StandsIn], stop) is { } standsIn && !standsIn.Roles.HasFlag(Role.Coordinator))
        {
            community.Appoint(standsIn, Role.Coordinator);
            gives = true;
        }

        handover.Begin(gives);
    }

    public async Task EndAsync(Handover handover, CancellationToken stop)
    {
        handover.End();
        if (!handover.GaveRole || await db.Memberships.FindAsync([handover.Community, handover.StandsIn], stop) is not { } standsIn) return;
        // A community is never left without a coordinator.
        var others = (await db.Memberships.Where(m => m.Community == handover.Community && m.Member != handover.StandsIn && m.Roles != Role.Member).ToListAsync(stop)).Exists(m => m.Roles.HasFlag(Role.Coordinator));
        if (others) (await db.Communities.FirstAsync(c => c.Id == handover.Community, stop)).Relieve(standsIn, Role.Coordinator);
    }
}
