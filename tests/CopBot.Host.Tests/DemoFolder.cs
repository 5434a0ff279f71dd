namespace CopBot.Host.Tests;

/// <summary>The demo as a host leaves it, played once for all tests that begin with it.</summary>
internal static class DemoFolder
{
    private static readonly Lazy<Task<TempFolder>> Played = new(PlayAsync);

    /// <summary>Furnishes a test's folder with it.</summary>
    public static async Task CopyToAsync(TempFolder folder)
    {
        var from = (await Played.Value).Data;
        Directory.CreateDirectory(folder.Data);
        foreach (var file in Directory.GetFiles(from)) File.Copy(file, Path.Combine(folder.Data, Path.GetFileName(file)));
    }

    private static async Task<TempFolder> PlayAsync()
    {
        var folder = new TempFolder();
        await using var host = await HostProcess.ReadyAsync(folder.Path);
        await host.StopAsync();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Dispose();
        return folder;
    }
}
