using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Posts;
using CopBot.Sweeps;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Features.Library;

/// <summary>
/// Asks who looks after things that are due for a look, once, about all of them together; where nobody looks after them, the
/// coordinators.
/// </summary>
[Every("01:00:00")]
internal sealed class ReviewLibrary(CopBotDb db, IBoard board, People people) : ISweep
{
    /// <summary>What falls due within this is asked about together.</summary>
    private static readonly TimeSpan Together = TimeSpan.FromDays(7);
    private static readonly TimeSpan UselessAfter = TimeSpan.FromDays(30);

    public async Task<IReadOnlyList<Guid>> DueAsync(DateTimeOffset now, CancellationToken stop)
    {
        var due = await db.Resources.AsNoTracking().IgnoreAutoIncludes().Where(r => r.ReviewAt <= now).OrderBy(r => r.ReviewAt).Take(500).Select(r => new { r.Owner, r.Community }).ToListAsync(stop);
        return [.. due.Select(r => r.Owner?.Value ?? r.Community.Value).Distinct()];
    }

    public IQueryable<DateTimeOffset?> DueTimes => db.Resources.Select(r => r.ReviewAt);

    public async Task SweepAsync(Guid thing, DateTimeOffset now, CancellationToken stop)
    {
        var (owner, unowned, soon) = (new MemberId(thing), new CommunityId(thing), now + Together);
        var due = await db.Resources.Where(r => r.ReviewAt <= soon && (r.Owner == owner || (r.Owner == null && r.Community == unowned))).OrderBy(r => r.ReviewAt).ToListAsync(stop);
        if (!due.Exists(r => r.ReviewAt <= now)) return;

        foreach (var some in due.GroupBy(r => r.Community))
        {
            IReadOnlyList<MemberId> readers = some.First().Owner is { } known ? [known] : await people.CoordinatorsAsync(some.Key, stop);
            foreach (var reader in readers)
            {
                var why = some.First().Owner is null ? (Text)$"nobody looks after them, and you are a coordinator." : $"you look after them.";
                var terms = PostTerms.Unasked(some.Key, "library reviews", why, now + UselessAfter);
                board.Publish($"library-review/{reader.Value:N}/{now.UtcDateTime:yyyyMMdd}/{some.Key.Value:N}", Audience.To(reader), Render([.. some]), terms with { Summary = $"{some.Count()} in the library to look at" });
            }

            foreach (var resource in some) resource.AskForReview();
        }
    }

    internal static Message Render(IReadOnlyList<Resource> due) => Message.Of(
    [
        new Heading(due.Count == 1 ? "One thing in the library to look at" : $"{due.Count.ToString(System.Globalization.CultureInfo.InvariantCulture)} things in the library to look at"),
        .. due.Take(10).Select(r => new Paragraph($"{r.Title:b} · checked {r.VerifiedAt:day}{(r.Record is { } record ? $" · {record}" : "")}")),
        due.Count > 10 ? new Paragraph($"and {due.Count - 10} more: /cop library shows them.") : null,
        new Controls(
        [
            new Menu("Look at one …", [.. due.Take(Limits.Choices).Select(r => new MenuChoice(Shortening.OneLine(r.Title, Limits.ChoiceLabel), new OpenResource(r.Id)))]),
            new Button("All of mine still hold", new SayAllHold()),
        ]),
        new Footnote($"You are asked once for these. Until somebody looks, they are shown as due for a look."),
    ]);
}
