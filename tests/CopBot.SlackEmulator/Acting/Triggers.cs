using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CopBot.SlackEmulator.WebApi;
using CopBot.SlackEmulator.World;

namespace CopBot.SlackEmulator.Acting;

/// <summary>A trigger_id: proof that a person just did something, good for one view within three seconds.</summary>
internal sealed class Trigger(Installation installation, SlackUser user, string? viewId, DateTimeOffset until)
{
    public Installation Installation => installation;
    public SlackUser User => user;
    public string? ViewId => viewId;
    public DateTimeOffset Until => until;
    public bool Used { get; set; }
}

/// <summary>Issues trigger ids and takes each back once.</summary>
internal sealed partial class Triggers(EmulatedSlack emulator)
{
    private readonly Dictionary<string, Trigger> _issued = new(StringComparer.Ordinal);

    public string Issue(Installation installation, SlackUser user, string? viewId = null)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"{emulator.Ids.Count()}.{emulator.Clock.GetUtcNow().ToUnixTimeSeconds()}.{Guid.NewGuid():N}");
        _issued[id] = new Trigger(installation, user, viewId, emulator.Clock.GetUtcNow() + emulator.Options.TriggerLives);
        return id;
    }

    public (Trigger? Trigger, JsonObject? Refusal) Exchange(string? id, Installation installation)
    {
        if (string.IsNullOrEmpty(id))
            return (null, Answers.Refused("invalid_arguments", ["missing required field: trigger_id"]));
        if (!Shape().IsMatch(id) || !_issued.TryGetValue(id, out var trigger) || trigger.Installation != installation)
            return (null, Answers.Refused("invalid_trigger_id"));
        if (trigger.Used)
            return (null, Answers.Refused("exchanged_trigger_id"));
        if (emulator.Clock.GetUtcNow() > trigger.Until)
            return (null, Answers.Refused("expired_trigger_id"));
        trigger.Used = true;
        return (trigger, null);
    }

    [GeneratedRegex(@"^\d+\.\d+\.[0-9a-f]+$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Shape();
}
