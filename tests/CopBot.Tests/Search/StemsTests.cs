using CopBot.Search;
using Microsoft.Data.Sqlite;
using Xunit;

namespace CopBot.Tests.Search;

public sealed class StemsTests
{
    /// <summary>Each rule of Porter's paper with its examples, accents, and words of other languages.</summary>
    private const string Examples =
        """
        caresses ponies ties caress cats feed agreed disabled matting mating meeting milling messing meetings plastered bled motoring sing conflated troubled sized hopping tanned falling hissing fizzed failing filing
        happy sky relational conditional rational valenci hesitanci digitizer conformabli radicalli differentli vileli analogousli vietnamization predication operator feudalism decisiveness hopefulness callousness
        formaliti sensitiviti sensibiliti triplicate formative formalize electriciti electrical hopeful goodness revival allowance inference airliner gyroscopic adjustable defensible irritant replacement adjustment
        dependent adoption homologou communism activate angulariti homologous effective bowdlerize probate rate cease controll roll generalizations oscillators biology archaeology as is by die dies dying yes yellow
        café kraków straßenfeste anfänger über naïve résumés façades señor smörgåsbord crème brûlées ελληνικά λάμπα 東京 ab1 x2y fix boxes running ran runs nationally possibly communities communication
        """;

    [Fact]
    public void Words_are_cut_as_SQLites_index_cuts_them()
    {
        var words = Words.ThatMatter(Examples).Concat(Examples.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Distinct(StringComparer.Ordinal).ToList();
        Assert.InRange(words.Count, 100, int.MaxValue);

        var theirs = Cut(words);

        Assert.All(words, word => Assert.True(theirs[word] == Stems.Of(word), $"{word}: {Stems.Of(word)}, and SQLite has {theirs[word]}"));
    }

    private static Dictionary<string, string> Cut(List<string> words)
    {
        using var index = new SqliteConnection("Data Source=:memory:");
        index.Open();
        Do("""CREATE VIRTUAL TABLE search USING fts5(title, tokenize = "porter unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'"); CREATE VIRTUAL TABLE terms USING fts5vocab(search, instance);""");
        for (var i = 0; i < words.Count; i++) Do($"INSERT INTO search (rowid, title) VALUES ({i}, '{words[i]}')");
        var cut = new Dictionary<string, string>(StringComparer.Ordinal);
        using var all = index.CreateCommand();
        all.CommandText = "SELECT doc, term FROM terms";
        using var rows = all.ExecuteReader();
        while (rows.Read()) cut[words[rows.GetInt32(0)]] = rows.GetString(1);
        return cut;

        void Do(string sql)
        {
            using var command = index.CreateCommand();
            command.CommandText = sql;
            command.ExecuteNonQuery();
        }
    }
}
