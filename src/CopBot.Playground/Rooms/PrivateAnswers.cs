using CopBot.Chat;

namespace CopBot.Playground;

/// <summary>What each person alone sees: private answers and Home. Not thread-safe; the room holds its lock.</summary>
internal sealed class PrivateAnswers
{
    private readonly Dictionary<UserRef, List<PrivateAnswer>> _answers = [];
    private readonly Dictionary<UserRef, Message> _homes = [];
    private readonly Queue<string> _settled = new();
    private readonly Dictionary<string, FormValues> _typed = new(StringComparer.Ordinal);

    public IReadOnlyList<PrivateAnswer> Of(UserRef user) => _answers.TryGetValue(user, out var all) ? all : [];

    public Message? HomeOf(UserRef user) => _homes.GetValueOrDefault(user);

    public Message ShowHome(UserRef user, Message home) => _homes[user] = home;

    /// <summary>Shows an answer; of each place the last few stay.</summary>
    public PrivateAnswer Show(PrivateAnswer answer)
    {
        if (!_answers.TryGetValue(answer.To, out var all)) _answers[answer.To] = all = [];
        all.RemoveAll(a => a.Id == answer.Id);
        all.Add(answer);
        var there = all.Where(a => a.Place == answer.Place && a.AtHome == answer.AtHome).ToList();
        if (there.Count > PlaygroundLimits.PrivateAnswersPerPlace) all.Remove(there[0]);
        return answer;
    }

    /// <summary>Lets another message take the place of one that is shown; null when it is not shown any more.</summary>
    public PrivateAnswer? Replace(UserRef user, string id, Message message)
    {
        if (!_answers.TryGetValue(user, out var all)) return null;
        var at = all.FindIndex(a => a.Id == id);
        return at < 0 ? null : all[at] = all[at] with { Shows = message, Waiting = false, Seen = false, Revision = all[at].Revision + 1 };
    }

    public bool MarkSeen(UserRef user, Place place)
    {
        var changed = false;
        if (!_answers.TryGetValue(user, out var all)) return changed;
        for (var i = 0; i < all.Count; i++)
        {
            if (all[i].Seen || all[i].Place != place) continue;
            all[i] = all[i] with { Seen = true };
            changed = true;
        }

        return changed;
    }

    public bool Dismiss(UserRef user, string id) => _answers.TryGetValue(user, out var all) && all.RemoveAll(a => a.Id == id) > 0;

    /// <summary>Takes the answers at Home away, when it is opened anew.</summary>
    public bool ClearHome(UserRef user) => _answers.TryGetValue(user, out var all) && all.RemoveAll(a => a.AtHome) > 0;

    /// <summary>Remembers what was typed into a form while its answer is on its way, to give it back if it cannot be taken.</summary>
    public bool Typed(string ticket, FormValues values) => _typed.TryAdd(ticket, values);

    /// <summary>Remembers that a late answer has come, because it may come before "working on it" is shown; gives what was typed.</summary>
    public FormValues Settle(string ticket)
    {
        _settled.Enqueue(ticket);
        if (_settled.Count > 1000) _settled.Dequeue();
        return _typed.Remove(ticket, out var typed) ? typed : [];
    }

    public bool IsSettled(string ticket) => _settled.Contains(ticket);

    public void Clear()
    {
        _answers.Clear();
        _homes.Clear();
        _typed.Clear();
    }
}

/// <summary>How far each person has read each place. Kept in memory: after a restart everything counts as read.</summary>
internal sealed class ReadMarks
{
    private readonly Dictionary<(UserRef, Place), long> _marks = [];
    private long _before;

    public void Begin(long lastId)
    {
        _marks.Clear();
        _before = lastId;
    }

    public bool Mark(UserRef user, Place place, long upTo)
    {
        if (Of(user, place) >= upTo) return false;
        _marks[(user, place)] = upTo;
        return true;
    }

    public long Of(UserRef user, Place place) => _marks.GetValueOrDefault((user, place), _before);
}
