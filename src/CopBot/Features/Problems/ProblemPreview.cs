using System.Globalization;
using CopBot.Chat;
using CopBot.Dispatch;
using CopBot.Features.Directory;

namespace CopBot.Features.Problems;

/// <summary>Draws the preview with what looks alike, and with topics that the words suggest where none were named.</summary>
internal sealed class ProblemPreviews(SimilarProblems similar, ITopics topics, ProblemRooms rooms, TimeProvider clock)
{
    public async Task<Message> OfAsync(ProblemForm form, DraftId draft, Caller caller, CancellationToken stop)
    {
        var alike = await similar.ToAsync(form, caller, stop);
        var suggested = form.Topics.Length > 0 ? [] : await topics.SuggestedAsync(caller.Community.Id, form.Title + "\n" + form.Tried, stop);
        var whyNot = form.Who is Visibility.Helpers ? await rooms.WhyNotAsync(caller.Community, caller.Member, caller.Account.Workspace, stop) : null;
        return ProblemPreview.Render(form, draft, caller, alike, clock.GetUtcNow(), suggested, whyNot);
    }
}

/// <summary>What an asker sees before anybody else does: what looks alike, and the problem as it will stand.</summary>
internal static class ProblemPreview
{
    private static readonly int[] DaysAhead = [1, 2, 3, 5, 7, 10, 14, 21, 30];

    /// <summary>The preview. <paramref name="whyNotPrivately"/> says, for one that only helpers are to see, why that cannot be here.</summary>
    public static Message Render(ProblemForm form, DraftId draft, Caller caller, IReadOnlyList<SimilarProblem> alike, DateTimeOffset now, IReadOnlyList<string>? suggested = null, string? whyNotPrivately = null) => Message.Of(
    [
        .. alike.Count > 0 ? Alike(alike, draft) : [],
        .. ProblemCard.Preview(form, caller.Member.Person).Blocks,
        whyNotPrivately is null ? null : new Paragraph($"{"Only helpers cannot be here now:":b} CopBot can open no conversation for you and a helper alone. {whyNotPrivately}"),
        new Footnote($"{Where(form, caller, whyNotPrivately)}{(form.NeededBy is { } day ? $", needed by {day.ToString("ddd d MMM", CultureInfo.InvariantCulture)}" : "")}."),
        new Controls(
        [
            whyNotPrivately is not null ? new Button("Let everyone see it", new AskEveryone(draft)) { Look = ButtonLook.Primary }
                : new Button(form.Who is Visibility.Helpers ? "Ask a few" : alike.Count > 0 ? "Post mine anyway" : "Post it", new PostProblem(draft)) { Look = alike.Count > 0 ? ButtonLook.Plain : ButtonLook.Primary },
            new Button("Edit", new EditDraft(draft)),
            suggested is { Count: > 0 } ? new Button(Shortening.OneLine($"Add topics: {string.Join(", ", suggested)}", Limits.ButtonLabel), new TakeSuggestedTopics(draft)) : null,
            NeededBy(draft, caller, now),
        ]),
    ]);

    private static Text Where(ProblemForm form, Caller caller, string? whyNotPrivately) => form.Who is not Visibility.Helpers ? $"Only you see this. It will appear in {caller.Community.HomesSeenFrom(caller.Where.Workspace)}"
        : whyNotPrivately is not null ? $"Only you see this, and what you wrote is kept. Shown to everyone it would appear in {caller.Community.HomesSeenFrom(caller.Where.Workspace)}"
        : (Text)$"Only you see this. It will stand nowhere: three to five who may know are asked privately, and whoever takes it talks with you where nobody else sees it";

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
