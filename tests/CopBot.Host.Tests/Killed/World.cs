using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;

namespace CopBot.Host.Tests.Killed;

/// <summary>The people, the channels and the calendar of the month, and what the scripted people know of what they did.</summary>
internal sealed class World
{
    public const string Home = "playground/room/practice";
    public const string Lounge = "playground/room/lounge";

    /// <summary>A Tuesday; both clock changes of a spring, American and European, fall into the month after it.</summary>
    public static readonly DateOnly FirstDay = new(2027, 3, 2);

    public static readonly TimeZoneInfo London = TimeZoneInfo.FindSystemTimeZoneById("Europe/London");

    /// <summary>Everybody, and where they are; nobody works outside Monday to Friday, nine to six, there.</summary>
    public static readonly IReadOnlyDictionary<string, TimeZoneInfo> Zones = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["anna"] = "Europe/Warsaw",
        ["ben"] = "Europe/Lisbon",
        ["carla"] = "Europe/Rome",
        ["chidi"] = "Africa/Lagos",
        ["dana"] = "America/Los_Angeles",
        ["eli"] = "Asia/Kolkata",
        ["mei"] = "Asia/Tokyo",
        ["nadia"] = "Europe/London",
    }.ToDictionary(z => z.Key, z => TimeZoneInfo.FindSystemTimeZoneById(z.Value), StringComparer.Ordinal);

    /// <summary>What was sent in a form and acknowledged, and until when it must be found.</summary>
    public ConcurrentDictionary<string, Typed> Typed { get; } = new(StringComparer.Ordinal);

    /// <summary>Titles of problems that were acknowledged as posted and not taken back.</summary>
    public ConcurrentDictionary<string, byte> Posted { get; } = new(StringComparer.Ordinal);

    /// <summary>Titles of problems that were taken back or deleted.</summary>
    public ConcurrentDictionary<string, byte> TakenBack { get; } = new(StringComparer.Ordinal);

    /// <summary>Who said Stop, and when that was acknowledged.</summary>
    public ConcurrentDictionary<string, DateTimeOffset> Stopped { get; } = new(StringComparer.Ordinal);

    /// <summary>Prepares a data folder: the people and channels, and a clock that stands at the first day, ten in London.</summary>
    public static void Furnish(string dataFolder)
    {
        Directory.CreateDirectory(dataFolder);
        var lines = new List<object> { new { @is = "begun" } };
        foreach (var (id, zone) in Zones) lines.Add(new { @is = "person", person = new { id, name = char.ToUpperInvariant(id[0]) + id[1..] + " Example", zone = zone.Id, runsWorkspace = id == "carla" } });
        foreach (var id in (string[])["practice", "lounge"]) lines.Add(new { @is = "channel", channel = new { id, name = id, members = Array.Empty<string>() } });
        File.WriteAllLines(Path.Combine(dataFolder, "playground.jsonl"), lines.Select(l => JsonSerializer.Serialize(l)));

        var begins = FirstDay.ToDateTime(new TimeOnly(10, 0));
        SetClock(dataFolder, new DateTimeOffset(begins, London.GetUtcOffset(begins)));
    }

    /// <summary>Sets the clock of a host that is off: to its next life this is time that passed.</summary>
    public static void SetClock(string dataFolder, DateTimeOffset to)
    {
        var shift = to - TimeProvider.System.GetUtcNow();
        File.WriteAllText(Path.Combine(dataFolder, "playground-clock.json"), JsonSerializer.Serialize(new { shift, demo = "settled" }));
    }

    /// <summary>What the clock of a data folder shows now.</summary>
    public static DateTimeOffset ClockOf(string dataFolder)
    {
        using var clock = JsonDocument.Parse(File.ReadAllText(Path.Combine(dataFolder, "playground-clock.json")));
        return TimeProvider.System.GetUtcNow() + TimeSpan.Parse(clock.RootElement.GetProperty("shift").GetString()!, CultureInfo.InvariantCulture);
    }

    public static string Day(int day) => FirstDay.AddDays(day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>What somebody typed.</summary>
internal sealed record Typed(string By, DateTimeOffset At);
