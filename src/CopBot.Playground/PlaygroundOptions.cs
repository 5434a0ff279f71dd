namespace CopBot.Playground;

/// <summary>How the playground is set up.</summary>
public sealed class PlaygroundOptions
{
    /// <summary>The file that the room is kept in, such as <c>data/playground.jsonl</c>; null keeps it in memory only.</summary>
    public string? Journal { get; set; }

    /// <summary>Where the page is reached, for links to posts.</summary>
    public Uri Address { get; set; } = new("http://127.0.0.1:5000");
}
