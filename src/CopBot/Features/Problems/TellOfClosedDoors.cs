using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Posts;
using CopBot.Sweeps;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Features.Problems;

/// <summary>Where the platform refused the place in which an asker and a helper were to talk, both hear it, and why: else each waits for the other.</summary>
[Every("00:10:00")]
internal sealed class TellOfClosedDoors(CopBotDb db, IBoard board, People people) : ISweep
{
    public async Task<IReadOnlyList<Guid>> DueAsync(DateTimeOffset now, CancellationToken stop)
    {
        var rooms = await (from helper in db.Set<ProblemPerson>().AsNoTracking()
                           where helper.Room != null
                           join problem in db.Problems.IgnoreAutoIncludes() on helper.Problem equals problem.Id
                           where problem.OnlyHelpers && problem.Asker != null && (problem.Status == ProblemStatus.Open || problem.Status == ProblemStatus.Advised)
                           select new { helper.Problem, Room = helper.Room!.Value }).ToListAsync(stop);
        var closed = await ClosedAsync(rooms.Select(r => ProblemRooms.Key(r.Problem, r.Room)), stop);
        var untold = rooms.Where(r => closed.ContainsKey(ProblemRooms.Key(r.Problem, r.Room))).ToList();
        var keys = untold.ConvertAll(r => ToAsker(r.Problem, r.Room));
        var told = await db.Posts.Where(p => keys.Contains(p.Key)).Select(p => p.Key).ToListAsync(stop);
        return [.. untold.Where(r => !told.Contains(ToAsker(r.Problem, r.Room), StringComparer.Ordinal)).Select(r => r.Problem.Value).Distinct()];
    }

    public async Task SweepAsync(Guid thing, DateTimeOffset now, CancellationToken stop)
    {
        if (await db.WholeAsync(new ProblemId(thing), stop) is not { IsOpen: true, Asker: { } asker } problem) return;

        var closed = await ClosedAsync(problem.Rooms.Select(r => ProblemRooms.Key(problem.Id, r.Room!.Value)), stop);
        var names = await people.NamedAsync([asker, .. problem.Rooms.Select(r => r.Member)], stop);
        foreach (var helper in problem.Rooms)
        {
            if (!closed.TryGetValue(ProblemRooms.Key(problem.Id, helper.Room!.Value), out var why)) continue;
            var terms = PostTerms.Requested(problem.Community) with { Summary = $"No place to talk about: {problem.Title}" };
            board.Publish(ToAsker(problem.Id, helper.Room.Value), Audience.To(asker), Says(names[helper.Member], new Button("Show it to everyone", new ShowToEveryone(problem.Id)), new Button("More", new ShowProblemChoices(problem.Id))), terms);
            board.Publish(ToHelper(problem.Id, helper.Room.Value), Audience.To(helper.Member), Says(names[asker], new Button("I can't after all", new WithdrawOffer(problem.Id))), terms);

            Message Says(Person other, params Button[] ways) =>
            [
                new Paragraph($"The place where you and {other:name} were to talk about {problem.Title:b} could not be opened: {why.TrimEnd('.')}."),
                new Paragraph($"CopBot opens no place for it any more: where you both still can, write to each other as you usually do."),
                new Controls(ways),
            ];
        }
    }

    private static string ToAsker(ProblemId problem, Guid room) => $"problem/{problem.Value:N}/no-room/{room:N}/asker";

    private static string ToHelper(ProblemId problem, Guid room) => $"problem/{problem.Value:N}/no-room/{room:N}/helper";

    /// <summary>Which of these cards could not be put up because there is no place for them, and why.</summary>
    private async Task<Dictionary<string, string>> ClosedAsync(IEnumerable<string> keys, CancellationToken stop)
    {
        var cards = keys.ToList();
        var given = await db.Deliveries.AsNoTracking().Where(d => cards.Contains(d.Key) && d.State == DeliveryState.Undeliverable).Select(d => new { d.Key, d.Trouble }).ToListAsync(stop);
        return given.DistinctBy(d => d.Key, StringComparer.Ordinal).ToDictionary(d => d.Key, d => d.Trouble ?? "the platform did not say why", StringComparer.Ordinal);
    }
}
