using System.Text.Json.Nodes;
using CopBot.DiscordEmulator.Interactions;
using CopBot.DiscordEmulator.Rules;

namespace CopBot.DiscordEmulator.People;

/// <summary>One input of an open modal.</summary>
public sealed record SeenInput(string CustomId, int Type, string Label, string? Description, string? Value, bool Required, IReadOnlyList<SeenOption> Options);

/// <summary>A modal that is open on a person's screen.</summary>
public sealed class SeenModal
{
    internal SeenModal(Interaction opened)
    {
        Opened = opened;
        var modal = opened.Modal!;
        Json = (JsonObject)modal.DeepClone();
        CustomId = modal.Text("custom_id")!;
        Title = modal.Text("title")!;
        Inputs = [.. modal.List("components").Parts().SelectMany(Read)];
        Text = string.Join('\n', modal.List("components").Parts().Where(c => c.Number("type") == ComponentRules.TextDisplay).Select(c => c.Text("content")));
    }

    public string CustomId { get; }
    public string Title { get; }
    public string Text { get; }
    public IReadOnlyList<SeenInput> Inputs { get; }
    public JsonObject Json { get; }

    internal Interaction Opened { get; }

    private static IEnumerable<SeenInput> Read(JsonObject top) => top.Number("type") switch
    {
        ComponentRules.Label when top.Part("component") is { } input => [Input(input, top.Text("label")!, top.Text("description"))],
        ComponentRules.ActionRow => top.List("components").Parts().Select(input => Input(input, input.Text("label")!, null)),
        _ => [],
    };

    private static SeenInput Input(JsonObject input, string label, string? description)
    {
        var type = (int)input.Number("type")!;
        var options = input.List("options").Parts().Select(o => new SeenOption(o.Text("label")!, o.Text("value")!, o.Text("description"))).ToList();
        var preset = input.Text("value") ?? input.List("options").Parts().FirstOrDefault(o => o.Flag("default") is true)?.Text("value");
        return new SeenInput(input.Text("custom_id")!, type, label, description, preset, input.Flag("required") ?? type != ComponentRules.Checkbox, options);
    }
}
