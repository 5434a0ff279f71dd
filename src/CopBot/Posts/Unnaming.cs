using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CopBot.Chat;

namespace CopBot.Posts;

/// <summary>
/// Takes a person's name out of what CopBot wrote. A name that it printed stands as a piece of its own, so what members wrote
/// is left alone, also where it says the same word.
/// </summary>
internal sealed class Unnaming
{
    private const string Instead = "somebody who left";
    private static readonly string[] NoNames = ["Somebody", ""];

    // Cards shorten the longest names.
    private static readonly int[] LengthsInCards = [60, 80, 100];
    private readonly HashSet<string> _names;
    private readonly HashSet<string> _accounts;
    private readonly Regex? _inALine;

    public Unnaming(string name, IEnumerable<UserRef> accounts)
    {
        _names = NoNames.Contains(name, StringComparer.Ordinal) ? [] : [name, .. Shortened(name)];
        _accounts = accounts.Select(a => a.ToString()).ToHashSet(StringComparer.Ordinal);
        if (_names.Count > 0)
            _inALine = new Regex(@"(?<before>^|\W)(" + string.Join('|', _names.OrderByDescending(n => n.Length).Select(Regex.Escape)) + @")(?=\W|$)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
    }

    /// <summary>What a stored message that must be rewritten holds, as <see cref="ChatJson"/> writes it.</summary>
    public IEnumerable<string> Needles => _names.Select(n => ChatJson.Write(n)[1..^1]).Concat(_names).Concat(_accounts).Distinct(StringComparer.Ordinal);

    /// <summary>What the post is to say instead, with its one-line summary; null where it does not name them.</summary>
    public (Message Message, string Summary)? Rewrite(Post post)
    {
        var json = JsonNode.Parse(post.Message)!;
        // A message that stands for others repeats their lines, in which a name is no piece of its own.
        var lines = MergedPrivatePosts.Is(post);
        var changed = Visit(json, lines);
        var summary = InLine(post.Summary);
        if (!changed && summary == post.Summary) return null;
        return (ChatJson.Read<Message>(json.ToJsonString()), changed || lines ? summary : post.Summary);
    }

    private bool Visit(JsonNode? node, bool lines)
    {
        var changed = false;
        switch (node)
        {
            case JsonObject run when (string?)run["is"] == "words" && run["value"] is JsonValue words:
                var said = words.GetValue<string>();
                var now = _names.Contains(said) ? Instead : lines ? InLine(said) : said;
                if (now != said) (changed, run["value"]) = (true, now);
                return changed;
            case JsonObject person when person["accounts"] is JsonArray accounts && accounts.Any(a => _accounts.Contains((string)a!)):
                (person["name"], person["accounts"]) = (Instead, new JsonArray());
                return true;
            case JsonObject members:
                foreach (var member in members.ToList()) changed |= Visit(member.Value, lines);
                return changed;
            case JsonArray items:
                foreach (var item in items.ToList()) changed |= Visit(item, lines);
                return changed;
            default:
                return false;
        }
    }

    private string InLine(string line) => _inALine?.Replace(line, "${before}" + Instead) ?? line;

    private static IEnumerable<string> Shortened(string name) => LengthsInCards.Where(length => name.Length > length).Select(length => Shortening.OneLine(name, length));
}
