using CopBot.Host.Tests.OnPlatforms;

namespace CopBot.Host.Tests.Chaos;

/// <summary>What nobody may ever learn: who asked without a name, and what people said to each other.</summary>
internal static class Discretion
{
    /// <summary>What somebody could learn.</summary>
    public static IEnumerable<string> Broken(Stored stored, IReadOnlyCollection<Written> wrote, Remembered people) =>
    [
        .. people.Unsigned.SelectMany(u => Joined(stored, wrote, u.Title, u.Account)),
        .. from words in people.Overheard
           from row in stored.Rows
           where Has(row, words)
           select $"“{words}” was said to others, and is kept: {row}",
        .. from words in people.Overheard
           from message in wrote
           where Has(message.Words, words)
           select $"“{words}” was said to others, and is told on in {message.Id}",
    ];

    private static IEnumerable<string> Joined(Stored stored, IReadOnlyCollection<Written> wrote, string title, string account)
    {
        string[] who = [account, .. stored.Members.Where(m => m.Account.EndsWith('/' + account, StringComparison.Ordinal)).SelectMany(m => Forms(m.Id))];
        List<string> what = [title];
        foreach (var problem in stored.Problems.Where(p => p.Title == title))
        {
            what.AddRange(Forms(problem.Id));
            if (problem.Asker is not null) yield return $"“{title}” was asked without a name, and its asker is stored";
            if (problem.ReceiptHash.Length == 0) yield return $"“{title}” was asked without a name, and no receipt fits it";
            else what.Add(problem.ReceiptHash);
            if (problem.Id.Version is not 4) yield return $"“{title}” was asked without a name, and its id tells when";
            if (problem.AskedAt.UtcDateTime.TimeOfDay != TimeSpan.Zero) yield return $"“{title}” was asked without a name, and more than the day is stored: {problem.AskedAt:u}";
        }

        foreach (var row in stored.Rows.Where(r => who.Any(w => Has(r, w)) && what.Any(w => Has(r, w)))) yield return $"“{title}” was asked without a name, and this joins it to {account}: {row}";
        foreach (var row in stored.Rows.Where(r => (r.StartsWith("drafts ", StringComparison.Ordinal) || r.StartsWith("inbox ", StringComparison.Ordinal)) && Has(r, title))) yield return $"“{title}” was asked without a name, and a form is kept of it: {row}";
        foreach (var message in wrote.Where(m => Has(m.Words, title) && who.Any(w => Has(m.Words, w)))) yield return $"“{title}” was asked without a name, and {message.Id} names {account}";
    }

    private static string[] Forms(Guid id) => [$"{id:D}", $"{id:N}"];

    private static bool Has(string where, string what) => where.Contains(what, StringComparison.OrdinalIgnoreCase);
}
