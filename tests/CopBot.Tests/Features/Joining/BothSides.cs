using CopBot.Chat;
using CopBot.Communities;
using CopBot.Features.Setup;
using CopBot.TestKit;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Tests.Features.Joining;

/// <summary>What two workspaces of one community do, in a word each.</summary>
internal static class BothSides
{
    /// <summary>The code that a coordinator is shown.</summary>
    public static async Task<string> CodeAsync(this World world, Someone coordinator) =>
        LettersIn((await coordinator.Presses("Show a code", await coordinator.Uses("setup join"))).Shown!.Shows);

    /// <summary>Carla and Dora, who runs the other workspace, bring the two together.</summary>
    public static async Task JoinAsync(this World world)
    {
        var joined = await world.Visitor("dora", runsWorkspace: true).Submits(new JoinForm { Code = await world.CodeAsync(world.Someone("carla")) });
        Stories.Shows(Visitor.Told(joined), "belongs to Workshop Leaders now");
    }

    /// <summary>A coordinator takes the other workspace out.</summary>
    public static async Task PartAsync(this World world, Someone coordinator) =>
        await coordinator.Presses("Take it out", await coordinator.Presses("#home on Elsewhere", await coordinator.Uses("setup")));

    /// <summary>The only card on the other side.</summary>
    public static (PostRef Post, Message Says) CardElsewhere(this World world) => world.Elsewhere.Standing(new Place(Elsewhere.Home)).Single();

    /// <summary>The letters of a code that is shown.</summary>
    public static string LettersIn(Message message) => message.Blocks.OfType<Paragraph>().SelectMany(p => p.Text.Runs).OfType<Run.Words>().Single(w => w.Style is Style.Code).Value;

    /// <summary>Somebody's member, by their account.</summary>
    public static Task<Member> MemberOfAsync(this World world, UserRef user) => world.InStoreAsync(db => db.Members.SingleAsync(m => m.Accounts.Any(a => a.User == user)));
}
