using CopBot.Chat;

namespace CopBot.Features.Welcome;

/// <summary>
/// An easy first thing that a newcomer can do, such as asking something small. Implementations are found by type; the
/// welcome shows the first three by <see cref="Order"/>.
/// </summary>
[FoundByType]
public interface IFirstStep
{
    /// <summary>Where it stands: 10 to 50 what the features offer, 60 to 80 looking round.</summary>
    int Order { get; }

    /// <summary>What it is, in a sentence.</summary>
    Text Says { get; }

    /// <summary>What leads there.</summary>
    Button Button { get; }
}
