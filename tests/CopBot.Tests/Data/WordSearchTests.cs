using CopBot.Communities;
using CopBot.Data;
using CopBot.Data.Postgres;
using CopBot.Data.Sqlite;
using CopBot.Features.Problems;
using CopBot.Search;
using CopBot.TestKit;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace CopBot.Tests.Data;

public sealed class WordSearchTests : IAsyncLifetime
{
    private WorldDatabase _database = null!;
    private readonly CommunityId _here = CommunityId.New();
    private CopBotDb _db = null!;
    private WordSearch _search = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await WorldDatabase.MakeAsync();
        _db = _database.Database.NewContext();
        _search = WorldDatabase.IsServer ? new PostgresSearch(_db) : new SqliteSearch(_db);
    }

    public async ValueTask DisposeAsync()
    {
        await _db.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task What_was_put_in_is_found_by_its_words_and_their_stems()
    {
        var lamp = await PutAsync("How can we stop a lamp from flickering?", "It flickers whenever the fridge starts.");
        await PutAsync("Where do we buy soldering tin?", "Lead free, if possible.");

        Assert.Equal([lamp], await FindAsync("my lamps flickered all evening"));
        Assert.Empty(await FindAsync("bicycle chain"));
    }

    [Fact]
    public async Task Accents_do_not_matter_in_either_direction()
    {
        var cafe = await PutAsync("How do we run a repair café in Kraków?", "Für Anfänger");

        Assert.Equal([cafe], await FindAsync("cafe"));
        Assert.Equal([cafe], await FindAsync("krakow"));
        Assert.Equal([cafe], await FindAsync("ANFÄNGER"));
        Assert.Equal([cafe], await FindAsync("cafe\u0301")); // e and a combining accent
    }

    [Theory]
    [InlineData("\"")]
    [InlineData("'; DROP TABLE findable; --")]
    [InlineData("title:lamp NEAR(lamp, 2) AND NOT OR ^lamp* -lamp +lamp (lamp")]
    [InlineData("lamp\" OR \"\"")]
    [InlineData("* ^ : ( ) { } - + \\ %  _")]
    [InlineData("😀 🔧 👩‍🔧")]
    [InlineData("\u0000\u202Eلمبة\u2069")]
    [InlineData("")]
    public async Task Nothing_that_is_typed_can_break_a_search(string typed)
    {
        await PutAsync("How can we mend a lamp?", "It is broken.");

        var found = await FindAsync(typed);

        Assert.InRange(found.Count, 0, 1);
        Assert.Single(await FindAsync("lamp"));
    }

    [Fact]
    public async Task Every_script_is_found_and_emoji_are_carried_along()
    {
        var arabic = await PutAsync("كيف نصلح المصباح؟", "المصباح القديم 💡");
        var hebrew = await PutAsync("איך מתקנים מנורה", "🔧");
        var greek = await PutAsync("Πώς επισκευάζουμε τη λάμπα;", "");

        Assert.Equal([arabic], await FindAsync("المصباح"));
        Assert.Equal([hebrew], await FindAsync("מנורה"));
        Assert.Equal([greek], await FindAsync("ΛΆΜΠΑ"));
    }

    [Fact]
    public async Task Scripts_without_spaces_are_found_by_parts_of_what_was_written()
    {
        var japanese = await PutAsync("東京駅で荷物を預ける方法は？", "コインロッカーは満杯でした。");
        var thai = await PutAsync("ซ่อมโคมไฟอย่างไร", "");
        var hindi = await PutAsync("हम दीपक कैसे ठीक करें?", "");

        Assert.Equal([japanese], await FindAsync("荷物を預けたい"));
        Assert.Equal([japanese], await FindAsync("コインロッカー"));
        Assert.Equal([thai], await FindAsync("โคมไฟ"));
        Assert.Equal([hindi], await FindAsync("दीपक"));
        Assert.Empty(await FindAsync("दूरी")); // Another word that has letters, but no word, in common.
    }

    [Fact]
    public async Task The_same_question_is_likely_the_same_even_as_the_second_one_ever()
    {
        await PutAsync("How can we stop a lamp from flickering?", "");

        Assert.InRange(await ChanceAsync("How can we stop a lamp from flickering?"), Found.LeastChance, 1);
        Assert.InRange(await ChanceAsync("Who lends us a lamp for Saturday's repair café?"), 0, Found.LeastChance);
    }

    [Fact]
    public async Task What_is_written_below_a_title_helps_to_find_and_only_the_title_says_what_it_is_about()
    {
        var lamp = await PutAsync("How can we stop it from flickering?", "A lamp with a dimmer, after a storm.");
        await PutAsync("Where do we buy soldering tin?", "");

        var found = await _search.LikeAsync("What is wrong with this old thing?", "Dimmer and lamp got wet in the storm.", "problem", _here, null, 10, CancellationToken.None);

        Assert.Equal([lamp], found.Select(f => f.Id));
        Assert.InRange(found[0].Chance, 0, Found.LeastChance);
    }

    [Fact]
    public async Task Putting_again_replaces_and_removing_forgets()
    {
        var id = await PutAsync("How can we mend a lamp?", "");
        await PutAsync("How can we mend a kettle?", "", id: id);

        Assert.Empty(await FindAsync("lamp"));
        Assert.Equal([id], await FindAsync("kettle"));

        _search.Remove(id);
        await SaveAsync();

        Assert.Empty(await FindAsync("kettle"));
    }

    [Fact]
    [Trait("Database", "sqlite")]
    public async Task The_words_of_what_was_removed_are_in_the_file_no_more()
    {
        var id = await PutAsync("Xylophone", "quagmire");
        await _db.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE);");
        Assert.True(await FileHoldsAsync("quagmire"));

        _search.Remove(id);
        await SaveAsync();
        await _db.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE);");

        Assert.False(await FileHoldsAsync("quagmire"), "neither the text nor the index keeps the words");
        Assert.False(await FileHoldsAsync("xylophon"));
    }

    [Fact]
    public async Task What_helped_before_comes_first_among_equals_and_other_communities_and_kinds_stay_out()
    {
        var tried = await PutAsync("How can we mend a lamp?", "", helped: 4);
        var fresh = await PutAsync("How can we mend a lamp?", "");
        await PutAsync("How can we mend a lamp?", "", kind: "advice");
        await PutAsync("How can we mend a lamp?", "", community: CommunityId.New());

        Assert.Equal([tried, fresh], await FindAsync("mend lamp"));
    }

    private async Task<Guid> PutAsync(string title, string body, int helped = 0, string kind = "problem", CommunityId? community = null, Guid? id = null)
    {
        var thing = new Findable(kind, id ?? Guid.CreateVersion7(), community ?? _here, title, body, helped);
        _search.Put(thing);
        await SaveAsync();
        return thing.Id;
    }

    private async Task SaveAsync()
    {
        await using var transaction = await _db.Database.BeginTransactionAsync();
        await _search.WriteAsync(CancellationToken.None);
        await transaction.CommitAsync();
    }

    private async Task<IReadOnlyList<Guid>> FindAsync(string words) => [.. (await _search.LikeAsync(words, "", "problem", _here, null, 10, CancellationToken.None)).Select(f => f.Id)];

    private async Task<double> ChanceAsync(string title) => (await _search.LikeAsync(title, "", "problem", _here, null, 1, CancellationToken.None)).Single().Chance;

    private async Task<bool> FileHoldsAsync(string word)
    {
        await using var stream = new FileStream(_database.File, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes);
        return bytes.ToArray().AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(word)) >= 0;
    }
}
