using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Posts;
using CopBot.Sweeps;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Features.Directory;

/// <summary>Notes that people are to be asked. Who they are is looked for a minute later, so that an undo leaves no trace.</summary>
internal sealed class NoteRings(CopBotDb db, TimeProvider clock) : IReact<HelpersWanted>
{
    /// <summary>How long something can still be taken back before anybody is asked.</summary>
    public static readonly TimeSpan UndoFor = TimeSpan.FromMinutes(1);

    /// <summary>How many rounds there are for one thing at most, however often it is opened again.</summary>
    private const int MostRounds = 4;

    public async Task React(HelpersWanted happened, CancellationToken stop)
    {
        await db.Rings.Where(r => r.Thing == happened.Thing).LoadAsync(stop);
        var rounds = db.Seen<Ring>().Where(r => r.Thing == happened.Thing).ToList();
        if (rounds.Exists(r => r.DueAt is not null) || rounds.Count >= MostRounds) return;
        db.Add(Ring.For(happened, rounds.Count + 1, clock.GetUtcNow() + (rounds.Count == 0 ? UndoFor : TimeSpan.Zero)));
    }
}

/// <summary>No help is needed any more: what was asked and not answered is taken back, also where it stands already.</summary>
internal sealed class CallOffRings(CopBotDb db, Invitations invitations, TimeProvider clock) : IReact<HelpersNotWanted>
{
    public async Task React(HelpersNotWanted happened, CancellationToken stop)
    {
        await db.Rings.Where(r => r.Thing == happened.Thing).LoadAsync(stop);
        var rings = db.Seen<Ring>().Where(r => r.Thing == happened.Thing && db.Entry(r).State is not EntityState.Deleted).OrderBy(r => r.Round).ToList();
        if (rings.Count == 0) return;
        if (!happened.CanBeUndone)
        {
            foreach (var ring in rings.Where(r => r.DueAt is not null)) ring.Over(ring.Asked);
            await invitations.TakeBackAsync(happened.Thing, stop);
        }
        else if (rings.TrueForAll(r => r.DueAt is null) && await db.Invitations.AnyAsync(i => i.Thing == happened.Thing && i.State == InvitationState.Open, stop))
        {
            rings[^1].LookWhetherOver(clock.GetUtcNow() + NoteRings.UndoFor);
        }
    }
}

/// <summary>Whoever helps of their own accord is not asked whether they can.</summary>
internal sealed class TakeWhatCameByItself(CopBotDb db, IBoard board) : IReact<HelperCame>
{
    public async Task React(HelperCame happened, CancellationToken stop)
    {
        if (await db.Invitations.FirstOrDefaultAsync(i => i.Thing == happened.Thing && i.Helper == happened.Helper, stop) is not { State: InvitationState.Open } invitation) return;
        invitation.Become(InvitationState.Taken);
        board.Withdraw(InvitationCard.Key(invitation.Thing, invitation.Helper));
    }
}

/// <summary>Asks three to five members privately: those who fit, have room this week, and are there.</summary>
[Every("00:01:00")]
internal sealed class RingHelpers(CopBotDb db, IEnumerable<IAskedThings> things, Knowledge knowledge, StillThere still, Invitations invitations) : ISweep
{
    /// <summary>What the first ring has before the second one is asked: in each one's own zone, from when it arrived.</summary>
    public const int WorkingDaysForTheFirst = 2;

    private static readonly TimeSpan LookAgain = TimeSpan.FromHours(1);

    public async Task<IReadOnlyList<Guid>> DueAsync(DateTimeOffset now, CancellationToken stop) =>
        await db.Rings.Where(r => r.DueAt <= now).OrderBy(r => r.DueAt).Take(100).Select(r => r.Id).ToListAsync(stop);

    public IQueryable<DateTimeOffset?> DueTimes => db.Rings.Select(r => r.DueAt);

    public async Task SweepAsync(Guid thing, DateTimeOffset now, CancellationToken stop)
    {
        if (await db.Rings.FirstOrDefaultAsync(r => r.Id == thing, stop) is not { } ring || ring.DueAt > now) return;
        var asks = things.FirstOrDefault(t => t.Kind == ring.Kind);
        if (asks is null || await asks.FindAsync(ring.Thing, stop) is not { } asked || await db.Communities.FirstOrDefaultAsync(c => c.Id == ring.Community, stop) is not { } community)
        {
            ring.Over(ring.Asked);
            await invitations.TakeBackAsync(ring.Thing, stop);
            return;
        }

        if (ring.CallsOff || (ring.Round > 1 && asked.HasAnswers))
        {
            // The closing was undone; or the silence ended while the first ring had its time.
            ring.Over(ring.Asked);
            return;
        }

        var before = await db.Invitations.Where(i => i.Thing == ring.Thing).ToListAsync(stop);
        if (await TooEarlyAsync(before, community, now, stop) is { } until)
        {
            ring.WaitUntil(until);
            return;
        }

        var fitting = (await knowledge.OfAsync(community, asked.Title, asked.Body, asked.Topics, stop))
            .Where(k => knowledge.IsThere(k) && asked.Reaches(k.Member) && !asked.NotThese.Contains(k.Member.Id) && !before.Exists(i => i.Helper == k.Member.Id))
            .ToList();
        await invitations.LeaveOutThoseWithoutBudgetAsync(fitting, now, stop);
        var chosen = await ChooseAsync(fitting, community, now, stop);
        foreach (var knower in chosen) await invitations.InviteAsync(Invitation.To(knower.Member.Id, ring, Why(knower), now), asked, stop);
        ring.Over(chosen.Count);
        if (chosen.Count > 0 || before.Count == 0) await asks.WereAskedAsync(ring.Thing, before.Count + chosen.Count, stop);
    }

    /// <summary>Until when those who were asked before still have their time; null when they had it.</summary>
    private async Task<DateTimeOffset?> TooEarlyAsync(List<Invitation> before, Community community, DateTimeOffset now, CancellationToken stop)
    {
        DateTimeOffset? until = null;
        foreach (var open in before.Where(i => i.State is InvitationState.Open))
        {
            var key = InvitationCard.Key(open.Thing, open.Helper);
            var delivery = await db.Deliveries.AsNoTracking().Where(d => d.Key == key).OrderByDescending(d => d.DeliveredAt).FirstOrDefaultAsync(stop);
            // One that is given up or was dropped keeps nobody waiting.
            if (delivery is null || (delivery.DeliveredAt is null && delivery.State is not DeliveryState.Waiting)) continue;
            if (await db.Members.FirstOrDefaultAsync(m => m.Id == open.Helper, stop) is not { } helper) continue;
            var over = delivery.DeliveredAt is { } at
                ? helper.HoursIn(community).AddWorkingDays(at, WorkingDaysForTheFirst)
                : (delivery.DueAt > now ? delivery.DueAt.Value : now) + LookAgain;
            if (over > now && !(until > over)) until = over;
        }

        return until;
    }

    private async Task<IReadOnlyList<Knower>> ChooseAsync(List<Knower> fitting, Community community, DateTimeOffset now, CancellationToken stop)
    {
        var seen = new HashSet<MemberId>();
        while (true)
        {
            var chosen = WhoFits.Choose(fitting.Select(k => k.Fit), WhoFits.Most, now).Select(f => fitting.Find(k => k.Fit == f)!).ToList();
            var gone = new List<Knower>();
            foreach (var knower in chosen.Where(k => !seen.Contains(k.Member.Id)))
            {
                if (await still.AskAsync(knower.Member, community, stop)) seen.Add(knower.Member.Id);
                else gone.Add(knower);
            }

            if (gone.Count == 0) return chosen;
            fitting.RemoveAll(gone.Contains);
        }
    }

    private static string Why(Knower knower) => string.Join("; ", knower.WhyYou);
}

/// <summary>Writes invitations down and puts them up.</summary>
internal sealed class Invitations(CopBotDb db, IBoard board, PostLinks links, People people, MyDirectory directory, TimeProvider clock)
{
    private static readonly TimeSpan UselessAfter = TimeSpan.FromDays(7);

    /// <summary>Asks somebody. Whoever hides at this very moment is not asked: their profile counts it as a change, so one of the two looks again.</summary>
    public async Task InviteAsync(Invitation invitation, IAskedThings.Asked asked, CancellationToken stop)
    {
        (await directory.BeginAsync(invitation.Community, invitation.Helper, stop)).Touch();
        db.Add(invitation);
        var open = await links.ButtonForAsync("Open", asked.CardKey, invitation.Helper, stop);
        board.Publish(InvitationCard.Key(invitation.Thing, invitation.Helper), Audience.To(invitation.Helper), InvitationCard.Render(invitation.Thing, asked, await WhyAsync(invitation, stop), open), Terms(invitation, asked));
    }

    /// <summary>What nobody has answered is taken back, also where it stands already.</summary>
    public async Task TakeBackAsync(AskedId thing, CancellationToken stop)
    {
        foreach (var invitation in await db.Invitations.Where(i => i.Thing == thing && i.State == InvitationState.Open).ToListAsync(stop))
        {
            invitation.Become(InvitationState.Withdrawn);
            board.Withdraw(InvitationCard.Key(invitation.Thing, invitation.Helper));
        }
    }

    /// <summary>Those who got as many unasked messages as anybody gets are asked another time.</summary>
    public async Task LeaveOutThoseWithoutBudgetAsync(List<Knower> fitting, DateTimeOffset now, CancellationToken stop)
    {
        var ids = fitting.ConvertAll(k => (MemberId?)k.Member.Id);
        var week = now.AddDays(-7);
        var got = (await db.Deliveries.AsNoTracking()
            .Where(d => ids.Contains(d.Reader) && d.Class == PostClass.Unasked && d.State != DeliveryState.Merged && d.DeliveredAt > week)
            .Select(d => d.Reader!.Value)
            .ToListAsync(stop)).CountBy(m => m).ToDictionary();
        fitting.RemoveAll(k => got.GetValueOrDefault(k.Member.Id) >= Attention.AWeek);
    }

    /// <summary>An invitation was answered: where it stands it says so, and where it has not arrived yet it does not come any more.</summary>
    public async Task SettleAsync(Invitation invitation, IAskedThings.Asked asked, CancellationToken stop)
    {
        var key = InvitationCard.Key(invitation.Thing, invitation.Helper);
        if (!await db.Deliveries.AnyAsync(d => d.Key == key && d.DeliveredAt != null, stop))
        {
            board.Withdraw(key);
            return;
        }

        var open = await links.ButtonForAsync("Open", asked.CardKey, invitation.Helper, stop);
        board.Publish(key, Audience.To(invitation.Helper), InvitationCard.Answered(invitation.Thing, invitation.State, open), Terms(invitation, asked) with { Summary = "An invitation that you answered" });
    }

    private PostTerms Terms(Invitation invitation, IAskedThings.Asked asked)
    {
        var now = clock.GetUtcNow();
        var useless = asked.NeededBy is { } day && new DateTimeOffset(day.AddDays(1).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero) is var needed && needed < now + UselessAfter ? needed : now + UselessAfter;
        return PostTerms.Unasked(invitation.Community, "invitations to help", $"CopBot asks a few who may know, and nobody else. /cop me says how often it may ask you.", useless) with { Summary = $"Can you help? {asked.Title}" };
    }

    private async Task<Text> WhyAsync(Invitation invitation, CancellationToken stop) => invitation.SuggestedBy is { } by
        ? $"{(await people.NamedAsync([by], stop))[by]:name} thinks that you may know."
        : (Text)$"{invitation.Why}.";
}
