using CopBot.Chat;
using CopBot.Posts;

namespace CopBot.Keeping;

/// <summary>Sends files to one person, into their direct conversation and nowhere else.</summary>
public sealed class FilesForOne(IEnumerable<IChatPlatform> platforms)
{
    /// <summary>Sends them, and answers that they are there; or why they are not.</summary>
    public async Task<Answer> SendAsync(UserRef to, IReadOnlyList<ChatFile> files, Text says, CancellationToken stop)
    {
        var platform = platforms.First(p => p.Platform == to.Workspace.Platform);
        try
        {
            var direct = await platform.OpenDirectAsync(to, stop);
            foreach (var file in files) await platform.SendFileAsync(direct, file, Nonces.Of(Guid.NewGuid(), 0), stop);
            return Answer.Say(says);
        }
        catch (PlatformException e) when (e.Kind is FailureKind.Denied or FailureKind.Gone)
        {
            return new Refusal("file-direct-closed", $"CopBot could not send you a file directly. Allow direct messages from this app (and files in them) in your privacy settings, and ask again.");
        }
        catch (PlatformException)
        {
            return new Refusal("file-not-sent", $"The file could not be sent just now. Nothing was changed; please ask again in a moment.");
        }
    }
}
