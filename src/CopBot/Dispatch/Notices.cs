using CopBot.Chat;
using CopBot.Data;
using CopBot.Posts;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Dispatch;

/// <summary>Somebody mentioned the bot.</summary>
public sealed record BotMentioned(SourceMessage Message) : IEvent;

/// <summary>Says which mentions are for a feature. One that none takes is offered to become a problem.</summary>
[FoundByType]
public interface IMentionTakers
{
    /// <summary>Whether these words are for it.</summary>
    bool Takes(string words);
}

/// <summary>Somebody wrote in the thread below one of our posts. What they wrote is not looked at.</summary>
public sealed record TalkedBelow(string Key, UserRef By, DateTimeOffset At) : IEvent;

/// <summary>A message was deleted.</summary>
public sealed record MessageWasDeleted(PostRef Post) : IEvent;

/// <summary>Somebody left a workspace.</summary>
public sealed record LeftWorkspace(UserRef User) : IEvent;

/// <summary>A channel can no longer be posted to.</summary>
public sealed record ChannelWasLost(ChannelRef Channel) : IEvent;

/// <summary>The bot was removed from a workspace.</summary>
public sealed record WorkspaceWasLost(WorkspaceRef Workspace) : IEvent;

/// <summary>Turns what happened on a platform without a gesture into events. Of ordinary messages only those below our own posts matter.</summary>
internal sealed class Notices(CopBotDb db, IEvents events)
{
    /// <summary>Raises what follows; false when nothing does, and then nothing is kept of it.</summary>
    public async Task<bool> RaiseAsync(Inbound inbound, CancellationToken stop)
    {
        var happened = inbound switch
        {
            MessageSeen seen => await TalkAsync(seen.Message, stop),
            Mentioned mentioned => new BotMentioned(mentioned.Message),
            MessageDeleted deleted => new MessageWasDeleted(deleted.Post),
            MemberLeft left => new LeftWorkspace(left.User),
            ChannelGone gone => new ChannelWasLost(gone.Channel),
            WorkspaceGone gone => new WorkspaceWasLost(gone.Removed),
            _ => (IEvent?)null,
        };
        if (happened is not null) events.Raise(happened);
        return happened is not null;
    }

    private async Task<TalkedBelow?> TalkAsync(SourceMessage message, CancellationToken stop)
    {
        // Beside our posts people talk about them only where they are by themselves.
        if (message.Post.Place.Thread is null && !message.Private) return null;
        var key = await db.TalkedAboutAsync(message.Post.Place, stop);
        return key is null ? null : new TalkedBelow(key, message.Author, message.SentAt);
    }
}
