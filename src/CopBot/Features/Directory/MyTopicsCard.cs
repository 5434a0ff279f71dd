using CopBot.Chat;
using CopBot.Communities;
using CopBot.Dispatch;
using CopBot.Features.Me;

namespace CopBot.Features.Directory;

/// <summary>What the directory knows of somebody, as they alone see it.</summary>
internal static class MyTopicsCard
{
    public static Message Render(MyKnowledge mine, Text? news, DateTimeOffset now) => Message.Of(
    [
        new Heading("What you know"),
        news is null ? null : new Paragraph(news),
        new Paragraph(Standing(mine)),
        .. mine.Topics.Select(t => new Paragraph($"{t.Topic.Name:b} · {Word(t.Stance!.Value)} · {t.Why}")),
        mine.Profile is { } profile
            ? new Facts(
            [
                new Fact("May be asked", $"{Often(profile.Asks)}"),
                profile.IsAway(now) ? new Fact("Away", $"until {profile.AwayUntil!.Value:day}") : new Fact("Away", $"no"),
                new Fact("To be reached", profile.Reach.Length > 0 ? (Text)$"{profile.Reach}" : $"nothing said"),
            ])
            : null,
        .. mine.Suggested.Select(t => new Paragraph($"Not on your list: {t.Topic.Name:b} · {t.Why}")),
        new Controls(
        [
            new Button(mine.Topics.Count > 0 ? "Change it" : "Say what you know", new ChangeMyTopics()) { Look = mine.Topics.Count > 0 ? ButtonLook.Plain : ButtonLook.Primary },
            mine.Profile?.Shown is not Shown.ToMembers && mine.Topics.Count > 0 ? new Button("Publish", new PublishMe()) { Look = ButtonLook.Primary } : null,
            mine.Profile?.Shown is Shown.ToNobody ? null : new Button("Hide me", new HideMe()),
            mine.Profile?.IsAway(now) is true ? new Button("I'm back", new ComeBack()) : new Button("I'm away …", new SayIAmAway()),
            new Button("My record", new TakeMyRecord()),
        ]),
        mine.Suggested.Count > 0 ? new Controls([new Menu("Add from your advice …", [.. mine.Suggested.Select(t => new MenuChoice(t.Topic.Name, new TakeSuggestedTopic(t.Topic.Id)))])]) : null,
        new Footnote($"What you say fades slowly, so every six months you are asked whether it is still right. What your advice did fades too. “My record” is yours to take with you."),
    ]);

    /// <summary>A stance in the middle of a sentence.</summary>
    public static string Word(Stance stance) => stance switch
    {
        Stance.CanAdvise => "you can advise",
        Stance.DoneOnce => "you have done it once",
        Stance.Learning => "you're learning",
        _ => throw new NotSupportedException(stance.ToString()),
    };

    private static string Often(AsksAWeek asks) => asks switch
    {
        AsksAWeek.None => "not at all for now",
        AsksAWeek.One => "once a week",
        AsksAWeek.Two => "twice a week",
        AsksAWeek.Three => "three times a week",
        _ => throw new NotSupportedException(asks.ToString()),
    };

    private static Text Standing(MyKnowledge mine) => mine.Profile?.Shown switch
    {
        Shown.ToMembers => $"Published: members who look for these topics find you with /cop experts.",
        Shown.ToNobody => $"Hidden: nobody finds you, and CopBot asks you for no help. Publish takes that back.",
        _ when mine.Topics.Count > 0 => $"Only you see this. Nothing is public until you publish it.",
        _ => $"You have not said what you know. Whoever looks for help finds those who have; even “done it once” helps, and nothing is public until you publish it.",
    };
}

/// <summary>The way from somebody's settings to what they know.</summary>
internal sealed class KnowledgeInSettings(MyDirectory directory) : IAboutMe
{
    public async Task<IReadOnlyList<Fact>> FactsAsync(Caller caller, CancellationToken stop)
    {
        var mine = await directory.OfAsync(caller.Community.Id, caller.Member.Id, stop);
        return
        [
            new Fact("What you know", mine.Topics.Count == 0
                ? (Text)$"nothing said yet"
                : $"{string.Join(", ", mine.Topics.Select(t => t.Topic.Name))} ({(mine.Profile?.Shown is Shown.ToMembers ? "published" : mine.Profile?.Shown is Shown.ToNobody ? "hidden" : "only you see it")})"),
        ];
    }

    public Button Way => new("What you know", new ShowMyTopics());
}
