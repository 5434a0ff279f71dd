using CopBot.Communities;
using CopBot.Data;
using CopBot.Features.Problems;
using CopBot.Search;
using CopBot.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CopBot.Tests.Search;

/// <summary>What the community knows is found by words, whatever they are.</summary>
public sealed class SearchTests
{
    private static readonly CommunityId Here = CommunityId.New();
    private static readonly CommunityId There = CommunityId.New();

    [Fact]
    public async Task What_is_alike_is_found_best_first_and_only_in_its_own_community()
    {
        await using var world = await World.WithoutCommunityAsync();
        var bees = await PutAsync(world, "How can we keep bees on the roof?", "The neighbours are afraid.");
        var roof = await PutAsync(world, "Who repairs our roof?", "It leaks over the bees in the attic.");
        await PutAsync(world, "How can we keep bees on the roof?", "Elsewhere", There);
        await PutAsync(world, "Something else", "Nothing of it");

        Assert.Equal([bees, roof], (await FindAsync(world, "keeping bees")).Select(f => f.Id));
        Assert.Empty(await FindAsync(world, "how can we"));
        Assert.Empty(await FindAsync(world, "elephants"));
    }

    [Fact]
    public async Task What_helped_comes_first_among_equals()
    {
        await using var world = await World.WithoutCommunityAsync();
        await PutAsync(world, "Welcoming visitors", "");
        var helped = await PutAsync(world, "Welcoming visitors", "", helped: 5);
        Assert.Equal(helped, (await FindAsync(world, "visitors"))[0].Id);
    }

    [Fact]
    public async Task What_is_put_again_says_the_new_and_no_longer_the_old_and_what_is_removed_is_gone()
    {
        await using var world = await World.WithoutCommunityAsync();
        var id = await PutAsync(world, "Grey donkeys", "");
        await PutAsync(world, "Brown horses", "", id: id);
        Assert.Empty(await FindAsync(world, "donkeys"));
        Assert.Equal(id, Assert.Single(await FindAsync(world, "horses")).Id);

        await SaveAsync(world, search => search.Remove(id));
        Assert.Empty(await FindAsync(world, "horses"));
    }

    [Theory]
    [InlineData("Über Straßenfeste in Köln", "straßenfeste")]
    [InlineData("Über Straßenfeste in Köln", "koln")]
    [InlineData("Ποιος ξέρει από μέλισσες;", "μέλισσες")]
    [InlineData("Как встретить новичков?", "НОВИЧКОВ")]
    [InlineData("איך מקבלים אורחים", "אורחים")]
    [InlineData("كيف نستقبل الزوار", "الزوار")]
    public async Task Words_of_every_script_with_spaces_are_found(string title, string words)
    {
        await using var world = await World.WithoutCommunityAsync();
        var id = await PutAsync(world, title, "");
        Assert.Equal(id, Assert.Single(await FindAsync(world, words)).Id);
    }

    [Theory]
    [InlineData("\" OR 1=1 --")]
    [InlineData("bees AND NOT roof NEAR/3 x*")]
    [InlineData("title:bees {roof} ^bees")]
    [InlineData("'; DROP TABLE search; --")]
    [InlineData("\ud800 bees \udfff")]
    [InlineData("\0bees\0")]
    [InlineData("🐝🐝🐝")]
    [InlineData("")]
    [InlineData("((((((")]
    public async Task Whatever_somebody_types_is_only_words(string words)
    {
        await using var world = await World.WithoutCommunityAsync();
        var id = await PutAsync(world, "bees", "roof");
        var found = await FindAsync(world, words);
        Assert.True(found.Count == 0 || found[0].Id == id);
        Assert.Equal(words.Contains("bees", StringComparison.Ordinal), found.Count == 1);
        Assert.Equal(id, Assert.Single(await FindAsync(world, "bees")).Id);
    }

    [Fact]
    public async Task A_whole_page_of_words_is_searched_by_those_that_tell_most()
    {
        await using var world = await World.WithoutCommunityAsync();
        var id = await PutAsync(world, "Quinces", "");
        for (var i = 0; i < 5; i++) await PutAsync(world, "Apples and pears", "apples pears");
        var found = await FindAsync(world, "apples pears " + string.Join(' ', Enumerable.Range(0, 40).Select(i => $"word{i}")) + " quinces");
        Assert.InRange(found.Count, 0, 6);
        Assert.All(found, f => Assert.InRange(f.Chance, 0, 1));
        Assert.Equal(id, (await FindAsync(world, "apples pears quinces"))[0].Id);
    }

    [Fact]
    public async Task The_same_question_is_likelier_the_same_than_one_that_shares_a_word()
    {
        await using var world = await World.WithoutCommunityAsync();
        await PutAsync(world, "Repairing old bicycles", "");
        await PutAsync(world, "Painting", "");
        var same = Assert.Single(await FindAsync(world, "Repairing old bicycles")).Chance;
        Assert.InRange(same, Found.LeastChance, 1);
        Assert.InRange(Assert.Single(await FindAsync(world, "Repairing new aeroplanes")).Chance, 0, same / 2);
    }

    [Fact]
    public async Task What_a_request_puts_in_is_lost_with_the_request()
    {
        await using var world = await World.WithoutCommunityAsync();
        await using (var scope = world.Services.CreateAsyncScope())
        {
            scope.ServiceProvider.GetRequiredService<ISearch>().Put(new Findable("problem", Guid.NewGuid(), Here, "Ghosts", "", 0));
            Assert.False(await scope.ServiceProvider.GetRequiredService<UnitOfWork>().SaveAsync(_ => Task.FromResult(false), TestContext.Current.CancellationToken));
        }

        Assert.Empty(await FindAsync(world, "ghosts"));
    }

    private static async Task<Guid> PutAsync(World world, string title, string body, CommunityId? community = null, int helped = 0, Guid? id = null)
    {
        var thing = new Findable("problem", id ?? Guid.NewGuid(), community ?? Here, title, body, helped);
        await SaveAsync(world, search => search.Put(thing));
        return thing.Id;
    }

    private static async Task SaveAsync(World world, Action<ISearch> change)
    {
        await using var scope = world.Services.CreateAsyncScope();
        change(scope.ServiceProvider.GetRequiredService<ISearch>());
        await scope.ServiceProvider.GetRequiredService<UnitOfWork>().SaveAsync(null, TestContext.Current.CancellationToken);
    }

    private static async Task<IReadOnlyList<Found>> FindAsync(World world, string words)
    {
        await using var scope = world.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<ISearch>().LikeAsync(words, "", "problem", Here, null, 10, TestContext.Current.CancellationToken);
    }
}
