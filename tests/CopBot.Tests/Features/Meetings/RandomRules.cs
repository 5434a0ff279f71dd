using System.Globalization;
using CopBot.Features.Meetings;

namespace CopBot.Tests.Features.Meetings;

/// <summary>A rhythm that anybody might think of.</summary>
internal sealed record RandomRhythm(string Typed, DateTime First, TimeZoneInfo Zone, Rhythm Rhythm)
{
    /// <summary>What the rule is stored as.</summary>
    public string Rule => Rhythm.Rule;
}

/// <summary>Rules by chance, the same each time.</summary>
internal static class RandomRules
{
    private static readonly string[] Weekdays = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

    /// <summary>All zones that this machine knows by an IANA name.</summary>
    public static IReadOnlyList<TimeZoneInfo> Zones { get; } = [.. TimeZoneInfo.GetSystemTimeZones().Where(z => z.HasIanaId).OrderBy(z => z.Id, StringComparer.Ordinal)];

    public static IEnumerable<RandomRhythm> Some(int count, int seed)
    {
        var random = new Random(seed);
        for (var made = 0; made < count;)
        {
            var first = new DateTime(2025 + random.Next(4), 1 + random.Next(12), 1 + random.Next(28), random.Next(24), random.Next(4) * 15, 0);
            var zone = Zones[random.Next(Zones.Count)];
            var typed = Typed(random, first);
            if (RepeatRule.Read(typed, first, zone, out _) is not { } rule) continue;
            made++;
            yield return new RandomRhythm(typed, first, zone, new Rhythm(new SeriesId(Guid.NewGuid()), 1, first, rule, zone, 60));
        }
    }

    private static string Typed(Random random, DateTime first)
    {
        var parts = new List<string>();
        switch (random.Next(8))
        {
            case 0: parts.Add("FREQ=DAILY"); if (Coin()) parts.Add($"BYDAY={Days()}"); break;
            case 1: parts.Add("FREQ=WEEKLY"); break;
            case 2: parts.Add("FREQ=WEEKLY"); parts.Add($"BYDAY={Days()}"); if (Coin()) parts.Add($"WKST={Weekdays[random.Next(7)]}"); break;
            case 3: parts.Add("FREQ=MONTHLY"); parts.Add($"BYDAY={Nth()}"); break;
            case 4: parts.Add("FREQ=MONTHLY"); parts.Add($"BYMONTHDAY={(Coin() ? 1 + random.Next(31) : -1 - random.Next(5))}"); break;
            case 5: parts.Add("FREQ=MONTHLY"); parts.Add("BYDAY=MO,TU,WE,TH,FR"); parts.Add($"BYSETPOS={(Coin() ? 1 + random.Next(3) : -1)}"); break;
            case 6: parts.Add("FREQ=MONTHLY"); break;
            default: parts.Add("FREQ=YEARLY"); if (Coin()) { parts.Add($"BYMONTH={1 + random.Next(12)}"); parts.Add($"BYDAY={Nth()}"); } break;
        }

        if (random.Next(3) == 0) parts.Add(string.Create(CultureInfo.InvariantCulture, $"INTERVAL={1 + random.Next(4)}"));
        switch (random.Next(4))
        {
            case 0: parts.Add(string.Create(CultureInfo.InvariantCulture, $"COUNT={1 + random.Next(30)}")); break;
            case 1: parts.Add(string.Create(CultureInfo.InvariantCulture, $"UNTIL={first.AddDays(random.Next(900)):yyyyMMdd}")); break;
            default: break;
        }

        return string.Join(';', parts);

        bool Coin() => random.Next(2) == 0;
        string Days() => string.Join(',', Weekdays.Where(_ => Coin()).DefaultIfEmpty("TU"));
        string Nth() => $"{(Coin() ? 1 + random.Next(4) : -1)}{Weekdays[random.Next(7)]}";
    }
}
