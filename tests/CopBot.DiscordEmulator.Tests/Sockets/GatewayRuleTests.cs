using System.Text.Json.Nodes;
using CopBot.DiscordEmulator.Gateway;
using CopBot.DiscordEmulator.World;
using Xunit;

namespace CopBot.DiscordEmulator.Tests.Sockets;

public sealed class GatewayRuleTests : IAsyncLifetime
{
    private Community _community = null!;

    private EmulatedDiscord Discord => _community.Discord;

    public async ValueTask InitializeAsync() => _community = await Community.StartAsync();

    public ValueTask DisposeAsync() => _community.DisposeAsync();

    private static int Op(JsonObject frame) => frame["op"]?.GetValue<int>() ?? -1;

    private static long Sequence(JsonObject frame) => frame["s"]!.GetValue<long>();

    [Fact]
    public async Task Hello_comes_first_then_ready_then_the_guilds()
    {
        using var bot = await GatewayBot.ConnectAsync(Discord);
        var hello = await bot.NextAsync();
        Assert.Equal(10, Op(hello));
        Assert.Equal(41_250, hello["d"]!["heartbeat_interval"]!.GetValue<int>());

        await bot.IdentifyAsync(Discord, Intent.Guilds);
        var ready = await bot.NextAsync();
        Assert.Equal("READY", ready["t"]!.GetValue<string>());
        Assert.True(ready["d"]!["guilds"]![0]!["unavailable"]!.GetValue<bool>());
        Assert.NotEqual(Discord.Realm.Hub.GatewayUrl, ready["d"]!["resume_gateway_url"]!.GetValue<string>());

        var guild = await bot.NextAsync();
        Assert.Equal("GUILD_CREATE", guild["t"]!.GetValue<string>());
        Assert.Equal(2, guild["d"]!["channels"]!.AsArray().Count);
        Assert.Single(guild["d"]!["members"]!.AsArray());
    }

    [Theory]
    [InlineData("""{ "op": 99, "d": null }""", 4001)]
    [InlineData("""{ "op": 1 """, 4002)]
    [InlineData("""[]""", 4002)]
    [InlineData("""{ "op": 2, "d": { "token": "x" } }""", 4002)]
    [InlineData("""{ "op": 3, "d": {} }""", 4003)]
    [InlineData("""{ "op": 2, "d": { "token": "wrong", "intents": 1, "properties": {} } }""", 4004)]
    [InlineData("""{ "op": 2, "d": { "token": "TOKEN", "intents": 1, "properties": {}, "shard": [3, 2] } }""", 4010)]
    [InlineData("""{ "op": 2, "d": { "token": "TOKEN", "intents": 536870912, "properties": {} } }""", 4013)]
    [InlineData("""{ "op": 2, "d": { "token": "TOKEN", "properties": {} } }""", 4013)]
    [InlineData("""{ "op": 2, "d": { "token": "TOKEN", "intents": 32768, "properties": {} } }""", 4014)]
    [InlineData("""{ "op": 2, "d": { "token": "TOKEN", "intents": 2, "properties": {} } }""", 4014)]
    public async Task A_wrong_frame_closes_with_its_own_code(string frame, int code)
    {
        using var bot = await GatewayBot.ConnectAsync(Discord);
        await bot.SendAsync(frame.Replace("TOKEN", Discord.Token, StringComparison.Ordinal));

        Assert.Equal(code, await bot.CloseCodeAsync());
    }

    [Fact]
    public async Task Another_version_closes_with_4012()
    {
        using var bot = await GatewayBot.ConnectAsync(Discord, "?v=6&encoding=json");
        Assert.Equal(CloseCode.InvalidVersion, await bot.CloseCodeAsync());
    }

    [Fact]
    public async Task Too_few_shards_close_with_4011()
    {
        await using var large = await EmulatedDiscord.StartAsync(new EmulatorOptions { Clock = new ManualClock(), RequiredShards = 2 });
        using var bot = await GatewayBot.ConnectAsync(large);
        await bot.IdentifyAsync(large, Intent.Guilds);

        Assert.Equal(CloseCode.ShardingRequired, await bot.CloseCodeAsync());
    }

    [Fact]
    public async Task Identifying_twice_closes_with_4005()
    {
        var (bot, _) = await GatewayBot.IdentifiedAsync(Discord);
        using (bot)
        {
            await bot.IdentifyAsync(Discord, Intent.Guilds);
            Assert.Equal(CloseCode.AlreadyAuthenticated, await bot.CloseCodeAsync());
        }
    }

    [Fact]
    public async Task A_frame_above_4096_bytes_closes_with_4002()
    {
        using var bot = await GatewayBot.ConnectAsync(Discord);
        await bot.SendAsync($$"""{ "op": 1, "d": null, "filler": "{{new string('x', 4096)}}" }""");

        Assert.Equal(CloseCode.DecodeError, await bot.CloseCodeAsync());
    }

    [Fact]
    public async Task More_than_120_frames_a_minute_close_with_4008()
    {
        using var bot = await GatewayBot.ConnectAsync(Discord);
        for (var i = 0; i < 121; i++) await bot.SendAsync("""{ "op": 1, "d": null }""");

        Assert.Equal(CloseCode.RateLimited, await bot.CloseCodeAsync());
    }

    [Fact]
    public async Task A_heartbeat_is_acknowledged_unless_told_otherwise()
    {
        using var bot = await GatewayBot.ConnectAsync(Discord);
        await bot.NextAsync();
        await bot.SendAsync("""{ "op": 1, "d": null }""");
        Assert.Equal(11, Op(await bot.NextAsync()));

        Discord.GatewayFaults.IgnoreHeartbeats = true;
        await bot.SendAsync("""{ "op": 1, "d": null }""");
        Discord.Sockets.AskForHeartbeat();
        Assert.Equal(1, Op(await bot.NextAsync()));
    }

    [Fact]
    public async Task Without_heartbeats_the_socket_is_closed_and_the_session_can_be_resumed()
    {
        var (bot, ready) = await GatewayBot.IdentifiedAsync(Discord);
        using (bot)
        {
            _community.Clock.Advance(TimeSpan.FromSeconds(70));
            Assert.Equal(CloseCode.UnknownError, await bot.CloseCodeAsync());
        }
        using var again = await GatewayBot.ConnectAsync(Discord, url: ready["d"]!["resume_gateway_url"]!.GetValue<string>());
        await again.NextAsync();
        await again.ResumeAsync(Discord, ready, 1);
        await again.NextAsync("RESUMED");
    }

    [Fact]
    public async Task Identifying_twice_in_five_seconds_is_one_too_many()
    {
        var (first, _) = await GatewayBot.IdentifiedAsync(Discord);
        using (first)
        using (var second = await GatewayBot.ConnectAsync(Discord))
        {
            await second.NextAsync();
            await second.IdentifyAsync(Discord, Intent.Guilds);
            var refused = await second.NextAsync();
            Assert.Equal((9, false), (Op(refused), refused["d"]!.GetValue<bool>()));

            _community.Clock.Advance(TimeSpan.FromSeconds(5));
            await second.IdentifyAsync(Discord, Intent.Guilds);
            await second.NextAsync("READY");
        }
    }

    [Fact]
    public async Task The_thousandth_and_first_identify_of_a_day_resets_the_token()
    {
        var clock = new ManualClock();
        await using var discord = await EmulatedDiscord.StartAsync(new EmulatorOptions { Clock = clock, IdentifiesPerDay = 1 });
        var (first, _) = await GatewayBot.IdentifiedAsync(discord);
        clock.Advance(TimeSpan.FromSeconds(6));
        using var second = await GatewayBot.ConnectAsync(discord);
        await second.IdentifyAsync(discord, Intent.Guilds);

        Assert.Equal(CloseCode.AuthenticationFailed, await second.CloseCodeAsync());
        Assert.Equal(CloseCode.AuthenticationFailed, await first.CloseCodeAsync());
        first.Dispose();
        using var rest = new RestBot(discord);
        Assert.Equal("401/0", (await rest.GetAsync("users/@me")).ToString());
    }

    [Fact]
    public async Task What_was_missed_is_replayed_in_order_then_resumed()
    {
        var (bot, ready) = await GatewayBot.IdentifiedAsync(Discord);
        Discord.Sockets.Kill();
        Assert.Equal(1006, await bot.CloseCodeAsync());
        bot.Dispose();
        await Discord.WhenAsync(() => Discord.Sockets.Open == 0);
        _community.Maya.MentionBot(_community.General, "one");
        _community.Maya.MentionBot(_community.General, "two");

        using var again = await GatewayBot.ConnectAsync(Discord, url: Discord.Realm.Hub.ResumeUrl);
        await again.NextAsync();
        await again.ResumeAsync(Discord, ready, 2);
        var frames = new[] { await again.NextAsync(), await again.NextAsync(), await again.NextAsync() };

        Assert.Equal(["MESSAGE_CREATE", "MESSAGE_CREATE", "RESUMED"], frames.Select(f => f["t"]!.GetValue<string>()));
        Assert.Equal([3L, 4L, 5L], frames.Select(Sequence));
        Assert.Equal((1, 1), (Discord.Sockets.Identifies, Discord.Sockets.Resumes));
    }

    [Fact]
    public async Task A_sequence_from_the_future_closes_with_4007()
    {
        var (bot, ready) = await GatewayBot.IdentifiedAsync(Discord);
        bot.Dispose();
        using var again = await GatewayBot.ConnectAsync(Discord);
        await again.ResumeAsync(Discord, ready, 4711);

        Assert.Equal(CloseCode.InvalidSequence, await again.CloseCodeAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_session_that_is_too_old_or_was_closed_by_us_is_gone(bool closedByUs)
    {
        var (bot, ready) = await GatewayBot.IdentifiedAsync(Discord);
        if (closedByUs) await bot.CloseAsync(1000);
        bot.Dispose();
        await Discord.WhenAsync(() => Discord.Sockets.Open == 0);
        if (!closedByUs) _community.Clock.Advance(TimeSpan.FromMinutes(4));

        using var again = await GatewayBot.ConnectAsync(Discord);
        await again.NextAsync();
        await again.ResumeAsync(Discord, ready, 2);
        var refused = await again.NextAsync();
        Assert.Equal((9, false), (Op(refused), refused["d"]!.GetValue<bool>()));
    }

    [Fact]
    public async Task Intents_withhold_events_and_content()
    {
        await using var discord = await EmulatedDiscord.StartAsync(new EmulatorOptions { Clock = _community.Clock, MaxConcurrency = 16 });
        var guild = discord.AddGuild("A");
        var general = discord.AddTextChannel(guild, "general");
        var maya = discord.AddPerson("maya", guild);
        var (quiet, _) = await GatewayBot.IdentifiedAsync(discord, Intent.Guilds);
        _community.Clock.Advance(TimeSpan.FromSeconds(6));
        var (listening, _) = await GatewayBot.IdentifiedAsync(discord, Intent.Guilds | Intent.GuildMessages);

        maya.Say(general, "secret");
        maya.StartThread(general, "A thread");

        Assert.Equal("THREAD_CREATE", (await quiet.NextAsync())["t"]!.GetValue<string>());
        var heard = await listening.NextAsync();
        Assert.Equal(("MESSAGE_CREATE", ""), (heard["t"]!.GetValue<string>(), heard["d"]!["content"]!.GetValue<string>()));
        quiet.Dispose();
        listening.Dispose();
    }

    [Fact]
    public async Task A_hidden_channel_has_no_name_on_the_gateway_and_none_of_its_events()
    {
        var secret = Discord.AddTextChannel(_community.Guild, "secret");
        Discord.SetOverwrite(secret, _community.Guild.Id, forMember: false, deny: Permission.ViewChannel);
        Discord.SetOverwrite(secret, _community.Maya.Id, forMember: true, allow: Permission.ViewChannel);
        Discord.SetBotPermissions(_community.Guild, Permission.None);
        using var bot = await GatewayBot.ConnectAsync(Discord);
        await bot.NextAsync();
        await bot.IdentifyAsync(Discord, Intent.Guilds | Intent.GuildMessages);
        var guild = await bot.NextAsync("GUILD_CREATE");

        Assert.DoesNotContain("secret", guild.ToJsonString(), StringComparison.Ordinal);
        _community.Maya.Say(secret, "nobody hears");
        _community.Maya.Say(_community.General, "somebody hears");
        Assert.Equal(_community.General.Id.ToString(), (await bot.NextAsync())["d"]!["channel_id"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_guild_goes_to_its_shard_and_direct_messages_to_the_first()
    {
        var shard = (int)((_community.Guild.Id >> 22) % 2);
        using var other = await GatewayBot.ConnectAsync(Discord);
        await other.NextAsync();
        await other.IdentifyAsync(Discord, Intent.Guilds, more: $", \"shard\": [{1 - shard}, 2]");

        Assert.Empty((await other.NextAsync("READY"))["d"]!["guilds"]!.AsArray());
    }

    [Fact]
    public async Task Events_can_come_twice_in_reverse_or_not_at_all()
    {
        var (bot, _) = await GatewayBot.IdentifiedAsync(Discord);
        using var _bot = bot;

        Discord.GatewayFaults.DuplicatedEvents = 1;
        _community.Maya.Say(_community.General, "twice");
        Assert.Equal(Sequence(await bot.NextAsync()), Sequence(await bot.NextAsync()));

        Discord.GatewayFaults.ReversedEvents = 2;
        _community.Maya.Say(_community.General, "one");
        _community.Maya.Say(_community.General, "two");
        Assert.True(Sequence(await bot.NextAsync()) > Sequence(await bot.NextAsync()));

        Discord.GatewayFaults.LostEvents = 1;
        var lost = _community.Maya.Say(_community.General, "lost");
        var found = _community.Maya.Say(_community.General, "found");
        Assert.Equal(found.Id.ToString(), (await bot.NextAsync())["d"]!["id"]!.GetValue<string>());
        Assert.NotEqual(lost.Id, found.Id);
    }

    [Theory]
    [InlineData(GatewayFaults.Opening.ReconnectBeforeHello, 7)]
    [InlineData(GatewayFaults.Opening.ReconnectInsteadOfHello, 7)]
    [InlineData(GatewayFaults.Opening.Hello, 10)]
    public async Task A_socket_opens_as_scripted(GatewayFaults.Opening opening, int op)
    {
        Discord.GatewayFaults.NextOpenings.Enqueue(opening);
        using var bot = await GatewayBot.ConnectAsync(Discord);

        Assert.Equal(op, Op(await bot.NextAsync()));
    }

    [Fact]
    public async Task A_socket_may_be_refused_or_closed_at_once_or_say_nothing()
    {
        Discord.GatewayFaults.NextOpenings.Enqueue(GatewayFaults.Opening.RefuseUpgrade);
        await Assert.ThrowsAsync<System.Net.WebSockets.WebSocketException>(() => GatewayBot.ConnectAsync(Discord));

        Discord.GatewayFaults.NextOpenings.Enqueue(GatewayFaults.Opening.CloseAtOnce);
        using var closed = await GatewayBot.ConnectAsync(Discord);
        Assert.Equal(4000, await closed.CloseCodeAsync());

        Discord.GatewayFaults.NextOpenings.Enqueue(GatewayFaults.Opening.NoHello);
        using var silent = await GatewayBot.ConnectAsync(Discord);
        Discord.Sockets.SendUnknownOpcode();
        Assert.Equal(99, Op(await silent.NextAsync()));
    }

    [Fact]
    public async Task The_resume_url_may_be_dead_and_resumes_may_be_refused()
    {
        Discord.GatewayFaults.DeadResumeUrl = true;
        var (bot, ready) = await GatewayBot.IdentifiedAsync(Discord);
        bot.Dispose();
        await Assert.ThrowsAsync<System.Net.WebSockets.WebSocketException>(() => GatewayBot.ConnectAsync(Discord, url: ready["d"]!["resume_gateway_url"]!.GetValue<string>()));

        (Discord.GatewayFaults.RefusedResumes, Discord.GatewayFaults.RefusedResumesSayResumable) = (1, true);
        using var again = await GatewayBot.ConnectAsync(Discord);
        await again.NextAsync();
        await again.ResumeAsync(Discord, ready, 2);
        Assert.True((await again.NextAsync())["d"]!.GetValue<bool>());
        await again.ResumeAsync(Discord, ready, 2);
        await again.NextAsync("RESUMED");
    }

    [Theory]
    [InlineData(4004)]
    [InlineData(4009)]
    [InlineData(4010)]
    [InlineData(4014)]
    public async Task Any_close_code_can_be_scripted(int code)
    {
        var (bot, _) = await GatewayBot.IdentifiedAsync(Discord);
        using var _bot = bot;
        Discord.Sockets.Close(code);

        Assert.Equal(code, await bot.CloseCodeAsync());
        await Discord.WhenAsync(() => Discord.Sockets.Sessions == 0);
    }

    [Fact]
    public async Task Being_removed_is_told_apart_from_an_outage()
    {
        var (bot, _) = await GatewayBot.IdentifiedAsync(Discord);
        using var _bot = bot;

        Discord.BeginOutage(_community.Guild);
        Assert.True((await bot.NextAsync("GUILD_DELETE"))["d"]!["unavailable"]!.GetValue<bool>());
        Assert.Equal("403/50001", (await _community.Bot.GetAsync($"guilds/{_community.Guild.Id}")).ToString());
        Discord.EndOutage(_community.Guild);
        await bot.NextAsync("GUILD_CREATE");
        Discord.RemoveBot(_community.Guild);
        Assert.False((await bot.NextAsync("GUILD_DELETE"))["d"]!.AsObject().ContainsKey("unavailable"));
    }
}
