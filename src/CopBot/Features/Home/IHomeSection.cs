using CopBot.Chat;
using CopBot.Dispatch;

namespace CopBot.Features.Home;

/// <summary>
/// A part of somebody's Home, such as their problems. Implementations are found by type. Begin with a <see cref="Heading"/>:
/// it also names the section on its <em>More</em> button.
/// </summary>
[FoundByType]
public interface IHomeSection
{
    /// <summary>
    /// Where it stands, the most pressing first: 10 what could not be delivered, 20 to 79 what the features have, 80
    /// coordinating, 90 settings. It also names the section in buttons, so it is each section's own and does not change.
    /// </summary>
    int Order { get; }

    /// <summary>
    /// What stands there; nothing when there is nothing to say. Only asked where there is a community. Put the important
    /// first and small groups of text and controls after one another: what does not fit is a press away.
    /// </summary>
    Task<IReadOnlyList<Block>> BlocksAsync(Caller caller, CancellationToken stop);
}

/// <summary>What a section has to show now.</summary>
internal sealed record HomeSection(int Order, IReadOnlyList<Block> Blocks)
{
    /// <summary>What it is called.</summary>
    public string Title => Blocks.OfType<Heading>().FirstOrDefault()?.Words ?? "The rest";
}
