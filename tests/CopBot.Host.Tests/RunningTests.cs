using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Xunit;

namespace CopBot.Host.Tests;

public sealed class RunningTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_newcomer_starts_it_and_finds_a_community_at_work_on_a_tuesday_morning()
    {
        await using var host = await HostProcess.ReadyAsync(_folder.Path);

        Assert.Equal("live", await host.Http.GetStringAsync("/health/live"));
        Assert.Equal("ready", await host.Http.GetStringAsync("/health/ready"));
        Assert.EndsWith("/playground", (await host.Http.GetAsync("/")).RequestMessage!.RequestUri!.AbsolutePath, StringComparison.Ordinal);
        var state = await StateAsync(host);
        Assert.Equal(7, state.GetProperty("people").EnumerateArray().Count());
        Assert.Contains(state.GetProperty("people").EnumerateArray(), p => p.GetProperty("name").GetString() == "ليلى حداد");
        Assert.Equal(DayOfWeek.Tuesday, state.GetProperty("now").GetDateTimeOffset().DayOfWeek);
        Assert.DoesNotContain("fail:", host.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Environment_variables_are_heard()
    {
        var elsewhere = _folder.File("elsewhere");
        await using var host = await HostProcess.ReadyAsync(
            _folder.Path,
            environment: [("COPBOT__DATAFOLDER", elsewhere), ("CopBot__Logs", "json"), ("COPBOT__DEMO", "false")]);

        Assert.True(File.Exists(Path.Combine(elsewhere, "copbot.db")));
        Assert.False(Directory.Exists(_folder.Data));
        Assert.Empty((await StateAsync(host)).GetProperty("people").EnumerateArray());
        Assert.All(host.Output.TrimEnd().Split('\n'), line => Assert.Equal(JsonValueKind.Object, JsonDocument.Parse(line).RootElement.ValueKind));
    }

    [Fact]
    public async Task A_settings_file_beside_it_is_heard()
    {
        await File.WriteAllTextAsync(_folder.File("appsettings.json"), """{ "CopBot": { "DataFolder": "mine", "Demo": false } }""");

        await using var host = await HostProcess.ReadyAsync(_folder.Path);

        Assert.True(File.Exists(_folder.File("mine/copbot.db")));
    }

    [Fact]
    public async Task What_was_said_and_the_clock_survive_a_restart()
    {
        JsonElement before;
        await DemoFolder.CopyToAsync(_folder);
        await using (var first = await HostProcess.ReadyAsync(_folder.Path))
        {
            await SayAsync(first, "Is the soldering iron still in Lisbon?");
            await MoveAsync(first, "week");
            before = await StateAsync(first);
            Assert.Equal(0, await first.StopAsync());
        }

        await using var second = await HostProcess.ReadyAsync(_folder.Path);

        Assert.Contains("Is the soldering iron still in Lisbon?", await second.Http.GetStringAsync("/playground/api/room"), StringComparison.Ordinal);
        var after = await StateAsync(second);
        Assert.True(after.GetProperty("now").GetDateTimeOffset() >= before.GetProperty("now").GetDateTimeOffset(), "time runs forward over a restart");
        Assert.Equal(7, after.GetProperty("people").EnumerateArray().Count());
    }

    [Fact]
    public async Task Told_to_stop_it_finishes_what_is_under_way()
    {
        await DemoFolder.CopyToAsync(_folder);
        await using var host = await HostProcess.ReadyAsync(_folder.Path);
        // Many gestures stand in the middle of their work when it is told.
        var acts = Enumerable.Range(0, 40).Select(i => SayAsync(host, $"Number {i}")).ToList();
        await acts[0];

        var code = await host.StopAsync();

        Assert.Equal(0, code);
        Assert.Contains("CopBot has stopped; nothing is left half-done", host.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("fail:", host.Output, StringComparison.Ordinal);
        var answered = 0;
        foreach (var act in acts)
        {
            try
            {
                answered += (await act).IsSuccessStatusCode ? 1 : 0;
            }
            catch (HttpRequestException)
            {
                // It came after the door was closed.
            }
        }

        var kept = (await File.ReadAllLinesAsync(Path.Combine(_folder.Data, "playground.jsonl"))).Count(l => l.Contains("\"Number ", StringComparison.Ordinal));
        Assert.True(kept >= answered, $"{answered} were answered, {kept} were kept");
    }

    [Fact]
    public async Task Starting_over_forgets_everything_and_the_demo_can_be_loaded_again()
    {
        await DemoFolder.CopyToAsync(_folder);
        await using var host = await HostProcess.ReadyAsync(_folder.Path);
        await SayAsync(host, "A secret that nobody should keep");

        (await PostAsync(host, "start-over", new { })).EnsureSuccessStatusCode();

        Assert.DoesNotContain("A secret", await host.Http.GetStringAsync("/playground/api/room"), StringComparison.Ordinal);
        Assert.Empty((await StateAsync(host)).GetProperty("people").EnumerateArray());

        (await PostAsync(host, "demo", new { })).EnsureSuccessStatusCode();

        Assert.Equal(7, (await StateAsync(host)).GetProperty("people").EnumerateArray().Count());
        Assert.DoesNotContain("fail:", host.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_starting_over_a_restart_leaves_the_room_empty()
    {
        await using (var host = await HostProcess.ReadyAsync(_folder.Path, ["--CopBot:Demo=false"]))
        {
            (await PostAsync(host, "start-over", new { })).EnsureSuccessStatusCode();
            await host.StopAsync();
        }

        await using var again = await HostProcess.ReadyAsync(_folder.Path);

        Assert.Empty((await StateAsync(again)).GetProperty("people").EnumerateArray());
    }

    private static async Task<JsonElement> StateAsync(HostProcess host) => await host.Http.GetFromJsonAsync<JsonElement>("/playground/api/state");

    private static Task<HttpResponseMessage> SayAsync(HostProcess host, string words) => PostAsync(host, "say", new { @as = "anna", place = "playground/room/lounge", words });

    private static async Task MoveAsync(HostProcess host, string step) => (await PostAsync(host, "clock", new { @as = "anna", step })).EnsureSuccessStatusCode();

    private static Task<HttpResponseMessage> PostAsync(HostProcess host, string act, object body) => host.Http.PostAsJsonAsync($"/playground/api/{act}", body);
}
