namespace CopBot.Search;

/// <summary>What somebody asks, as words: how often each stands in the title and in the body, and how rare it is among what can be found.</summary>
internal sealed class Asked
{
    /// <summary>Twelve words of the title and twelve of the body find as well as all of them, in a fraction of the time (measured).</summary>
    private const int MostWords = 12;

    /// <summary>About as many places as can be looked at while somebody waits. Rare words come first; the two rarest are always looked for.</summary>
    private const int MostPlaces = 12_000;

    private readonly List<AskedWord> _words;

    public Asked(string title, string body)
    {
        var (inTitle, inBody) = (Search.Words.ThatMatter(title).ToLookup(Stems.Of, StringComparer.Ordinal), Search.Words.ThatMatter(body).ToLookup(Stems.Of, StringComparer.Ordinal));
        _words = [.. inTitle.Concat(inBody).Select(w => w.Key).Distinct(StringComparer.Ordinal).Select(stem => new AskedWord(stem, inTitle[stem].Concat(inBody[stem]).First(), inTitle[stem].Count(), inBody[stem].Count()))];
        ByStem = _words.ToDictionary(w => w.Stem, StringComparer.Ordinal);
    }

    /// <summary>All its words, those of the title first.</summary>
    public IReadOnlyList<AskedWord> Words => _words;

    /// <summary>The same by their stems.</summary>
    public IReadOnlyDictionary<string, AskedWord> ByStem { get; }

    /// <summary>How many things there are.</summary>
    public int Things { get; private set; }

    /// <summary>Says how rare the words are, by how many things have each.</summary>
    public void Weigh(int things, IReadOnlyDictionary<string, int> having)
    {
        Things = things;
        foreach (var word in _words)
        {
            word.Having = having.GetValueOrDefault(word.Stem);
            word.Rarity = Chances.Rarity(things, word.Having);
        }
    }

    /// <summary>
    /// The words to look for. A word that nothing has finds nothing. Of the body's words those are taken that it uses often
    /// and others seldom: the very rarest are names and slips.
    /// </summary>
    public IReadOnlyList<AskedWord> LookedFor()
    {
        var known = _words.Where(w => w.Having > 0).ToList();
        var looked = known.Where(w => w.InTitle > 0).OrderByDescending(w => w.Rarity).Take(MostWords)
            .Concat(known.Where(w => w.InTitle == 0).OrderByDescending(w => w.InBody * w.Rarity).Take(MostWords))
            .OrderBy(w => w.Having).ToList();
        var places = 0;
        return [.. looked.TakeWhile((word, i) => (places += word.Having) <= MostPlaces || i < 2)];
    }
}

/// <summary>A word that was asked.</summary>
/// <param name="Stem">As it is compared.</param>
/// <param name="Written">As it was written.</param>
/// <param name="InTitle">How often it stands in the title.</param>
/// <param name="InBody">How often it stands below.</param>
internal sealed record AskedWord(string Stem, string Written, int InTitle, int InBody)
{
    /// <summary>How many things have it, about.</summary>
    public int Having { get; set; }

    /// <summary>How rare it is: 1 stands in almost nothing, 0 in everything.</summary>
    public double Rarity { get; set; }
}
