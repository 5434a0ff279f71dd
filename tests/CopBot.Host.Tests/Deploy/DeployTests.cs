using System.Diagnostics;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;
using YamlDotNet.RepresentationModel;

namespace CopBot.Host.Tests.Deploy;

/// <summary>What people deploy by names what is there: settings, pages, ports, files, and enough time to finish.</summary>
public sealed partial class DeployTests
{
    private const string Account = "1654";
    private const string Port = "8080";

    [Fact]
    public void The_image_sets_what_there_is_to_set_and_starts_what_there_is_to_start()
    {
        var environment = DeployFiles.ImageEnvironment;
        Assert.All(environment.Keys.Where(k => !k.StartsWith("ASPNETCORE_", StringComparison.Ordinal)), IsSetting);
        Assert.Equal("/data", environment["COPBOT__DATAFOLDER"]);
        Assert.Equal(environment["COPBOT__DATAFOLDER"], One("VOLUME"));
        Assert.Equal(Port, One("EXPOSE"));
        Assert.EndsWith(":" + Port, environment["COPBOT__URLS"], StringComparison.Ordinal);
        Assert.Equal($"{Account}:{Account}", One("USER"));
        Assert.Equal("""["dotnet", "CopBot.Host.dll"]""", One("ENTRYPOINT"));
        Assert.EndsWith("""CMD ["dotnet", "CopBot.Host.dll", "health"]""", One("HEALTHCHECK"), StringComparison.Ordinal);
        Assert.Empty(CommandLine.Wrong(["health"]));
        Assert.Contains(DeployFiles.Dockerfile, i => i is { Instruction: "RUN" } && i.Words.Contains("dotnet restore src/CopBot.Host --locked-mode", StringComparison.Ordinal));
        // The zones and languages of people are not in the smaller image.
        Assert.Contains(DeployFiles.Dockerfile, i => i is { Instruction: "FROM" } && i.Words.EndsWith("-chiseled-extra", StringComparison.Ordinal));
        var version = XDocument.Load(DeployFiles.Path("Directory.Build.props")).Descendants("VersionPrefix").Single().Value;
        Assert.Contains(DeployFiles.Dockerfile, i => i is { Instruction: "ARG" } && i.Words == $"VERSION={version}");
    }

    [Fact]
    public void The_image_copies_every_project_before_it_fetches_their_packages()
    {
        var copied = DeployFiles.Dockerfile.Where(i => i.Instruction == "COPY").SelectMany(i => i.Words.Split(' ')).ToHashSet(StringComparer.Ordinal);
        var projects = Directory.GetFiles(DeployFiles.Path("src"), "*.csproj", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(DeployFiles.Path("."), f)).ToList();

        Assert.NotEmpty(projects);
        Assert.All(projects, p => Assert.Contains(p, copied));
        Assert.All(projects, p => Assert.Contains(Path.Combine(Path.GetDirectoryName(p)!, "packages.lock.json"), copied));
        var let = File.ReadAllLines(DeployFiles.Path(".dockerignore")).Where(l => l.StartsWith('!')).Select(l => l[1..]).ToHashSet(StringComparer.Ordinal);
        var from = DeployFiles.Dockerfile.Where(i => i.Instruction == "COPY" && !i.Words.StartsWith("--", StringComparison.Ordinal)).SelectMany(i => i.Words.Split(' ')[..^1]).ToList();
        Assert.All(from, f => Assert.Contains(f.Split('/')[0], let));
        Assert.All(from, f => Assert.True(File.Exists(DeployFiles.Path(f)) || Directory.Exists(DeployFiles.Path(f)), f));
    }

    [Theory]
    [InlineData("deploy/compose.yaml", 1)]
    [InlineData("deploy/compose.postgresql.yaml", 2)]
    public void A_compose_file_names_what_there_is(string file, int replicas)
    {
        var root = Assert.Single(DeployFiles.Yaml(file));
        var bot = root.At("services", "copbot");
        Assert.All(bot.Keys("environment"), IsSetting);
        var secrets = bot.Items("secrets").Select(s => ((YamlScalarNode)s).Value!).ToList();
        Assert.NotEmpty(secrets);
        Assert.All(secrets, IsSetting);
        // What a service uses is declared, with a file of the same name.
        Assert.All(root.At("services").Keys(), service => Assert.All(root.Items("services", service, "secrets").Select(s => ((YamlScalarNode)s).Value!), s => Assert.Equal($"./secrets/{s}", root.Says("secrets", s, "file"))));
        Assert.Equal("/run/secrets", bot.Says("environment", "COPBOT__SECRETSFOLDER"));
        Assert.Equal("true", bot.Says("read_only"));
        Assert.Equal("ALL", bot.Says("cap_drop", 0));
        Assert.Equal("no-new-privileges:true", bot.Says("security_opt", 0));
        Assert.Equal("30s", bot.Says("stop_grace_period"));
        Assert.Equal(replicas, int.Parse(bot.Says("deploy", "replicas") ?? "1"));
        // To this machine alone.
        Assert.All(bot.Items("ports").Select(p => ((YamlScalarNode)p).Value), p => Assert.Equal($"127.0.0.1:{Port}:{Port}", p));
        if (replicas == 1) Assert.Equal($"data:{DeployFiles.ImageEnvironment["COPBOT__DATAFOLDER"]}", bot.Says("volumes", 0));
        else Assert.Equal("service_healthy", bot.Says("depends_on", "postgresql", "condition"));
    }

    [Theory]
    [InlineData("deploy/kubernetes/sqlite.yaml", "StatefulSet", 1)]
    [InlineData("deploy/kubernetes/postgresql.yaml", "Deployment", 2)]
    public void A_manifest_names_what_there_is(string file, string kind, int replicas)
    {
        var documents = DeployFiles.Yaml(file);
        Assert.All(documents, d => Assert.All(["apiVersion", "kind"], key => Assert.NotNull(d.Says(key))));
        Assert.All(documents, d => Assert.Equal("copbot", d.Says("metadata", "name")));
        var spec = documents.Single(d => d.Says("kind") == kind).At("spec");
        Assert.Equal(replicas, int.Parse(spec.Says("replicas")!));
        Assert.Equal(spec.Says("selector", "matchLabels", "app.kubernetes.io/name"), spec.Says("template", "metadata", "labels", "app.kubernetes.io/name"));
        var pod = spec.At("template", "spec");
        Assert.InRange(int.Parse(pod.Says("terminationGracePeriodSeconds")!), 21, 60);
        Assert.Equal("true", pod.Says("securityContext", "runAsNonRoot"));
        Assert.Equal(Account, pod.Says("securityContext", "runAsUser"));
        Assert.Equal(Account, pod.Says("securityContext", "fsGroup"));

        var bot = Assert.Single(pod.Items("containers"));
        Assert.All(bot.Items("env").Select(e => e.Says("name")!), IsSetting);
        Assert.Equal(Port, bot.Says("ports", 0, "containerPort"));
        Assert.Equal("true", bot.Says("securityContext", "readOnlyRootFilesystem"));
        Assert.Equal("false", bot.Says("securityContext", "allowPrivilegeEscalation"));
        Assert.NotNull(bot.Says("resources", "limits", "memory"));
        Assert.Equal([HealthPages.Ready, HealthPages.Ready, HealthPages.Live], new[] { "startupProbe", "readinessProbe", "livenessProbe" }.Select(p => bot.Says(p, "httpGet", "path")!));
        Assert.All(["startupProbe", "readinessProbe", "livenessProbe"], p => Assert.Equal(bot.Says("ports", 0, "name"), bot.Says(p, "httpGet", "port")));

        // Every mount has its volume, and what the bot writes to or reads secrets from is mounted.
        var mounts = bot.Items("volumeMounts").ToDictionary(m => m.Says("mountPath")!, m => m.Says("name")!);
        var volumes = pod.Items("volumes").Select(v => v.Says("name")!).Concat(spec.Items("volumeClaimTemplates").Select(v => v.Says("metadata", "name")!)).ToHashSet();
        Assert.All(mounts.Values, name => Assert.Contains(name, volumes));
        Assert.Contains(DeployFiles.ImageEnvironment["COPBOT__DATAFOLDER"], mounts.Keys);
        Assert.Contains(bot.Items("env").Single(e => e.Says("name") == "COPBOT__SECRETSFOLDER").Says("value")!, mounts.Keys);
        Assert.Contains("/tmp", mounts.Keys);
        // What stands in the comments is to be typed.
        Assert.All(SecretFile().Matches(File.ReadAllText(DeployFiles.Path(file))).Select(m => m.Groups["key"].Value), IsSetting);
    }

    [Fact]
    public void The_unit_names_what_there_is()
    {
        var lines = File.ReadAllLines(DeployFiles.Path("deploy/copbot.service"));
        Assert.All(lines.Where(l => l.StartsWith("Environment=", StringComparison.Ordinal)).Select(l => l.Split('=')[1]).Where(n => !n.StartsWith("DOTNET_", StringComparison.Ordinal)), IsSetting);
        var credentials = lines.Where(l => l.TrimStart('#').StartsWith("LoadCredential=", StringComparison.Ordinal)).Select(l => l.Split('=')[1].Split(':')).ToList();
        Assert.Equal(3, credentials.Count);
        Assert.All(credentials, c => IsSetting(c[0]));
        Assert.All(credentials, c => Assert.EndsWith("/" + c[0], c[1], StringComparison.Ordinal));
        Assert.Contains("Type=notify", lines);
        Assert.InRange(int.Parse(lines.Single(l => l.StartsWith("TimeoutStopSec=", StringComparison.Ordinal)).Split('=')[1]), 21, 60);
    }

    [Fact]
    public async Task Systemd_understands_the_unit_and_finds_it_well_shut()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/systemd-analyze"), "systemd is not installed here, so nobody can tell what it thinks of the unit");
        using var folder = new TempFolder();
        var unit = folder.File("copbot.service");
        // It looks whether the program is there, which is not installed on every machine where it is.
        await File.WriteAllTextAsync(unit, (await File.ReadAllTextAsync(DeployFiles.Path("deploy/copbot.service"))).Replace("/usr/bin/dotnet", Environment.ProcessPath, StringComparison.Ordinal));

        var (code, said) = await SystemdAsync("verify", "--man=no", unit);
        Assert.True(code == 0 && !said.Contains("copbot.service:", StringComparison.Ordinal), said);

        // Ten is open to everything. What is left is that it calls Slack and Discord.
        (code, said) = await SystemdAsync("security", "--offline=true", "--no-pager", "--threshold=20", unit);
        Assert.True(code == 0, said);
    }

    private static async Task<(int Code, string Said)> SystemdAsync(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("/usr/bin/systemd-analyze", arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, string.Concat(said));
    }

    private static string One(string instruction) => DeployFiles.Dockerfile.Last(i => i.Instruction == instruction).Words;

    private static void IsSetting(string variable) => Assert.True(
        Setting.All.Any(s => s.Is(variable.Replace("__", ":", StringComparison.Ordinal))),
        $"{variable} is no setting. Did you mean {Nearest.To(variable, Setting.All.Select(s => s.Variable))}?");

    [GeneratedRegex("--from-file=(?<key>[A-Za-z_]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SecretFile();
}
