using System.ComponentModel.DataAnnotations;
using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Posts;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Features.Meetings;

/// <summary>A member takes their turn in hosting a series, or no longer.</summary>
[Action("series-host")]
public sealed record OfferToHost(SeriesId Series, bool Offers) : IAction;

/// <summary>A host cannot host a meeting: the next in turn does.</summary>
[Action("meeting-pass")]
public sealed record PassHosting(MeetingId Meeting) : IAction;

/// <summary>Somebody else is to host a meeting.</summary>
[Action("meeting-hand-over"), LooksOnly]
public sealed record HandOverMeeting(MeetingId Meeting) : IAction;

/// <summary>Somebody else is to keep a series going.</summary>
[Action("series-hand-over"), LooksOnly]
public sealed record HandOverSeries(SeriesId Series) : IAction;

/// <summary>Who hosts a meeting.</summary>
[Form("meeting-hand-over-is", "Hand it over", Submit = "Hand over")]
public sealed record HandOverMeetingForm : IForm
{
    /// <summary>Who.</summary>
    [Display(Name = "Who hosts this meeting?", Description = "They are told privately."), Required(ErrorMessage = "Please choose somebody.")]
    public UserRef? Who { get; set; }

    /// <summary>Which.</summary>
    public MeetingId Meeting { get; set; }
}

/// <summary>Who keeps a series going.</summary>
[Form("series-hand-over-is", "Hand over the series", Submit = "Hand over")]
public sealed record HandOverSeriesForm : IForm
{
    /// <summary>Who.</summary>
    [Display(Name = "Who keeps it going from now on?", Description = "They are told privately, and host what you would have."), Required(ErrorMessage = "Please choose somebody.")]
    public UserRef? Who { get; set; }

    /// <summary>Which.</summary>
    public SeriesId Series { get; set; }
}

internal sealed class HostingHandler(CopBotDb db, IBoard board, MeetingPosts posts, MeetingPlan plan, HostTurns turns, MeetPeople meet, People people, TimeProvider clock) :
    IHandle<OfferToHost>, IHandle<PassHosting>, IOpen<HandOverMeeting, HandOverMeetingForm>, IHandle<HandOverMeetingForm>, IOpen<HandOverSeries, HandOverSeriesForm>, IHandle<HandOverSeriesForm>
{
    public async Task<Answer> Handle(OfferToHost request, Caller caller, CancellationToken stop)
    {
        if (await db.Series.FirstOrDefaultAsync(s => s.Id == request.Series && s.Community == caller.Community.Id, stop) is not { } series) return MeetingRefusals.SeriesGone;
        if (series.Status is SeriesStatus.Ended) return MeetingRefusals.Ended;
        var changed = series.Host(caller.Member.Id, request.Offers, clock.GetUtcNow());
        if (!request.Offers) return Answer.Say(changed ? (Text)$"You take no more turns in hosting {series.Title:b}." : $"You took no turns in hosting {series.Title:b}.");
        return Answer.Say(series.HostsRotate
            ? (Text)$"Thank you. You take turns in hosting {series.Title:b}: whoever hosted least is next. When it is your turn you are told, and can pass it on."
            : $"Thank you. When the hosts of {series.Title:b} take turns, you are among them.");
    }

    public async Task<Answer> Handle(PassHosting request, Caller caller, CancellationToken stop)
    {
        if (await db.Meetings.FirstOrDefaultAsync(m => m.Id == request.Meeting && m.Community == caller.Community.Id, stop) is not { } meeting) return MeetingRefusals.Gone;
        if (meeting.Host != caller.Member.Id) return MeetingRefusals.NotHost;
        if (!meeting.IsAhead(clock.GetUtcNow())) return MeetingRefusals.Over;

        var series = await posts.SeriesAsync(meeting, stop);
        if (await turns.NextAsync(series, meeting.StartsAt, await plan.OfAsync(series, clock.GetUtcNow(), stop), stop, caller.Member.Id) is not { } next) return MeetingRefusals.NobodyElse;
        await HostAsync(meeting, series, next, caller.Member, stop);
        return Answer.ShowInstead(Message.Say($"Passed on. {(await people.NamedAsync([next], stop))[next]:name} hosts it and is told privately. It is your turn again another time."));
    }

    public async Task<Opening<HandOverMeetingForm>> Open(HandOverMeeting request, Caller caller, CancellationToken stop)
    {
        var (meeting, _, refusal) = await db.SteeredAsync(request.Meeting, caller, stop);
        return refusal is not null ? refusal : new HandOverMeetingForm { Meeting = meeting!.Id };
    }

    public async Task<Answer> Handle(HandOverMeetingForm request, Caller caller, CancellationToken stop)
    {
        var (meeting, series, refusal) = await db.SteeredAsync(request.Meeting, caller, stop);
        if (refusal is not null) return refusal;
        if (await meet.MemberAsync(request.Who!.Value, caller, stop) is not { } who) return new Answer.Invalid(nameof(request.Who), "CopBot does not find this person in the workspace, or it is an app.");
        if (!meeting!.IsAhead(clock.GetUtcNow())) return MeetingRefusals.Over;

        await HostAsync(meeting, series!, who.Id, caller.Member, stop);
        return Answer.ShowInstead(Message.Say($"{who.Person:name} hosts {series!.Title:b}, {meeting.StartsAt}, and is told privately."));
    }

    public async Task<Opening<HandOverSeriesForm>> Open(HandOverSeries request, Caller caller, CancellationToken stop)
    {
        var (series, refusal) = await db.SteeredAsync(request.Series, caller, stop);
        return refusal is not null ? refusal : new HandOverSeriesForm { Series = series!.Id };
    }

    public async Task<Answer> Handle(HandOverSeriesForm request, Caller caller, CancellationToken stop)
    {
        var (series, refusal) = await db.SteeredAsync(request.Series, caller, stop);
        if (refusal is not null) return refusal;
        if (await meet.MemberAsync(request.Who!.Value, caller, stop) is not { } who) return new Answer.Invalid(nameof(request.Who), "CopBot does not find this person in the workspace, or it is an app.");

        var (now, before) = (clock.GetUtcNow(), series!.Keeper);
        series.HandOver(who.Id);
        foreach (var meeting in (await plan.OfAsync(series, now, stop)).Where(m => m.IsAhead(now) && m.Host == before && before is not null))
        {
            meeting.HandOver(who.Id);
            await posts.PublishAsync(meeting, series, stop);
        }

        if (who.Id != caller.Member.Id)
        {
            board.Publish(
                $"series/{series.Id.Value:N}/keeper/{who.Id.Value:N}/{series.Version}",
                Audience.To(who.Id),
                [
                    new Paragraph($"{caller.Member.Person:name} handed {series.Title:b} over to you: {series.Rhythm.Repeats.InWords(series.Rhythm.Day)}. You keep it going: its agendas come to you first, and you can skip, move and change its meetings."),
                    new Controls([new Button("Look at it", new ShowSeries(series.Id))]),
                ],
                PostTerms.Unasked(series.Community, "news of your roles", $"{caller.Member.Person:name} handed something over to you.", now.AddDays(14)) with { Summary = $"You keep {series.Title} going" });
        }

        return Answer.ShowInstead(Message.Say($"Handed over. {who.Person:name} keeps {series.Title:b} going from now on, and is told privately."));
    }

    private async Task HostAsync(Meeting meeting, Series series, MemberId host, Member by, CancellationToken stop)
    {
        if (meeting.Host is { } before) board.Withdraw(HostKey(meeting, before));
        meeting.HandOver(host);
        if (host != by.Id)
        {
            board.Publish(
                HostKey(meeting, host),
                Audience.To(host),
                [
                    new Paragraph($"{by.Person:name} asks you to host {series.Title:b}, {meeting.StartsAt}. Three days before you get the agenda to look through; afterwards you are asked, once, what was decided."),
                    new Controls([new Button("Look at it", new ShowMeetingChoices(meeting.Id)), series.HostsRotate ? new Button("I can't host it", new PassHosting(meeting.Id)) : null]),
                ],
                PostTerms.Unasked(meeting.Community, "news of your roles", $"{by.Person:name} handed something over to you.", meeting.StartsAt) with { Summary = $"You host {series.Title}" });
        }

        await posts.PublishAsync(meeting, series, stop);
    }

    private static string HostKey(Meeting meeting, MemberId host) => $"meeting/{meeting.Id.Value:N}/host/{host.Value:N}";
}

/// <summary>Finds the member whom a form names: somebody of the workspace, who becomes a member thereby.</summary>
internal sealed class MeetPeople(CopBotDb db, Callers callers, IEnumerable<IChatPlatform> platforms, TimeProvider clock)
{
    public async Task<Member?> MemberAsync(UserRef user, Caller caller, CancellationToken stop)
    {
        UserProfile? profile;
        try
        {
            profile = platforms.FirstOrDefault(p => p.Platform == user.Workspace.Platform) is { } platform ? await platform.FindUserAsync(user, stop) : null;
        }
        catch (PlatformException)
        {
            profile = null;
        }

        if (profile is null or { IsBot: true } || await callers.MeetAsync(user, profile.Name, stop) is not { } member) return null;
        if (await db.Memberships.FindAsync([caller.Community.Id, member.Id], stop) is null) db.Add(new Membership(caller.Community.Id, member.Id, clock.GetUtcNow()));
        return member;
    }
}
