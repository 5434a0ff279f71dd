using CopBot.Chat;
using CopBot.Features.Outcomes;
using CopBot.Features.Problems;
using CopBot.Playground;
using CopBot.TestKit;
using Xunit;

namespace CopBot.Tests.Features;

/// <summary>What people do with problems, in a word each, and what is looked for afterwards.</summary>
internal static class Stories
{
    public const string Title = "How can we welcome first visitors?";

    /// <summary>Asks and posts; the card.</summary>
    public static async Task<RoomMessage> AsksAsync(this World world, Someone asker, string title = Title, Func<ProblemForm, ProblemForm>? with = null)
    {
        var form = new ProblemForm { Title = title };
        var preview = await asker.Submits(with?.Invoke(form) ?? form);
        await asker.Presses(Labels(preview.Shown!.Shows).First(l => l is "Post it" or "Post mine anyway"), preview);
        return world.Card(title);
    }

    /// <summary>Asks and closes something else, so that what follows is nobody's first problem.</summary>
    public static async Task HasAskedBeforeAsync(this World world, Someone asker)
    {
        var card = await world.AsksAsync(asker, "Where is the kettle?");
        await asker.Presses("It is solved", await asker.Presses("More", card));
        await world.MoveAsync(TimeSpan.FromMinutes(2));
    }

    /// <summary>Asks, is answered by somebody, and marks that as what helped; the card.</summary>
    public static async Task<RoomMessage> IsHelpedAsync(this World world, Someone asker, Someone helper, WhenKnown when = WhenKnown.InAWeek, DateOnly? day = null)
    {
        var card = await world.AsksAsync(asker);
        var advice = await helper.Replies("We give every newcomer a buddy.", card);
        await MarksAsync(asker, advice, when, "A buddy for each", day);
        return card;
    }

    /// <summary>Marks a message as what helped.</summary>
    public static async Task<Acted> MarksAsync(Someone asker, RoomMessage advice, WhenKnown when = WhenKnown.InAWeek, string willTry = "", DateOnly? day = null)
    {
        var opened = await asker.UsesOn(advice, "helped");
        return await asker.Submits(opened, ("WillTry", willTry), ("When", when.ToString()), ("Day", day?.ToString("yyyy-MM-dd") ?? ""));
    }

    /// <summary>Asks without a name; the card and the receipt.</summary>
    public static async Task<(RoomMessage Card, string Receipt)> AsksUnsignedAsync(this World world, Someone asker, string title = Title)
    {
        var posted = await asker.Submits(new ProblemForm { Title = title, Who = Visibility.Anonymous });
        return (world.Card(title), SecretOf(posted.Kept!));
    }

    /// <summary>The secret on a receipt.</summary>
    public static string SecretOf(RoomMessage receipt) =>
        receipt.Shows!.Blocks.OfType<Paragraph>().SelectMany(p => p.Text.Runs).OfType<Run.Words>().Single(w => w.Style is Style.Code).Value;

    /// <summary>The card as everybody sees it now.</summary>
    public static string Plain(this World world, RoomMessage card) => PlaygroundText.Plain(world.Room.Find(card.Post)!);

    /// <summary>The problem of a card, from the store.</summary>
    public static Task<Problem> ProblemAsync(this World world, string title = Title) =>
        world.InStoreAsync(db => Microsoft.EntityFrameworkCore.EntityFrameworkQueryableExtensions.FirstAsync(db.Set<Problem>(), p => p.Title == title));

    /// <summary>The only trial, from the store.</summary>
    public static Task<Trial> TrialAsync(this World world) => world.InStoreAsync(db => Microsoft.EntityFrameworkCore.EntityFrameworkQueryableExtensions.SingleAsync(db.Set<Trial>()));

    /// <summary>Everything that the bot ever posted, what was taken away included.</summary>
    public static int EverPosted(this World world) => world.Room.Messages.Count(m => m.Author == Room.Bot);

    /// <summary>What stands on buttons and in menus.</summary>
    public static IReadOnlyList<string> Labels(Message message) =>
        [.. message.AllControls.SelectMany(c => c switch { Button b => [b.Label], LinkButton l => [l.Label], Menu m => m.Choices.Select(x => x.Label), _ => Array.Empty<string>() })];

    /// <summary>What stands on the buttons of a card now.</summary>
    public static IReadOnlyList<string> Labels(this World world, RoomMessage card) => Labels(world.Room.Find(card.Post)!.Shows!);

    /// <summary>What stands in a field of a form that opened.</summary>
    public static string In(Acted opened, string field) => opened.Form?.View.Values.One(field) ?? (opened.Form is null ? throw new InvalidOperationException("No form opened: " + Someone.Told(opened)) : "");

    /// <summary>Says all of this.</summary>
    public static void Shows(string text, params string[] expected) => Assert.All(expected, e => Assert.Contains(e, text, StringComparison.Ordinal));

    /// <summary>Says none of this.</summary>
    public static void Lacks(string text, params string[] unexpected) => Assert.All(unexpected, e => Assert.DoesNotContain(e, text, StringComparison.Ordinal));

    /// <summary>This stands among them.</summary>
    public static void Offers(string label, IEnumerable<string> labels) => Assert.Contains(label, labels, StringComparer.Ordinal);

    /// <summary>This does not stand among them.</summary>
    public static void OffersNot(string label, IEnumerable<string> labels) => Assert.DoesNotContain(label, labels, StringComparer.Ordinal);

    /// <summary>How many of somebody's messages say this.</summary>
    public static int Count(this Someone someone, string words) => someone.Mail.Count(m => m.Contains(words, StringComparison.Ordinal));

    /// <summary>Nothing that the bot ever posted rang anybody.</summary>
    public static void RangNobody(this World world) => Assert.All(world.Room.Messages.Where(m => m.Author == Room.Bot), m => Assert.Empty(m.Rang));
}
