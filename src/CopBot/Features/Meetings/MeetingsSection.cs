using CopBot.Chat;
using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Features.Home;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Features.Meetings;

/// <summary>The next meetings, at Home.</summary>
internal sealed class MeetingsSection(CopBotDb db, TimeProvider clock) : IHomeSection
{
    private const int Shown = 3;

    public int Order => 40;

    public async Task<IReadOnlyList<Block>> BlocksAsync(Caller caller, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        var next = await db.Meetings.AsNoTracking().Where(m => m.Community == caller.Community.Id && m.Status == MeetingStatus.Planned && m.AnnouncedAt != null && m.StartsAt > now).OrderBy(m => m.StartsAt).ThenBy(m => m.Id).Take(Shown).ToListAsync(stop);
        if (next.Count == 0) return [];

        var ids = next.ConvertAll(m => m.Series);
        var series = await db.Series.AsNoTracking().Where(s => ids.Contains(s.Id)).ToDictionaryAsync(s => s.Id, stop);
        return [new Heading("Meetings"), .. next.SelectMany(m => Render(m, series[m.Series], caller)), new Controls([new Button("All meetings", new ShowMeetings())])];
    }

    private static IEnumerable<Block> Render(Meeting meeting, Series series, Caller caller)
    {
        var mine = meeting.People.Find(p => p.Member == caller.Member.Id);
        var says = mine?.Answer switch { Attendance.Going => "you are going", Attendance.Maybe => "you may come", Attendance.Cant => "you can't come", _ => "you have not answered" };
        yield return new Paragraph($"{series.Title:b} · {meeting.StartsAt} · {says}{(meeting.Host == caller.Member.Id ? " · you host it" : "")}");
        yield return new Controls(
        [
            mine?.Answer is Attendance.Going ? null : new Button("Going", new AnswerMeeting(meeting.Id, Attendance.Going)),
            mine?.Answer is Attendance.Cant ? null : new Button("Can't", new AnswerMeeting(meeting.Id, Attendance.Cant)),
            mine?.RemindAt is null ? new Button("Remind me", new RemindMe(meeting.Id)) : null,
            new Button("More", new ShowMeetingChoices(meeting.Id)),
        ]);
    }
}
