using System.Text.Json;

namespace CopBot.Discord.Gateway;

/// <summary>Takes what the gateway dispatches. The receive loop never waits for it.</summary>
internal interface IDispatches
{
    /// <summary>
    /// Takes one dispatch (op 0), such as <c>INTERACTION_CREATE</c>. Dispatches of one guild begin in the order in which they
    /// came; none waits for another's end. May come twice, after a resume. Never throws for what it says.
    /// </summary>
    /// <param name="type">The dispatch's name.</param>
    /// <param name="data">Its <c>d</c>.</param>
    /// <param name="stop">Ends when the bot stops.</param>
    Task TakeAsync(string type, JsonElement data, CancellationToken stop);
}
