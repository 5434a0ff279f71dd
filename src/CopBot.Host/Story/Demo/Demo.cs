using CopBot.Chat;
using CopBot.Playground;
using CopBot.Sweeps;

namespace CopBot.Host;

/// <summary>
/// A community that anybody understands: people who run repair cafés in their neighbourhoods. What it has been through is
/// played before the reader comes, by the same gestures that members make, while the clock is moved.
/// </summary>
internal sealed partial class Demo(Room room, PlaygroundPeople people, FastForward forward, ILogger<Demo> log)
{
    private static readonly RoomPerson[] Cast =
    [
        new("anna", "Anna Kowalska") { Zone = "Europe/Warsaw", Locale = "en-GB", Part = "has a problem" },
        new("ben", "Ben Carvalho") { Zone = "Europe/Lisbon", Locale = "en-GB", Part = "has run cafés for years" },
        new("chidi", "Chidi Okafor") { Zone = "Africa/Lagos", Locale = "en-GB", Part = "mends electronics" },
        new("layla", "ليلى حداد") { Zone = "Asia/Amman", Locale = "en-GB", Part = "knows about tools and safety" },
        new("mei", "Mei Tanaka") { Zone = "Asia/Tokyo", Locale = "en-GB", Part = "far away, and usually asleep" },
        new("nadia", "Nadia Rahman") { Zone = "Europe/London", Locale = "en-GB", Part = "new here" },
        new("carla", "Carla Rossi") { Zone = "Europe/Rome", Locale = "en-GB", Part = "coordinator", RunsWorkspace = true },
    ];

    private static readonly RoomChannel[] Channels =
    [
        new("repair-cafes", "repair-cafés") { Purpose = "Home of the community: what we ask, try and learn" },
        new("lounge", "lounge") { Purpose = "Anything else" },
        new("organisers", "organisers") { Purpose = "Carla and Ben only", Private = true, Members = ["carla", "ben"] },
    ];

    /// <summary>Where the community's posts stand.</summary>
    public static Place Home { get; } = new(Room.Channel("repair-cafes"));

    /// <summary>Fills an empty room, and leaves the clock where it stood.</summary>
    public async Task PlayAsync(StoryClock clock, CancellationToken stop)
    {
        var today = clock.Time.GetUtcNow();
        clock.Set(today.AddDays(-DemoStory.Days));
        foreach (var person in Cast) room.Invite(person);
        foreach (var channel in Channels) room.Open(channel);
        try
        {
            await DemoStory.PlayAsync(new Scene(room, people, forward, clock, stop));
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            // The people are there and the rest works: half a past is better than a playground that does not open.
            CutShort(e);
        }

        await forward.MoveAsync(today, clock.Set, stop);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The demo's past could not be played to its end; this is a bug of CopBot")]
    private partial void CutShort(Exception e);
}
