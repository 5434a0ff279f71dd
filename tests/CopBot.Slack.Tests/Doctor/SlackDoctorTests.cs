using CopBot.Chat;
using CopBot.SlackEmulator.Faults;
using CopBot.SlackEmulator.World;

namespace CopBot.Slack.Tests.Doctor;

public sealed class SlackDoctorTests
{
    [Fact]
    public async Task A_healthy_bot_has_nothing_to_mend()
    {
        await using var house = await DoctorHouse.BuildAsync();
        var findings = await house.ExamineAsync();
        Assert.All(findings, finding => Assert.Equal(FindingState.Fine, finding.State));
        Assert.Equal(
            [
                "Slack:BotToken is good: in house.slack.com, CopBot is called @copbot.",
                $"Slack:BotToken has all {SlackNeeds.Scopes.Count} scopes that CopBot needs.",
                "Slack:AppToken is good: it may open sockets.",
                "A socket opened, Slack greeted it, and it was closed again.",
                $"Both tokens belong to the app {house.App.Id}.",
                "In house.slack.com, CopBot is in #help.",
            ],
            findings.Select(finding => finding.Says));
        Assert.Empty(house.Help.Messages);
        Assert.Equal(0, house.Slack.Sockets.Count(house.App));
        Assert.Empty(house.Slack.Journal.Violations);
    }

    [Theory]
    [InlineData("help")]
    [InlineData("#help")]
    [InlineData("#Help")]
    [InlineData(null)]
    public async Task A_message_is_tried_and_taken_back_where_that_was_asked_for(string? name)
    {
        await using var house = await DoctorHouse.BuildAsync();
        var findings = await house.ExamineAsync(name ?? house.Help.Id);
        Assert.Equal(Finding.Fine("In #help a message was posted, changed and taken back."), findings[^1]);
        Assert.All(new[] { "chat.postMessage", "chat.update", "chat.delete" }, method => Assert.Single(house.Slack.Journal.Requests(method)));
        Assert.Empty(house.Slack.Person(house.Workspace, house.Ann).Sees(house.Help));
        Assert.Empty(house.Slack.Journal.Violations);
    }

    [Fact]
    public async Task A_missing_scope_is_told_with_what_is_lost_and_one_too_many_with_its_name()
    {
        await using var house = await DoctorHouse.BuildAsync();
        house.Bot.Scopes.Remove("groups:read");
        house.Bot.Scopes.Remove("im:write");
        house.Bot.Scopes.Add("pins:write");
        var findings = await house.ExamineAsync();
        var wrong = findings.Where(finding => finding.State is FindingState.Wrong).Select(finding => finding.Says).ToList();
        Assert.Equal(2, wrong.Count);
        Assert.Contains("lacks the scope groups:read, without which CopBot cannot live in private channels", wrong[0], StringComparison.Ordinal);
        Assert.Contains("install the app again", wrong[0], StringComparison.Ordinal);
        Assert.Contains("im:write", wrong[1], StringComparison.Ordinal);
        Assert.Contains(findings, finding => finding.State is FindingState.Notable && finding.Says.Contains("pins:write", StringComparison.Ordinal));
        // What it may still do is looked at.
        Assert.Contains(Finding.Fine("In house.slack.com, CopBot is in #help."), findings);
    }

    [Fact]
    public async Task Without_any_scope_it_tells_each_and_looks_no_further()
    {
        await using var house = await DoctorHouse.BuildAsync();
        house.Bot.Scopes.Clear();
        house.Bot.Scopes.Add("commands");
        var findings = await house.ExamineAsync("help");
        Assert.Equal(SlackNeeds.Scopes.Count - 1, findings.Count(finding => finding.Says.Contains("lacks the scope", StringComparison.Ordinal)));
        Assert.Contains(findings, finding => finding.State is FindingState.Notable && finding.Says.Contains($"belongs to the app {house.App.Id} too cannot be seen", StringComparison.Ordinal));
        Assert.Empty(house.Slack.Journal.Requests("users.conversations"));
    }

    [Theory]
    [InlineData("token_revoked")]
    [InlineData("account_inactive")]
    [InlineData("invalid_auth")]
    public async Task A_dead_bot_token_is_named_by_its_setting(string error)
    {
        await using var house = await DoctorHouse.BuildAsync();
        house.Bot.TokenError = error;
        var wrong = Assert.Single(await house.WrongAsync());
        Assert.Contains("Slack:BotToken", wrong, StringComparison.Ordinal);
        Assert.Contains("Install the app", wrong, StringComparison.Ordinal);
        // The other token is looked at all the same.
        Assert.Single(house.Slack.Journal.Requests("apps.connections.open"));
    }

    [Fact]
    public async Task A_revoked_app_token_is_named_by_its_setting()
    {
        await using var house = await DoctorHouse.BuildAsync();
        house.App.AppTokenRevoked = true;
        Assert.Contains("Slack:AppToken", Assert.Single(await house.WrongAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_app_token_without_its_scope_is_told_which_one()
    {
        await using var house = await DoctorHouse.BuildAsync();
        house.App.AppTokenScopes.Clear();
        Assert.Contains("connections:write", Assert.Single(await house.WrongAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tokens_that_were_swapped_or_are_of_another_kind_are_not_sent_anywhere()
    {
        await using var house = await DoctorHouse.BuildAsync();
        house.Write(
            new SlackTokens("Slack", house.App.AppToken, house.Bot.BotToken),
            new SlackTokens("Slack:Workspaces:garden", "xoxp-1-2-3", "xapp-1-A1-…"),
            new SlackTokens("Slack:Workspaces:shed", "xoxe.xoxb-1-2", "Bearer"));
        var wrong = await house.WrongAsync();
        Assert.Contains(wrong, says => says.StartsWith("Slack:BotToken holds an app-level token.", StringComparison.Ordinal));
        Assert.Contains(wrong, says => says.StartsWith("Slack:AppToken holds a bot token.", StringComparison.Ordinal));
        Assert.Contains(wrong, says => says.StartsWith("Slack:Workspaces:garden:BotToken holds a person's token.", StringComparison.Ordinal));
        Assert.Contains(wrong, says => says.StartsWith("Slack:Workspaces:garden:AppToken holds something besides the token, or not all of it.", StringComparison.Ordinal));
        Assert.Contains(wrong, says => says.Contains("without token rotation", StringComparison.Ordinal));
        Assert.Contains(wrong, says => says.StartsWith("Slack:Workspaces:shed:AppToken holds no token that begins with xapp-.", StringComparison.Ordinal));
        Assert.Equal(6, wrong.Count);
        Assert.DoesNotContain(house.Slack.Journal.Entries, entry => entry.Entry["method"] is not null);
    }

    [Fact]
    public async Task Tokens_of_two_apps_are_told_apart()
    {
        await using var house = await DoctorHouse.BuildAsync();
        var other = house.Slack.AddApp("Other");
        house.Write(new SlackTokens("Slack", house.Bot.BotToken, other.AppToken));
        Assert.StartsWith($"Slack:AppToken belongs to the app {other.Id} and Slack:BotToken to the app {house.App.Id}", Assert.Single(await house.WrongAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_pairs_of_one_workspace_are_one_too_many()
    {
        await using var house = await DoctorHouse.BuildAsync();
        house.Write(house.Options.Workspaces[0], house.Options.Workspaces[0] with { Setting = "Slack:Workspaces:again" });
        Assert.Contains("Slack and Slack:Workspaces:again hold tokens of the same workspace", Assert.Single(await house.WrongAsync()), StringComparison.Ordinal);
        // They share a socket as well.
        Assert.Single(house.Slack.Journal.Requests("apps.connections.open"));
    }

    [Fact]
    public async Task Socket_Mode_that_is_off_is_told_where_to_switch_it_on()
    {
        await using var house = await DoctorHouse.BuildAsync();
        house.App.SocketMode = false;
        Assert.Contains("Enable Socket Mode", Assert.Single(await house.WrongAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_socket_that_cannot_be_opened_or_is_not_greeted_is_told()
    {
        await using var house = await DoctorHouse.BuildAsync();
        house.Slack.Faults.DeadSocketUrls = 1;
        Assert.Contains("The socket could not be opened", Assert.Single(await house.WrongAsync()), StringComparison.Ordinal);

        house.Slack.Faults.SocketsWithoutHello = 1;
        var examining = house.WrongAsync();
        await house.OpenedAsync();
        while (!examining.IsCompleted)
        {
            house.Clock.Advance(house.Options.HelloTimeout);
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }

        Assert.Contains("did not greet", Assert.Single(await examining), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_comes_on_the_doctors_socket_is_left_for_the_bot()
    {
        await using var house = await DoctorHouse.BuildAsync();
        house.Slack.Faults.SocketsWithoutHello = 1;
        var examining = house.WrongAsync();
        var wire = await house.OpenedAsync();
        wire.SendText("""{"type":"events_api","envelope_id":"left-alone","payload":{"event":{"type":"app_mention"}}}""");
        wire.SendText("""{"type":"smoke_signals","envelope_id":"left-alone-too","payload":{}}""");
        wire.SendText("""{"type":"hello","num_connections":2}""");
        Assert.Empty(await examining);
        // An acknowledgement of what was never sent would stand there.
        Assert.Empty(house.Slack.Journal.Violations);
    }

    [Fact]
    public async Task A_channel_that_CopBot_is_not_in_says_how_to_invite_it()
    {
        await using var house = await DoctorHouse.BuildAsync();
        var garden = house.Workspace.AddChannel("garden", ChannelKind.Public, house.Ann);
        Assert.Equal("CopBot is not in #garden: type “/invite @CopBot” there.", Assert.Single(await house.WrongAsync(garden.Id)));
        // By its name alone it cannot be told from one that is not there.
        Assert.Contains("type “/invite @CopBot” in it", Assert.Single(await house.WrongAsync("garden")), StringComparison.Ordinal);
        Assert.Contains("CopBot sees no channel called C0000404", Assert.Single(await house.WrongAsync("C0000404")), StringComparison.Ordinal);
        var secret = house.Workspace.AddChannel("secret", ChannelKind.Private, house.Ann);
        Assert.Contains("sees no channel", Assert.Single(await house.WrongAsync(secret.Id)), StringComparison.Ordinal);
        Assert.Empty(house.Slack.Journal.Requests("chat.postMessage"));
    }

    [Fact]
    public async Task An_archived_channel_is_told_and_not_written_in()
    {
        await using var house = await DoctorHouse.BuildAsync();
        var old = house.Workspace.AddChannel("old", ChannelKind.Public, house.Ann, house.Bot.Bot);
        house.Slack.Admin.Archive(house.Workspace, old);
        Assert.Contains(await house.ExamineAsync(), finding => finding is { State: FindingState.Notable, Says: "Archived, so that CopBot cannot write there: #old." });
        Assert.Contains("#old is archived", Assert.Single(await house.WrongAsync("old")), StringComparison.Ordinal);
        Assert.Empty(house.Slack.Journal.Requests("chat.postMessage"));
    }

    [Fact]
    public async Task A_bot_in_no_channel_says_how_to_invite_it_and_one_in_many_does_not_name_them_all()
    {
        await using var house = await DoctorHouse.BuildAsync();
        house.Help.Members.Remove(house.Bot.Bot.Id);
        Assert.Contains("in no channel yet: type “/invite @CopBot”", Assert.Single(await house.WrongAsync()), StringComparison.Ordinal);
        for (var number = 0; number < 250; number++) house.Workspace.AddChannel($"room-{number}", ChannelKind.Public, house.Bot.Bot);
        Assert.Contains(await house.ExamineAsync(), finding => finding.Says.EndsWith("and 230 more.", StringComparison.Ordinal));
        Assert.Empty(await house.WrongAsync("room-249"));
    }

    [Fact]
    public async Task What_cannot_be_written_says_why_and_nothing_is_left_behind()
    {
        await using var house = await DoctorHouse.BuildAsync();
        house.Slack.Faults.Next("chat.postMessage", new WebFault.Refused("restricted_action"));
        Assert.StartsWith("No message could be posted in #help: A setting of the workspace keeps CopBot from posting here", Assert.Single(await house.WrongAsync("help")), StringComparison.Ordinal);
        house.Slack.Faults.Next("chat.update", new WebFault.Refused("edit_window_closed"));
        Assert.StartsWith("The message posted in #help could not be changed", Assert.Single(await house.WrongAsync("help")), StringComparison.Ordinal);
        Assert.Empty(house.Slack.Person(house.Workspace, house.Ann).Sees(house.Help));
        house.Slack.Faults.Next("chat.delete", new WebFault.Refused("cant_delete_message"));
        Assert.Contains("please delete it", Assert.Single(await house.WrongAsync("help")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_channel_is_found_in_whichever_workspace_it_is()
    {
        await using var house = await DoctorHouse.BuildAsync();
        var garden = house.Slack.AddWorkspace("garden");
        var bot = house.Slack.Install(house.App, garden, SlackNeeds.Scopes.Select(s => s.Name));
        var beds = garden.AddChannel("beds", ChannelKind.Private, bot.Bot);
        house.Write(house.Options.Workspaces[0], new SlackTokens("Slack:Workspaces:garden", bot.BotToken, house.App.AppToken));
        var findings = await house.ExamineAsync("beds");
        Assert.All(findings, finding => Assert.Equal(FindingState.Fine, finding.State));
        Assert.Equal("In #beds a message was posted, changed and taken back.", findings[^1].Says);
        Assert.Empty(await house.WrongAsync(beds.Id));
    }

    [Fact]
    public async Task A_Slack_that_cannot_be_reached_is_told_and_not_thrown()
    {
        await using var house = await DoctorHouse.BuildAsync();
        house.Options.ApiUrl = new Uri("http://127.0.0.1:9/api/");
        var wrong = await house.WrongAsync("help");
        Assert.Contains(wrong, says => says.Contains("look at the network", StringComparison.Ordinal));
    }

    [Fact]
    public async Task It_can_look_beside_a_running_bot()
    {
        await using var house = await SocketMode.WiredHouse.Connected();
        List<Finding> findings = [];
        await new CopBot.Slack.Doctor.SlackDoctor(house.Options, house.Clock).ExamineAsync(null, findings.Add, CancellationToken.None);
        Assert.Contains(findings, finding => finding.State is FindingState.Notable && finding.Says.StartsWith("Slack counts 1 more", StringComparison.Ordinal));
        Assert.Equal(SlackState.Connected, house.State().State);
        Assert.Equal(SlackEmulator.Sockets.DeliveryEnd.Acknowledged, (await house.House.AnnActs.Uses("/cop", house.House.Help, "ask")).End);
        Assert.Empty(house.Slack.Journal.Violations);
    }
}
