using CopBot.Chat;
using CopBot.Data;
using CopBot.Dispatch;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Posts;

/// <summary>A reader wants less of one kind of unasked message: at most one a week.</summary>
[Action("less"), WithoutCommunity]
public sealed record LessOfThis(PostId Post) : IAction;

/// <summary>A reader wants no unasked messages any more.</summary>
[Action("stop"), WithoutCommunity]
public sealed record StopMessages(PostId? Post = null) : IAction;

/// <summary>A reader wants unasked messages again.</summary>
[Action("stop-undo"), WithoutCommunity]
public sealed record ResumeMessages : IAction;

/// <summary>A reader of a merged message wants to see one of the things in it.</summary>
[Action("show"), LooksOnly, WithoutCommunity]
public sealed record ShowPost(PostId Post) : IAction;

internal static class QuietPlease
{
    /// <summary>Every unasked message says why it came and how to have less of it.</summary>
    public static Message Explain(Message message, PostTerms terms, PostId post) => message.With(
        terms.Why is { } why ? new Footnote($"Why you got this: {why}") : null,
        new Controls([new Button("Less of this", new LessOfThis(post)), new Button("Stop", new StopMessages(post))]));
}

internal sealed class LessOfThisHandler(CopBotDb db) : IHandle<LessOfThis>
{
    public async Task<Answer> Handle(LessOfThis request, Caller caller, CancellationToken stop)
    {
        var post = await db.Posts.FirstOrDefaultAsync(p => p.Id == request.Post, stop);
        if (post?.Reader != caller.Member.Id || post.Kind is null) return PostRefusals.NotYours;

        caller.Member.WantLessOf(post.Kind);
        return Answer.Say($"You will get at most one message a week of this kind ({post.Kind}). /cop me shows and changes it.");
    }
}

internal sealed class StopMessagesHandler : IHandle<StopMessages>
{
    public Task<Answer> Handle(StopMessages request, Caller caller, CancellationToken stop)
    {
        caller.Member.Stop();
        Message says =
        [
            new Paragraph($"Stopped. CopBot will not write to you unasked any more. What you ask for yourself still comes: the question on the day you chose, offers on your own problems, news that you follow."),
            new Controls([new Button("Undo", new ResumeMessages())]),
        ];
        return Task.FromResult(Answer.Show(says));
    }
}

internal sealed class ResumeMessagesHandler : IHandle<ResumeMessages>
{
    public Task<Answer> Handle(ResumeMessages request, Caller caller, CancellationToken stop)
    {
        caller.Member.Resume();
        return Task.FromResult(Answer.Say($"You will again get a few unasked messages: at most one a day and three a week, in your hours."));
    }
}

internal sealed class ShowPostHandler(CopBotDb db) : IHandle<ShowPost>
{
    public async Task<Answer> Handle(ShowPost request, Caller caller, CancellationToken stop)
    {
        var post = await db.Posts.FirstOrDefaultAsync(p => p.Id == request.Post, stop);
        if (post is null || post.Reader != caller.Member.Id) return PostRefusals.NotYours;
        return post.Withdrawn ? PostRefusals.Settled : Answer.Show(ChatJson.Read<Message>(post.Message));
    }
}

internal static class PostRefusals
{
    public static readonly Refusal NotYours = new("not-yours", $"This button belongs to somebody else's message.");

    public static readonly Refusal Settled = new("settled", $"This has been settled in the meantime; there is nothing left to do.");
}
