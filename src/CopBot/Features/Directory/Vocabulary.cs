using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Search;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Features.Directory;

/// <summary>Reads and grows the words that a community has for its topics.</summary>
internal sealed class Vocabulary(CopBotDb db) : ITopics
{
    private const int MostSuggested = 3;

    /// <summary>All topics of a community.</summary>
    public async Task<TopicBook> BookAsync(CommunityId community, CancellationToken stop)
    {
        var stored = await db.Topics.Where(t => t.Community == community).ToListAsync(stop);
        // What this very request added stands here and not yet in the store.
        return new TopicBook([.. stored.Union(db.Seen<Topic>().Where(t => t.Community == community)).Where(t => db.Entry(t).State is not EntityState.Deleted).OrderBy(t => t.Name, StringComparer.Ordinal)]);
    }

    public async Task<IReadOnlyList<string>> CalledAsync(CommunityId community, IEnumerable<string> typed, bool learn, CancellationToken stop)
    {
        var book = await BookAsync(community, stop);
        return [.. typed.Select(words => learn ? Learn(book, community, words).Name : book.NameOf(words)).Distinct(StringComparer.Ordinal)];
    }

    public async Task<IReadOnlyList<string>> SuggestedAsync(CommunityId community, string text, CancellationToken stop) =>
        [.. (await BookAsync(community, stop)).In(text).Take(MostSuggested).Select(t => t.Name)];

    /// <summary>The topic of these words; a new one where there is none.</summary>
    public Topic Learn(TopicBook book, CommunityId community, string words)
    {
        if (book.Find(words) is { } known) return known;
        var topic = db.Add(Topic.Of(community, Shortening.OneLine(words.ToLowerInvariant(), Topic.NameMaxLength))).Entity;
        book.Add(topic);
        return topic;
    }
}

/// <summary>A community's topics, to look words up in. Words with the same stems are the same: "first visitor", "First visitors".</summary>
internal sealed class TopicBook
{
    private readonly List<Topic> _topics = [];
    private readonly Dictionary<string, Topic> _byStems = new(StringComparer.Ordinal);

    public TopicBook(IEnumerable<Topic> topics)
    {
        foreach (var topic in topics) Add(topic);
    }

    /// <summary>All of them.</summary>
    public IReadOnlyList<Topic> All => _topics;

    public void Add(Topic topic)
    {
        _topics.Add(topic);
        foreach (var word in topic.Words) _byStems.TryAdd(StemsOf(word), topic);
    }

    /// <summary>The topic of this id, or null.</summary>
    public Topic? Find(TopicId id) => _topics.Find(t => t.Id == id);

    /// <summary>The topic that these words mean, or null.</summary>
    public Topic? Find(string words) => _byStems.GetValueOrDefault(StemsOf(words));

    /// <summary>What the community calls it; the words themselves where it has no topic for them.</summary>
    public string NameOf(string words) => Find(words)?.Name ?? words.ToLowerInvariant();

    /// <summary>The topics whose words all stand in a text, the longest names first.</summary>
    public IEnumerable<Topic> In(string text)
    {
        var stems = Stemmed(text).ToHashSet(StringComparer.Ordinal);
        return _topics
            .Where(t => t.Words.Any(w => Stemmed(w).ToList() is { Count: > 0 } own && own.TrueForAll(stems.Contains)))
            .OrderByDescending(t => t.Name.Length)
            .ThenBy(t => t.Name, StringComparer.Ordinal);
    }

    private static IEnumerable<string> Stemmed(string words) => Words.ThatMatter(words).Select(Stems.Of);

    private static string StemsOf(string words) => string.Join(' ', Stemmed(words)) is { Length: > 0 } stems ? stems : words.Trim().ToLowerInvariant();
}
