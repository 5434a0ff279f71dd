using System.Text.Json;
using System.Text.Json.Nodes;
using CopBot.Chat;
using CopBot.Discord.Rendering;
using CopBot.Discord.Rest;
using Microsoft.Extensions.Logging;
using Answer = CopBot.Chat.Answer;

namespace CopBot.Discord.Interactions;

/// <summary>
/// Answers interactions within Discord's three seconds. What opens a form is asked first, since a form can only be the first
/// response; everything else is answered at once where the bot is quick, and else deferred so that every kind of answer is
/// still possible.
/// </summary>
internal sealed partial class InteractionDesk(IInbox inbox, IDiscordRest rest, DiscordPlaces places, DiscordPosts posts, Replies replies, Acknowledgements acknowledgements, TimeProvider clock, ILogger<InteractionDesk> log)
{
    private static readonly TimeSpan ForForms = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan BeforeDeferring = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2.5);
    private readonly InteractionReader _reader = new(inbox.Offers, places);
    private readonly LogOnce _once = new(log);

    /// <summary>Takes one interaction and answers it.</summary>
    public async Task TakeAsync(JsonElement json, CancellationToken stop)
    {
        var read = _reader.Read(json);
        if (read.Ticket is not { } ticket)
        {
            _once.Skipped("INTERACTION_CREATE", read.Why!);
            return;
        }

        // The same one again while the first is at work, after a resume. Later ones are known to the inbox, or to Discord.
        if (!acknowledgements.Begin(ticket)) return;
        try
        {
            await AnswerAsync(read, ticket, stop);
        }
        catch (PlatformException e)
        {
            NotSaid(log, ticket.Interaction, e.Kind, e.Message);
        }
        finally
        {
            acknowledgements.End(ticket);
        }
    }

    private async Task AnswerAsync(ReadInteraction read, Ticket ticket, CancellationToken stop)
    {
        if (read.IsNotTheirs)
        {
            await replies.FirstAsync(ticket, read.By, Answer.Say($"{Sentences.NotYours}"), [], stop);
            return;
        }

        if (read.Gesture is not { } gesture)
        {
            _once.Skipped("INTERACTION_CREATE", read.Why!);
            // Nobody is left looking at "the application did not respond" for what we do not know.
            await replies.FirstAsync(ticket, read.By, Answer.Nothing, [], stop);
            return;
        }

        if (inbox.Opens(gesture)) await OpenAsync(read, gesture, ticket, stop);
        else await TakeAsync(read, gesture, ticket, stop);
        if (read.Whisper is { } whisper) await posts.RemoveAsync(whisper, stop);
    }

    private async Task OpenAsync(ReadInteraction read, Gesture gesture, Ticket ticket, CancellationToken stop)
    {
        var opened = await WithinAsync(ForForms, inner => inbox.OpenAsync(gesture, inner), stop) ?? new Opened(TryAgain);
        if (opened.Form is not { } form)
        {
            await replies.FirstAsync(ticket, gesture.By, opened.Instead ?? Answer.Nothing, [], stop);
            return;
        }

        // Too late means that the form does not open, and nothing was typed: the person presses again.
        if (await replies.OpenAsync(ticket, gesture.By, form, stop) is FirstResponse.TooLate) OpenedTooLate(log, ticket.Interaction);
        else if (read.Menu is { } menu) await DrawMenuAnewAsync(ticket, gesture.Where, menu, stop);
    }

    private async Task TakeAsync(ReadInteraction read, Gesture gesture, Ticket ticket, CancellationToken stop)
    {
        using var quick = CancellationTokenSource.CreateLinkedTokenSource(stop);
        // Counted from here, however long the bot takes before it first waits.
        var deferring = Task.Delay(BeforeDeferring, clock, quick.Token);
        var answering = WithinAsync(Patience, inner => inbox.AnswerAsync(gesture, inner), stop);
        var first = await Task.WhenAny(answering, deferring);
        if (first == answering)
        {
            await quick.CancelAsync();
            await replies.FirstAsync(ticket, gesture.By, await answering ?? TryAgain, read.Typed, stop);
            if (await answering is null) await GiveBackAsync(ticket, gesture.By, read.Typed, stop);
            return;
        }

        await replies.DeferAsync(ticket, stop);
        var answer = await answering;
        // What follows comes through AnswerAsync of the platform.
        if (answer is not Answer.Later) await replies.LateAsync(ticket, gesture.By, answer ?? TryAgain, read.Typed, stop);
        if (answer is null) await GiveBackAsync(ticket, gesture.By, read.Typed, stop);
    }

    private static Answer TryAgain => Answer.Say($"{Sentences.TryAgain}");

    /// <summary>What was typed into a form that was not taken, to copy from.</summary>
    private Task GiveBackAsync(Ticket ticket, UserRef to, FormValues typed, CancellationToken stop) => replies.FollowAsync(ticket, to, typed.ToCopyFrom(), stop);

    /// <summary>What the bot says in time; null where it has not taken anything.</summary>
    private async Task<T?> WithinAsync<T>(TimeSpan time, Func<CancellationToken, Task<T>> ask, CancellationToken stop) where T : class
    {
        using var late = new CancellationTokenSource(time, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, stop);
        try
        {
            return await ask(either.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // A fault of ours; the person must not be left without an answer for it.
            InboxFailed(log, e);
            return null;
        }
    }

    /// <summary>
    /// A menu that opened a form keeps its choice on screen, and Discord sends nothing when the same is chosen again. Writing
    /// the message as it stands makes the choice vanish.
    /// </summary>
    private async Task DrawMenuAnewAsync(Ticket ticket, Place place, string message, CancellationToken stop)
    {
        var path = ticket.Kind is TicketKind.PressedPrivately ? $"{ticket.Webhook}/messages/{message}" : $"/channels/{DiscordIds.Bare(place)}/messages/{message}";
        try
        {
            var now = await rest.SendAsync(HttpMethod.Get, path, null, stop);
            if (JsonNode.Parse(now.Part("components").GetRawText()) is not JsonArray { Count: > 0 } components) return;
            var body = new JsonObject
            {
                ["components"] = components,
                ["allowed_mentions"] = new JsonObject { ["parse"] = new JsonArray(), ["users"] = new JsonArray([.. now.Part("mentions").Items().Select(m => m.Id("id")).OfType<string>().Select(id => (JsonNode)id)]) },
            };
            await rest.SendAsync(HttpMethod.Patch, path, body, stop);
        }
        catch (PlatformException e)
        {
            MenuNotDrawn(log, e.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The answer to interaction {Interaction} could not be said to its person ({Kind}): {Why}")]
    private static partial void NotSaid(ILogger log, string interaction, FailureKind kind, string why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The form of interaction {Interaction} came too late for Discord; its person can press again")]
    private static partial void OpenedTooLate(ILogger log, string interaction);

    [LoggerMessage(Level = LogLevel.Error, Message = "The inbox failed; the person was asked to try again")]
    private static partial void InboxFailed(ILogger log, Exception e);

    [LoggerMessage(Level = LogLevel.Debug, Message = "A menu could not be drawn anew: {Why}")]
    private static partial void MenuNotDrawn(ILogger log, string why);
}
