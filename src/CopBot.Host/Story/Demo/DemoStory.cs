using CopBot.Chat;
using CopBot.Playground;

namespace CopBot.Host;

/// <summary>What the demo community has been through in the weeks before today.</summary>
internal sealed class DemoStory(PlaygroundPeople people, Func<DateTimeOffset, CancellationToken, Task> moveTo, TimeProvider clock)
{
    /// <summary>How long before today it begins.</summary>
    public const int Days = 28;

    private static readonly Place Home = new(Room.Channel("repair-cafes"));
    private static readonly Place Lounge = new(Room.Channel("lounge"));

    /// <summary>Plays it.</summary>
    public async Task PlayAsync(CancellationToken stop)
    {
        var begin = clock.GetUtcNow();
        await Say("carla", Lounge, "Welcome, everybody! Problems, advice and what came of it live in #repair-cafés.");
        await moveTo(begin.AddHours(1), stop);
        await Say("ben", Lounge, "Lisbon says hello. Eleven toasters last Saturday, nine of them walked home working.");

        Task<Acted> Say(string who, Place where, string words) => people.As(who).SayAsync(where, words, stop: stop);
    }
}
