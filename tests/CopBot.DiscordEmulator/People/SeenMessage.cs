using System.Text.Json.Nodes;
using CopBot.DiscordEmulator.Rules;
using CopBot.DiscordEmulator.World;

namespace CopBot.DiscordEmulator.People;

/// <summary>A button as a person sees it.</summary>
public sealed record SeenButton(string Label, string? CustomId, string? Url, bool Disabled);

/// <summary>A select menu as a person sees it; options are of string selects only.</summary>
public sealed record SeenSelect(string CustomId, int Type, string? Placeholder, IReadOnlyList<SeenOption> Options, bool Disabled);

/// <summary>One choice of a select.</summary>
public sealed record SeenOption(string Label, string Value, string? Description);

/// <summary>A message as it looks to one person at one moment.</summary>
public sealed class SeenMessage
{
    internal SeenMessage(Message message)
    {
        Message = message;
        Id = message.Id;
        Author = message.Author.Name;
        Content = message.Content;
        OnlyForMe = message.OnlyFor is not null;
        Loading = message.IsLoading;
        Edited = message.EditedAt is not null;
        Pinned = message.PinnedAt is not null;
        Components = (JsonArray)message.Components.DeepClone();
        Embeds = (JsonArray)message.Embeds.DeepClone();
        Files = [.. message.Attachments.Select(a => a.Filename)];
        var all = ComponentRules.Everything(Components).ToList();
        Buttons = [.. all.Where(c => c.Number("type") == ComponentRules.Button)
            .Select(c => new SeenButton(c.Text("label") ?? c.Part("emoji")?.Text("name") ?? "", c.Text("custom_id"), c.Text("url"), c.Flag("disabled") is true))];
        Selects = [.. all.Where(c => c.Number("type") is ComponentRules.StringSelect or >= ComponentRules.UserSelect and <= ComponentRules.ChannelSelect)
            .Select(c => new SeenSelect(c.Text("custom_id")!, (int)c.Number("type")!, c.Text("placeholder"),
                [.. c.List("options").Parts().Select(o => new SeenOption(o.Text("label")!, o.Text("value")!, o.Text("description")))], c.Flag("disabled") is true))];
        Text = string.Join('\n', Lines(all).Where(l => l.Length > 0));
    }

    /// <summary>The message itself, for acting on it.</summary>
    public Message Message { get; }
    public ulong Id { get; }
    public string Author { get; }
    public string Content { get; }

    /// <summary>Content, embeds and text displays, one after the other.</summary>
    public string Text { get; }
    public bool OnlyForMe { get; }

    /// <summary>True while the bot "is thinking".</summary>
    public bool Loading { get; }
    public bool Edited { get; }
    public bool Pinned { get; }
    public JsonArray Components { get; }
    public JsonArray Embeds { get; }
    public IReadOnlyList<string> Files { get; }
    public IReadOnlyList<SeenButton> Buttons { get; }
    public IReadOnlyList<SeenSelect> Selects { get; }

    public override string ToString() => $"{Author}: {Text}";

    private IEnumerable<string> Lines(List<JsonObject> components)
    {
        yield return Content;
        foreach (var embed in Embeds.Parts())
        {
            yield return embed.Part("author")?.Text("name") ?? "";
            yield return embed.Text("title") ?? "";
            yield return embed.Text("description") ?? "";
            foreach (var field in embed.List("fields").Parts()) yield return field.Text("name") + ": " + field.Text("value");
            yield return embed.Part("footer")?.Text("text") ?? "";
        }
        foreach (var display in components.Where(c => c.Number("type") == ComponentRules.TextDisplay)) yield return display.Text("content")!;
    }
}
