using CopBot.TestKit;
using Xunit;

namespace CopBot.Tests.Features.Outcomes;

/// <summary>What people are shown about what they try, and the stories that come of it, read as they were approved.</summary>
public sealed class OutcomeAnswersTests
{
    private static readonly TimeSpan AfterTheUndo = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task From_the_promise_to_the_story_everything_reads_as_approved()
    {
        await using var world = await World.StartAsync();
        var (anna, ben, chidi) = (world.Someone("anna"), world.Someone("ben"), world.Someone("chidi"));
        Drawn.Reads(await anna.Uses("promises"), "no-promises");
        Drawn.Reads(await chidi.Uses("stories"), "no-stories");
        await world.IsHelpedAsync(anna, ben);
        Drawn.Reads(await anna.Uses("promises"), "promises");
        await world.MoveAsync(TimeSpan.FromDays(7));

        Drawn.Reads(await anna.Uses("home"), "home-with-a-question");
        var told = await anna.Presses("It worked", anna.LatestMail);
        Drawn.Reads(told, "thanks");
        Drawn.Reads(await anna.Submits(await anna.Presses("Add a line", told), ("Line", "Twelve of fifteen came back.")), "thanks-for-the-line");
        await world.MoveAsync(AfterTheUndo);

        Drawn.Reads(ben.LatestMail, "news-to-the-adviser");
        Drawn.Reads(await ben.Presses("Name me in the story", ben.LatestMail), "named");
        Drawn.Reads(await chidi.Uses("stories"), "stories");
        Drawn.Reads(await anna.Uses("stories"), "stories-as-the-asker-sees-them");
        Drawn.Reads(await anna.Uses("promises"), "promises-kept");
        Drawn.Reads(await anna.PressesAction(CopBot.Chat.ActionCodec.Encode(new CopBot.Features.Outcomes.ChangeOutcome((await world.TrialAsync()).Id)), anna.LatestMail.Post), "change-the-answer");
    }
}
