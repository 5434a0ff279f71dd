using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace CopBot.SlackEmulator.WebApi;

/// <summary>Cursor pagination: an opaque next_cursor, an empty one on the last page.</summary>
internal static class Pages
{
    /// <summary>Cuts one page; Error is invalid_cursor or invalid_limit.</summary>
    public static (IReadOnlyList<T> Page, string NextCursor, string? Error) Cut<T>(ApiCall call, IReadOnlyList<T> all, int standard, int most)
    {
        var limit = call.Number("limit") ?? standard;
        if (limit < 0 || limit > most)
            return ([], "", "invalid_limit");
        if (limit == 0)
            limit = most;
        var start = 0;
        if (call.Text("cursor") is { Length: > 0 } cursor && !TryRead(cursor, call.Rule.Name, all.Count, out start))
            return ([], "", "invalid_cursor");
        var page = all.Skip(start).Take(limit).ToArray();
        var next = start + page.Length < all.Count ? Make(call.Rule.Name, start + page.Length) : "";
        return (page, next, null);
    }

    public static JsonObject Metadata(string nextCursor) => new() { ["next_cursor"] = nextCursor };

    private static string Make(string method, int at) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{method}:{at}")));

    private static bool TryRead(string cursor, string method, int count, out int at)
    {
        at = 0;
        var bytes = new byte[cursor.Length];
        if (!Convert.TryFromBase64String(cursor, bytes, out var length))
            return false;
        var parts = Encoding.UTF8.GetString(bytes, 0, length).Split(':');
        return parts.Length == 2 && parts[0] == method && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out at) && at <= count;
    }
}
