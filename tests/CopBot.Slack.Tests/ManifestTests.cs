using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CopBot.Chat;
using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Slack.Interactions;

namespace CopBot.Slack.Tests;

/// <summary>The manifest asks for what the code uses, no more and no less.</summary>
public sealed partial class ManifestTests
{
    private const string NoDocuments = "COPBOT_SPECS does not name the folder with Slack's documented methods.";
    private static readonly string Repository = FindRepository();
    private static readonly string Specs = Path.Combine(Path.GetFullPath(Environment.GetEnvironmentVariable("COPBOT_SPECS") is { Length: > 0 } named ? named : "no-specs", Repository), "slack");
    private static readonly Offers Offered = new Routes(typeof(CopBotDb).Assembly).Offers;
    private static readonly JsonObject Manifest = SlackManifest.Of(Offered);

    [Fact]
    public void The_file_is_what_the_code_needs()
    {
        var file = Path.Combine(Repository, "deploy", "slack", "manifest.yaml");
        var expected = "# Paste this at api.slack.com/apps: Create New App, From a manifest. Written from src/CopBot.Slack/SlackNeeds.cs.\n" + SlackManifest.Yaml(Manifest);
        var received = Path.ChangeExtension(file, ".received.txt");
        if (File.Exists(file) && File.ReadAllText(file).ReplaceLineEndings("\n") == expected)
        {
            File.Delete(received);
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(received, expected);
        Assert.Fail("deploy/slack/manifest.yaml is not what the code needs. What it needs stands in manifest.received.txt beside it; when it is right, put it in its place.");
    }

    [Fact]
    public void Every_message_action_is_a_shortcut_and_every_shortcut_is_offered()
    {
        var shortcuts = Manifest["features"]!["shortcuts"]!.AsArray().Select(s => (Type: s!["type"]!.GetValue<string>(), Id: s["callback_id"]!.GetValue<string>())).ToList();
        Assert.NotEmpty(Offered.MessageActions);
        Assert.Equal(Offered.MessageActions.Select(a => a.Name), shortcuts.Where(s => s.Type == "message").Select(s => s.Id));
        Assert.Contains(Offered.MessageActions, a => a.Label == "Make this a problem");
        Assert.Contains(Offered.MessageActions, a => a.Label == "Mark as what helped");

        var commands = shortcuts.Where(s => s.Type == "global").Select(s => SlackNeeds.CommandOf(s.Id)).ToList();
        Assert.NotEmpty(commands);
        Assert.All(commands, words => Assert.Contains(Offered.Commands, c => c.Words == words));
        Assert.True(shortcuts.Count <= Limits.MessageActions, "Slack takes ten shortcuts of an app");
        Assert.All(SlackNeeds.Shortcuts, s => Assert.InRange(s.Label.Length, 1, Limits.MessageActionLabel));
    }

    [Fact]
    public void The_table_knows_every_method_that_is_called()
    {
        var called = Sources("Doctor", "Interactions", "SlackPlatform.cs", "SlackPosts.cs", "SocketMode", "SlackWorkspaces.cs").SelectMany(s => Method.Matches(s).Select(m => m.Groups["name"].Value)).ToHashSet();
        // That one is called with the app's own token.
        called.Remove("apps.connections.open");
        Assert.NotEmpty(called);
        Assert.Equal(SlackNeeds.Scopes.SelectMany(s => s.Methods).Concat(SlackNeeds.FreeMethods).Distinct().Order(), called.Order());
    }

    [Fact]
    public void Every_event_that_comes_is_known_and_every_known_event_comes()
    {
        var workspace = new SlackWorkspace(new WorkspaceRef(SlackWorkspace.Slack, "T1"), new Uri("https://house.slack.com/"), "A1", "UBOT", "BBOT", null!);
        Assert.All(SlackNeeds.Events, name =>
        {
            using var payload = JsonDocument.Parse($$$"""{"event":{"type":"{{{name.Split('.')[0]}}}"}}""");
            Assert.DoesNotContain("does not know", SlackEvents.Read(workspace, payload.RootElement, DateTimeOffset.UnixEpoch).Aside, StringComparison.Ordinal);
        });

        Assert.SkipUnless(Directory.Exists(Specs), NoDocuments);
        var documented = Documented("events", "events.json").AsArray().Select(e => e!["name"]!.GetValue<string>()).ToHashSet();
        var known = Sources(Path.Combine("Interactions", "SlackEvents.cs")).SelectMany(s => Word.Matches(s).Select(m => m.Groups["name"].Value)).Where(documented.Contains).Distinct().Order().ToList();
        Assert.NotEmpty(known);
        Assert.Equal(known, SlackNeeds.Events.Select(e => e.Split('.')[0]).Where(documented.Contains).Distinct().Order());
    }

    [Fact]
    public void Every_scope_lets_something_in_that_is_used_as_slack_documents()
    {
        Assert.All(SlackNeeds.Scopes, s => Assert.True(s.Name == "commands" || s.Methods.Count + s.Events.Count > 0, $"{s.Name} is asked for and not used"));
        Assert.All(SlackNeeds.Scopes, s => Assert.True(s.For.Length > 0 && s.Without.Length > 0));
        Assert.Equal(SlackNeeds.Scopes.Select(s => s.Name).Order(StringComparer.Ordinal), SlackNeeds.Scopes.Select(s => s.Name));

        Assert.SkipUnless(Directory.Exists(Specs), NoDocuments);
        foreach (var scope in SlackNeeds.Scopes)
        {
            Assert.All(scope.Methods, method => Assert.Contains(scope.Name, Documented("methods", method + ".json")["scope"]!["bot"]!.AsArray().Select(s => s!.GetValue<string>())));
        }

        Assert.All(SlackNeeds.FreeMethods, method => Assert.Null(Documented("methods", method + ".json")["scope"]?["bot"]?.AsArray().FirstOrDefault()));
    }

    [Fact]
    public async Task Slack_takes_the_manifest()
    {
        var folder = Path.Combine(Repository, "tests", "conformance", "slack");
        Assert.SkipUnless((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(f => File.Exists(Path.Combine(f, "node"))), "There is no node on this machine.");
        Assert.SkipUnless(Directory.Exists(Path.Combine(folder, "node_modules", "ajv")), "Run npm ci in tests/conformance/slack first.");
        Assert.SkipUnless(Directory.Exists(Specs), NoDocuments);

        var start = new ProcessStartInfo("node", ["check-manifest.js", Path.Combine(Specs, "manifest", "schemas", "manifest.schema.2.0.0.json")])
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var node = Process.Start(start)!;
        var wrong = node.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var said = node.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await node.StandardInput.WriteAsync(Manifest.ToJsonString());
        node.StandardInput.Close();
        await node.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(node.ExitCode == 0, await said + await wrong);
    }

    private static JsonNode Documented(string kind, string file) => JsonNode.Parse(File.ReadAllText(Path.Combine(Specs, kind, file)))!;

    private static IEnumerable<string> Sources(params string[] places) =>
        from place in places
        let path = Path.Combine(Repository, "src", "CopBot.Slack", place)
        from file in Directory.Exists(path) ? Directory.GetFiles(path, "*.cs", SearchOption.AllDirectories) : [path]
        select File.ReadAllText(file);

    private static string FindRepository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "CopBot.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("These tests run from within the repository.");
    }

    [GeneratedRegex("\"(?<name>(apps|auth|chat|conversations|files|users|views)\\.[A-Za-z.]+)\"", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Method { get; }

    [GeneratedRegex("\"(?<name>[a-z]+(_[a-z]+)*)\"", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Word { get; }
}
