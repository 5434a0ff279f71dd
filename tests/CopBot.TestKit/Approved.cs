using System.Runtime.CompilerServices;
using Xunit;

namespace CopBot.TestKit;

/// <summary>
/// Compares what was made with the file that somebody approved. What differs is written beside it as <c>.received</c>: read
/// the difference as a member would, and rename it when it is right. With <c>COPBOT_APPROVE=1</c> in the environment it takes
/// the place of what was approved; then read the difference before you commit it.
/// </summary>
public static class Approved
{
    /// <summary>Fails when <paramref name="received"/> is not what the file <c>{name}.approved.{extension}</c> beside the test holds.</summary>
    public static void Matches(string received, string name, string extension = "txt", [CallerFilePath] string test = "")
    {
        var folder = Path.GetDirectoryName(test)!;
        var approvedFile = Path.Combine(folder, $"{name}.approved.{extension}");
        var receivedFile = Path.Combine(folder, $"{name}.received.{extension}");
        var approved = File.Exists(approvedFile) ? File.ReadAllText(approvedFile) : "";
        received = received.ReplaceLineEndings("\n").TrimEnd() + "\n";
        if (approved.ReplaceLineEndings("\n") == received)
        {
            File.Delete(receivedFile);
            return;
        }

        if (Environment.GetEnvironmentVariable("COPBOT_APPROVE") is "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(approvedFile)!);
            File.Delete(receivedFile);
            File.WriteAllText(approvedFile, received);
            return;
        }

        File.WriteAllText(receivedFile, received);
        var (was, now) = (approved.ReplaceLineEndings("\n").Split('\n'), received.Split('\n'));
        Assert.Fail($"""
            {name} is not as it was approved. What was received stands in {name}.received.{extension} beside {name}.approved.{extension}; when it is right, put it in its place.
            No longer there:
            {string.Join('\n', was.Except(now, StringComparer.Ordinal).Select(line => "- " + line))}
            New:
            {string.Join('\n', now.Except(was, StringComparer.Ordinal).Select(line => "+ " + line))}
            """);
    }
}
