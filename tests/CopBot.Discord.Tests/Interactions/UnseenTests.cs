using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CopBot.Chat;
using CopBot.Discord.Gateway;
using CopBot.Discord.Interactions;
using CopBot.Discord.Rest;
using CopBot.DiscordEmulator;
using Microsoft.Extensions.DependencyInjection;

namespace CopBot.Discord.Tests.Interactions;

/// <summary>Whatever Discord sends, be it unknown, incomplete or no text at all: nothing is thrown.</summary>
public sealed class UnseenTests : IDisposable
{
    private const string Lone = "half of a pair";

    // Each stands in turn for everything that is read: nothing, null, other kinds, what no number holds, and what no text is.
    private static readonly JsonNode?[] _strange = [null, "", "words", Lone, "99999999999999999999", -1, 1e300, 4_000_000_000L, true, new JsonArray(), new JsonArray(Lone, null, 1, new JsonObject()), new JsonObject(), new JsonObject { ["id"] = Lone }];

    private readonly ServiceProvider _services;
    private readonly IDispatches _dispatches;

    public UnseenTests()
    {
        _services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<TimeProvider>(new ManualClock())
            .AddSingleton<IInbox>(new ScriptedInbox())
            .AddDiscord(new DiscordOptions { Token = "x" })
            .AddSingleton<IDiscordRest, NothingKnown>()
            .BuildServiceProvider();
        _services.GetRequiredService<DiscordConnection>().Is(new DiscordSelf("10", "11"));
        _dispatches = _services.GetRequiredService<IDispatches>();
    }

    public static TheoryData<string, string> Dispatches { get; } = new()
    {
        { "INTERACTION_CREATE", """{"id":"1","application_id":"10","token":"t","type":2,"guild_id":"2","channel_id":"3","channel":{"id":"3","type":11,"parent_id":"4","flags":16,"available_tags":[{"id":"5","name":"Open","moderated":false}],"permission_overwrites":[{"id":"2","allow":"1","deny":"2"}]},"member":{"nick":"Ann","user":{"id":"6"}},"data":{"type":1,"name":"cop","options":[{"type":1,"name":"ask","options":[{"type":3,"name":"words","value":"How"}]}]}}""" },
        { "INTERACTION_CREATE", """{"id":"1","application_id":"10","token":"t","type":2,"guild_id":"2","channel_id":"3","member":{"user":{"id":"6"}},"data":{"type":3,"name":"Make this a problem","target_id":"7","resolved":{"messages":{"7":{"id":"7","channel_id":"3","content":"<@8> how?","timestamp":"2026-01-01T00:00:00+00:00","author":{"id":"8","username":"tom","global_name":"Tom"},"member":{"nick":"T"},"mentions":[{"id":"8","username":"tom","member":{"nick":"T"}}]}}}}}""" },
        { "INTERACTION_CREATE", """{"id":"1","application_id":"10","token":"t","type":3,"guild_id":"2","channel_id":"3","member":{"user":{"id":"6"}},"message":{"id":"9","flags":64},"data":{"component_type":3,"custom_id":"more","values":["problem-follow:1"]}}""" },
        { "INTERACTION_CREATE", """{"id":"1","application_id":"10","token":"t","type":3,"channel_id":"3","user":{"id":"6"},"message":{"id":"9","flags":0},"data":{"component_type":2,"custom_id":"problem-follow:1"}}""" },
        { "INTERACTION_CREATE", """{"id":"1","application_id":"10","token":"t","type":5,"guild_id":"2","channel_id":"3","member":{"user":{"id":"6"}},"data":{"custom_id":"problem-ask::","components":[{"type":18,"id":1,"component":{"type":4,"custom_id":"Title","value":"How?"}},{"type":18,"component":{"type":3,"custom_id":"Who","values":["Community"]}},{"type":1,"components":[{"type":4,"custom_id":"Old","value":"x"}]}]}}""" },
        { "MESSAGE_CREATE", """{"id":"20","guild_id":"2","channel_id":"3","type":0,"content":"<@11> how do I?","timestamp":"2026-01-01T00:00:00+00:00","author":{"id":"6","username":"ann","global_name":"Ann","bot":false,"system":false},"member":{"nick":"A"},"mentions":[{"id":"11","username":"copbot"}]}""" },
        { "MESSAGE_DELETE", """{"id":"20","guild_id":"2","channel_id":"3"}""" },
        { "MESSAGE_DELETE_BULK", """{"ids":["20","21"],"guild_id":"2","channel_id":"3"}""" },
        { "GUILD_CREATE", """{"id":"2","name":"Circle","owner_id":"6","unavailable":false,"roles":[{"id":"2","permissions":"1024"},{"id":"30","permissions":"8"}],"channels":[{"id":"3","type":0,"name":"general"}],"threads":[{"id":"31","type":11,"parent_id":"3","owner_id":"11"}]}""" },
        { "GUILD_UPDATE", """{"id":"2"}""" },
        { "GUILD_DELETE", """{"id":"2"}""" },
        { "GUILD_DELETE", """{"id":"2","unavailable":true}""" },
        { "GUILD_ROLE_UPDATE", """{"guild_id":"2","role":{"id":"30"}}""" },
        { "CHANNEL_CREATE", """{"id":"3","type":15,"name":"problems","guild_id":"2","flags":16,"available_tags":[{"id":"5","name":"Open"}],"permission_overwrites":[{"id":"2","allow":"1","deny":"2"}]}""" },
        { "CHANNEL_UPDATE", """{"id":"3","type":0,"guild_id":"2","parent_id":null}""" },
        { "CHANNEL_DELETE", """{"id":"3","guild_id":"2"}""" },
        { "THREAD_CREATE", """{"id":"31","type":11,"guild_id":"2","parent_id":"3","owner_id":"6","newly_created":true}""" },
        { "THREAD_DELETE", """{"id":"31","guild_id":"2","parent_id":"3","type":11}""" },
        { "THREAD_LIST_SYNC", """{"guild_id":"2","threads":[{"id":"31","type":11,"parent_id":"3"}],"members":[]}""" },
        { "READY", """{"session_id":"s","application":{"id":"10"},"user":{"id":"11","username":"copbot"},"guilds":[{"id":"2"}]}""" },
        { "NEVER_HEARD_OF", """{"id":"1","anything":["goes"]}""" },
    };

    [Theory]
    [MemberData(nameof(Dispatches))]
    public async Task Whatever_stands_in_a_dispatch_nothing_is_thrown(string type, string payload)
    {
        await TakeAsync(type, payload);
        foreach (var path in PathsIn(JsonNode.Parse(payload)!))
        {
            await TakeAsync(type, Changed(payload, path, (parent, key) => Remove(parent, key)));
            await TakeAsync(type, Changed(payload, path, (parent, key) => Name(parent, key)));
            foreach (var strange in _strange) await TakeAsync(type, Changed(payload, path, (parent, key) => Put(parent, key, strange?.DeepClone())));
        }
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("1")]
    [InlineData("true")]
    [InlineData(@"""\ud83d""")]
    [InlineData(@"{""\ud83d"":""\ud83d""}")]
    public async Task What_is_no_object_or_no_text_is_passed_over(string data)
    {
        foreach (var type in Dispatches.Select(d => d.Data.Item1).Append("\ud83d").Distinct()) await TakeAsync(type, data);
    }

    [Theory]
    [InlineData("""{"op":0,"t":"\ud83d","s":1,"d":{}}""")]
    [InlineData("""{"op":0,"o\ud83d":1,"d":{}}""")]
    [InlineData("""{"op":"0"}""")]
    [InlineData("""{"op":1e300}""")]
    [InlineData("""{"op":null,"d":null,"s":null,"t":null}""")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("")]
    public void A_frame_that_is_none_is_passed_over(string text) => Assert.Null(Frame.Read(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData("""{"code":"\ud83d","message":"\ud83d","errors":{"\ud83d":{"_errors":[{"code":"\ud83d"}]}}}""")]
    [InlineData("""{"code":1e300,"retry_after":"soon","errors":{"a":{"_errors":["\ud83d"]}}}""")]
    [InlineData("""{"errors":{"a":{"b\ud83d":1}},"c\ud83d":2}""")]
    [InlineData("""["\ud83d"]""")]
    public void A_refusal_can_be_read_whatever_it_says(string body)
    {
        using var parsed = JsonDocument.Parse(body);
        Assert.Equal(FailureKind.Rejected, Refusals.Of(Route.Of(HttpMethod.Post, "/channels/1/messages"), 400, parsed.RootElement).Kind);
        Assert.Null(Refusals.RetryAfterOf(parsed.RootElement));
    }

    public void Dispose() => _services.Dispose();

    private async Task TakeAsync(string type, string data)
    {
        using var parsed = JsonDocument.Parse(data.Replace(Lone, @"\ud83d", StringComparison.Ordinal));
        try
        {
            await _dispatches.TakeAsync(type, parsed.RootElement, TestContext.Current.CancellationToken).Soon();
        }
        catch (Exception e) when (e is not Xunit.Sdk.XunitException)
        {
            Assert.Fail($"{type} {data}: {e}");
        }
    }

    private static string Changed(string payload, IReadOnlyList<object> path, Action<JsonNode, object> change)
    {
        var root = JsonNode.Parse(payload)!;
        var parent = path.SkipLast(1).Aggregate(root, (node, key) => key is int at ? node[at]! : node[(string)key]!);
        change(parent, path[^1]);
        return root.ToJsonString();
    }

    private static void Put(JsonNode parent, object key, JsonNode? value)
    {
        if (key is int at) parent[at] = value;
        else parent[(string)key] = value;
    }

    private static void Remove(JsonNode parent, object key)
    {
        if (key is int at) parent.AsArray().RemoveAt(at);
        else parent.AsObject().Remove((string)key);
    }

    /// <summary>Puts beside a member another whose name begins alike and is no text.</summary>
    private static void Name(JsonNode parent, object key)
    {
        if (key is string name) parent.AsObject().Insert(0, name[..1] + Lone + name, 1);
    }

    private static IEnumerable<IReadOnlyList<object>> PathsIn(JsonNode node) => node switch
    {
        JsonObject members => members.SelectMany(m => Below(m.Key, m.Value)),
        JsonArray items => items.SelectMany((item, at) => Below(at, item)),
        _ => [],
    };

    private static IEnumerable<IReadOnlyList<object>> Below(object key, JsonNode? value) =>
        [[key], .. value is null ? [] : PathsIn(value).Select(path => (IReadOnlyList<object>)[key, .. path])];

    /// <summary>A Discord that knows nothing of what is asked, and takes whatever is said.</summary>
    private sealed class NothingKnown : IDiscordRest
    {
        public Task<JsonElement> SendAsync(HttpMethod method, string path, JsonNode? body, CancellationToken stop, ChatFile? file = null, string? reason = null) =>
            method == HttpMethod.Get ? throw new PlatformException(FailureKind.Gone, "It is not there.") : Task.FromResult(default(JsonElement));
    }
}
