using System.Text.RegularExpressions;

namespace CopBot.Telemetry;

/// <summary>A post's key without what tells one from another, such as <c>problem/{id}/card</c>: some hold a member's id.</summary>
internal static partial class Shape
{
    public static string Of(string key) => Part().Replace(key, static part => Kind().IsMatch(part.Value) ? part.Value : "{id}");

    [GeneratedRegex("[^/]+", RegexOptions.None, 1000)]
    private static partial Regex Part();

    /// <summary>A word of ours; whatever else stands between two strokes is an identity.</summary>
    [GeneratedRegex("^[a-z][a-z-]{0,29}$", RegexOptions.None, 1000)]
    private static partial Regex Kind();
}
