namespace CopBot.DiscordEmulator.Rest;

/// <summary>All routes, found by method and path. What is not here answers 404.</summary>
internal sealed class RouteTable
{
    private readonly List<Route> _routes = [];

    public void Add(Route route) => _routes.Add(route);

    public void Get(string template, Func<ApiCall, ApiAnswer> answer, Bucket? bucket = null) => Add("GET", template, answer, bucket);

    public void Post(string template, Func<ApiCall, ApiAnswer> answer, Bucket? bucket = null, bool files = false) => Add("POST", template, answer, bucket, files);

    public void Put(string template, Func<ApiCall, ApiAnswer> answer, Bucket? bucket = null) => Add("PUT", template, answer, bucket);

    public void Patch(string template, Func<ApiCall, ApiAnswer> answer, Bucket? bucket = null, bool files = false) => Add("PATCH", template, answer, bucket, files);

    public void Delete(string template, Func<ApiCall, ApiAnswer> answer, Bucket? bucket = null) => Add("DELETE", template, answer, bucket);

    /// <summary>The route, or null; <paramref name="path"/> is cut after <c>/api/v10</c>.</summary>
    public Route? Find(string method, string path, out Dictionary<string, string> values, out bool pathKnown)
    {
        // Segments are decoded one by one: discord.js asks for %40original, discord.py for @original.
        var steps = path.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString).ToArray();
        pathKnown = false;
        foreach (var route in _routes)
        {
            if (!Fits(route.Steps, steps)) continue;
            pathKnown = true;
            if (route.Method != method) continue;
            values = route.Steps.Zip(steps).Where(p => p.First.StartsWith('{')).ToDictionary(p => p.First.Trim('{', '}'), p => p.Second, StringComparer.Ordinal);
            return route;
        }
        values = [];
        return null;
    }

    private static bool Fits(string[] template, string[] steps) =>
        template.Length == steps.Length && template.Zip(steps).All(p => p.First.StartsWith('{') ? !p.Second.StartsWith('@') || p.First == "{emoji_name}" : p.First == p.Second);

    private void Add(string method, string template, Func<ApiCall, ApiAnswer> answer, Bucket? bucket, bool files = false)
    {
        var route = new Route(method, template, answer) { TakesFiles = files };
        Add(bucket is null ? route : route with { Bucket = bucket });
    }
}
