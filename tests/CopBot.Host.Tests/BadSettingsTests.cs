using Microsoft.Extensions.Configuration;
using Xunit;

namespace CopBot.Host.Tests;

/// <summary>Whatever option is set to what it cannot be, the start stops and says which, why, and what it could be.</summary>
public sealed class BadSettingsTests
{
    /// <summary>What each option cannot be. One without a line here fails the first test.</summary>
    private static readonly Dictionary<string, string[]> Bad = new(StringComparer.Ordinal)
    {
        ["CopBot:DataFolder"] = ["a\0b"],
        ["CopBot:Urls"] = ["5080", "ftp://127.0.0.1", "http://127.0.0.1:99999", "http://127.0.0.1:1;nowhere", "http://127.0.0.1/page"],
        ["CopBot:PublicUrl"] = ["copbot.example.org", "ftp://copbot.example.org", "https://bot:secret@copbot.example.org"],
        ["CopBot:Logs"] = ["xml", "true"],
        ["CopBot:Playground"] = ["yes", "1"],
        ["CopBot:Demo"] = ["no", "0"],
        ["CopBot:SecretsFolder"] = ["a\0b"],
        ["Database:Provider"] = ["mysql", "true"],
        ["Database:ConnectionString"] = ["secret", "Password=secret", "Host=127.0.0.1;Password=secret", "Host=127.0.0.1;Nonsense=secret"],
        ["Slack:BotToken"] = ["secret", "xapp-secret", "xoxb-sec ret"],
        ["Slack:AppToken"] = ["secret", "xoxb-secret", "xapp-sec\tret"],
        ["Slack:Workspaces:<name>:BotToken"] = ["secret", "xapp-secret"],
        ["Slack:Workspaces:<name>:AppToken"] = ["secret", "xoxb-secret"],
        ["Slack:ApiUrl"] = ["slack.com", "ftp://slack.com"],
        ["Discord:Token"] = ["Bot secret", "sec ret"],
        ["Discord:ReadMessages"] = ["some", "1"],
        ["Discord:ApiUrl"] = ["discord.com", "file:///etc"],
        ["Telemetry:Endpoint"] = ["127.0.0.1:4318", "collector", "tcp://127.0.0.1:4317", "http://bot:secret@127.0.0.1:4318"],
        ["Telemetry:Protocol"] = ["http", "http/json", "GRPC"],
        ["Telemetry:Headers"] = ["secret", "=secret", "X-Key=", "A=secret,secret"],
    };

    public static TheoryData<string, string> EveryBadValue { get; } = [.. Bad.SelectMany(b => b.Value.Select(value => (b.Key, value)))];

    public static TheoryData<string> EveryKey { get; } = [.. Setting.All.Select(s => s.Key)];

    [Fact]
    public void Every_option_has_something_that_it_cannot_be() =>
        Assert.Equal(Setting.All.Select(s => s.Key).Order(StringComparer.Ordinal), Bad.Where(b => b.Value.Length > 0).Select(b => b.Key).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(EveryBadValue))]
    public void What_it_cannot_be_is_said_with_the_key_the_reason_and_an_example(string option, string value)
    {
        var setting = Setting.All.Single(s => s.Key == option);
        var key = Named(option);

        var (settings, wrong) = Read((key, value));

        Assert.Null(settings);
        var sentence = Assert.Single(wrong, w => w.StartsWith(key + " ", StringComparison.Ordinal) && !w.StartsWith(key + " is not set", StringComparison.Ordinal) && !w.StartsWith(key + " is set", StringComparison.Ordinal));
        Assert.EndsWith($". Set it for example to {setting.Example}, or leave it out for {setting.Default}.", sentence, StringComparison.Ordinal);
        if (setting.IsSecret || value.Contains("secret", StringComparison.Ordinal)) Assert.All(wrong, w => Assert.DoesNotContain(value, w, StringComparison.Ordinal));
        else Assert.Contains($"is '{value}', which ", sentence, StringComparison.Ordinal);
        Assert.All(wrong, w => Assert.DoesNotContain("secret", w.Replace("/run/secrets", "", StringComparison.Ordinal), StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(EveryKey))]
    public void A_misspelt_option_is_told_with_the_one_that_was_meant(string option)
    {
        var key = Named(option) + "x";

        var sentence = Assert.Single(Read((key, "secret")).Wrong);

        Assert.Equal($"{key} is no setting of CopBot. Did you mean {option}? All of them: CopBot.Host --help.", sentence);
    }

    [Fact]
    public async Task A_real_start_says_all_of_it_at_once_and_no_secret()
    {
        using var folder = new TempFolder();
        // No environment holds a zero.
        var bad = Bad.Where(b => !b.Value[0].Contains('\0', StringComparison.Ordinal)).Select(b => (Key: Named(b.Key), Value: b.Value[0])).ToList();

        await using var host = HostProcess.Start(folder.Path, environment: [.. bad.Select(b => (b.Key.Replace(":", "__", StringComparison.Ordinal), b.Value))]);

        Assert.Equal(1, await host.ExitAsync());
        var lines = host.Errors.TrimEnd().Split('\n');
        Assert.All(bad, b => Assert.Contains(lines, l => l.StartsWith(b.Key + " ", StringComparison.OrdinalIgnoreCase) && l.Contains("Set it for example to ", StringComparison.Ordinal)));
        Assert.Equal(bad.Count, lines.Length);
        Assert.DoesNotContain("secret", (host.Output + host.Errors).Replace("/run/secrets", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.Data), "nothing was made");
    }

    [Fact]
    public void A_folder_of_secrets_is_read_before_the_environment_and_after_the_file()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.File("Discord__Token"), "from-a-file\n");
        File.WriteAllText(folder.File("Discord__ReadMessages"), "true");
        Directory.CreateDirectory(folder.File("..data"));
        var configuration = new ConfigurationManager();
        configuration.AddInMemoryCollection([new("CopBot:SecretsFolder", folder.Path), new("Discord:Token", "from-the-settings-file")]).AddEnvironmentVariables().AddCommandLine(["--Discord:ReadMessages=false"]);

        Assert.Null(Secrets.Add(configuration));

        var (settings, wrong) = Settings.Read(configuration);
        Assert.Empty(wrong);
        Assert.Equal("from-a-file", settings!.Discord!.Token);
        Assert.False(settings.Discord.ReadMessages);
    }

    [Fact]
    public void A_folder_of_secrets_that_is_not_there_stops_the_start()
    {
        var configuration = new ConfigurationManager();
        configuration.AddInMemoryCollection([new("CopBot:SecretsFolder", "/nowhere/secrets")]);

        Assert.Equal("CopBot:SecretsFolder is '/nowhere/secrets', which is no folder here. Set it for example to /run/secrets, or leave it out for none.", Secrets.Add(configuration));
    }

    private static string Named(string option) => option.Replace("<name>", "garden", StringComparison.Ordinal);

    private static (Settings? Settings, IReadOnlyList<string> Wrong) Read(params (string Key, string Value)[] values) =>
        Settings.Read(new ConfigurationBuilder().AddInMemoryCollection(values.Select(v => KeyValuePair.Create(v.Key, (string?)v.Value))).Build());
}
