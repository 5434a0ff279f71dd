namespace CopBot.SlackEmulator.Tests;

/// <summary>What a test finds around it: the repository, and Slack's documents where COPBOT_SPECS names them.</summary>
internal static class Surroundings
{
    public const string NoDocuments = "COPBOT_SPECS does not name the folder with Slack's documented methods.";

    public static string Repository { get; } = FindRepository();

    /// <summary>The folder that COPBOT_SPECS names, absolute or seen from the repository.</summary>
    public static string Specs { get; } =
        Path.GetFullPath(Environment.GetEnvironmentVariable("COPBOT_SPECS") is { Length: > 0 } named ? named : "no-specs", Repository);

    public static bool HasProgram(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, OperatingSystem.IsWindows() ? name + ".exe" : name)));

    private static string FindRepository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "CopBot.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("These tests run from within the repository.");
    }
}
