namespace CopBot.Slack.Tests.SocketMode;

/// <summary>Slack's documents, where COPBOT_SPECS names their folder, absolute or seen from the repository.</summary>
internal static class Documents
{
    /// <summary>A file or folder among them; skips the test where there are none.</summary>
    public static string Find(params string[] path)
    {
        var specs = Environment.GetEnvironmentVariable("COPBOT_SPECS");
        Assert.SkipUnless(specs is { Length: > 0 }, "COPBOT_SPECS does not name the folder with Slack's documents.");
        return Path.Combine([Path.GetFullPath(specs!, Repository()), "slack", .. path]);
    }

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "CopBot.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("These tests run from within the repository.");
    }
}
