using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Features.Admin;
using CopBot.Features.Help;
using CopBot.Features.Home;
using CopBot.Features.Me;
using CopBot.Features.Privacy;
using CopBot.Features.Setup;
using CopBot.Features.Welcome;
using CopBot.Posts;
using CopBot.TestKit;
using Xunit;

namespace CopBot.Tests.Features;

/// <summary>Home, help, settings, setting up and the messages that carry others read as they were approved.</summary>
public sealed class MemberCardsTests
{
    private static readonly ChannelRef Channel = Somebody.Where.Channel;

    [Fact]
    public async Task Home_reads_as_approved()
    {
        await using var world = await World.StartAsync();
        var (ben, carla) = (world.Someone("ben"), world.Someone("carla"));

        Drawn.Reads(await ben.OpensHome(), "home");
        Drawn.Reads(await carla.OpensHome(), "home-of-a-coordinator");
        Drawn.Reads(HomeCard.WithoutCommunity(), "home-without-community");
        Drawn.Reads(Message.Of(UndeliveredSection.Render([Waiting(1), Waiting(2)], [Somebody.Now.AddHours(19)])), "home-undelivered");
    }

    [Fact]
    public void Help_reads_as_approved()
    {
        var routes = new Routes(typeof(Routes).Assembly);

        Drawn.Reads(HelpCard.Render(routes.All, Somebody.Short()), "help");
        Drawn.Reads(HelpCard.Render(routes.All, Somebody.Short(Role.Coordinator)), "help-for-a-coordinator");
        Drawn.Reads(HelpCard.Render(routes.All, Somebody.Short() with { CommunityOrNone = null }), "help-without-community");
    }

    [Fact]
    public void Settings_and_welcome_read_as_approved()
    {
        var caller = Somebody.Short();
        Drawn.Reads(WelcomeCard.Render(caller, wasMember: false), "welcome");
        Drawn.Reads(WelcomeCard.Render(caller, wasMember: true), "welcome-again");
        Drawn.Reads(MyCard.Render(caller, Somebody.Now), "me");
        caller.Member.Stop();
        caller.Member.WantLessOf("news of advice");
        Drawn.Reads(MyCard.Render(caller, Somebody.Now, $"Saved."), "me-stopped");
        Drawn.Reads(FormSchema.View(new MyClockForm()), "form-clock");
    }

    [Fact]
    public void Privacy_reads_as_approved()
    {
        var caller = Somebody.Short();
        Drawn.Reads(PrivacyCards.Kept(caller, null), "privacy-nothing");
        Drawn.Reads(PrivacyCards.Kept(caller, [new Fact("Asked", $"2 problems with your name"), new Fact("Your advice", $"3 messages of yours marked as what helped, tried 4 times")]), "privacy");
        Drawn.Reads(PrivacyCards.AskToDelete([]), "privacy-delete");
        Drawn.Reads(PrivacyCards.AskToDelete(["Travel", "Repair"]), "privacy-delete-coordinator");
        Drawn.Reads(PrivacyCards.Deleted(wordsToo: true), "privacy-deleted");
    }

    [Fact]
    public void How_it_runs_reads_as_approved()
    {
        var now = Somebody.Now;
        SweepStatus[] fine = [new("AskForOutcomes", TimeSpan.FromMinutes(1), now.AddSeconds(-30), false), new("ForgetDrafts", TimeSpan.FromHours(1), null, false)];
        var store = new StoreFacts("SQLite", 3_500_000, 42L << 30, CopiesAreOurs: true, now.AddHours(-5));
        Drawn.Reads(StatusCard.Render(new Status(now, now.AddDays(-30), store, fine, 0, 0, 0, 0, [Finding.Fine("Slack is connected."), Finding.Fine("Posts can stand in #repair on Slack.")]), "0.2.0"), "status");
        SweepStatus[] bad = [new("AskForOutcomes", TimeSpan.FromMinutes(1), now.AddHours(-3), false), new("ForgetDrafts", TimeSpan.FromHours(1), now, true)];
        Drawn.Reads(
            StatusCard.Render(
                new Status(now, now.AddDays(-30), store with { FreeBytes = 90L << 20, LastCopyAt = null }, bad, 3, 4000, 12, 2,
                [
                    Finding.Wrong("The bot's token lacks the scope files:write, without which exports and calendar files are not sent. Add it in OAuth & Permissions → Scopes → Bot Token Scopes, and install the app again."),
                    Finding.Notable("Discord is being connected."),
                    Finding.Wrong("CopBot cannot post in #repair on Slack. Unarchive #repair, or choose another channel."),
                ]),
                "0.2.0"),
            "status-wrong");
        Drawn.Reads(StatusCard.Render(new Status(now, now.AddDays(-30), new StoreFacts("PostgreSQL", 3L << 30, null, CopiesAreOurs: false, null), [], 0, 0, 0, 0, [.. Enumerable.Range(0, 30).Select(i => Finding.Wrong($"Something is wrong with thing {i}, and this is what to do about it, at some length."))]), "0.2.0"), "status-much-wrong");
    }

    [Fact]
    public void Setting_up_reads_as_approved()
    {
        var community = Somebody.Travel();
        Member[] carla = [Member.Meet(new UserRef(Somebody.Workspace, "carla"), "Carla", null)];
        Member[] both = [.. carla, Member.Meet(new UserRef(Somebody.Workspace, "ben"), "Ben", null)];
        Drawn.Reads(SetupCards.Begin(), "setup-begin");
        Drawn.Reads(SetupCards.Checklist(community, carla, Channel, $"{community.Name:b} is there, and you are its coordinator."), "setup-begun");
        community.SettleIn(Channel, "practice");
        Drawn.Reads(SetupCards.Checklist(community, both, Channel), "setup-done");
        Drawn.Reads(SetupCards.Coordinators(community, carla), "setup-one-coordinator");
        // Members' ids are made anew each time, so the menu's choices are numbered.
        Drawn.Reads(SetupCards.Coordinators(community, both, $"Saved.", new Button("Undo", new StepDown())), "setup-coordinators");
        Drawn.Reads(SetupCards.YouCoordinate(community, carla[0]), "setup-you-coordinate");
        Drawn.Reads(SetupCards.NobodyCoordinates(community), "setup-nobody-coordinates");
        community.Homes[0].Pause("The channel was archived.");
        Drawn.Reads(SetupCards.HomeLost(community, community.Homes[0]), "setup-home-lost");
        Drawn.Reads(SetupCards.Checklist(community, carla, Channel), "setup-home-paused");
        Drawn.Reads(SetupRefusals.CannotPost(new ChannelProfile(Channel, "practice", Private: true, CanPost: false)).Why, "setup-cannot-post");
        Drawn.Reads(FormSchema.View(new CommunityForm { Name = "Travel", Zone = "Europe/Lisbon" }), "form-community");
        Drawn.Reads(FormSchema.View(new WorkingDaysForm()), "form-working-days");
        Drawn.Reads(FormSchema.View(new CoordinatorForm()), "form-coordinator");
    }

    [Fact]
    public void Two_sides_read_as_approved()
    {
        var (community, carla) = (Somebody.Travel(), Member.Meet(new UserRef(Somebody.Workspace, "carla"), "Carla", null));
        community.SettleIn(Channel, "practice");
        var other = new WorkspaceRef(new Platform("discord"), "g1");
        community.MoveInto(other);
        community.SettleIn(new ChannelRef(other, "c1"), "problems");
        Drawn.Reads(SetupCards.Checklist(community, [carla], Channel), "setup-two-sides");
        Drawn.Reads(JoinCards.Joining(null), "join-begin");
        Drawn.Reads(JoinCards.Joining(community), "join-offer");
        Drawn.Reads(JoinCards.Code(community, "aaaa-bbbb"), "join-code");
        Drawn.Reads(JoinCards.SomebodyJoined(community, carla, community.Homes[1]), "join-told");
        Drawn.Reads(JoinCards.AskToPart(community, community.Workspaces[1]), "part-ask");
        Drawn.Reads(JoinCards.Parted(community, carla, community.Homes[1].InWords), "part-told");
        Drawn.Reads(FormSchema.View(new JoinForm()), "form-join");

        var names = new AccountNames(new Dictionary<UserRef, string>());
        var account = carla.Accounts[0].User;
        Drawn.Reads(LinkCards.Accounts(carla, account, names), "link-begin");
        carla.TakeIn(Member.Meet(new UserRef(other, "carla-there"), "Carla", null));
        Drawn.Reads(LinkCards.Accounts(carla, account, names), "link-accounts");
        Drawn.Reads(LinkCards.Code("aaaa-bbbb"), "link-code");
        Drawn.Reads(LinkCards.Linked(new UserRef(other, "carla-there"), names), "link-told");
        Drawn.Reads(FormSchema.View(new LinkForm()), "form-link");
    }

    [Fact]
    public void Several_private_messages_in_one_read_as_approved()
    {
        Drawn.Reads(MergedPrivatePosts.Render([Waiting(1), Waiting(2), Waiting(3)]), "merged");
        var unasked = Waiting(4);
        unasked.Class = PostClass.Unasked;
        Drawn.Reads(MergedPrivatePosts.Render([Waiting(1), unasked]), "merged-with-unasked");
        Drawn.Reads(QuietPlease.Explain(Message.Say($"Your advice: it worked. {"How can we welcome first visitors?":b}"), PostTerms.Unasked(Somebody.Travel().Id, "news of advice", $"your words were marked as what helped.", Somebody.Now), unasked.Id), "unasked");
    }

    /// <summary>Every form that anybody can be sent was drawn, on both platforms.</summary>
    [Fact]
    public void Every_form_was_approved()
    {
        var forms = new Routes(typeof(Routes).Assembly).All.Where(r => typeof(IForm).IsAssignableFrom(r.Request)).Select(r => r.Name).ToList();
        Assert.Contains("problem-ask", forms, StringComparer.Ordinal);

        var drawn = Approved("discord").Where(f => f.Content.StartsWith("{\n  \"custom_id\"", StringComparison.Ordinal)).ToList();
        var tokens = drawn.Select(f => (string)System.Text.Json.Nodes.JsonNode.Parse(f.Content)!["custom_id"]!).Select(token => token.Split(':')[0]).Distinct(StringComparer.Ordinal);
        Assert.Equal(forms.Order(StringComparer.Ordinal), tokens.Order(StringComparer.Ordinal), StringComparer.Ordinal);
        Assert.Equal(drawn.Count, Approved("slack").Count(f => f.Content.Contains("\"type\": \"modal\"", StringComparison.Ordinal)));
    }

    /// <summary>What was approved stands in three drawings, or in none: nothing stale, nothing forgotten.</summary>
    [Fact]
    public void What_was_approved_was_approved_for_both_platforms()
    {
        var slack = Approved("slack").Select(f => f.Name).Order(StringComparer.Ordinal).ToList();
        Assert.InRange(slack.Count, 60, int.MaxValue);
        Assert.Equal(slack, Approved("discord").Select(f => f.Name).Order(StringComparer.Ordinal), StringComparer.Ordinal);
        Assert.Equal(slack.Count, Files("*.approved.txt", "Approved").Count());
    }

    private static IEnumerable<(string Name, string Content)> Approved(string platform) =>
        Files("*.approved.json", platform).Select(f => (Path.GetRelativePath(Here(), f).Replace("/" + platform + "/", "/", StringComparison.Ordinal), File.ReadAllText(f)));

    private static IEnumerable<string> Files(string pattern, string folder) =>
        Directory.GetFiles(Here(), pattern, SearchOption.AllDirectories).Where(f => Path.GetFileName(Path.GetDirectoryName(f)) == folder);

    private static string Here([System.Runtime.CompilerServices.CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;

    private static Post Waiting(int number) => new() { Key = $"test/{number}", Summary = $"What came of it? How can we do the {number}. thing?" };
}
