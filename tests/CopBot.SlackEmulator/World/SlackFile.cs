using System.Text.Json.Nodes;

namespace CopBot.SlackEmulator.World;

/// <summary>A file: asked for, then uploaded, then completed. Only a completed one can be seen.</summary>
public sealed class SlackFile
{
    internal SlackFile(string id, string name, int length, SlackUser owner, string uploadKey)
    {
        Id = id;
        Name = name;
        Title = name;
        Length = length;
        OwnerId = owner.Id;
        UploadKey = uploadKey;
    }

    public string Id { get; }
    public string Name { get; }
    public string Title { get; internal set; }

    /// <summary>The length announced to files.getUploadURLExternal, in bytes.</summary>
    public int Length { get; }

    public string OwnerId { get; }
    public byte[]? Content { get; internal set; }
    public bool Completed { get; internal set; }
    public string? ChannelId { get; internal set; }
    internal string UploadKey { get; }

    internal JsonObject ToJson() => new()
    {
        ["id"] = Id,
        ["name"] = Name,
        ["title"] = Title,
        ["user"] = OwnerId,
        ["size"] = Content?.Length ?? 0,
        ["mimetype"] = Name.EndsWith(".ics", StringComparison.OrdinalIgnoreCase) ? "text/calendar" : "application/octet-stream",
        ["filetype"] = Path.GetExtension(Name).TrimStart('.'),
        ["mode"] = "hosted",
        ["is_external"] = false,
        ["is_public"] = false,
        ["file_access"] = "visible",
    };
}
