using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Features.Outcomes;
using CopBot.Features.Problems;
using CopBot.Posts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CopBot.Bench;

/// <summary>
/// The bot on the database of a host that is stopped, to fill it with more than anybody could ask in an afternoon. What is
/// put here went through the same entities, cards and index as what is asked; only the platform never saw it.
/// </summary>
internal sealed class Store : IAsyncDisposable
{
    private const int AtOnce = 100;
    private readonly ServiceProvider _services;

    private Store(ServiceProvider services) => _services = services;

    /// <summary>Opens what a host keeps.</summary>
    public static Store Open(Database database)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddCopBot(database);
        return new Store(services.BuildServiceProvider());
    }

    /// <summary>Puts so many problems of the community in, asked evenly by its members over the year before; nine of ten are solved. Their cards stand.</summary>
    public async Task AskAsync(int problems, DateTimeOffset now)
    {
        var words = new Chatter();
        for (var asked = 0; asked < problems; asked += AtOnce)
        {
            await SaveAsync(async services =>
            {
                var db = services.GetRequiredService<CopBotDb>();
                var community = await db.Communities.FirstAsync();
                var members = await db.Members.Select(m => m.Id).Take(100).ToListAsync();
                var posts = services.GetRequiredService<ProblemPosts>();
                for (var i = asked; i < Math.Min(asked + AtOnce, problems); i++)
                {
                    var form = new ProblemForm { Title = words.Question(), Tried = words.Account(), Topics = words.Topics() };
                    var asker = members[i % members.Count];
                    var at = now.AddDays(-365.0 * (problems - i) / problems);
                    var problem = Problem.Ask(new ProblemId(Guid.CreateVersion7(at)), community, form, asker, receiptHash: null, first: false, at);
                    if (i % 10 > 0) problem.Solve(now);
                    db.Add(problem);
                    await posts.PublishAsync(problem, CancellationToken.None);
                }
            });
        }

        await StandAsync(now);
    }

    /// <summary>So many members have tried something, and are to be asked now what came of it, each in an hour that suits them.</summary>
    public async Task TryAsync(IReadOnlyList<UserRef> people, DateTimeOffset now)
    {
        foreach (var some in people.Chunk(AtOnce))
        {
            await SaveAsync(async services =>
            {
                var db = services.GetRequiredService<CopBotDb>();
                var problem = await db.Problems.FirstAsync();
                foreach (var person in some)
                {
                    var member = Member.Meet(person, person.Id, "UTC");
                    db.AddRange(member, new Membership(problem.Community, member.Id, now));
                    db.Add(Trial.Begin(new AdviceToTry(problem.Id, problem.Community, problem.Title, ProblemCard.Key(problem.Id), [], member.Id, ByAsker: false, "The counter, the day before", now), now.AddDays(-7)));
                }
            });
        }
    }

    /// <summary>How many questions are still to be put, and how many that were put are on their way.</summary>
    public async Task<int> DueAsync(DateTimeOffset now)
    {
        await using var scope = _services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CopBotDb>();
        return await db.Trials.CountAsync(t => t.DueAt <= now) + await db.Deliveries.CountAsync(d => d.DueAt <= now);
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private async Task SaveAsync(Func<IServiceProvider, Task> change)
    {
        await using var scope = _services.CreateAsyncScope();
        await change(scope.ServiceProvider);
        await scope.ServiceProvider.GetRequiredService<UnitOfWork>().SaveAsync(null, CancellationToken.None);
    }

    /// <summary>What was put up is taken to stand where it was to go.</summary>
    private async Task StandAsync(DateTimeOffset now)
    {
        await using var scope = _services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CopBotDb>();
        var at = now.UtcTicks / TimeSpan.TicksPerMicrosecond;
        await db.Database.ExecuteSqlAsync($"""UPDATE deliveries SET "DueAt" = NULL, "State" = 'Standing', "DeliveredRevision" = "WantedRevision", "DeliveredAt" = {at}, "StandsAt" = "Place" || '#' || lower(CAST("Id" AS text)), "Thread" = "Place" || '/' || lower(CAST("Id" AS text)) WHERE "StandsAt" IS NULL AND "Place" IS NOT NULL AND "Parent" IS NULL AND "Reader" IS NULL""");
        await db.Database.ExecuteSqlAsync($"""UPDATE deliveries SET "DueAt" = NULL, "State" = 'Dropped' WHERE "StandsAt" IS NULL AND "DueAt" IS NOT NULL""");
        await db.Problems.Where(p => p.NextStepAt != null || p.QuietAt != null).ExecuteUpdateAsync(set => set.SetProperty(p => p.NextStepAt, (DateTimeOffset?)null).SetProperty(p => p.QuietAt, (DateTimeOffset?)null));
    }
}
