using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Features.Problems;
using CopBot.Posts;
using CopBot.Search;
using CopBot.TestKit;
using CopBot.Tests.Features;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using static CopBot.Tests.Features.Stories;

namespace CopBot.Tests.Sweeps;

/// <summary>Nothing is kept longer than docs/keeping.md says.</summary>
public sealed class RetentionTests
{
    // No adapter of this platform is there, so nobody can say that the bot is back.
    private static readonly WorkspaceRef Slack = new(new Platform("slack"), "TGONE");

    [Fact]
    public async Task Of_a_handled_event_only_a_hash_is_left_and_that_for_thirty_days()
    {
        await using var world = await World.StartAsync();
        await world.Someone("anna").Uses("start");
        Assert.All(await world.InStoreAsync(db => db.Inbox.ToListAsync()), e => Assert.True(e is { Waiting: null, TakeUpAt: null, Event.Length: 64 }));

        await world.MoveAsync(TimeSpan.FromDays(30));
        Assert.NotEqual(0, await world.InStoreAsync(db => db.Inbox.CountAsync()));
        await world.MoveAsync(TimeSpan.FromDays(1));
        Assert.Equal(0, await world.InStoreAsync(db => db.Inbox.CountAsync()));
    }

    [Fact]
    public async Task A_draft_goes_after_seven_days()
    {
        await using var world = await World.StartAsync();
        await world.Someone("anna").Submits(new ProblemForm { Title = "MARKER-DRAFT" });

        await world.MoveAsync(TimeSpan.FromDays(7) - TimeSpan.FromMinutes(1));
        Assert.Equal(1, await world.InStoreAsync(db => db.Set<Draft>().CountAsync()));
        await world.MoveAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(0, await world.InStoreAsync(db => db.Set<Draft>().CountAsync()));
    }

    [Fact]
    public async Task A_workspace_that_the_bot_was_removed_from_is_forgotten_after_thirty_days_with_all_that_lived_only_there()
    {
        await using var world = await World.StartAsync();
        await world.IsHelpedAsync(world.Someone("anna"), world.Someone("ben"));
        await LivesThereAsync(world);
        await TellAsync(world, new WorkspaceGone("gone-1", Slack));

        await world.BeOffAsync(TimeSpan.FromDays(29));
        Assert.Equal(2, await world.InStoreAsync(db => db.Communities.CountAsync()));
        await world.MoveAsync(TimeSpan.FromDays(1));

        await world.KnowsNothingAsync("TGONE", "MARKER-COMMUNITY", "MARKER-MEMBER", "MARKER-PROBLEM", "MARKER-MISSED");
        Assert.Equal(["Anna", "Ben", "Carla"], await world.InStoreAsync(db => db.Members.Select(m => m.Name).OrderBy(n => n).ToListAsync()), StringComparer.Ordinal);
        Assert.Single(world.Posts);
        // Stop holds over a new installation on the same data folder.
        Assert.Equal(1, await world.InStoreAsync(db => db.Set<ForgottenAccount>().CountAsync()));
        Assert.Empty(world.Log.Errors);
    }

    [Fact]
    public async Task Where_the_community_and_its_people_live_elsewhere_too_they_go_on_there()
    {
        await using var world = await World.StartAsync();
        var anna = world.Someone("anna");
        var card = await world.AsksAsync(anna);
        var member = await world.MemberAsync(anna);
        await world.InStoreAsync(async db =>
        {
            var community = await db.Communities.FirstAsync();
            community.MoveInto(Slack);
            community.SettleIn(new ChannelRef(Slack, "C1"), "problems");
            db.Add(new Account(new UserRef(Slack, "U1"), member));
            await db.SaveChangesAsync();
        });
        await TellAsync(world, new WorkspaceGone("gone-1", Slack));

        await world.MoveAsync(TimeSpan.FromDays(31));

        await world.KnowsNothingAsync("TGONE");
        Shows(world.Plain(card), "Asked by Anna");
        Assert.Equal(1, await world.InStoreAsync(async db => (await db.Communities.SingleAsync()).Workspaces.Count));
        Assert.Single((await world.InStoreAsync(db => db.Members.SingleAsync(m => m.Id == member))).Accounts);
        Assert.Empty(world.Log.Errors);
    }

    [Fact]
    public async Task Of_a_workspace_that_only_refuses_the_token_or_has_the_bot_again_nothing_is_forgotten()
    {
        await using var world = await World.StartAsync();
        await world.AsksAsync(world.Someone("anna"));
        await world.InStoreAsync(async db =>
        {
            db.Add(new Workspace { Ref = Slack, StoppedAt = world.Clock.GetUtcNow(), StoppedBecause = "The token was revoked." });
            db.Add(new Workspace { Ref = CopBot.Playground.Room.Workspace, StoppedAt = world.Clock.GetUtcNow(), RemovedAt = world.Clock.GetUtcNow() });
            await db.SaveChangesAsync();
        });

        await world.MoveAsync(TimeSpan.FromDays(31));

        Assert.Single(world.Posts);
        Assert.Equal(1, await world.InStoreAsync(db => db.Communities.CountAsync()));
        Assert.Null(await world.InStoreAsync(db => db.Workspaces.Where(w => w.Ref == CopBot.Playground.Room.Workspace).Select(w => w.StoppedAt).SingleAsync()));
        Assert.NotNull(await world.InStoreAsync(db => db.Workspaces.Where(w => w.Ref == Slack).Select(w => w.StoppedAt).SingleAsync()));
    }

    private static async Task TellAsync(World world, Inbound inbound)
    {
        await world.Services.GetRequiredService<IInbox>().AnswerAsync(inbound, CancellationToken.None);
        await world.SettleAsync();
    }

    /// <summary>A community on Slack alone, with a member who said Stop and a problem of theirs.</summary>
    private static Task LivesThereAsync(World world) => world.InStoreAsync(async db =>
    {
        var now = world.Clock.GetUtcNow();
        var community = Community.Found("MARKER-COMMUNITY", "", TimeZoneInfo.Utc, Slack, now);
        community.SettleIn(new ChannelRef(Slack, "C1"), "problems");
        var member = Member.Meet(new UserRef(Slack, "U1"), "MARKER-MEMBER", null);
        member.Stop();
        var problem = Problem.Ask(new ProblemId(Guid.NewGuid()), community, new ProblemForm { Title = "MARKER-PROBLEM" }, member.Id, null, false, now);
        db.AddRange(community, member, new Membership(community.Id, member.Id, now), problem, new Draft { Id = DraftId.New(), Owner = new UserRef(Slack, "U1"), Token = "x", Values = "MARKER-MEMBER", ExpiresAt = now.AddDays(90) }, new MissedWords(Guid.NewGuid(), community.Id, "MARKER-MISSED", DateOnly.FromDateTime(now.UtcDateTime)));
        await db.SaveChangesAsync();
        await world.PublishAsync(board =>
        {
            board.Publish("marker", Audience.Of(community.Id), Message.Say($"MARKER-PROBLEM"));
            board.Publish("marker/talk", Audience.Below("marker"), Message.Say($"MARKER-PROBLEM"));
            board.Publish("marker/to", Audience.To(member.Id), Message.Say($"MARKER-PROBLEM"), PostTerms.Requested(community.Id));
        });
        await using var scope = world.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<ISearch>().Put(new Findable("problem", problem.Id.Value, community.Id, "MARKER-PROBLEM", "", 0));
        await scope.ServiceProvider.GetRequiredService<UnitOfWork>().SaveAsync(null, CancellationToken.None);
    });
}
