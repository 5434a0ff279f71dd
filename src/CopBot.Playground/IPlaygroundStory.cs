using CopBot.Chat;

namespace CopBot.Playground;

/// <summary>What the playground's page can do beyond chatting: move the clock, load the demo, start over. Implemented by the host.</summary>
public interface IPlaygroundStory
{
    /// <summary>The playground's time.</summary>
    DateTimeOffset Now { get; }

    /// <summary>Whether the demo community's past is being played just now; nobody should act in the middle of it.</summary>
    bool Preparing { get; }

    /// <summary>When the next thing falls due; null when nothing waits.</summary>
    Task<DateTimeOffset?> NextDueAsync(CancellationToken stop);

    /// <summary>What is waiting, as sentences: "2 private messages wait for Ben's working hours, Mon 09:00 Lisbon".</summary>
    Task<IReadOnlyList<string>> WaitingAsync(CancellationToken stop);

    /// <summary>Moves the clock forward, stepping through every due instant in order.</summary>
    Task MoveClockAsync(DateTimeOffset to, CancellationToken stop);

    /// <summary>Fills the room with a demo community.</summary>
    Task LoadDemoAsync(CancellationToken stop);

    /// <summary>Forgets everything, in the room and in the bot.</summary>
    Task StartOverAsync(CancellationToken stop);
}

/// <summary>What the page offers beside posts: commands to complete and actions on messages. Taken from <see cref="IInbox.Offers"/> unless the host gives another.</summary>
/// <param name="Commands">Everything that may follow <c>/cop</c>.</param>
/// <param name="MessageActions">Everything in a message's menu.</param>
public sealed record PlaygroundMenu(IReadOnlyList<MenuCommand> Commands, IReadOnlyList<MenuMessageAction> MessageActions)
{
    /// <summary>Everything that the bot offers: verbs first, since what one word does is wanted more often than what two do.</summary>
    public static PlaygroundMenu Of(Offers offers) => new(
        [.. offers.Commands.OrderBy(c => c.Words.Contains(' ', StringComparison.Ordinal)).Select(c => new MenuCommand(c.Words, c.Summary, c.Takes))],
        [.. offers.MessageActions.Select(a => new MenuMessageAction(a.Name, a.Label))]);
}

/// <summary>A command, for completion: its words after <c>/cop</c>, one line on what it does, and what may follow.</summary>
public sealed record MenuCommand(string Words, string Summary, string? Takes = null);

/// <summary>An action in a message's menu: its route's name and its label.</summary>
public sealed record MenuMessageAction(string Name, string Label);
