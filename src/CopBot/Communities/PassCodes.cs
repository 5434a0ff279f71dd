using System.Collections.Concurrent;
using CopBot.Chat;
using CopBot.Data;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Communities;

/// <summary>Makes codes and takes them. What is wrong with one that was typed is said in a sentence for its field.</summary>
internal sealed class PassCodes(CopBotDb db, WrongTries tries, TimeProvider clock)
{
    public const string Wrong = "CopBot knows no such code. It has eight letters and digits; please look again, or ask for a new one.";
    public const string Over = "This code is over: it works for 15 minutes. Please ask for a new one.";
    public const string Used = "This code has been used already; each works once. Please ask for a new one.";
    public const string Own = "This is the code that you made here. Type it on the other side, where it is to be joined.";
    public const string TooOften = "That were several wrong codes within an hour. Please wait an hour, then ask for a new one.";

    /// <summary>The letters of a new one, which takes the place of whatever they made before.</summary>
    public async Task<string> MakeAsync(PassCodeFor what, MemberId by, UserRef account, CommunityId? community, CancellationToken stop)
    {
        db.RemoveRange(await db.PassCodes.Where(c => c.By == by && c.For == what && c.TakenBy == null).ToListAsync(stop));
        var (code, letters) = PassCode.Make(what, by, account, community, clock.GetUtcNow());
        db.Add(code);
        return letters;
    }

    /// <summary>The code that was typed, which nobody can use any more; or why not.</summary>
    public async Task<(PassCode? Code, string? Why)> TakeAsync(PassCodeFor what, string typed, UserRef by, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        if (tries.AreTooMany(by, now)) return (null, TooOften);

        // All that are remembered are few: they are looked through, so that the store compares nothing.
        var known = await db.PassCodes.Where(c => c.For == what && c.ExpiresAt > now - PassCode.RememberedFor).ToListAsync(stop);
        PassCode? found = null;
        foreach (var code in known)
        {
            if (code.Is(typed)) found = code;
        }

        if (found is null)
        {
            tries.Add(by, now);
            return (null, Wrong);
        }

        if (found.TakenBy is not null) return (null, Used);
        if (found.IsOver(now)) return (null, Over);
        if (found.Account == by) return (null, Own);
        found.Take(by);
        return (found, null);
    }
}

/// <summary>How often somebody typed a code that is none, in the last hour. In memory only: it is nobody's business later.</summary>
internal sealed class WrongTries
{
    /// <summary>Wrong codes an hour for each account.</summary>
    public const int AnHour = 5;

    private readonly ConcurrentDictionary<UserRef, List<DateTimeOffset>> _tries = new();

    public bool AreTooMany(UserRef by, DateTimeOffset now)
    {
        if (!_tries.TryGetValue(by, out var tries)) return false;
        lock (tries) return tries.Count(t => t > now.AddHours(-1)) >= AnHour;
    }

    public void Add(UserRef by, DateTimeOffset now)
    {
        foreach (var (other, old) in _tries)
        {
            lock (old)
            {
                if (old.TrueForAll(t => t <= now.AddHours(-1))) _tries.TryRemove(other, out _);
            }
        }

        var tries = _tries.GetOrAdd(by, static _ => []);
        lock (tries) tries.Add(now);
    }
}
