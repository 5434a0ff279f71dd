using System.Text.Json.Nodes;
using CopBot.SlackEmulator.Acting;
using CopBot.SlackEmulator.World;

namespace CopBot.SlackEmulator.Control;

/// <summary>One control request, with the things it names looked up.</summary>
internal sealed class Wish(EmulatedSlack emulator, JsonObject told)
{
    public string? Text(string name) => told.Text(name);

    public bool Flag(string name) => told.Flag(name);

    public int? Number(string name) => told[name] is JsonValue value && value.TryGetValue<int>(out var number) ? number : null;

    public JsonNode? Node(string name) => told[name];

    public SlackWorkspace Workspace() =>
        emulator.Workspaces.FirstOrDefault(workspace => Text("workspace") is null || workspace.Id == Text("workspace") || workspace.Domain == Text("workspace"))
        ?? throw Missing("workspace");

    public SlackUser User() => Workspace().User(Text("user")) ?? throw Missing("user");

    public Person Person() => emulator.Person(Workspace(), Workspace().User(Text("person")) ?? throw Missing("person"));

    public SlackChannel Channel() => Workspace().Channel(Text("channel")) ?? throw Missing("channel");

    public bool HasApp() => Workspace().Installations.Count > 0;

    public Installation App() => Workspace().Installations.Find(one => Text("app") is null || one.App.Id == Text("app")) ?? throw Missing("app");

    public SlackMessage Message() => Message(Text("ts") ?? throw Missing("ts"));

    public SlackMessage Message(string ts) => emulator.Still(() => Channel().Find(ts) ?? Channel().Ephemerals.Find(one => one.Ts == ts)) ?? throw Missing("message " + ts);

    /// <summary>A view by id, or the words "top" and "home".</summary>
    public SlackView View() => Text("view") switch
    {
        "top" => Person().OpenView,
        "home" => Person().Home(App()),
        var id => emulator.Still(() => Workspace().View(id)),
    } ?? throw Missing("view");

    public JsonObject Show(SlackMessage message) => emulator.Still(() =>
    {
        var json = message.ToJson();
        json["channel"] = message.Channel.Id;
        return json;
    });

    public JsonObject Show(Outcome outcome) => new()
    {
        ["end"] = outcome.End.ToString(),
        ["answer"] = outcome.Answer?.DeepClone(),
        ["shown"] = outcome.Shown,
        ["after_ms"] = outcome.After.TotalMilliseconds,
    };

    private InvalidOperationException Missing(string what) => new($"There is no such {what}: {told.Write()}");
}
