using CopBot.Chat;
using CopBot.Communities;
using CopBot.Dispatch;
using CopBot.Features.Privacy;
using CopBot.Posts;

namespace CopBot.Features.Me;

/// <summary>What CopBot knows of somebody's clock and of the messages they want.</summary>
internal static class MyCard
{
    private const int NameShownLength = 100;

    public static Message Render(Caller caller, DateTimeOffset now, Text? news = null, IReadOnlyList<Fact>? about = null, IReadOnlyList<Button>? ways = null)
    {
        var (member, hours) = (caller.Member, caller.Hours);
        return Message.Of(
        [
            new Heading("You"),
            news is null ? null : new Paragraph(news),
            new Facts(
            [
                new Fact("Name", $"{Shortening.OneLine(member.Name, NameShownLength)}"),
                new Fact("Your clock", $"{hours.ClockAt(now)} ({WhoseZone(caller)})"),
                new Fact("Your hours", $"{hours.TimesInWords()}"),
                new Fact("Your working days", $"{hours.Days.InWords()}{(member.Days is null ? " (as usual here)" : "")}"),
                new Fact("Unasked messages", member.Stopped ? (Text)$"Stopped. What you ask for yourself still comes." : $"At most one a day and three a week, in your hours."),
                .. member.LessOf.Select(kind => new Fact("Less of", $"{kind}: at most one a week")),
                .. about ?? [],
            ]),
            new Controls(
            [
                .. ways ?? [],
                new Button("Change my clock", new ChangeMyClock()),
                member.Stopped ? new Button("Start unasked messages", new ResumeMessages()) : new Button("Stop unasked messages", new StopMessages()),
                new Button("My accounts", new ShowLinks()),
                new Button("What is kept of me", new ShowPrivacy()),
                .. member.LessOf.Select(kind => new Button(Shortening.OneLine($"More again: {kind}", Limits.ButtonLabel), new WantAgain(kind))),
            ]),
            new Footnote($"Outside your hours CopBot waits; a reminder that you asked for comes at its time."),
        ]);
    }

    private static string WhoseZone(Caller caller) => caller.Member switch
    {
        { ZoneIsTheirs: true } => "you set it",
        { Zone: not null } => "from your chat profile",
        _ when caller.CommunityOrNone is not null => "the community's, as yours is not known",
        _ => "yours is not known",
    };
}
