using System.Text.RegularExpressions;

namespace CopBot.Slack.Tests;

/// <summary>docs/slack.md says what the code does.</summary>
public sealed partial class GuideTests
{
    private static readonly string Repository = FindRepository();
    private static readonly string Guide = File.ReadAllText(Path.Combine(Repository, "docs", "slack.md")).ReplaceLineEndings("\n");

    [Fact]
    public void It_explains_every_scope_and_no_other()
    {
        var told = Scope.Matches(Guide).Select(row => (row.Groups["name"].Value, row.Groups["for"].Value, row.Groups["without"].Value)).ToList();

        Assert.NotEmpty(told);
        Assert.Equal(SlackNeeds.Scopes.Select(scope => (scope.Name, scope.For, scope.Without)), told);
    }

    [Fact]
    public void What_it_quotes_is_what_CopBot_says()
    {
        var sources = string.Concat(new[] { "src/CopBot.Slack", "src/CopBot.Host/Starting" }.SelectMany(folder => Directory.GetFiles(Path.Combine(Repository, folder), "*.cs", SearchOption.AllDirectories)).Where(f => !f.Contains("/obj/", StringComparison.Ordinal)).Select(File.ReadAllText));
        var troubles = Guide[Guide.IndexOf("## When something is wrong", StringComparison.Ordinal)..];
        var quoted = Row.Matches(troubles).SelectMany(row => Italic.Matches(row.Groups["says"].Value)).Select(q => q.Groups["words"].Value).ToList();

        Assert.Contains("Socket Mode is switched off.", quoted);
        Assert.All(quoted, words => Assert.All(words.Split('…', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries), part => Assert.Contains(part, sources, StringComparison.Ordinal)));
    }

    [Fact]
    public void Its_pictures_and_links_are_there() =>
        Assert.All(Link.Matches(Guide).Select(l => l.Groups["to"].Value), to => Assert.True(File.Exists(Path.Combine(Repository, "docs", to)), to));

    private static string FindRepository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "CopBot.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests do not run inside the repository");
    }

    [GeneratedRegex(@"^\| `(?<name>[a-z_]+(:[a-z]+)?)` \| (?<for>[^|]+) \| (?<without>[^|]+) \|$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Scope { get; }

    [GeneratedRegex(@"^\| (?<says>[^|]+) \|", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Row { get; }

    [GeneratedRegex(@"\*(?<words>[^*]+)\*", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Italic { get; }

    [GeneratedRegex(@"\]\((?<to>[^)#:]+)\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link { get; }
}
