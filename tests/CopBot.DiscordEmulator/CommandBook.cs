using System.Text.Json.Nodes;
using CopBot.DiscordEmulator.Rest;
using CopBot.DiscordEmulator.Rules;

namespace CopBot.DiscordEmulator;

/// <summary>The application's commands: global ones under key 0, a guild's under its id.</summary>
internal sealed class CommandBook(Realm realm)
{
    /// <summary>"A global rate limit of 200 application command creates per day, per guild."</summary>
    private const int CreatesPerDay = 200;

    private readonly Dictionary<ulong, List<JsonObject>> _commands = [];
    private readonly Dictionary<ulong, Queue<DateTimeOffset>> _creates = [];

    public IReadOnlyList<JsonObject> In(ulong scope) => _commands.GetValueOrDefault(scope) ?? [];

    /// <summary>What a member of a guild is offered: its own commands and the global ones.</summary>
    public IEnumerable<JsonObject> OfferedIn(ulong? guildId) => guildId is { } id ? In(id).Concat(In(0)) : In(0);

    public JsonArray Overwrite(ulong scope, JsonNode? body)
    {
        if (body is not JsonArray given) throw Refused.BadField("commands", "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType");
        var form = new Form();
        for (var i = 0; i < given.Count; i++) CommandRules.Check(given[i], form.At(i));
        form.ThrowIfDirty();
        var before = In(scope).ToList();
        var after = new List<JsonObject>();
        foreach (var command in given.Parts())
        {
            if (after.Exists(c => Same(c, command))) throw Refused.BadField("0.name", "APPLICATION_COMMANDS_DUPLICATE_NAME", "Application command names must be unique");
            after.Add(Keep(scope, command, before.Find(c => Same(c, command))));
        }
        Limits(after);
        _commands[scope] = after;
        return after.Select(c => (JsonObject)c.DeepClone()).ToJson();
    }

    /// <summary>Creates, or replaces one of the same name and type.</summary>
    public (JsonObject Command, bool IsNew) Upsert(ulong scope, JsonNode? body)
    {
        var form = new Form();
        CommandRules.Check(body, form);
        form.ThrowIfDirty();
        var list = In(scope).ToList();
        var old = list.Find(c => Same(c, (JsonObject)body!));
        var kept = Keep(scope, (JsonObject)body!, old);
        if (old is not null) list.Remove(old);
        list.Add(kept);
        Limits(list);
        _commands[scope] = list;
        return ((JsonObject)kept.DeepClone(), old is null);
    }

    public JsonObject Change(ulong scope, ulong id, JsonNode? body)
    {
        var form = new Form();
        CommandRules.Check(body, form, partial: true);
        form.ThrowIfDirty();
        var old = Find(scope, id);
        var merged = new JsonObject();
        foreach (var (name, value) in old.Where(p => p.Key is not ("id" or "application_id" or "version" or "guild_id"))) merged[name] = value?.DeepClone();
        foreach (var (name, value) in (JsonObject)body!) merged[name] = value?.DeepClone();
        var kept = Keep(scope, merged, old);
        var list = _commands[scope];
        list[list.IndexOf(old)] = kept;
        return (JsonObject)kept.DeepClone();
    }

    public JsonObject Find(ulong scope, ulong id) => In(scope).FirstOrDefault(c => c.Id("id") == id) ?? throw Refused.UnknownCommand();

    public void Delete(ulong scope, ulong id) => _commands[scope].Remove(Find(scope, id));

    private static bool Same(JsonObject one, JsonObject other) => one.Text("name") == other.Text("name") && (one.Number("type") ?? 1) == (other.Number("type") ?? 1);

    private JsonObject Keep(ulong scope, JsonObject given, JsonObject? old)
    {
        if (old is null) CountCreate(scope);
        var kept = new JsonObject
        {
            ["id"] = (old?.Id("id") ?? realm.Ids.Next()).ToJson(),
            ["application_id"] = realm.ApplicationId.ToJson(),
            ["version"] = realm.Ids.Next().ToJson(),
            ["default_member_permissions"] = given.Id("default_member_permissions").ToJson(),
            ["type"] = given.Number("type") ?? 1,
            ["name"] = given.Text("name"),
            ["name_localizations"] = given["name_localizations"]?.DeepClone(),
            ["description"] = given.Text("description") ?? "",
            ["description_localizations"] = given["description_localizations"]?.DeepClone(),
            ["dm_permission"] = given.Flag("dm_permission") ?? true,
            ["contexts"] = given["contexts"]?.DeepClone(),
            ["integration_types"] = given["integration_types"]?.DeepClone() ?? new JsonArray(0),
            ["nsfw"] = given.Flag("nsfw") is true,
        };
        if (scope != 0)
        {
            kept["guild_id"] = scope.ToJson();
            kept.Remove("dm_permission");
        }
        if (given.List("options") is { Count: > 0 } options) kept["options"] = Clean(options);
        return kept;
    }

    /// <summary>Without what is null or says what is anyway so, as the server gives options back.</summary>
    private static JsonArray Clean(JsonArray options)
    {
        var kept = (JsonArray)options.DeepClone();
        foreach (var option in kept.Parts().ToList())
        {
            foreach (var name in option.Where(p => p.Value is null || p.Key is "required" or "autocomplete" && option.Flag(p.Key) is false || p.Key is "choices" or "options" && p.Value is JsonArray { Count: 0 }).Select(p => p.Key).ToList())
                option.Remove(name);
            if (option.List("options") is { } inner) option["options"] = Clean(inner);
        }
        return kept;
    }

    private void CountCreate(ulong scope)
    {
        if (!_creates.TryGetValue(scope, out var creates)) _creates[scope] = creates = [];
        while (creates.TryPeek(out var at) && at <= realm.Now - TimeSpan.FromDays(1)) creates.Dequeue();
        if (creates.Count >= CreatesPerDay) throw Refused.TooManyCommandCreates();
        creates.Enqueue(realm.Now);
    }

    /// <summary>100 chat commands, 15 user commands, 15 message commands.</summary>
    private static void Limits(List<JsonObject> commands)
    {
        var tooMany = commands.GroupBy(c => c.Number("type")).Any(g => g.Count() > (g.Key == 1 ? 100 : 15));
        if (tooMany) throw new Refused(400, 30032, "Maximum number of application commands reached (100)");
    }
}
