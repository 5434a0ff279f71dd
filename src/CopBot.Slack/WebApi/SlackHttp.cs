namespace CopBot.Slack.WebApi;

/// <summary>The connections to Slack. Its own, so that no handler of the host's logs an address that is a secret.</summary>
internal sealed class SlackHttp : IDisposable
{
    private const long LargestAnswer = 16 * 1024 * 1024;

    /// <summary>Shared by all workspaces; each request brings its own token and time-out.</summary>
    public HttpClient Client { get; } = new(new SocketsHttpHandler
    {
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ConnectTimeout = TimeSpan.FromSeconds(5),
        AllowAutoRedirect = false,
        UseCookies = false,
        // What we trace is ours: Slack gets no ids of it.
        ActivityHeadersPropagator = null,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
        MaxResponseContentBufferSize = LargestAnswer,
        DefaultRequestHeaders = { { "User-Agent", "CopBot" } },
    };

    /// <inheritdoc/>
    public void Dispose() => Client.Dispose();
}
