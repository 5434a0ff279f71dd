using CopBot.Communities;
using CopBot.Data;
using CopBot.Search;
using CopBot.TestKit;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.EntityFrameworkCore;
using Microsoft.FSharp.Core;
using Xunit;

namespace CopBot.Tests.Search;

/// <summary>
/// Whatever is put in, put in again for others, or taken out, by whomever it may be seen: a search finds what its reader may
/// see, and nothing else. Each example has communities of its own, so that one database is enough.
/// </summary>
public sealed class VisibilityTests : IAsyncLifetime
{
    private const int Things = 6;
    private static readonly string[] Kinds = ["problem", "experience", "resource"];
    private static readonly MemberId[] People = [.. Enumerable.Range(0, 4).Select(_ => MemberId.New())];
    private static readonly Config Examples = Config.QuickThrowOnFailure.WithMaxTest(60).WithQuietOnSuccess(true)
        .WithReplay(FSharpOption<Replay>.Some(new Replay(new Rnd(20261122, 7), FSharpOption<int>.None)));

    // Everybody in the community, these members, or nobody at all: an experience that was told without a name, for the asker
    // alone, is there once the asker has gone.
    private static readonly Gen<int[]?> Seers = Gen.Frequency((2, Gen.Constant((int[]?)null)), (3, Gen.SubListOf(0, 1, 2, 3).Select(some => (int[]?)[.. some])), (1, Gen.Constant((int[]?)[])));
    private static readonly Gen<Change> Changes =
        from thing in Gen.Choose(0, Things - 1)
        from removed in Gen.Frequency((5, Gen.Constant(false)), (1, Gen.Constant(true)))
        from kind in Gen.Elements(Kinds)
        from elsewhere in Gen.Frequency((4, Gen.Constant(false)), (1, Gen.Constant(true)))
        from seers in Seers
        from column in Gen.Choose(0, 2)
        from helped in Gen.Choose(0, 3)
        from saved in Gen.Elements(true, false)
        select new Change(thing, removed, kind, elsewhere, seers, column, helped, saved);

    private WorldDatabase _database = null!;
    private CopBotDb _db = null!;
    private WordSearch _search = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await WorldDatabase.MakeAsync();
        _db = _database.Database.NewContext();
        _search = _database.Database.NewSearch(_db);
        await _db.Database.OpenConnectionAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _db.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public void Nobody_is_shown_what_they_may_not_see_and_everybody_is_shown_what_they_may()
    {
        var (found, kept) = (0, 0);
        Check.One(Examples, Prop.ForAll(Arb.From(Gen.ListOf(Changes)), changes => Task.Run(async () =>
        {
            var (some, withheld) = await HoldsAsync([.. changes]);
            (found, kept) = (found + some, kept + withheld);
        }).GetAwaiter().GetResult()));

        Assert.True(found > 500 && kept > 500, $"both happened often: {found} were shown and {kept} were not");
    }

    [Fact]
    public async Task What_was_for_one_is_for_whomever_they_turned_out_to_be_and_for_nobody_once_they_are_forgotten()
    {
        var community = CommunityId.New();
        _search.Put(new Findable("experience", Guid.CreateVersion7(), community, "Lamps", "", 0) { OnlyFor = [People[0]] });
        _search.Put(new Findable("experience", Guid.CreateVersion7(), community, "Lamps", "", 0) { OnlyFor = [People[0], People[1]] });
        await SaveAsync();

        _search.Rename(People[0], People[1]);
        await SaveAsync();
        Assert.Equal((0, 2), (await CountAsync(People[0]), await CountAsync(People[1])));

        _search.Rename(People[1], now: null);
        await SaveAsync();
        Assert.Equal((0, 0), (await CountAsync(People[0]), await CountAsync(People[1])));

        async Task<int> CountAsync(MemberId reader) => (await _search.FindAsync("lamp", Kinds, community, reader, 10, CancellationToken.None)).Count;
    }

    private async Task<(int Shown, int Withheld)> HoldsAsync(IReadOnlyList<Change> changes)
    {
        var (here, there) = (CommunityId.New(), CommunityId.New());
        Guid[] ids = [.. Enumerable.Range(0, Things).Select(_ => Guid.CreateVersion7())];
        var known = new Dictionary<Guid, Findable>();
        foreach (var change in changes)
        {
            var id = ids[change.Thing];
            if (change.Removed)
            {
                _search.Remove(id);
                known.Remove(id);
            }
            else
            {
                string At(int column) => change.Column == column ? "Flickering lamps" : "Something";
                known[id] = new Findable(change.Kind, id, change.Elsewhere ? there : here, At(0), At(1), change.Helped)
                {
                    Answers = At(2),
                    OnlyFor = change.Seers is { } seers ? [.. seers.Select(s => People[s])] : null,
                };
                _search.Put(known[id]);
            }

            if (change.Saved) await SaveAsync();
        }

        await SaveAsync();
        var (shown, withheld) = (0, 0);
        foreach (var reader in People.Select(p => (MemberId?)p).Append(MemberId.New()).Append(null))
        {
            foreach (var community in new[] { here, there })
            {
                Sees(Kinds, await _search.FindAsync("flickering lamp", Kinds, community, reader, 100, CancellationToken.None));
                Sees(Kinds[..2], await _search.FindAsync("lamps", Kinds[..2], community, reader, 100, CancellationToken.None));
                Sees(Kinds[1..2], await _search.LikeAsync("The lamp flickers", "Flickering", Kinds[1], community, reader, 100, CancellationToken.None));

                void Sees(string[] kinds, IReadOnlyList<Found> found)
                {
                    var may = known.Values.Where(t => t.Community == community && kinds.Contains(t.Kind, StringComparer.Ordinal) && (t.OnlyFor is null || (reader is { } member && t.OnlyFor.Contains(member)))).ToList();
                    Assert.Equal(may.Select(t => (t.Kind, t.Id)).Order(), found.Select(f => (f.Kind, f.Id)).Order());
                    shown += found.Count;
                    withheld += known.Count - found.Count;
                }
            }
        }

        return (shown, withheld);
    }

    private async Task SaveAsync()
    {
        await using var transaction = await _db.Database.BeginTransactionAsync();
        await _search.WriteAsync(CancellationToken.None);
        await transaction.CommitAsync();
    }

    private sealed record Change(int Thing, bool Removed, string Kind, bool Elsewhere, int[]? Seers, int Column, int Helped, bool Saved);
}
