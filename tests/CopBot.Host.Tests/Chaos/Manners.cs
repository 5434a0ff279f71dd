using CopBot.Host.Tests.OnPlatforms;

namespace CopBot.Host.Tests.Chaos;

/// <summary>Who may be written to, when, how often and how.</summary>
internal static class Manners
{
    private const int MostQuestions = 2;
    private const int MostInvited = 5;
    private const int ADay = 1;
    private const int AWeek = 3;

    // Decided, then sent; between the two a process may have been killed and another have gone on.
    private static readonly TimeSpan Slack = TimeSpan.FromMinutes(3);

    /// <summary>What was against them.</summary>
    public static IEnumerable<string> Broken(Stored stored, IReadOnlyCollection<Written> wrote, Remembered people)
    {
        var unasked = stored.Deliveries.Where(d => d is { Reader: not null, DeliveredAt: not null, State: not "Merged", Class: "Unasked" }).ToList();
        return
        [
            .. AskedTooOften(stored),
            .. OutOfHours(stored),
            .. OverBudget(stored, unasked),
            .. AfterStop(stored, unasked, people.Stopped),
            .. Unexplained(unasked, wrote),
            .. WrongEyes(stored, wrote),
            .. wrote.Where(w => !w.Private && w.Rang.Count > 0).Select(w => $"{w.Id} rang {string.Join(", ", w.Rang)}: {w.Words}"),
            .. stored.Invitations.GroupBy(i => i).Where(g => g.Count() > MostInvited).Select(g => $"{g.Count()} helpers were asked at once for {g.Key.Thing:N}"),
        ];
    }

    /// <summary>At most twice, and not any more once it was told.</summary>
    private static IEnumerable<string> AskedTooOften(Stored stored)
    {
        foreach (var trial in stored.Trials)
        {
            var questions = stored.Deliveries.Where(d => d.DeliveredAt is not null && d.Key.StartsWith($"trial/{trial.Id:N}/question/", StringComparison.Ordinal)).ToList();
            var asked = Math.Max(trial.Asked, questions.Select(q => q.Key).Distinct(StringComparer.Ordinal).Count());
            if (asked > MostQuestions) yield return $"“{trial.Title}” was asked about {asked} times";
            if (trial.Result.Length > 0 && questions.Find(q => q.DeliveredAt > trial.ToldAt + Slack) is { } late) yield return $"“{trial.Title}” was asked about after it was told: {late.Key}";
        }
    }

    private static IEnumerable<string> OutOfHours(Stored stored)
    {
        foreach (var d in stored.Deliveries.Where(d => d is { Reader: not null, DeliveredAt: not null, State: not "Merged", Class: "Requested" or "Unasked" }))
        {
            if (Reader(stored, d) is { } reader && d.DeliveredAt is { } at && !reader.IsOpen(at) && !reader.IsOpen(at - Slack))
                yield return $"{d.Key} came at {reader.Local(at):ddd yyyy-MM-dd HH:mm}, outside its reader's hours";
        }
    }

    private static IEnumerable<string> OverBudget(Stored stored, List<StoredDelivery> unasked)
    {
        foreach (var his in unasked.GroupBy(d => d.Reader))
        {
            if (Reader(stored, his.First()) is not { } reader) continue;
            var sent = his.Select(d => d.DeliveredAt!.Value).Order().ToList();
            foreach (var day in sent.GroupBy(at => reader.Local(at).Date).Where(g => g.Count() > ADay)) yield return $"somebody got {day.Count()} unasked messages on {day.Key:yyyy-MM-dd}";
            for (var i = AWeek; i < sent.Count; i++)
            {
                if (sent[i] < sent[i - AWeek].AddDays(7) - Slack) yield return $"somebody got {AWeek + 1} unasked messages within seven days, the last at {sent[i]:u}";
            }
        }
    }

    private static IEnumerable<string> AfterStop(Stored stored, List<StoredDelivery> unasked, IReadOnlyCollection<(string Account, DateTimeOffset At)> stopped)
    {
        foreach (var (account, since) in stopped)
        {
            if (stored.Members.FirstOrDefault(m => m.Account.EndsWith('/' + account, StringComparison.Ordinal)) is not { Stopped: true } member)
            {
                yield return $"{account} was told that nothing unasked comes any more, and the store does not know it";
                continue;
            }

            foreach (var late in unasked.Where(d => d.Reader == member.Id && d.DeliveredAt > since + Slack)) yield return $"{account} stopped at {since:u}, and {late.Key} came at {late.DeliveredAt:u}";
        }
    }

    /// <summary>Every unasked message says why it came, and how to have less of it; one that stands for several has a Stop.</summary>
    private static IEnumerable<string> Unexplained(List<StoredDelivery> unasked, IReadOnlyCollection<Written> wrote)
    {
        foreach (var d in unasked.Where(d => d.Stands))
        {
            if (wrote.FirstOrDefault(w => w.Mark == d.Mark) is not { } message) continue;
            string[] wanted = d.Key.StartsWith("private/", StringComparison.Ordinal) ? ["Stop"] : ["Why you got this", "Less of this", "Stop"];
            foreach (var missing in wanted.Where(w => !message.Words.Contains(w, StringComparison.Ordinal))) yield return $"{d.Key} came unasked, without “{missing}”: {message.Words}";
        }
    }

    /// <summary>What is for one stands before no others; what is for all stands in nobody's own mail.</summary>
    private static IEnumerable<string> WrongEyes(Stored stored, IReadOnlyCollection<Written> wrote)
    {
        foreach (var d in stored.Deliveries.Where(d => d.Stands))
        {
            if (wrote.FirstOrDefault(w => w.Mark == d.Mark) is not { } message) continue;
            if (d.Reader is not null && !message.Private) yield return $"{d.Key} is for one person, and stands where others read it: {message.Words}";
            if (d is { Reader: null, Class: "Public" } && message.Private) yield return $"{d.Key} is for everybody, and stands in somebody's mail: {message.Words}";
        }
    }

    private static StoredMember? Reader(Stored stored, StoredDelivery delivery) => stored.Members.FirstOrDefault(m => m.Id == delivery.Reader);
}
