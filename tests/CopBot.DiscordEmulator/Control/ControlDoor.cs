using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CopBot.DiscordEmulator.Faults;
using CopBot.DiscordEmulator.Gateway;
using CopBot.DiscordEmulator.Interactions;
using CopBot.DiscordEmulator.People;
using CopBot.DiscordEmulator.Rendering;
using CopBot.DiscordEmulator.World;
using Microsoft.AspNetCore.Http;

namespace CopBot.DiscordEmulator.Control;

/// <summary>
/// The emulator's own endpoints under /control, for a separate process. POST /control/{verb} with a JSON object; the answer is JSON.
/// Verbs name things by id. Errors answer 422 with {"error"}.
/// </summary>
internal sealed class ControlDoor
{
    private readonly EmulatedDiscord _discord;
    private readonly Dictionary<string, Func<JsonObject, JsonNode?>> _verbs;

    public ControlDoor(EmulatedDiscord discord)
    {
        _discord = discord;
        _verbs = new Dictionary<string, Func<JsonObject, JsonNode?>>(StringComparer.Ordinal)
        {
            ["about"] = _ => new JsonObject { ["api"] = discord.ApiUrl, ["token"] = discord.Token, ["application_id"] = discord.ApplicationId.ToJson(), ["now"] = discord.Options.Clock.GetUtcNow().ToJson() },
            ["guild"] = AddGuild,
            ["channel"] = AddChannel,
            ["role"] = q => new JsonObject { ["id"] = discord.AddRole(Guild(q), q.Text("name")!, (Permission)(q.Id("permissions") ?? 0), q.Flag("mentionable") is true).Id.ToJson() },
            ["bot-permissions"] = q => Done(() => discord.SetBotPermissions(Guild(q), (Permission)(q.Id("permissions") ?? 0))),
            ["overwrite"] = q => Done(() => discord.SetOverwrite(Channel(q), q.Id("id")!.Value, q.Flag("member") is true, (Permission)(q.Id("allow") ?? 0), (Permission)(q.Id("deny") ?? 0))),
            ["person"] = AddPerson,
            ["join"] = q => Done(() => Person(q).Join(Guild(q))),
            ["leave"] = q => Done(() => Person(q).Leave(Guild(q))),
            ["close-dms"] = q => Done(() => Person(q).CloseDirectMessages(q.Flag("closed") ?? true)),
            ["invite-bot"] = q => Done(() => discord.InviteBot(Guild(q))),
            ["remove-bot"] = q => Done(() => discord.RemoveBot(Guild(q))),
            ["outage"] = q => Done(() => discord.BeginOutage(Guild(q))),
            ["outage-over"] = q => Done(() => discord.EndOutage(Guild(q))),
            ["say"] = q => Shown(Person(q).Say(Channel(q), q.Text("text")!, q.Has("reply_to") ? Message(q, "reply_to") : null)),
            ["mention"] = q => Shown(Person(q).MentionBot(Channel(q), q.Text("text")!)),
            ["dm"] = q => Shown(Person(q).SayToBot(q.Text("text")!)),
            ["edit"] = q => Done(() => Person(q).Edit(Message(q), q.Text("text")!)),
            ["delete"] = q => Done(() => Person(q).Delete(Message(q))),
            ["moderator-deletes"] = q => Done(() => discord.ModeratorDeletes(Message(q))),
            ["react"] = q => Done(() => Person(q).React(Message(q), q.Text("emoji")!)),
            ["thread"] = q => new JsonObject { ["id"] = Person(q).StartThread(Channel(q), q.Text("name")!, q.Has("message") ? Message(q) : null).Id.ToJson() },
            ["post"] = q => new JsonObject { ["id"] = Person(q).StartPost(Channel(q), q.Text("name")!, q.Text("text")!, [.. (q.List("tags") ?? []).Select(t => t!.ToString())]).Id.ToJson() },
            ["archive"] = q => Done(() => Person(q).Archive(Channel(q), q.Flag("archived") ?? true)),
            ["lock"] = q => Done(() => Person(q).Lock(Channel(q), q.Flag("locked") ?? true)),
            ["sees"] = q => new JsonObject { ["messages"] = Person(q).Sees(Channel(q)).Select(Seen).ToJson() },
            ["dms"] = q => new JsonObject { ["messages"] = Person(q).DirectMessages.Select(Seen).ToJson(), ["channel"] = Person(q).Direct.Id.ToJson() },
            ["modal"] = q => new JsonObject { ["modal"] = Person(q).OpenModal?.Json.DeepClone() },
            ["close-modal"] = q => Done(() => Person(q).CloseModal()),
            ["rung"] = q => new JsonObject { ["people"] = new JsonArray([.. discord.RungBy(Message(q)).Select(n => (JsonNode)n)]) },
            ["commands"] = q => new JsonObject { ["names"] = new JsonArray([.. Person(q).CommandsIn(Channel(q)).Select(n => (JsonNode)n)]) },
            ["socket"] = Socket,
            ["sockets"] = _ => new JsonObject
            {
                ["open"] = discord.Sockets.Open, ["ready"] = discord.Sockets.Ready, ["identifies"] = discord.Sockets.Identifies, ["resumes"] = discord.Sockets.Resumes, ["sessions"] = discord.Sockets.Sessions,
            },
            ["gateway-faults"] = GatewayFault,
            ["rest-fault"] = RestFault,
            ["rate-limits"] = q => Done(() => discord.EnforceRateLimits = q.Flag("enforced") ?? true),
            ["revoke-token"] = _ => Done(discord.RevokeToken),
            ["advance"] = q => Done(() => ((ManualClock)discord.Options.Clock).Advance(TimeSpan.FromSeconds(q.Number("seconds") ?? 0))),
            ["journal"] = q => new JsonObject { ["lines"] = discord.Journal.Lines().Where(l => q.Text("kind") is not { } kind || l.Text("kind") == kind).ToJson() },
        };
    }

    public async Task ServeAsync(HttpContext http)
    {
        var verb = http.Request.Path.Value!["/control".Length..].Trim('/');
        var status = 200;
        JsonNode? answer;
        try
        {
            using var reader = new StreamReader(http.Request.Body, Encoding.UTF8);
            var text = await reader.ReadToEndAsync(http.RequestAborted);
            var query = text.Length == 0 ? [] : JsonNode.Parse(text) as JsonObject ?? [];
            answer = Interactive(verb, query) is { } interaction ? await AwaitedAsync(interaction, query, http.RequestAborted)
                : _verbs.TryGetValue(verb, out var what) ? what(query)
                : throw new InvalidOperationException($"There is no verb \"{verb}\".");
        }
        catch (Exception e) when (e is InvalidOperationException or JsonException or KeyNotFoundException or ArgumentException or InvalidCastException or Rest.Refused)
        {
            status = 422;
            answer = new JsonObject { ["error"] = e.Message };
        }
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync((answer ?? new JsonObject()).ToJsonString(), http.RequestAborted);
    }

    /// <summary>Verbs that start an interaction. With <c>"wait": "answered"</c> or <c>"shown"</c> the answer comes when the bot has responded.</summary>
    private Interaction? Interactive(string verb, JsonObject q) => verb switch
    {
        "use" => Person(q).Use(Channel(q), q.Text("command")!, Pairs(q.Part("options"))),
        "type-into" => Person(q).TypeInto(Channel(q), q.Text("command")!, q.Text("option")!, q.Text("typed")!, Pairs(q.Part("options"))),
        "menu" => Person(q).UseOnMessage(Message(q), q.Text("command")!),
        "person-menu" => Person(q).UseOnPerson(Channel(q), _discord.PersonOf(q.Id("target")!.Value), q.Text("command")!),
        "press" => Person(q).Press(Message(q), q.Text("button")!),
        "choose" => Person(q).Choose(Message(q), q.Text("select")!, [.. q.List("values")!.Select(v => v!.ToString())]),
        "submit" => Person(q).Submit(Pairs(q.Part("fields"))),
        _ => null,
    };

    private async Task<JsonNode> AwaitedAsync(Interaction interaction, JsonObject q, CancellationToken stop)
    {
        var wait = q.Text("wait") switch { "answered" => interaction.Answered, "shown" => interaction.Shown, _ => null };
        if (wait is not null)
        {
            // A little over the 3 s: an answer that did not come is reported, not waited for.
            var patience = TimeSpan.FromSeconds(q.Number("patience") ?? 5);
            await Task.WhenAny(wait, Task.Delay(patience, TimeProvider.System, stop));
        }
        return _discord.Do(() => (JsonNode)new JsonObject
        {
            ["id"] = interaction.Id.ToJson(),
            ["token"] = interaction.Token,
            ["type"] = (int)interaction.Kind,
            ["response"] = interaction.FirstResponse,
            ["failed"] = interaction.Failed,
            ["message"] = interaction.Original is { } original ? Seen(new SeenMessage(original)) : null,
            ["modal"] = interaction.Modal?.DeepClone(),
            ["choices"] = interaction.Choices?.DeepClone(),
            ["followups"] = interaction.Followups.Select(m => Seen(new SeenMessage(m))).ToJson(),
        });
    }

    private JsonObject AddGuild(JsonObject q)
    {
        var guild = _discord.AddGuild(q.Text("name") ?? "A community", (Permission)(q.Id("bot_permissions") ?? 0), q.Flag("with_bot") ?? true);
        return new JsonObject { ["id"] = guild.Id.ToJson() };
    }

    private JsonObject AddChannel(JsonObject q)
    {
        var kind = (ChannelKind)(q.Number("type") ?? 0);
        var channel = kind is ChannelKind.Forum
            ? _discord.AddForum(Guild(q), q.Text("name")!, q.Flag("require_tag") is true, [.. (q.List("tags") ?? []).Select(t => t!.ToString())])
            : _discord.AddChannel(Guild(q), kind, q.Text("name")!);
        return new JsonObject { ["id"] = channel.Id.ToJson(), ["tags"] = channel.Tags.Select(t => new JsonObject { ["id"] = t.Id.ToJson(), ["name"] = t.Name }).ToJson() };
    }

    private JsonObject AddPerson(JsonObject q)
    {
        var person = _discord.AddPerson(q.Text("name")!);
        foreach (var guild in q.List("guilds").Ids()) person.Join(_discord.Guilds.First(g => g.Id == guild));
        return new JsonObject { ["id"] = person.Id.ToJson() };
    }

    private JsonObject Socket(JsonObject q)
    {
        var sockets = _discord.Sockets;
        return Done(q.Text("do") switch
        {
            "reconnect" => sockets.AskToReconnect,
            "invalidate" => () => sockets.InvalidateSession(q.Flag("resumable") is true),
            "heartbeat" => sockets.AskForHeartbeat,
            "close" => () => sockets.Close((int)q.Number("code")!),
            "kill" => sockets.Kill,
            "freeze" => sockets.Freeze,
            "raw" => () => sockets.SendRaw(q.Text("text")!),
            "unknown-opcode" => sockets.SendUnknownOpcode,
            "malformed" => sockets.SendMalformed,
            "unknown-event" => () => sockets.SendUnknownEvent((int)(q.Number("bytes") ?? 10)),
            "interval" => () => sockets.HeartbeatInterval = TimeSpan.FromMilliseconds(q.Number("ms")!.Value),
            var other => throw new InvalidOperationException($"There is nothing to do called \"{other}\"."),
        });
    }

    private JsonObject GatewayFault(JsonObject q) => Done(() => _discord.Do(() =>
    {
        var faults = _discord.GatewayFaults;
        if (q.Text("opening") is { } opening) faults.NextOpenings.Enqueue(Enum.Parse<GatewayFaults.Opening>(opening));
        faults.IgnoreHeartbeats = q.Flag("ignore_heartbeats") ?? faults.IgnoreHeartbeats;
        faults.DeadResumeUrl = q.Flag("dead_resume_url") ?? faults.DeadResumeUrl;
        faults.RefusedResumes = (int)(q.Number("refused_resumes") ?? faults.RefusedResumes);
        faults.RefusedResumesSayResumable = q.Flag("refused_resumes_resumable") ?? faults.RefusedResumesSayResumable;
        faults.RefusedIdentifies = (int)(q.Number("refused_identifies") ?? faults.RefusedIdentifies);
        faults.DuplicatedEvents = (int)(q.Number("duplicated") ?? faults.DuplicatedEvents);
        faults.LostEvents = (int)(q.Number("lost") ?? faults.LostEvents);
        faults.ReversedEvents = (int)(q.Number("reversed") ?? faults.ReversedEvents);
    }));

    private JsonObject RestFault(JsonObject q)
    {
        var seconds = q["seconds"] is JsonValue value ? double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture) : 1;
        RestFault fault = q.Text("fault") switch
        {
            "rate-limited" => new RestFault.RateLimited(seconds, q.Text("scope") ?? "user", Enum.Parse<RetryAfterHeader>(q.Text("header") ?? nameof(RetryAfterHeader.WholeSeconds))),
            "cloudflare" => new RestFault.CloudflareBan(seconds),
            "server-error" => new RestFault.ServerError((int)(q.Number("status") ?? 502), q.Flag("json") is true),
            "done-but-server-error" => new RestFault.DoneButServerError((int)(q.Number("status") ?? 502)),
            "answer-lost" => new RestFault.AnswerLost(),
            "reset" => new RestFault.Reset(),
            "slow-answer" => new RestFault.SlowAnswer(TimeSpan.FromSeconds(seconds)),
            "slow-start" => new RestFault.SlowStart(TimeSpan.FromSeconds(seconds)),
            "silence" => new RestFault.Silence(),
            "garbage" => new RestFault.Garbage(),
            "refusal" => new RestFault.Refusal((int)q.Number("status")!, (int)q.Number("code")!, q.Text("message") ?? "Scripted"),
            var other => throw new InvalidOperationException($"There is no fault called \"{other}\"."),
        };
        return Done(() => _discord.RestFaults.Add(fault, q.Text("method"), q.Text("path"), (int)(q.Number("times") ?? 1), (int)(q.Number("after") ?? 0)));
    }

    private Guild Guild(JsonObject q) => _discord.Guilds.FirstOrDefault(g => g.Id == q.Id("guild")) ?? throw new InvalidOperationException("No such guild.");

    private Channel Channel(JsonObject q) => _discord.Do(() => _discord.Realm.FindChannel(q.Id("channel") ?? 0)) ?? throw new InvalidOperationException("No such channel.");

    private Person Person(JsonObject q) => _discord.PersonOf(q.Id("person") ?? 0);

    private Message Message(JsonObject q, string name = "message") => _discord.Do(() =>
        Channel(q).Messages.GetValueOrDefault(q.Id(name) ?? 0) ?? throw new InvalidOperationException("No such message."));

    private JsonObject Shown(Message message) => _discord.Do(() => Seen(new SeenMessage(message)));

    private static JsonObject Seen(SeenMessage seen) => new()
    {
        ["id"] = seen.Id.ToJson(),
        ["channel"] = seen.Message.Channel.Id.ToJson(),
        ["author"] = seen.Author,
        ["content"] = seen.Content,
        ["text"] = seen.Text,
        ["only_for_me"] = seen.OnlyForMe,
        ["loading"] = seen.Loading,
        ["edited"] = seen.Edited,
        ["files"] = new JsonArray([.. seen.Files.Select(f => (JsonNode)f)]),
        ["buttons"] = seen.Buttons.Select(b => new JsonObject { ["label"] = b.Label, ["custom_id"] = b.CustomId, ["url"] = b.Url, ["disabled"] = b.Disabled }).ToJson(),
        ["selects"] = seen.Selects.Select(s => new JsonObject { ["custom_id"] = s.CustomId, ["type"] = s.Type }).ToJson(),
    };

    private static (string, object)[] Pairs(JsonObject? given) => given is null ? [] : [.. given.Where(p => p.Value is not null).Select(p => (p.Key, Plain(p.Value!)))];

    private static object Plain(JsonNode value) => value switch
    {
        JsonArray many => many.Select(v => v!.ToString()).ToList(),
        JsonValue single => single.GetValueKind() switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.Number => single.AsNumber() as object ?? single.GetValue<double>(),
            _ => single.ToString(),
        },
        _ => value.ToJsonString(),
    };

    private static JsonObject Done(Action what)
    {
        what();
        return [];
    }
}
