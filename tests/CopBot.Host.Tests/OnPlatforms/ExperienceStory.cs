using Xunit;

namespace CopBot.Host.Tests.OnPlatforms;

/// <summary>A question for experiences, from the question to what stands in the library and what came of it, on a real platform's wire.</summary>
internal static class ExperienceStory
{
    private const string Question = "Has anyone had to move a workshop within a week?";
    private const string Saved = "How does one move a workshop within a week?";

    public static async Task PlayAsync(Town town)
    {
        var card = await town.TriesAsync(() => AskAsync(town), () => Card(town));
        await town.TriesAsync(() => TellAsync(town, card), () => Card(town, "1 experience · 1 would again"));
        await town.MoveAsync(TimeSpan.FromDays(9));
        var draft = await town.GetsAsync(Town.Anna, "A week of quiet");
        await town.TriesAsync(() => SaveAsync(town, draft), () => Card(town, "Saved in the library"));

        var saved = await town.GetsAsync(Town.Anna, "Saved to the library");
        await town.TriesAsync(() => TryAsync(town, saved), () => Private(town, Town.Anna, "asked once what came of it"));
        // A week on may be a weekend: then it is asked on Monday.
        await town.MoveAsync(TimeSpan.FromDays(11));
        var asked = await town.UntilAsync(() => town.Mail(Town.Anna).LastOrDefault(m => m.Says("What came of it?") && m.Says(Question) && m.Says("Two vans")), "the question");
        await town.TriesAsync(() => town.PressAsync(Town.Anna, asked, "It worked"), () => Card(town, "it worked"));

        var found = await town.TriesAsync(() => town.CommandAsync(Town.Chidi, "find moving a workshop"), () => town.Last(Town.Chidi, "What is known of"));
        Assert.True(found.Says(Saved) && found.Says("used by 1, helped 1"), found.Words);
    }

    private static async Task AskAsync(Town town)
    {
        await town.CommandAsync(Town.Anna, "experience");
        await town.OpensAsync(Town.Anna, "Has anyone had …?");
        await town.SendAsync(Town.Anna, ("Title", Question));
    }

    private static async Task TellAsync(Town town, Seen card)
    {
        await town.PressAsync(Town.Ben, card, "I have");
        await town.OpensAsync(Town.Ben, "What you had");
        await town.SendAsync(Town.Ben, ("Did", "Two vans on a Sunday."), ("Happened", "Nothing was lost."));
    }

    private static async Task SaveAsync(Town town, Seen draft)
    {
        await town.PressAsync(Town.Anna, draft, "Save to library");
        await town.OpensAsync(Town.Anna, "Save to library");
        await town.SendAsync(Town.Anna, ("Title", Saved), ("Summary", "Vans beat boxes."));
    }

    private static async Task TryAsync(Town town, Seen saved)
    {
        await town.PressAsync(Town.Anna, saved, "I'll try something of it");
        await town.OpensAsync(Town.Anna, "What will you try?");
        await town.SendAsync(Town.Anna, ("WillTry", "Two vans"), ("When", "InAWeek"));
    }

    private static Seen? Card(Town town, params string[] words) => town.Posts().FirstOrDefault(m => m.Says(Question) && words.All(m.Says));

    private static Seen? Private(Town town, string who, string words) => town.Mail(who).Concat(town.Sees(who)).LastOrDefault(m => m.Says(words));
}
