namespace CopBot.Host;

/// <summary>Finds what somebody may have meant.</summary>
internal static class Nearest
{
    /// <summary>The one of <paramref name="known"/> that needs the fewest letters changed.</summary>
    public static string To(string typed, IEnumerable<string> known) => known.MinBy(k => Distance(typed.ToUpperInvariant(), k.ToUpperInvariant()))!;

    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var before = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var changed = before + (a[i - 1] == b[j - 1] ? 0 : 1);
                before = row[j];
                row[j] = Math.Min(changed, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
