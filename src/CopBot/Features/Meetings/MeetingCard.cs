using System.Globalization;
using CopBot.Chat;
using CopBot.Communities;

namespace CopBot.Features.Meetings;

/// <summary>A meeting as everybody sees it.</summary>
internal static class MeetingCard
{
    public static string Key(MeetingId meeting) => $"meeting/{meeting.Value:N}/card";

    /// <summary>The meeting of a card's key; null for another key.</summary>
    public static MeetingId? Read(string key) => key.Split('/') is ["meeting", var id, "card"] && Guid.TryParseExact(id, "N", out var value) ? new MeetingId(value) : null;

    public static Message Render(Meeting meeting, Series series, IReadOnlyDictionary<MemberId, Person> people, DateTimeOffset now)
    {
        var title = new Heading(series.Title);
        return meeting.Status switch
        {
            MeetingStatus.Skipped =>
            [
                title,
                new Paragraph($"{"This one is skipped:":b} {meeting.StartsAt}.{(meeting.Reason.Length > 0 ? $" {meeting.Reason}" : "")}"),
                new Controls([new Button("When is the next?", new ShowMeetings())]),
            ],
            MeetingStatus.Over =>
            [
                title,
                new Paragraph($"This meeting was {meeting.StartsAt:day}.{(meeting.WrappedAt is null ? "" : " What came of it stands in the thread.")}"),
                new Controls([new Button("Show agenda", new ShowAgenda(meeting.Id)), new Button("More", new ShowMeetingChoices(meeting.Id))]),
            ],
            _ =>
            [
                title,
                new Paragraph($"{meeting.StartsAt} · {MeetingWords.Time(meeting.StartsAt, series.Zone)} · {MeetingWords.Length(meeting.Minutes)}{(meeting.BeganAt is not null && meeting.StartsAt <= now ? " · it is on now" : "")}"),
                meeting.Moved ? new Paragraph($"{"Moved":b} from {series.Rhythms.Find(r => r.Number == meeting.Rhythm)?.At(meeting.Day) ?? meeting.StartsAt}.{(meeting.Reason.Length > 0 ? $" {meeting.Reason}" : "")}") : null,
                Facts(meeting, series, people),
                new Controls(
                [
                    new Button("Going", new AnswerMeeting(meeting.Id, Attendance.Going)) { Look = ButtonLook.Primary },
                    new Button("Maybe", new AnswerMeeting(meeting.Id, Attendance.Maybe)),
                    new Button("Can't", new AnswerMeeting(meeting.Id, Attendance.Cant)),
                    new Button("Remind me", new RemindMe(meeting.Id)),
                    new Button("More", new ShowMeetingChoices(meeting.Id)),
                ]),
                new Controls([new Button("Show agenda", new ShowAgenda(meeting.Id)), new Button("Add item", new AddAgendaItem(meeting.Id))]),
            ],
        };
    }

    private static Facts Facts(Meeting meeting, Series series, IReadOnlyDictionary<MemberId, Person> people)
    {
        var going = meeting.GoingOf(series.Capacity);
        List<Fact> facts = [new Fact("What", $"{MeetingWords.Of(series.Kind)}, {series.Rhythm.Repeats.InWords(series.Rhythm.Day)}")];
        if ((meeting.Place ?? series.Place) is { Length: > 0 } place) facts.Add(new Fact("Where", MeetingWords.Place(place)));
        if (meeting.Host is { } host) facts.Add(new Fact("Host", $"{people[host]:name}"));
        facts.Add(new Fact(Label("Going", going.Count, series.Capacity), going.Count > 0 ? MeetingWords.Names(going, people) : $"nobody yet"));
        Add("Waiting for a place", meeting.WaitingOf(series.Capacity));
        Add("Maybe", meeting.Who(Attendance.Maybe));
        Add("Can't", meeting.Who(Attendance.Cant));
        return new Facts(facts);

        void Add(string label, IReadOnlyList<MemberId> who)
        {
            if (who.Count > 0) facts.Add(new Fact(Label(label, who.Count, null), MeetingWords.Names(who, people)));
        }
    }

    private static string Label(string label, int count, int? of) =>
        of is null ? string.Create(CultureInfo.InvariantCulture, $"{label} ({count})") : string.Create(CultureInfo.InvariantCulture, $"{label} ({count} of {of})");
}
