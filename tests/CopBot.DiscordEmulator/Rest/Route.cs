namespace CopBot.DiscordEmulator.Rest;

/// <summary>One documented route with its rate limit.</summary>
internal sealed record Route(string Method, string Template, Func<ApiCall, ApiAnswer> Answer)
{
    public string[] Steps { get; } = Template.Split('/', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Null: the route sends no rate-limit headers.</summary>
    public Bucket? Bucket { get; init; } = Bucket.Of(Method + Template, 10, 1);

    /// <summary>Interaction endpoints carry their token in the path: no bot token, no global limit, any User-Agent.</summary>
    public bool ByInteractionToken { get; init; }

    public bool TakesFiles { get; init; }
}
