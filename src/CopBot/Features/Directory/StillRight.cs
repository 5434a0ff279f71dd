using System.Globalization;
using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Posts;
using CopBot.Sweeps;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Features.Directory;

/// <summary>Somebody says that all they said of themselves is still right.</summary>
[Action("directory-right"), WithoutCommunity]
public sealed record SayAllIsRight(CommunityId Community) : IAction;

internal sealed class SayAllIsRightHandler(CopBotDb db, IBoard board, TimeProvider clock) : IHandle<SayAllIsRight>
{
    public async Task<Answer> Handle(SayAllIsRight request, Caller caller, CancellationToken stop)
    {
        if (await db.Profiles.FindAsync([request.Community, caller.Member.Id], stop) is not { } profile) return DirectoryRefusals.NothingToPublish;
        profile.IsRight(clock.GetUtcNow());
        board.Withdraw(StillRightCard.Key(profile));
        return Answer.Say($"Thank you: it stays as it is, and you are asked again in six months.");
    }
}

/// <summary>Asks whether what somebody says of themselves is still right, every six months, as one of the few unasked messages.</summary>
[Every("00:10:00")]
internal sealed class AskWhetherStillRight(CopBotDb db, IBoard board, MyDirectory directory) : ISweep
{
    private static readonly TimeSpan UselessAfter = TimeSpan.FromDays(30);

    public async Task<IReadOnlyList<Guid>> DueAsync(DateTimeOffset now, CancellationToken stop) =>
        [.. (await db.Profiles.Where(p => p.AskRightAt <= now).OrderBy(p => p.AskRightAt).Take(100).Select(p => p.Id).ToListAsync(stop)).Select(id => id.Value)];

    public IQueryable<DateTimeOffset?> DueTimes => db.Profiles.Select(p => p.AskRightAt);

    public async Task SweepAsync(Guid thing, DateTimeOffset now, CancellationToken stop)
    {
        var id = new ProfileId(thing);
        if (await db.Profiles.FirstOrDefaultAsync(p => p.Id == id, stop) is not { } profile || profile.AskRightAt > now) return;

        if (profile.IsAway(now))
        {
            profile.AskRightOnceBack();
            return;
        }

        board.Withdraw(StillRightCard.Key(profile));
        profile.AskWhetherRight(now);
        var mine = await directory.OfAsync(profile.Community, profile.Member, stop);
        if (mine.Topics.Count == 0) return;
        var terms = PostTerms.Unasked(profile.Community, "what you know", $"it stands in the directory, where members find you by it.", now + UselessAfter);
        board.Publish(StillRightCard.Key(profile), Audience.To(profile.Member), StillRightCard.Render(profile.Community, mine, profile.RightAt), terms with { Summary = "Is what you know still right?" });
    }
}

/// <summary>The one question whether all is still right.</summary>
internal static class StillRightCard
{
    /// <summary>The latest question of somebody.</summary>
    public static string Key(Profile profile) => string.Create(CultureInfo.InvariantCulture, $"directory/{profile.Community.Value:N}/still-right/{profile.RightAsked}/{profile.Member.Value:N}");

    public static Message Render(CommunityId community, MyKnowledge mine, DateTimeOffset rightAt) => Message.Of(
    [
        new Heading("Still right?"),
        new Paragraph($"You last said so {rightAt:day}; members find you by it."),
        .. mine.Topics.Select(t => new Paragraph($"{t.Topic.Name:b} · {MyTopicsCard.Word(t.Stance!.Value)}")),
        new Controls([new Button("Yes to all", new SayAllIsRight(community)) { Look = ButtonLook.Primary }, new Button("Change it", new ChangeMyTopics()), new Button("Hide me", new HideMe())]),
        new Footnote($"Without an answer it stays, and counts less and less."),
    ]);
}
