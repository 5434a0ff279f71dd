using CopBot.Chat;
using CopBot.DiscordEmulator;
using CopBot.DiscordEmulator.Faults;
using CopBot.DiscordEmulator.Gateway;
using CopBot.DiscordEmulator.World;
using CopBot.Discord.Tests.Interactions;

namespace CopBot.Discord.Tests.Doctor;

public sealed class DiscordDoctorTests
{
    [Fact]
    public async Task A_bot_that_never_ran_has_nothing_to_mend_and_begins_no_session()
    {
        await using var town = await DoctorTown.BuildAsync();
        Assert.Equal(
            [
                Finding.Fine("Discord:Token is good: CopBot is called copbot."),
                Finding.Fine("No privileged intent is on, and CopBot needs none."),
                Finding.Notable("Everybody who knows the application's id can invite the bot. Where that is not meant, switch it off in the developer portal: Bot, Public Bot."),
                Finding.Fine("The gateway at 127.0.0.1 greeted a socket, which was closed again."),
                Finding.Fine("The bot may begin 1000 of 1000 sessions today."),
                Finding.Fine("In Quality circle, CopBot has all 8 permissions that it needs."),
                Finding.Notable("In Quality circle, there are no commands yet. CopBot registers them when it starts."),
            ],
            await town.ExamineAsync());
        Assert.Equal(0, town.Discord.Sockets.Identifies);
        Assert.All(town.Discord.Journal.Requests(), request => Assert.Equal("GET", request["method"]!.GetValue<string>()));
        Assert.All(town.Discord.Journal.Requests(), request => Assert.Equal(200, request["status"]!.GetValue<int>()));
    }

    [Fact]
    public async Task It_looks_beside_a_running_bot_which_hears_everything_all_the_same()
    {
        await using var town = await Town.StartAsync();
        List<Finding> findings = [];
        await new CopBot.Discord.Doctor.DiscordDoctor(new DiscordOptions { Token = town.Discord.Token, ApiUrl = town.Discord.ApiUrl + "/v10" }, town.Inbox.Offers, town.Clock).ExamineAsync("general", findings.Add, Town.Stop);
        Assert.DoesNotContain(findings, finding => finding.State is FindingState.Wrong);
        Assert.Contains(Finding.Fine("In Quality circle, all of CopBot's commands are there."), findings);
        Assert.Equal(Finding.Fine("In #general of Quality circle, a message was posted, changed and taken back."), findings[^1]);
        Assert.Equal((1, 1), (town.Discord.Sockets.Identifies, town.Discord.Sockets.Ready));
        town.Maya.Use(town.General, "cop help");
        await town.Inbox.GotAsync<CommandUsed>();
    }

    [Theory]
    [InlineData("help")]
    [InlineData("#Help")]
    [InlineData(null)]
    public async Task A_message_is_tried_and_taken_back_where_that_was_asked_for(string? name)
    {
        await using var town = await DoctorTown.BuildAsync();
        Assert.Equal(Finding.Fine("In #help of Quality circle, a message was posted, changed and taken back."), (await town.ExamineAsync(name ?? $"{town.Help.Id}"))[^1]);
        Assert.Single(town.Discord.Journal.Requests("POST /channels/{channel_id}/messages"));
        Assert.Single(town.Discord.Journal.Requests("PATCH /channels/{channel_id}/messages/{message_id}"));
        Assert.Empty(town.Discord.MessagesIn(town.Help));
    }

    [Fact]
    public async Task In_a_forum_nothing_is_tried()
    {
        await using var town = await DoctorTown.BuildAsync();
        var forum = town.Discord.AddForum(town.Guild, "problems");
        Assert.StartsWith("CopBot can post in #problems of Quality circle. It is a forum", (await town.ExamineAsync("problems"))[^1].Says, StringComparison.Ordinal);
        Assert.Empty(town.Discord.ThreadsIn(forum));
        town.Discord.AddForum(town.Guild, "tagged", requireTag: true, "Off topic");
        Assert.Contains("takes no post without a tag", Assert.Single(await town.WrongAsync("tagged")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_channel_that_denies_what_the_server_allows_says_what_to_change()
    {
        await using var town = await DoctorTown.BuildAsync();
        town.Discord.SetOverwrite(town.Help, town.Guild.Id, forMember: false, deny: Permission.SendMessages);
        Assert.Equal("CopBot cannot post in #help of Quality circle. Open Edit Channel, Permissions, and allow the bot's role: Send Messages. Or choose another channel.", Assert.Single(await town.WrongAsync("help")));
        town.Discord.SetOverwrite(town.Help, town.Guild.Id, forMember: false, deny: Permission.ViewChannel);
        Assert.Contains("allow the bot's role View Channel", Assert.Single(await town.WrongAsync($"{town.Help.Id}")), StringComparison.Ordinal);
        Assert.Empty(town.Discord.Journal.Requests("POST /channels/{channel_id}/messages"));
    }

    [Fact]
    public async Task A_channel_that_is_not_there_or_there_more_than_once_is_told()
    {
        await using var town = await DoctorTown.BuildAsync();
        Assert.Contains("has a text channel or forum called garden", Assert.Single(await town.WrongAsync("garden")), StringComparison.Ordinal);
        Assert.Contains("sees no channel 404", Assert.Single(await town.WrongAsync("404")), StringComparison.Ordinal);
        var other = town.Discord.AddGuild("Garden", (Permission)(ulong)DiscordNeeds.Everything);
        var also = town.Discord.AddTextChannel(other, "help");
        var wrong = Assert.Single(await town.WrongAsync("help"));
        Assert.Contains($"{town.Help.Id} in Quality circle, {also.Id} in Garden", wrong, StringComparison.Ordinal);
        Assert.Empty(await town.WrongAsync($"{also.Id}"));
    }

    [Fact]
    public async Task What_cannot_be_written_says_why_and_nothing_is_left_behind()
    {
        await using var town = await DoctorTown.BuildAsync();
        town.Discord.RestFaults.Add(new RestFault.Refusal(400, 200000, "Blocked"), "POST", "/messages");
        Assert.StartsWith("No message could be posted in #help of Quality circle: The server's AutoMod blocked this.", Assert.Single(await town.WrongAsync("help")), StringComparison.Ordinal);
        town.Discord.RestFaults.Add(new RestFault.Refusal(400, 50035, "Invalid"), "PATCH", "/messages");
        Assert.StartsWith("The message posted in #help of Quality circle could not be changed", Assert.Single(await town.WrongAsync("help")), StringComparison.Ordinal);
        Assert.Empty(town.Discord.MessagesIn(town.Help));
        town.Discord.RestFaults.Add(new RestFault.Refusal(403, 50013, "Missing Permissions"), "DELETE", "/messages");
        Assert.Contains("please delete it", Assert.Single(await town.WrongAsync("help")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_server_does_not_grant_is_named_and_what_it_grants_too_much()
    {
        await using var town = await DoctorTown.BuildAsync();
        town.Guild.Everyone.Permissions = Permission.None;
        town.Discord.SetBotPermissions(town.Guild, Permission.ViewChannel | Permission.SendMessages | Permission.AttachFiles | Permission.ReadMessageHistory);
        Assert.StartsWith("In Quality circle, CopBot lacks Create Public Threads, Create Private Threads, Send Messages in Threads, Create Events.", Assert.Single(await town.WrongAsync()), StringComparison.Ordinal);
        town.Discord.SetBotPermissions(town.Guild, Permission.Administrator);
        Assert.Contains(await town.ExamineAsync(), finding => finding.State is FindingState.Notable && finding.Says.StartsWith("In Quality circle, CopBot is an administrator", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_bot_that_nobody_invited_is_told_how()
    {
        await using var town = await DoctorTown.BuildAsync();
        town.Discord.RemoveBot(town.Guild);
        Assert.Equal(
            $"CopBot is in no server yet. Open this in a browser, and choose one: https://discord.com/oauth2/authorize?client_id={town.Discord.ApplicationId}&scope=bot%20applications.commands&permissions={(ulong)DiscordNeeds.Everything}",
            Assert.Single(await town.WrongAsync()));
    }

    [Fact]
    public async Task Many_servers_are_looked_at_page_by_page()
    {
        await using var town = await DoctorTown.BuildAsync();
        for (var number = 0; number < 205; number++) town.Discord.AddGuild($"Circle {number}", (Permission)(ulong)DiscordNeeds.Everything);
        Assert.Contains(Finding.Fine("In Circle 204, CopBot has all 8 permissions that it needs."), await town.ExamineAsync());
        Assert.Equal(2, town.Discord.Journal.Requests("GET /users/@me/guilds").Count);
    }

    [Fact]
    public async Task Commands_of_another_version_are_renewed_at_the_start_and_none_at_all_need_an_invitation()
    {
        await using var town = await Town.StartAsync();
        var options = new DiscordOptions { Token = town.Discord.Token, ApiUrl = town.Discord.ApiUrl + "/v10" };
        List<Finding> findings = [];
        await new CopBot.Discord.Doctor.DiscordDoctor(options, DoctorTown.Offered, town.Clock).ExamineAsync(null, findings.Add, Town.Stop);
        Assert.Contains(Finding.Notable("In Quality circle, the commands are not those of this CopBot. It registers them when it starts."), findings);

        town.Discord.RestFaults.Add(new RestFault.Refusal(403, 50001, "Missing Access"), "GET", "/commands");
        findings.Clear();
        await new CopBot.Discord.Doctor.DiscordDoctor(options, DoctorTown.Offered, town.Clock).ExamineAsync(null, findings.Add, Town.Stop);
        Assert.Contains(findings, finding => finding.State is FindingState.Wrong && finding.Says.StartsWith("In Quality circle, CopBot may have no commands, for it was invited without them.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Whether_the_bot_may_read_is_looked_at_only_where_it_wants_to()
    {
        await using var town = await DoctorTown.BuildAsync();
        Assert.Contains("Message Content Intent", Assert.Single(await town.WrongAsync(options: town.Options(reads: true))), StringComparison.Ordinal);

        await using var allowed = await DoctorTown.BuildAsync(clock => new EmulatorOptions { Clock = clock, PrivilegedIntents = Intent.MessageContent | Intent.GuildMembers });
        Assert.Contains(Finding.Fine("CopBot may read messages, as Discord:ReadMessages asks."), await allowed.ExamineAsync(options: allowed.Options(reads: true)));
        Assert.Contains(await allowed.ExamineAsync(), finding => finding.State is FindingState.Notable && finding.Says.Contains("Server Members Intent, Message Content Intent", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_token_that_was_reset_is_told_and_nothing_else_is_asked()
    {
        await using var town = await DoctorTown.BuildAsync();
        town.Discord.RevokeToken();
        var findings = await town.ExamineAsync("help");
        Assert.Contains("no longer accepts the bot's token", findings[0].Says, StringComparison.Ordinal);
        Assert.Equal(Finding.Notable("Without a good token, help was not looked for."), findings[1]);
        Assert.Single(town.Discord.Journal.Requests());
    }

    [Theory]
    [InlineData("Bot abc.def.ghi", "the word Bot before the token")]
    [InlineData("1234567890", "an id")]
    [InlineData("0123456789abcdef0123456789abcdef0123456789abcdef0123456789ABCDEF", "public key")]
    [InlineData("abc.def…", "something besides the token")]
    [InlineData("abc.def\nghi", "something besides the token")]
    public async Task What_is_no_token_is_not_sent_anywhere(string token, string what)
    {
        await using var town = await DoctorTown.BuildAsync();
        Assert.Contains(what, Assert.Single(await town.WrongAsync(options: town.Options(token))), StringComparison.Ordinal);
        Assert.Empty(town.Discord.Journal.Requests());
    }

    [Fact]
    public async Task Sessions_that_are_used_up_are_told()
    {
        await using var none = await DoctorTown.BuildAsync(clock => new EmulatorOptions { Clock = clock, IdentifiesPerDay = 0 });
        Assert.Contains("begin no more sessions before", Assert.Single(await none.WrongAsync()), StringComparison.Ordinal);
        await using var few = await DoctorTown.BuildAsync(clock => new EmulatorOptions { Clock = clock, IdentifiesPerDay = 7 });
        Assert.Contains(await few.ExamineAsync(), finding => finding.State is FindingState.Notable && finding.Says.StartsWith("The bot may begin only 7 of 7 sessions", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_Discord_that_cannot_be_reached_or_fails_is_told_and_not_thrown()
    {
        await using var town = await DoctorTown.BuildAsync();
        Assert.Equal("Discord cannot be reached.", Assert.Single(await town.WrongAsync(options: town.Options(api: "http://127.0.0.1:9/api"))));
        foreach (var path in new[] { "/gateway/bot", "/users/@me/guilds", "/guilds/{guild_id}/channels" }) town.Discord.RestFaults.Add(new RestFault.ServerError(), path: path, times: 4);
        var wrong = await town.WrongAsync("help");
        Assert.Contains(wrong, says => says.StartsWith("Discord did not say where its gateway is", StringComparison.Ordinal));
        Assert.Contains(wrong, says => says.StartsWith("The servers that CopBot is in could not be listed", StringComparison.Ordinal));
    }
}
