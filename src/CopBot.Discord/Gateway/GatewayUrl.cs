namespace CopBot.Discord.Gateway;

/// <summary>Where the gateway is.</summary>
internal static class GatewayUrl
{
    /// <summary>The address with version and encoding; null where it is none.</summary>
    public static Uri? Of(string? told) => Uri.TryCreate(told, UriKind.Absolute, out var url) && url.Scheme is "ws" or "wss"
        ? new UriBuilder(url) { Query = "v=10&encoding=json" }.Uri
        : null;
}
