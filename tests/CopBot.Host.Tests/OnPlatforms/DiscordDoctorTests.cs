using CopBot.Discord;
using CopBot.DiscordEmulator;
using CopBot.DiscordEmulator.World;
using Xunit;

namespace CopBot.Host.Tests.OnPlatforms;

/// <summary>The doctor as an operator calls it.</summary>
public sealed class DiscordDoctorTests : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private EmulatedDiscord? _discord;

    [Fact]
    public async Task An_operator_sees_that_all_is_well_and_nothing_is_left_behind()
    {
        var (_, channel) = await FoundAsync();

        var (code, said, complained) = await RunAsync("--channel=repair");

        Assert.Equal("", complained);
        Assert.Equal(0, code);
        Assert.Contains("· In Quality circle, there are no commands yet. CopBot registers them when it starts.", said);
        Assert.Equal(["✓ In #repair of Quality circle, a message was posted, changed and taken back.", "All is well."], said[^2..]);
        Assert.DoesNotContain(_discord!.Token, string.Join('\n', said), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_folder.Path, "data")), "the doctor opens no database");
        Assert.Empty(_discord.MessagesIn(channel));
        Assert.Equal(0, _discord.Sockets.Identifies);
        Assert.All(_discord.Journal.Requests(), request => Assert.InRange(request["status"]!.GetValue<int>(), 200, 299));
    }

    [Fact]
    public async Task An_operator_sees_what_is_wrong_and_how_to_mend_it()
    {
        var (guild, channel) = await FoundAsync();
        guild.Everyone.Permissions = Permission.ViewChannel;
        _discord!.SetBotPermissions(guild, Permission.None);

        var (code, said, _) = await RunAsync($"--channel={channel.Id}", "--Discord:ReadMessages=true");

        Assert.Equal(1, code);
        Assert.Contains(said, line => line.StartsWith("✗ Discord:ReadMessages is true, and Discord does not let the bot read messages.", StringComparison.Ordinal));
        Assert.Contains(said, line => line.StartsWith("✗ In Quality circle, CopBot lacks Send Messages, Attach Files", StringComparison.Ordinal));
        Assert.Contains(said, line => line.StartsWith("✗ CopBot cannot post in #repair of Quality circle. Open Edit Channel", StringComparison.Ordinal));
        Assert.Equal("3 things are to be mended.", said[^1]);
    }

    [Fact]
    public async Task Where_Discord_is_not_configured_the_doctor_says_what_to_set()
    {
        await using var output = new StringWriter();
        await using var errors = new StringWriter();

        Assert.Equal(1, await Running.MainAsync(["doctor", "discord", "--Discord:Token="], output, errors));
        Assert.StartsWith("✗ CopBot is not in Discord: set Discord:Token.", output.ToString(), StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        if (_discord is not null) await _discord.DisposeAsync();
        _folder.Dispose();
    }

    private async Task<(Guild Guild, Channel Channel)> FoundAsync()
    {
        _discord = await EmulatedDiscord.StartAsync();
        var guild = _discord.AddGuild("Quality circle", (Permission)(ulong)DiscordNeeds.Everything);
        return (guild, _discord.AddTextChannel(guild, "repair"));
    }

    private async Task<(int Code, string[] Said, string Complained)> RunAsync(params string[] more)
    {
        await using var host = HostProcess.Start(_folder.Path, ["doctor", "discord", $"--Discord:ApiUrl={_discord!.ApiUrl}/v10", .. more], [("DISCORD__TOKEN", _discord.Token)]);
        var code = await host.ExitAsync();
        return (code, host.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries), host.Errors);
    }
}
