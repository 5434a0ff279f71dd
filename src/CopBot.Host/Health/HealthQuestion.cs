using System.Net;

namespace CopBot.Host;

/// <summary>
/// Asks the bot that runs on this machine with the same settings how it goes: the health check of a container, in which there
/// is nothing else that could ask.
/// </summary>
internal static class HealthQuestion
{
    private const int Well = 0;
    private const int Unwell = 1;

    // A supervisor gives up on the question itself a little later.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    /// <summary>Asks, repeats the answer, and returns the exit code.</summary>
    public static async Task<int> AskAsync(Settings settings, TextWriter output, CancellationToken stop)
    {
        if (Addresses.Split(settings.Urls ?? "").Select(Addresses.FromHere).FirstOrDefault(a => a is not null) is not { } address)
        {
            await output.WriteLineAsync($"Where CopBot listens is not known here: give the same {Setting.Urls.Key} as to the bot itself, with a port, for example {Setting.Urls.Example}.");
            return Unwell;
        }

        using var handler = new SocketsHttpHandler { UseProxy = false };
        using var http = new HttpClient(handler) { Timeout = Patience };
        try
        {
            using var answer = await http.GetAsync(new Uri(address, HealthPages.Ready), stop);
            await output.WriteLineAsync(await answer.Content.ReadAsStringAsync(stop));
            return answer.StatusCode is HttpStatusCode.OK ? Well : Unwell;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            await output.WriteLineAsync($"not ready\nNobody answers at {address}: CopBot is not running, or is starting.");
            return Unwell;
        }
    }
}
