using System.Globalization;
using System.Reflection;
using CopBot.Chat;
using CopBot.Data;

namespace CopBot.Features.Admin;

/// <summary>How it runs, for a community that stands since <paramref name="Since"/>.</summary>
internal sealed record Status(DateTimeOffset Now, DateTimeOffset Since, StoreFacts? Store, IReadOnlyList<SweepStatus> Sweeps, int Waiting, int Due, int Troubled, int Undeliverable, IReadOnlyList<Finding> Findings);

/// <summary>How a sweep goes; <paramref name="LastAt"/> is null where it had no round since the start.</summary>
internal sealed record SweepStatus(string Name, TimeSpan Every, DateTimeOffset? LastAt, bool Failed);

/// <summary>How it runs, for coordinators: what is wrong first, each with what to do.</summary>
internal static class StatusCard
{
    private const int MostWrong = 12;
    private const int MostRight = 8;
    private const int ManyDue = 100;
    private const long LittleRoom = 500L * 1024 * 1024;
    private static readonly TimeSpan OldCopy = TimeSpan.FromDays(8);

    /// <summary>Until then nobody is blamed for having made no copy.</summary>
    private static readonly TimeSpan FirstCopy = TimeSpan.FromDays(1);
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(5);

    /// <summary>This release, such as <c>0.1.0</c>.</summary>
    public static string Version { get; } = typeof(StatusCard).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";

    public static Message Render(Status status, string? version = null)
    {
        var wrong = Wrong(status).ToList();
        return Message.Of(
        [
            new Heading("How CopBot runs"),
            wrong.Count == 0 ? new Paragraph($"All is well.") : new Paragraph(wrong.Count == 1 ? (Text)$"{"One thing is to be mended:":b}" : $"{$"{wrong.Count.ToString(CultureInfo.InvariantCulture)} things are to be mended:":b}"),
            .. wrong.Take(MostWrong).Select(w => new Paragraph($"✗ {w}")),
            wrong.Count > MostWrong ? new Paragraph($"and {wrong.Count - MostWrong} more, which show once these are mended.") : null,
            new Facts(
            [
                new Fact("Version", $"{version ?? Version}"),
                .. status.Store is { } store ? Storage(store) : [],
                new Fact("Sweeps", Swept(status)),
                new Fact("Waiting to be handled", $"{status.Waiting}"),
                new Fact("Posts on their way", $"{status.Due} due now, {status.Troubled} being tried again, {status.Undeliverable} that could not be delivered"),
            ]),
            .. status.Findings.Where(f => f.State is not FindingState.Wrong).Take(MostRight).Select(f => new Paragraph($"{(f.State is FindingState.Fine ? "✓" : "·")} {f.Says}")),
            new Footnote($"Only coordinators see this. To take what the community shares with you: /cop admin export."),
        ]);
    }

    private static IEnumerable<Fact> Storage(StoreFacts store)
    {
        yield return new Fact("Storage", store.FreeBytes is { } free ? (Text)$"{store.Kind}, {Size(store.Bytes)}; {Size(free)} free on its disk" : $"{store.Kind}, {Size(store.Bytes)}");
        if (store.CopiesAreOurs) yield return new Fact("Last copy", store.LastCopyAt is { } at ? (Text)$"{at:ago}" : $"none yet");
    }

    private static Text Swept(Status status)
    {
        var went = status.Sweeps.Where(s => s.LastAt is not null).ToList();
        if (went.Count == 0) return $"none went round yet since the start";
        var next = went.Min(s => s.LastAt!.Value + s.Every);
        return $"{went.Count} of {status.Sweeps.Count} went round since the start, the last {went.Max(s => s.LastAt!.Value):time}; the next is due {next:time}";
    }

    private static IEnumerable<Text> Wrong(Status status)
    {
        foreach (var finding in status.Findings.Where(f => f.State is FindingState.Wrong)) yield return $"{finding.Says}";
        if (status.Store is { FreeBytes: < LittleRoom and var free }) yield return $"Only {Size(free)} are free on the disk of the database. Whoever runs CopBot frees some space: without room nothing can be saved.";
        if (status.Store is { CopiesAreOurs: true } store)
        {
            if (store.LastCopyAt is not { } copied)
            {
                if (status.Now - status.Since > FirstCopy) yield return $"No copy of the database was made yet. Whoever runs CopBot makes one, also while it runs: {"CopBot.Host backup":code}. Once a day is good, on another disk.";
            }
            else if (status.Now - copied > OldCopy)
            {
                yield return $"The last copy of the database beside it is from {copied:day}. Whoever runs CopBot makes one: {"CopBot.Host backup":code}. If copies are made elsewhere, all is well.";
            }
        }

        foreach (var sweep in status.Sweeps)
        {
            if (sweep.Failed) yield return $"The sweep {sweep.Name} failed in its last round; it is tried again at the next. If it stays so, the log says why.";
            else if (sweep.LastAt is { } last && status.Now - last > sweep.Every + sweep.Every + Grace) yield return $"The sweep {sweep.Name} has not gone round since {last}. Restart CopBot and look at its log.";
        }

        if (status.Due > ManyDue) yield return $"{status.Due} posts are due at once. If the number does not fall within minutes, look at the connections above and at the log.";
        if (status.Undeliverable > 0) yield return $"{status.Undeliverable} {(status.Undeliverable == 1 ? "post" : "posts")} could not be delivered. Private ones wait at their reader's Home: they allow direct messages. For posts of the community look at the home channel with /cop setup.";
    }

    private static string Size(long bytes) => bytes switch
    {
        >= 1L << 30 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 30):0.#} GB"),
        >= 1L << 20 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 20):0.#} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, bytes / 1024)} kB"),
    };
}
