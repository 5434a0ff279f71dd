using Microsoft.Extensions.Configuration;
using Xunit;

namespace CopBot.Host.Tests;

public sealed class SettingsTests
{
    private static readonly string Example = FindExample();

    [Fact]
    public void Without_any_setting_it_opens_the_playground_to_this_machine_alone()
    {
        var (settings, wrong) = Read();

        Assert.Empty(wrong);
        Assert.Equal(new Settings(Path.GetFullPath("./data"), "http://127.0.0.1:5080", JsonLogs: false, Playground: true, Demo: true), settings);
    }

    [Fact]
    public void The_example_file_holds_every_setting_and_nothing_else()
    {
        var file = new ConfigurationBuilder().AddJsonFile(Example).Build();

        Assert.Equal(
            Setting.All.Select(s => s.Key).Order(StringComparer.Ordinal),
            file.AsEnumerable().Where(p => p.Value is not null).Select(p => p.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_example_file_says_what_holds_without_it()
    {
        var (settings, wrong) = Settings.Read(new ConfigurationBuilder().AddJsonFile(Example).Build());

        Assert.Empty(wrong);
        Assert.Equal(Read().Settings, settings);
    }

    [Fact]
    public void Every_example_of_the_help_can_be_taken() =>
        Assert.All(Setting.All, setting => Assert.Null(setting.WhyNot(setting.Example)));

    [Theory]
    [InlineData("CopBot:Logs", "xml", "CopBot:Logs is 'xml', which is neither console nor json. Set it for example to json")]
    [InlineData("CopBot:Demo", "perhaps", "CopBot:Demo is 'perhaps', which is neither true nor false. Set it for example to false")]
    [InlineData("CopBot:Urls", "5080", "CopBot:Urls is '5080', which is no address that can be listened on ('5080'). Set it for example to http://127.0.0.1:8080")]
    [InlineData("CopBot:Urls", "http://127.0.0.1:99999", "CopBot:Urls is 'http://127.0.0.1:99999', which is no address")]
    [InlineData("CopBot:Urls", "ftp://127.0.0.1", "CopBot:Urls is 'ftp://127.0.0.1', which is no address")]
    [InlineData("CopBot:DataFolder", "a\0b", "CopBot:DataFolder is")]
    [InlineData("CopBot:Datafolders", "x", "CopBot:Datafolders is no setting of CopBot. Did you mean CopBot:DataFolder?")]
    [InlineData("CopBot:Log", "json", "CopBot:Log is no setting of CopBot. Did you mean CopBot:Logs?")]
    [InlineData("CopBot:Logs:Level", "json", "CopBot:Logs:Level is no setting of CopBot. Did you mean CopBot:Logs?")]
    [InlineData("CopBot:Playground", "false", "There is nobody to talk to: CopBot:Playground is false")]
    [InlineData("Slack:BotToken", "xoxb-secret", "Slack:AppToken is not set, and Slack:BotToken is: Slack needs both.")]
    [InlineData("Slack:AppToken", "xapp-secret", "Slack:BotToken is not set, and Slack:AppToken is: Slack needs both.")]
    [InlineData("Slack:Workspaces:garden:BotToken", "xoxb-secret", "Slack:Workspaces:garden:AppToken is not set, and Slack:Workspaces:garden:BotToken is")]
    [InlineData("Slack:Token", "xoxb-secret", "Slack:Token is no setting of CopBot. Did you mean Slack:BotToken?")]
    [InlineData("Discord:Token", "Bot secret", "Discord:Token begins with the word Bot: the token alone belongs here.")]
    [InlineData("Discord:ReadMessages", "some", "Discord:ReadMessages is 'some', which is neither true nor false.")]
    [InlineData("Slack:ApiUrl", "slack.com", "Slack:ApiUrl is 'slack.com', which is no address of an API.")]
    [InlineData("Database:Provider", "oracle", "Database:Provider is 'oracle', which is neither sqlite nor postgresql. Set it for example to postgresql")]
    [InlineData("Database:Provider", "postgresql", "Database:ConnectionString is not set, and Database:Provider is postgresql: CopBot must know where the server is. Set it for example to Host=")]
    [InlineData("Database:ConnectionString", "Host=db;Database=copbot;Password=secret", "Database:ConnectionString is set, and Database:Provider is sqlite, which uses no server")]
    [InlineData("Database:ConnectionString", "postgres://copbot:secret@db/copbot", "Database:ConnectionString is an address: write its parts as Key=value")]
    [InlineData("Database:ConnectionString", "Host=db;Database=copbot;Pasword=secret", "Database:ConnectionString cannot be read: it is Key=value")]
    [InlineData("Database:ConnectionString", "Host=db;Database=copbot;Port=secret", "Database:ConnectionString cannot be read: it is Key=value")]
    [InlineData("Database:ConnectionString", "Database=copbot;Password=secret", "Database:ConnectionString lacks the server (Host=…)")]
    [InlineData("Database:ConnectionString", "Host=db;Password=secret", "Database:ConnectionString lacks the name of the database (Database=…)")]
    [InlineData("Database:Connection", "secret", "Database:Connection is no setting of CopBot. Did you mean Database:ConnectionString?")]
    [InlineData("CopBot:Urls", "http://0.0.0.0:5080", "CopBot:Urls has http://0.0.0.0:5080, which other machines may reach")]
    [InlineData("Telemetry:Headers", "Authorization=secret", "Telemetry:Headers is set, and Telemetry:Endpoint is not, so there is nobody to show it to. Set Telemetry:Endpoint for example to")]
    [InlineData("Telemetry:Endpoint", "http://bot:secret@collector:4318", "Telemetry:Endpoint is no address of a collector")]
    [InlineData("Telemetry:Enpoint", "http://127.0.0.1:4318", "Telemetry:Enpoint is no setting of CopBot. Did you mean Telemetry:Endpoint?")]
    [InlineData("CopBot:Urls", "http://127.0.0.1:1;http://*:5080", "CopBot:Urls has http://*:5080, which other machines may reach")]
    public void What_is_wrong_is_said_with_key_reason_and_example(string key, string value, string sentence)
    {
        var (settings, wrong) = Read((key, value));

        Assert.Null(settings);
        Assert.StartsWith(sentence, Assert.Single(wrong), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", wrong[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_token_in_the_wrong_place_is_told_without_repeating_it()
    {
        var wrong = Read(("Slack:BotToken", "xapp-secret"), ("Slack:AppToken", "xoxb-secret")).Wrong;

        Assert.Equal(2, wrong.Count);
        Assert.StartsWith("Slack:BotToken is not the bot token, which begins with xoxb-.", wrong.Single(w => w.StartsWith("Slack:BotToken", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.All(wrong, w => Assert.DoesNotContain("secret", w, StringComparison.Ordinal));
    }

    [Fact]
    public void Tokens_shut_the_playground_and_say_which_workspaces_are_served()
    {
        var (settings, wrong) = Read(
            ("Slack:BotToken", "xoxb-1"), ("Slack:AppToken", "xapp-1"), ("Slack:Workspaces:garden:BotToken", "xoxb-2"), ("Slack:Workspaces:garden:AppToken", "xapp-2"), ("Discord:Token", "MTA4.x.y"));

        Assert.Empty(wrong);
        Assert.False(settings!.Playground);
        Assert.Equal(["Slack", "Slack:Workspaces:garden"], settings.Slack!.Workspaces.Select(w => w.Setting).ToArray());
        Assert.Equal("MTA4.x.y", settings.Discord!.Token);
        Assert.DoesNotContain("xoxb", settings.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("MTA4", settings.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_playground_opens_beside_an_emulator_and_never_beside_real_people()
    {
        (string, string)[] tokens = [("Slack:BotToken", "xoxb-1"), ("Slack:AppToken", "xapp-1"), ("CopBot:Playground", "true")];

        Assert.StartsWith("CopBot:Playground is true beside real tokens.", Assert.Single(Read(tokens).Wrong), StringComparison.Ordinal);
        Assert.True(Read([.. tokens, ("Slack:ApiUrl", "http://127.0.0.1:4000/api/")]).Settings!.Playground);
    }

    [Fact]
    public void On_a_server_the_password_is_told_to_the_driver_alone()
    {
        var (settings, wrong) = Read(("Database:Provider", "PostgreSQL"), ("Database:ConnectionString", "Host=db;Port=5433;Database=copbot;Username=ada;Password=secret"));

        Assert.Empty(wrong);
        Assert.Equal("the database copbot on db:5433", settings!.Database.ToString());
        Assert.DoesNotContain("secret", settings.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Everything_that_is_wrong_is_said_at_once() => Assert.Equal(2, Read(("CopBot:Logs", "xml"), ("CopBot:Demo", "x")).Wrong.Count);

    [Theory]
    [InlineData("http://0.0.0.0:8080", "http://127.0.0.1:8080/")]
    [InlineData("http://*:8080", "http://127.0.0.1:8080/")]
    [InlineData("http://[::]:8080", "http://127.0.0.1:8080/")]
    [InlineData("http://[::1]:8080", "http://[::1]:8080/")]
    [InlineData("http://localhost:8080", "http://localhost:8080/")]
    [InlineData("http://127.0.0.1:0", null)]
    public void Wherever_it_listens_it_is_reached_from_here(string listens, string? reached) => Assert.Equal(reached, Addresses.FromHere(listens)?.ToString());

    [Theory]
    [InlineData("http://[::1]:5080")]
    [InlineData("http://localhost:0")]
    public void This_machine_has_several_names(string address) => Assert.Empty(Read(("CopBot:Urls", address)).Wrong);

    [Fact]
    public void Who_asks_for_it_may_open_the_playground_to_others() =>
        Assert.Equal("http://*:8080", Read(("CopBot:Urls", "http://*:8080"), ("CopBot:Playground", "true")).Settings?.Urls);

    [Fact]
    public void The_web_servers_own_settings_are_heard()
    {
        Assert.Equal("http://127.0.0.1:7000", Read(("urls", "http://127.0.0.1:7000")).Settings?.Urls);
        Assert.Equal("http://127.0.0.1:1", Read(("urls", "http://127.0.0.1:7000"), ("CopBot:Urls", "http://127.0.0.1:1")).Settings?.Urls);
        Assert.Null(Read(("Kestrel:Endpoints:One:Url", "http://127.0.0.1:7000")).Settings!.Urls);
    }

    [Fact]
    public void The_readme_lists_every_setting_and_no_other()
    {
        var readme = File.ReadAllLines(Path.Combine(Path.GetDirectoryName(FindExample())!, "README.md"));
        var listed = readme.Where(line => Setting.Sections.Any(section => line.StartsWith($"| `{section}:", StringComparison.Ordinal))).Select(line => string.Join('|', line.Split('|')[1..3])).ToList();

        Assert.NotEmpty(listed);
        Assert.Equal(Setting.All.Select(s => $" `{s.Key}` | `{s.Variable}` "), listed, StringComparer.Ordinal);
    }

    private static (Settings? Settings, IReadOnlyList<string> Wrong) Read(params (string Key, string Value)[] values) =>
        Settings.Read(new ConfigurationBuilder().AddInMemoryCollection(values.Select(v => KeyValuePair.Create(v.Key, (string?)v.Value))).Build());

    private static string FindExample()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var file = Path.Combine(folder.FullName, "appsettings.example.json");
            if (File.Exists(file) && File.Exists(Path.Combine(folder.FullName, "CopBot.sln"))) return file;
        }

        throw new FileNotFoundException("appsettings.example.json stands beside CopBot.sln");
    }
}
