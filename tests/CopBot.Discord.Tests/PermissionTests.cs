using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace CopBot.Discord.Tests;

public sealed partial class PermissionTests
{
    private static readonly string Document = File.ReadAllText(Path.Combine(Root(), "deploy", "discord", "README.md"));

    [Fact]
    public void The_document_explains_each_permission_and_no_other()
    {
        var told = Row.Matches(Document).Select(r => (Name: r.Groups["name"].Value, Bit: Number(r, "bit"), Value: Number(r, "value"))).ToList();

        Assert.NotEmpty(told);
        Assert.Equal(DiscordNeeds.Names.Select(n => (n.Value, (ulong)BitOperations.TrailingZeroCount((ulong)n.Key), (ulong)n.Key)), told);
    }

    [Fact]
    public void The_invitation_holds_their_sum()
    {
        var sum = ((ulong)DiscordNeeds.Everything).ToString(CultureInfo.InvariantCulture);
        Assert.Contains($"scope=bot%20applications.commands&permissions={sum}\n", Document, StringComparison.Ordinal);
        Assert.Contains($"`{sum}` is the sum", Document, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_asked_for_that_would_be_too_much() =>
        Assert.Equal(DiscordPermissions.None, DiscordNeeds.Everything & (DiscordPermissions.Administrator | DiscordPermissions.ManageGuild));

    private static ulong Number(Match row, string group) => ulong.Parse(row.Groups[group].Value, CultureInfo.InvariantCulture);

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "CopBot.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests do not run inside the repository");
    }

    [GeneratedRegex(@"^\| (?<name>[A-Z][A-Za-z ]+) \| (?<bit>\d+) \| (?<value>\d+) \|", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Row { get; }
}
