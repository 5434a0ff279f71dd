using System.Globalization;
using CopBot.Chat;
using CopBot.Communities;

namespace CopBot.Features.Meetings;

/// <summary>An agenda, as its host drafts it and as everybody reads it.</summary>
internal static class AgendaCard
{
    public const int ShownInAReminder = 5;
    private const int Shown = 15;
    private const int ShownWhereEdited = 10;
    private const int NameShown = 40;
    private const int ChoiceShown = 34;

    /// <summary>All lines of an agenda together, so that what stands around them fits too.</summary>
    private const int MostWords = 1800;

    public static string Key(MeetingId meeting) => $"meeting/{meeting.Value:N}/agenda";

    public static string DraftKey(MeetingId meeting) => $"meeting/{meeting.Value:N}/agenda-draft";

    /// <summary>The items, one line each, with the time of each where all before it have one.</summary>
    public static IEnumerable<Block> Lines(IReadOnlyList<AgendaItem> items, IReadOnlyDictionary<MemberId, Person> names, DateTimeOffset? startsAt, int most = Shown)
    {
        var at = startsAt;
        var (number, words) = (0, 0);
        foreach (var item in items.Take(most))
        {
            Text when = at is { } begins && (item.Minutes is not null || begins != startsAt) ? (Text)$"{begins:time} " : $"";
            List<Text> more = [];
            if (item.Minutes is { } minutes) more.Add($"{MeetingWords.Length(minutes)}");
            if (item.By is { } by && names.TryGetValue(by, out var who)) more.Add($"{Shortening.OneLine(who.Name, NameShown)}");
            if (item.Because.Length > 0) more.Add($"{item.Because}");
            if (item.Carried > 0) more.Add(item.Carried == 1 ? (Text)$"carried over" : $"carried over {item.Carried} times");
            Text line = $"{number + 1}. {when}{item.Title:b}{(more.Count > 0 ? (Text)$" · {Text.Join(" · ", more)}" : $"")}";
            words += line.ToPlain().Length;
            if (words > MostWords) break;
            number++;
            yield return new Paragraph(line);
            at = item.Minutes is { } length ? at?.AddMinutes(length) : null;
        }

        if (items.Count > number) yield return new Footnote($"And {items.Count - number} more. What is done or taken off makes room for them here.");
    }

    /// <summary>For whoever hosts, three days before.</summary>
    public static Message Draft(Meeting meeting, Series series, IReadOnlyList<AgendaItem> items, IReadOnlyDictionary<MemberId, Person> names) => Message.Of(
    [
        new Heading($"Agenda: {series.Title}"),
        new Paragraph(items.Count == 0
            ? (Text)$"You host {meeting.StartsAt}. Nothing is open: no outcome due, no problem waiting, nothing carried over. Whoever has something adds it with “Add item” on the card."
            : $"You host {meeting.StartsAt}. This is what the community left open and what members want. Put it in order, give it minutes, take off what does not belong; everybody gets it a day before."),
        .. Lines(items, names, meeting.StartsAt),
        new Controls([items.Count > 0 ? new Button("Edit the agenda", new EditAgenda(series.Id)) { Look = ButtonLook.Primary } : null, new Button("Add item", new AddAgendaItem(meeting.Id)), new Button("More", new ShowMeetingChoices(meeting.Id))]),
    ]);

    /// <summary>For everybody, a day before.</summary>
    public static Message Published(Meeting meeting, Series series, IReadOnlyList<AgendaItem> items, IReadOnlyDictionary<MemberId, Person> names) => Message.Of(
    [
        new Heading($"Agenda: {series.Title}"),
        .. Lines(items, names, meeting.StartsAt),
        new Controls([new Button("Add item", new AddAgendaItem(meeting.Id))]),
    ]);

    /// <summary>For whoever wants to see it.</summary>
    public static Message Looked(Meeting? meeting, Series series, IReadOnlyList<AgendaItem> items, IReadOnlyDictionary<MemberId, Person> names, IReadOnlyDictionary<AgendaItemId, LinkButton> links, bool steers) => Message.Of(
    [
        new Heading($"Agenda: {series.Title}"),
        items.Count == 0 ? new Paragraph($"Nothing is on it yet. What you want to talk about: add it.") : null,
        .. Lines(items, names, meeting?.StartsAt, Shown),
        new Controls(
        [
            new Button("Add item", meeting is null ? new AddSeriesItem(series.Id) : new AddAgendaItem(meeting.Id)) { Look = ButtonLook.Primary },
            steers && items.Count > 0 ? new Button("Edit the agenda", new EditAgenda(series.Id)) : null,
            .. items.Where(i => links.ContainsKey(i.Id)).Take(3).Select(i => links[i.Id]),
        ]),
        new Footnote($"Whatever is not done stays for the next meeting."),
    ]);

    /// <summary>For whoever puts it in order.</summary>
    public static Message Edited(Series series, IReadOnlyList<AgendaItem> items, IReadOnlyDictionary<MemberId, Person> names, Text? said = null, Button? undo = null) => Message.Of(
    [
        new Heading($"Agenda: {series.Title}"),
        said is null ? null : new Paragraph(said),
        items.Count == 0 ? new Paragraph($"Nothing is on it.") : null,
        .. Lines(items, names, null, ShownWhereEdited),
        items.Count > 0 ? new Controls(
        [
            new Menu("Move up …", Choices(items, i => new MoveItemUp(i.Id))),
            new Menu("Minutes and words …", Choices(items, i => new EditItem(i.Id))),
            new Menu("It is done …", Choices(items, i => new ItemDone(i.Id))),
            new Menu("Take it off …", Choices(items, i => new DropItem(i.Id))),
        ]) : null,
        new Controls([new Button("Add item", new AddSeriesItem(series.Id)), undo]),
    ]);

    private static IReadOnlyList<MenuChoice> Choices(IReadOnlyList<AgendaItem> items, Func<AgendaItem, IAction> sends) =>
        [.. items.Take(ShownWhereEdited).Select((item, i) => new MenuChoice(Shortening.OneLine(string.Create(CultureInfo.InvariantCulture, $"{i + 1}. {item.Title}"), ChoiceShown), sends(item)))];
}
