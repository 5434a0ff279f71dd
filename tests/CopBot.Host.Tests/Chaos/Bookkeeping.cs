using CopBot.Host.Tests.OnPlatforms;

namespace CopBot.Host.Tests.Chaos;

/// <summary>Nothing stands twice, nothing is lost, and the store and the platforms say the same.</summary>
internal static class Bookkeeping
{
    /// <summary>What is not so.</summary>
    public static IEnumerable<string> Wrong(Stored stored, IReadOnlyCollection<Written> wrote, Remembered people, int workspaces) =>
        [.. Twice(stored, wrote), .. AsTheStoreSays(stored.Deliveries, wrote), .. Lost(stored, people.Posted, workspaces)];

    private static IEnumerable<string> Twice(Stored stored, IReadOnlyCollection<Written> wrote)
    {
        var keys = stored.Deliveries.SelectMany(d => d.Marks.Select(m => (Mark: m, d.Key))).ToDictionary(m => m.Mark, m => m.Key, StringComparer.Ordinal);
        foreach (var twice in wrote.Where(w => w.Mark is not null).GroupBy(w => w.Mark!, StringComparer.Ordinal).Where(g => g.Count() > 1))
            yield return $"{keys.GetValueOrDefault(twice.Key, "an answer")} stands {twice.Count()} times: {string.Join(", ", twice.Select(w => w.Id))}";
        foreach (var twice in stored.Deliveries.GroupBy(d => (d.Key, d.Workspace)).Where(g => g.Count() > 1)) yield return $"{twice.Key.Key} has {twice.Count()} deliveries in one workspace";
        foreach (var twice in stored.Problems.GroupBy(p => p.Title, StringComparer.Ordinal).Where(g => g.Count() > 1)) yield return $"the problem “{twice.Key}” is stored {twice.Count()} times";
        foreach (var twice in stored.Trials.Where(t => t.Result.Length == 0).GroupBy(t => (t.Problem, t.Trier)).Where(g => g.Count() > 1)) yield return $"{twice.Count()} trials are under way for one person: {twice.First().Title}";
    }

    private static IEnumerable<string> AsTheStoreSays(IReadOnlyList<StoredDelivery> deliveries, IReadOnlyCollection<Written> wrote)
    {
        var standing = wrote.Where(w => w.Mark is not null).DistinctBy(w => w.Mark).ToDictionary(w => w.Mark!, StringComparer.Ordinal);
        foreach (var d in deliveries)
        {
            if (d.LeasedBy.Length > 0) yield return $"{d.Key} is still leased by {d.LeasedBy}";
            if (d.State is "Undeliverable") yield return $"{d.Key} was given up: {d.Trouble}";
            if (!d.Stands) continue;
            if (d.DeliveredRevision != d.Revision) yield return $"{d.Key} stands in revision {d.DeliveredRevision} of {d.Revision}";
            if (!standing.TryGetValue(d.Mark, out var message)) yield return $"{d.Key} should stand at {d.StandsAt}, where nothing is";
            else if (!d.StandsAt.EndsWith('#' + message.Id, StringComparison.Ordinal)) yield return $"{d.Key} stands at {message.Id}, and the store says {d.StandsAt}";
        }

        var known = deliveries.Where(d => d.State is "Standing").Select(d => d.Mark).ToHashSet(StringComparer.Ordinal);
        var ever = deliveries.SelectMany(d => d.Marks).ToHashSet(StringComparer.Ordinal);
        foreach (var stray in standing.Values.Where(w => ever.Contains(w.Mark!) && !known.Contains(w.Mark!))) yield return $"{stray.Id} still stands, and the store says that nothing does: {stray.Words}";
        foreach (var stray in standing.Values.Where(w => w.Mark!.Length == StoredDelivery.MarkLength && !ever.Contains(w.Mark))) yield return $"{stray.Id} stands, and the store knows nothing of it: {stray.Words}";
    }

    private static IEnumerable<string> Lost(Stored stored, IReadOnlyCollection<string> posted, int workspaces)
    {
        foreach (var title in posted)
        {
            if (stored.Problems.FirstOrDefault(p => p.Title == title) is not { } problem)
            {
                yield return $"“{title}” was acknowledged as posted, and is not stored";
                continue;
            }

            var cards = stored.Deliveries.Count(d => d.Key == $"problem/{problem.Id:N}/card" && d.State is "Standing");
            if (cards != workspaces) yield return $"the card of “{title}” stands in {cards} of {workspaces} workspaces";
        }
    }
}
