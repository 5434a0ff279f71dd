using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using CopBot.Chat;
using CopBot.Communities;

namespace CopBot.Features.Meetings;

/// <summary>Times and lengths as people say them.</summary>
internal static class MeetingWords
{
    /// <summary>On the wall of a zone: "Tue 12 Jan, 16:00 in Berlin".</summary>
    public static string On(DateTimeOffset at, TimeZoneInfo zone) => string.Create(CultureInfo.InvariantCulture, $"{TimeZoneInfo.ConvertTime(at, zone):ddd d MMM, HH:mm} in {Zones.CityOf(zone)}");

    /// <summary>Day and date alone: "Tue 12 Jan".</summary>
    public static string Day(DateTimeOffset at, TimeZoneInfo zone) => TimeZoneInfo.ConvertTime(at, zone).ToString("ddd d MMM", CultureInfo.InvariantCulture);

    /// <summary>The time alone: "16:00 in Berlin".</summary>
    public static string Time(DateTimeOffset at, TimeZoneInfo zone) => string.Create(CultureInfo.InvariantCulture, $"{TimeZoneInfo.ConvertTime(at, zone):HH:mm} in {Zones.CityOf(zone)}");

    /// <summary>The times of day of a rhythm: "16:00 in Berlin", "16:00 and 07:30 in turn in Berlin".</summary>
    public static string Times(Rhythm rhythm) => $"{InTurn(rhythm.Times)}{(rhythm.TakesTurns ? " in turn" : "")} in {Zones.CityOf(rhythm.Clock)}";

    /// <summary>Times of day in a row: "16:00, 07:30 and 23:00".</summary>
    public static string InTurn(IReadOnlyList<TimeOnly> times)
    {
        var said = times.Select(t => t.ToString("HH:mm", CultureInfo.InvariantCulture)).ToList();
        return said.Count == 1 ? said[0] : $"{string.Join(", ", said.SkipLast(1))} and {said[^1]}";
    }

    /// <summary>A length: "1 hour", "90 minutes".</summary>
    public static string Length(int minutes) => minutes switch
    {
        60 => "1 hour",
        > 60 when minutes % 60 == 0 => string.Create(CultureInfo.InvariantCulture, $"{minutes / 60} hours"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{minutes} minutes"),
    };

    private const int NameShown = 40;

    /// <summary>Names in a row, without ringing anybody; the rest as a number.</summary>
    public static Text Names(IReadOnlyList<MemberId> who, IReadOnlyDictionary<MemberId, Person> people, int most = 12)
    {
        var names = Text.Join(", ", who.Take(most).Select(m => (Text)$"{Shortening.OneLine(people[m].Name, NameShown)}"));
        return who.Count > most ? $"{names} and {who.Count - most} more" : names;
    }

    /// <summary>A choice as its form shows it.</summary>
    public static string Of<T>(T choice) where T : struct, Enum => typeof(T).GetField(choice.ToString())!.GetCustomAttribute<DisplayAttribute>()!.Name!;

    /// <summary>A place: a link where it is one.</summary>
    public static Text Place(string place) =>
        Uri.TryCreate(place, UriKind.Absolute, out var link) && link.Scheme is "https" or "http" ? $"{new Link(Shortening.OneLine(place, 80), link!)}" : (Text)$"{place}";
}
