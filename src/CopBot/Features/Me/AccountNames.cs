using CopBot.Chat;

namespace CopBot.Features.Me;

/// <summary>What accounts are called where they are; by their id where the platform does not say now.</summary>
internal sealed record AccountNames(IReadOnlyDictionary<UserRef, string> Known)
{
    private const int ShownLength = 40;

    /// <summary>An account in words, such as <c>Anna on Slack</c>.</summary>
    public string InWords(UserRef user) => $"{NameOf(user)} on {user.Workspace.Platform.Title}";

    /// <summary>Its name alone.</summary>
    public string NameOf(UserRef user) => Shortening.OneLine(Known.GetValueOrDefault(user) ?? user.Id, ShownLength);
}

/// <summary>Asks the platforms what accounts are called there.</summary>
internal sealed class AskForNames(IEnumerable<IChatPlatform> platforms)
{
    public async Task<AccountNames> OfAsync(IEnumerable<UserRef> users, CancellationToken stop)
    {
        var known = new Dictionary<UserRef, string>();
        foreach (var user in users.Take(LinkCards.MostAccounts))
        {
            if (await NameAsync(user, stop) is { } name) known[user] = name;
        }

        return new AccountNames(known);
    }

    private async Task<string?> NameAsync(UserRef user, CancellationToken stop)
    {
        try
        {
            return platforms.FirstOrDefault(p => p.Platform == user.Workspace.Platform) is { } platform ? (await platform.FindUserAsync(user, stop))?.Name : null;
        }
        catch (PlatformException)
        {
            return null;
        }
    }
}
