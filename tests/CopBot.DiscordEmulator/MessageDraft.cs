using System.Text.Json.Nodes;
using CopBot.DiscordEmulator.Rest;
using CopBot.DiscordEmulator.World;

namespace CopBot.DiscordEmulator;

/// <summary>A checked message body on its way to become a message.</summary>
internal sealed record MessageDraft(JsonObject Body, IReadOnlyList<UploadedFile> Files)
{
    public string Content { get; init; } = "";
    public JsonArray Embeds { get; init; } = [];
    public JsonArray Components { get; init; } = [];
    public int Flags { get; init; }
    public JsonObject? AllowedMentions => Body.Part("allowed_mentions");
    public bool IsV2 => (Flags & Message.ComponentsV2) != 0;
    public bool IsEmpty => Content.Length == 0 && Embeds.Count == 0 && Components.Count == 0 && Files.Count == 0;
}
