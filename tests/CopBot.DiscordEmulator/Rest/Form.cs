using System.Globalization;
using System.Text.Json.Nodes;

namespace CopBot.DiscordEmulator.Rest;

/// <summary>Complaints about a body, kept by path, in the shape of reference, "Error Messages".</summary>
internal sealed class Form
{
    private readonly Dictionary<string, Form> _parts = new(StringComparer.Ordinal);
    private readonly JsonArray _complaints = [];

    public bool IsClean => _complaints.Count == 0 && _parts.Values.All(p => p.IsClean);

    public Form At(string name)
    {
        if (!_parts.TryGetValue(name, out var part)) _parts[name] = part = new Form();
        return part;
    }

    public Form At(int index) => At(index.ToString(CultureInfo.InvariantCulture));

    public void Complain(string code, string message) => _complaints.Add(new JsonObject { ["code"] = code, ["message"] = message });

    public JsonObject ToJson()
    {
        // The schema lets a place hold either its own complaints or those of its parts.
        if (_complaints.Count > 0) return new JsonObject { ["_errors"] = _complaints.DeepClone() };
        var json = new JsonObject();
        foreach (var (name, part) in _parts)
            if (!part.IsClean) json[name] = part.ToJson();
        return json;
    }

    public void ThrowIfDirty()
    {
        if (!IsClean) throw Refused.BadForm(ToJson());
    }
}
