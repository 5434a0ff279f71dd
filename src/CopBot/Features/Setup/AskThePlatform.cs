using CopBot.Chat;
using CopBot.Dispatch;

namespace CopBot.Features.Setup;

/// <summary>What setting up must know of a workspace. A platform that cannot tell now counts as not seeing it: the refusal says what to do, and nothing was changed.</summary>
internal static class AskThePlatform
{
    extension(IEnumerable<IChatPlatform> platforms)
    {
        /// <summary>What a channel is; null when the bot cannot see it now.</summary>
        public Task<ChannelProfile?> LookAtAsync(ChannelRef channel, CancellationToken stop) =>
            Try(() => platforms.First(p => p.Platform == channel.Workspace.Platform).FindChannelAsync(channel, stop));

        /// <summary>Who somebody is; null when they are not in that workspace (any more).</summary>
        public Task<UserProfile?> FindPersonAsync(UserRef user, CancellationToken stop) =>
            Try(async () => platforms.FirstOrDefault(p => p.Platform == user.Workspace.Platform) is { } platform ? await platform.FindUserAsync(user, stop) : null);

        /// <summary>The channel that somebody is in, where a community's posts can stand; or why they cannot.</summary>
        public async Task<(ChannelProfile? Channel, Refusal? Why)> LookForHomeAsync(Caller caller, CancellationToken stop)
        {
            var here = caller.Where.Channel;
            if (await platforms.IsDirectAsync(here, caller.Account, stop)) return (null, SetupRefusals.Direct);
            if (await platforms.LookAtAsync(here, stop) is not { } channel) return (null, SetupRefusals.ChannelNotSeen);
            return channel.CanPost ? (channel, null) : (null, SetupRefusals.CannotPost(channel));
        }

        /// <summary>Whether this is somebody's direct conversation with the bot. Who lets no app write to them has none.</summary>
        public async Task<bool> IsDirectAsync(ChannelRef channel, UserRef user, CancellationToken stop) =>
            await Try(async () => (Place?)await platforms.First(p => p.Platform == user.Workspace.Platform).OpenDirectAsync(user, stop)) is { } direct && direct.Channel == channel;
    }

    private static async Task<T?> Try<T>(Func<Task<T?>> ask)
    {
        try
        {
            return await ask();
        }
        catch (PlatformException)
        {
            return default;
        }
    }
}
