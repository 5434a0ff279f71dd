using CopBot.Chat;
using CopBot.Features.Problems;
using CopBot.Playground;
using CopBot.TestKit;

namespace CopBot.Tests.Features.Problems;

/// <summary>What people do with a problem that only helpers see, in a word each.</summary>
internal static class Privately
{
    public const string Smoke = "How can we store paint that smells of smoke?";
    public const string Tried = "We aired the cellar for a week.";

    /// <summary>Asks a few, and lets the minute for an undo go by; what the asker is told.</summary>
    public static async Task<Acted> AsksAFewAsync(this World world, Someone asker, string title = Smoke)
    {
        var preview = await asker.Submits(new ProblemForm { Title = title, Tried = Tried, Topics = "paint", Who = Visibility.Helpers });
        var asked = await asker.Presses("Ask a few", preview);
        await world.MoveAsync(TimeSpan.FromMinutes(2));
        return asked;
    }

    /// <summary>The places in which a few talk.</summary>
    public static IReadOnlyList<RoomChannel> Rooms(this World world) => [.. world.Room.Channels.Where(c => c.OpenedFor is not null)];

    /// <summary>The card in the place of somebody and the asker.</summary>
    public static RoomMessage CardBetween(this World world, Someone asker, Someone helper)
    {
        var room = world.Rooms().Single(c => c.Members.Contains(helper.Ref.Id, StringComparer.Ordinal) && c.Members.Contains(asker.Ref.Id, StringComparer.Ordinal));
        return world.Room.In(room.Place).Single(m => m.Author == Room.Bot && m.Shows is not null);
    }

    /// <summary>Everything that somebody can read anywhere: channels and threads that they see, their messages, and what they alone are told.</summary>
    public static string AllThatIsSeenBy(this World world, Someone somebody)
    {
        var person = world.Room.Person(somebody.Ref)!;
        var messages = world.Room.Messages.Where(m => !m.Removed && world.Room.IsSeenBy(person, m.Place)).Select(m => m.Shows is null ? m.Words : PlaygroundText.Plain(m));
        var channels = world.Room.Channels.Where(c => c.IsSeenBy(person)).Select(c => c.Name);
        return string.Join('\n', [.. messages, .. channels, .. somebody.Answers]);
    }
}
