using CopBot.Features.Experiences;
using CopBot.Playground;
using CopBot.TestKit;
using static CopBot.Tests.Features.Stories;

namespace CopBot.Tests.Features.Experiences;

/// <summary>What people do with experiences, in a word each.</summary>
internal static class Telling
{
    public const string Question = "Has anyone had to move a workshop within a week?";

    /// <summary>Asks; the card.</summary>
    public static async Task<RoomMessage> AsksForExperiencesAsync(this World world, Someone asker, string title = Question, Quoting quoting = Quoting.AskAtTheEnd)
    {
        await asker.Submits(await asker.Uses("experience " + title), ("Quoting", quoting.ToString()), ("Hear", "What was lost on the way"));
        return world.Card(title);
    }

    /// <summary>Tells what they had.</summary>
    public static async Task<Acted> TellsAsync(this Someone teller, RoomMessage card, string did, string happened, Again again = Again.Yes, ShownAs shows = ShownAs.Named)
    {
        var opened = await teller.Presses("I have", card);
        return await teller.Submits(opened, ("Context", "A cellar with forty tools"), ("Did", did), ("Happened", happened), ("Again", again.ToString()), ("Shows", shows.ToString()));
    }

    /// <summary>The question, from the store.</summary>
    public static Task<ExperienceRequest> QuestionAsync(this World world) =>
        world.InStoreAsync(db => Microsoft.EntityFrameworkCore.EntityFrameworkQueryableExtensions.SingleAsync(db.Set<ExperienceRequest>()));
}
