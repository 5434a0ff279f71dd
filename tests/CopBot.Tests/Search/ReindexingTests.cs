using CopBot.Communities;
using CopBot.Data;
using CopBot.Search;
using CopBot.TestKit;
using CopBot.Tests.Features;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CopBot.Tests.Search;

public sealed class ReindexingTests
{
    [Fact]
    public async Task An_index_that_is_built_anew_is_the_one_that_grew()
    {
        await using var world = await World.StartAsync();
        await world.IsHelpedAsync(world.Someone("anna"), world.Someone("ben"));
        await world.AsksUnsignedAsync(world.Someone("zoe"), "How can we mend a lamp in 東京?");
        var grown = await AllAsync(world);
        Assert.InRange(grown.Count, 2, 100);

        // What stands there without being anybody's goes.
        await SaveAsync(world, search => search.Put(new Findable("problem", Guid.NewGuid(), CommunityId.New(), "Ghosts", "", 0)));
        Assert.Equal(grown.Count, await InScopeAsync(world, services => services.GetRequiredService<Reindexing>().RunAsync(CancellationToken.None)));

        Assert.Equal(grown, await AllAsync(world));
        var lamp = Assert.Single(await FindAsync(world, "lamps", grown[0].Community));
        Assert.Equal("problem", lamp.Kind);

        // And it goes on growing.
        var problem = grown.First(f => f.Kind is "problem");
        await SaveAsync(world, search => search.Put(problem with { Title = "Kettles" }));
        Assert.Equal(problem.Id, Assert.Single(await FindAsync(world, "kettle", grown[0].Community)).Id);
        await SaveAsync(world, search => search.Put(new Findable("resource", Guid.NewGuid(), grown[0].Community, "Kettles", "", 0)));
        Assert.Equal(2, (await FindAsync(world, "kettle", grown[0].Community)).Count);
    }

    [Fact]
    public async Task What_is_for_some_stays_for_them_and_days_and_answers_stay()
    {
        await using var database = await WorldDatabase.MakeAsync();
        await using var db = database.Database.NewContext();
        var search = database.Database.NewSearch(db);
        var (community, asker) = (CommunityId.New(), MemberId.New());
        Findable[] things =
        [
            new("experience", new Guid(1, 0, 0, new byte[8]), community, "lamps", "flicker", 2) { Answers = "storm", Day = new DateOnly(2027, 3, 4), OnlyFor = [asker] },
            new("experience", new Guid(2, 0, 0, new byte[8]), community, "lamps", "", 0) { OnlyFor = [] },
            new("resource", new Guid(3, 0, 0, new byte[8]), community, "lamps", "", 0),
        ];

        await using (var transaction = await db.Database.BeginTransactionAsync(TestContext.Current.CancellationToken))
        {
            Assert.Equal(3, await search.RebuildAsync(things.ToAsyncEnumerable(), CancellationToken.None));
            await transaction.CommitAsync(TestContext.Current.CancellationToken);
        }

        var kept = await search.AllAsync(CancellationToken.None).ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equivalent(things, kept, strict: true);
        Assert.Equal(2, (await FoundByAsync(asker)).Count);
        Assert.Single(await FoundByAsync(null));

        Task<IReadOnlyList<Found>> FoundByAsync(MemberId? reader) => search.FindAsync("lamp", ["experience", "resource"], community, reader, 10, CancellationToken.None);
    }

    private static Task<List<Findable>> AllAsync(World world) => InScopeAsync(world, services => services.GetRequiredService<ISearch>().AllAsync(CancellationToken.None).ToListAsync().AsTask());

    private static Task<IReadOnlyList<Found>> FindAsync(World world, string words, CommunityId community) =>
        InScopeAsync(world, services => services.GetRequiredService<ISearch>().FindAsync(words, ["problem", "resource"], community, null, 10, CancellationToken.None));

    private static async Task<T> InScopeAsync<T>(World world, Func<IServiceProvider, Task<T>> look)
    {
        await using var scope = world.Services.CreateAsyncScope();
        return await look(scope.ServiceProvider);
    }

    private static Task<bool> SaveAsync(World world, Action<ISearch> change) => InScopeAsync(world, async services =>
    {
        change(services.GetRequiredService<ISearch>());
        return await services.GetRequiredService<UnitOfWork>().SaveAsync(null, CancellationToken.None);
    });
}
