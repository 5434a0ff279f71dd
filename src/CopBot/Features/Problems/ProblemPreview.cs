using System.Globalization;
using CopBot.Chat;
using CopBot.Dispatch;

namespace CopBot.Features.Problems;

/// <summary>What an asker sees before anybody else does: what looks alike, and the problem as it will stand.</summary>
internal static class ProblemPreview
{
    private static readonly int[] DaysAhead = [1, 2, 3, 5, 7, 10, 14, 21, 30];

    public static Message Render(ProblemForm form, DraftId draft, Caller caller, IReadOnlyList<SimilarProblem> alike, DateTimeOffset now) => Message.Of(
    [
        .. alike.Count > 0 ? Alike(alike, draft) : [],
        .. ProblemCard.Preview(form, caller.Member.Person).Blocks,
        new Footnote($"Only you see this. It will appear in {caller.Community.HomesSeenFrom(caller.Where.Workspace)}{(form.NeededBy is { } day ? $", needed by {day.ToString("ddd d MMM", CultureInfo.InvariantCulture)}" : "")}."),
        new Controls(
        [
            new Button(alike.Count > 0 ? "Post mine anyway" : "Post it", new PostProblem(draft)) { Look = alike.Count > 0 ? ButtonLook.Plain : ButtonLook.Primary },
            new Button("Edit", new EditDraft(draft)),
            NeededBy(draft, caller, now),
        ]),
    ]);

    private static IEnumerable<Block> Alike(IReadOnlyList<SimilarProblem> alike, DraftId draft)
    {
        yield return new Heading(alike.Count == 1 ? "One that looks alike" : $"{alike.Count.ToString(CultureInfo.InvariantCulture)} that look alike");
        foreach (var one in alike)
        {
            // Most titles end with a question mark, after which no colon or full stop reads well.
            yield return new Paragraph($"{one.Title:b}{(one.Record is { } record ? $" · {record}" : "")}{(one.Excerpt is { } excerpt ? $" · “{excerpt}”" : "")}");
            var helps = one.CanBeTried ? new Button("This helps", new TryAdvice(one.Problem, draft)) { Look = ButtonLook.Primary } : null;
            if (helps is not null || one.Link is not null) yield return new Controls([helps, one.Link]);
        }

        yield return new Divider();
    }

    private static Menu NeededBy(DraftId draft, Caller caller, DateTimeOffset now)
    {
        var today = caller.Hours.DayOf(now);
        return new Menu(
            "Needed by …",
            [
                new MenuChoice("No particular day", new NeedProblemBy(draft)),
                .. DaysAhead.Select(d => new MenuChoice(today.AddDays(d).ToString("dddd d MMMM", CultureInfo.InvariantCulture), new NeedProblemBy(draft, today.AddDays(d)))),
            ]);
    }
}
