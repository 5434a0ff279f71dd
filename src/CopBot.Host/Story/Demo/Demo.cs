using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Playground;
using CopBot.Sweeps;

namespace CopBot.Host;

/// <summary>
/// A community that anybody understands: people who run repair cafés in their neighbourhoods. What it has been through is
/// played before the reader comes, by the same gestures that members make, while the clock is moved.
/// </summary>
internal sealed class Demo(Room room, PlaygroundPeople people, FastForward forward, IServiceScopeFactory scopes)
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

    /// <summary>Fills an empty room, and leaves the clock where it stood.</summary>
    public async Task PlayAsync(StoryClock clock, CancellationToken stop)
    {
        var today = clock.Time.GetUtcNow();
        clock.Set(today.AddDays(-DemoStory.Days));
        foreach (var person in Cast) room.Invite(person);
        foreach (var channel in Channels) room.Open(channel);
        await FoundAsync(clock.Time.GetUtcNow(), stop);
        await new DemoStory(people, (to, s) => forward.MoveAsync(to, clock.Set, s), clock.Time).PlayAsync(stop);
        await forward.MoveAsync(today, clock.Set, stop);
    }

    private async Task FoundAsync(DateTimeOffset now, CancellationToken stop)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CopBotDb>();
        var community = Community.Found(
            "Repair Café Circle",
            "Running repair cafés in our neighbourhoods: finding volunteers and visitors, keeping tools, mending safely.",
            Zones.Stored("Europe/London"),
            Room.Workspace,
            now);
        community.SettleIn(Room.Channel("repair-cafes"), "repair-cafés");
        db.Add(community);
        await db.SaveChangesAsync(stop);
    }
}
