using System.Runtime.CompilerServices;
using Xunit;

namespace CopBot.TestKit;

/// <summary>
/// Compares what was made with the file that somebody approved. What differs is written beside it as <c>.received.txt</c>:
/// read the difference as a member would, and rename it when it is right.
/// </summary>
public static class Approved
{
    /// <summary>Fails when <paramref name="received"/> is not what the file <c>{name}.approved.txt</c> beside the test holds.</summary>
    public static void Matches(string received, string name, [CallerFilePath] string test = "")
    {
        var folder = Path.GetDirectoryName(test)!;
        var approvedFile = Path.Combine(folder, name + ".approved.txt");
        var receivedFile = Path.Combine(folder, name + ".received.txt");
        var approved = File.Exists(approvedFile) ? File.ReadAllText(approvedFile) : "";
        received = received.ReplaceLineEndings("\n").TrimEnd() + "\n";
        if (approved.ReplaceLineEndings("\n") == received)
        {
            File.Delete(receivedFile);
            return;
        }

        File.WriteAllText(receivedFile, received);
        var (was, now) = (approved.ReplaceLineEndings("\n").Split('\n'), received.Split('\n'));
        Assert.Fail($"""
            {name} is not as it was approved. What was received stands in {name}.received.txt beside {name}.approved.txt; when it is right, put it in its place.
            No longer there:
            {string.Join('\n', was.Except(now, StringComparer.Ordinal).Select(line => "- " + line))}
            New:
            {string.Join('\n', now.Except(was, StringComparer.Ordinal).Select(line => "+ " + line))}
            """);
    }
}
