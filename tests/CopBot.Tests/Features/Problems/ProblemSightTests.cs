using CopBot.Communities;
using CopBot.Data;
using CopBot.Features.Meetings;
using CopBot.Features.Problems;
using CopBot.Search;
using CopBot.TestKit;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.FSharp.Core;
using Xunit;

namespace CopBot.Tests.Features.Problems;

/// <summary>
/// Whoever asked, helps, follows or only reads along, and whoever may see what: lists, search and agendas hold for each reader
/// what they may see and nothing else. Each example has a community of its own, so that one world is enough.
/// </summary>
public sealed class ProblemSightTests
{
    private static readonly MemberId[] People = [.. Enumerable.Range(0, 4).Select(_ => MemberId.New())];
    private static readonly Config Examples = Config.QuickThrowOnFailure.WithMaxTest(25).WithQuietOnSuccess(true)
        .WithReplay(FSharpOption<Replay>.Some(new Replay(new Rnd(20261122, 21), FSharpOption<int>.None)));

    private static readonly Gen<Asked> Problems =
        from who in Gen.Elements(Visibility.Community, Visibility.Helpers, Visibility.Helpers, Visibility.Anonymous)
        from asker in Gen.Choose(0, 3)
        from stakes in Gen.ListOf(from person in Gen.Choose(0, 3) from stake in Gen.Elements(Stake.Helper, Stake.Helper, Stake.Follower, Stake.MeToo) select (person, stake))
        from shown in Gen.Frequency((5, Gen.Constant(false)), (1, Gen.Constant(true)))
        select new Asked(who, asker, [.. stakes.Take(4)], shown);

    [Fact]
    public async Task Every_reader_sees_and_finds_what_they_may_and_nothing_else()
    {
        await using var world = await World.StartAsync();
        var (shown, withheld) = (0, 0);
        Check.One(Examples, Prop.ForAll(Arb.From(Gen.ListOf(Problems)), problems => Task.Run(async () =>
        {
            var (some, others) = await HoldsAsync(world, [.. problems]);
            (shown, withheld) = (shown + some, withheld + others);
        }).GetAwaiter().GetResult()));

        Assert.True(shown > 100 && withheld > 100, $"both happened often: {shown} were shown and {withheld} were not");
    }

    private static async Task<(int Shown, int Withheld)> HoldsAsync(World world, IReadOnlyList<Asked> asked)
    {
        var community = Community.Found("Lamps", "", TimeZoneInfo.Utc, Somebody.Workspace, Somebody.Now);
        var longAgo = world.Clock.GetUtcNow() - TimeSpan.FromDays(20);
        List<Problem> all = [.. asked.Select(one => Of(one, community, longAgo))];
        await using var scope = world.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CopBotDb>();
        var search = scope.ServiceProvider.GetRequiredService<WordSearch>();
        db.AddRange(all);
        await db.SaveChangesAsync();
        await using (var transaction = await db.Database.BeginTransactionAsync())
        {
            foreach (var problem in all) search.Put(ProblemFindables.Of(problem));
            await search.WriteAsync(CancellationToken.None);
            await transaction.CommitAsync();
        }

        var (shown, withheld) = (0, 0);
        foreach (var reader in People.Append(MemberId.New()))
        {
            // Said once more here, in plain words: everybody's, one's own, and where one helps.
            var may = all.Where((p, i) => asked[i].Who is not Visibility.Helpers || asked[i].Shown || p.Asker == reader || asked[i].Stakes.Any(s => s.Stake is Stake.Helper && People[s.Person] == reader && p.Asker != reader)).Select(p => p.Id.Value).Order().ToList();
            Assert.Equal(may, all.Where(p => p.IsSeenBy(reader)).Select(p => p.Id.Value).Order());
            Assert.Equal(may, (await db.Problems.Where(p => p.Community == community.Id).SeenBy(reader).Select(p => p.Id).ToListAsync()).Select(id => id.Value).Order());
            Assert.Equal(may, (await search.FindAsync("flickering lamp", ["problem"], community.Id, reader, 100, CancellationToken.None)).Select(f => f.Id).Order());
            (shown, withheld) = (shown + may.Count, withheld + all.Count - may.Count);
        }

        var forAll = all.Where((_, i) => asked[i].Who is not Visibility.Helpers || asked[i].Shown).Select(p => p.Id.Value).Order().ToList();
        Assert.Equal(forAll, (await search.FindAsync("flickering lamp", ["problem"], community.Id, reader: null, 100, CancellationToken.None)).Select(f => f.Id).Order());
        var agenda = new ProblemsForAgenda(db, world.Clock);
        var proposed = await agenda.ProposeAsync(community.Id, world.Clock.GetUtcNow(), longAgo, CancellationToken.None);
        Assert.All(proposed, p => Assert.Contains(Guid.ParseExact(p.About["problem/".Length..], "N"), forAll));
        return (shown, withheld);
    }

    private static Problem Of(Asked one, Community community, DateTimeOffset at)
    {
        var form = new ProblemForm { Title = "How can we mend flickering lamps?", Who = one.Who };
        var problem = one.Who is Visibility.Anonymous
            ? Problem.Ask(new(Guid.NewGuid()), community, form, asker: null, "hash", first: false, at)
            : Problem.Ask(new(Guid.NewGuid()), community, form, People[one.Asker], null, first: false, at);
        foreach (var (person, stake) in one.Stakes)
        {
            if (stake is Stake.Helper) problem.AcceptHelper(People[person], at);
            else if (stake is Stake.Follower) problem.Follow(People[person], at);
            else problem.HasToo(People[person], at);
        }

        if (one is { Who: Visibility.Helpers, Shown: true }) problem.ShowToEveryone();
        return problem;
    }

    private sealed record Asked(Visibility Who, int Asker, IReadOnlyList<(int Person, Stake Stake)> Stakes, bool Shown);
}
