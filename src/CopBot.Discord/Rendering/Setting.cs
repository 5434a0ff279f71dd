using CopBot.Chat;

namespace CopBot.Discord.Rendering;

/// <summary>Where a message or form will be seen, as far as that changes how it is drawn.</summary>
/// <param name="Here">Whose people and channels can be linked.</param>
/// <param name="Mark">What every control of it must tell besides its action.</param>
internal sealed record Setting(WorkspaceRef Here, DiscordMark? Mark = null)
{
    /// <summary>The setting of a place: in a direct conversation controls tell the workspace.</summary>
    public static Setting Of(Place place) => DirectIn(place.Workspace, DiscordIds.IsDirect(place.Channel));

    /// <summary>The setting of what is said to somebody in a direct conversation, or in a channel.</summary>
    public static Setting DirectIn(WorkspaceRef workspace, bool direct) => new(workspace, direct ? DiscordMark.OfWorkspace(workspace.Id) : null);

    /// <summary>An action or token as a component carries it.</summary>
    public string Marked(string action) => Mark is { } mark ? mark + action : action;
}
