namespace CopBot.Discord.Rest;

/// <summary>What a path asks for, without whom it is about.</summary>
/// <param name="Template">Method and path with holes, such as <c>PATCH /channels/{id}/messages/{id}</c>. Holds no token.</param>
/// <param name="Major">The top-level channel, server or webhook, for each of which Discord counts apart. May hold an interaction's token.</param>
/// <param name="IsInteraction">Whether it answers an interaction: its own token stands in the path, and Discord's global limit is not for it.</param>
internal sealed record Route(string Template, string Major, bool IsInteraction)
{
    public static Route Of(HttpMethod method, string path)
    {
        var parts = path.Split('?')[0].Split('/', StringSplitOptions.RemoveEmptyEntries);
        var withToken = parts.Length > 2 && parts[0] is "interactions" or "webhooks" && IsId(parts[1]) && !IsId(parts[2]);
        var major = parts switch
        {
            [var kind, var id, var token, ..] when withToken => $"{kind}/{id}/{token}",
            ["channels" or "guilds" or "webhooks", var id, ..] => $"{parts[0]}/{id}",
            _ => "",
        };
        var holes = parts.Select((part, at) =>
            at == 2 && withToken ? "{token}"
            : at > 0 && parts[at - 1] is "reactions" ? "{emoji}"
            : IsId(part) ? "{id}"
            : part);
        return new Route($"{method.Method} /{string.Join('/', holes)}", major, withToken);
    }

    private static bool IsId(string part) => part.All(char.IsAsciiDigit);
}
