using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;

namespace CopBot.Features.Directory;

/// <summary>Which topic.</summary>
public readonly record struct TopicId(Guid Value) : IId<TopicId>
{
    /// <inheritdoc/>
    public static TopicId From(Guid value) => new(value);
}

/// <summary>
/// A word of the community's own for what it is about. It grows from what members write; a coordinator says which words mean
/// the same. It says nothing of who wrote it first, or when.
/// </summary>
[Shared]
public sealed class Topic : Aggregate
{
    /// <summary>Longest name.</summary>
    public const int NameMaxLength = 40;

    /// <summary>Most other words for one topic.</summary>
    public const int MostSynonyms = 20;

    private Topic()
    {
    }

    /// <summary>Which one.</summary>
    public TopicId Id { get; private set; }

    /// <summary>Whose.</summary>
    public CommunityId Community { get; private set; }

    /// <summary>What it is called.</summary>
    public string Name { get; private set; } = "";

    /// <summary>What else it is called.</summary>
    public List<string> Synonyms { get; private set; } = [];

    /// <summary>All its words, the name first.</summary>
    public IEnumerable<string> Words => Synonyms.Prepend(Name);

    /// <summary>A new one.</summary>
    public static Topic Of(CommunityId community, string name) => new() { Id = new(Guid.NewGuid()), Community = community, Name = name };

    /// <summary>The other's words mean the same from now on.</summary>
    public void TakeIn(Topic other)
    {
        foreach (var word in other.Words) AlsoCalled(word);
    }

    /// <summary>This word means the same.</summary>
    public void AlsoCalled(string word)
    {
        if (Synonyms.Count >= MostSynonyms || Words.Contains(word, StringComparer.Ordinal)) return;
        Synonyms = [.. Synonyms, word];
        Changed();
    }

    /// <summary>This word does not mean the same after all; false where it never did.</summary>
    public bool Part(string word)
    {
        if (!Synonyms.Contains(word, StringComparer.Ordinal)) return false;
        Synonyms = [.. Synonyms.Where(s => s != word)];
        Changed();
        return true;
    }
}
