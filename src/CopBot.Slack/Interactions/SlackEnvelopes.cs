using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;
using CopBot.Chat;
using CopBot.Slack.Rendering;
using CopBot.Slack.SocketMode;
using Microsoft.Extensions.Logging;

namespace CopBot.Slack.Interactions;

/// <summary>
/// Hands over what Slack delivers, and answers it. Before a delivery is acknowledged it is durable or done; what is then
/// still to be shown goes its own way, so that no answer holds up an acknowledgement.
/// </summary>
internal sealed partial class SlackEnvelopes(
    Lazy<IInbox> inbox,
    ISlackWorkspaces workspaces,
    SlackPosts posts,
    SlackAnswers answers,
    SlackOpenings openings,
    SlackHomes homes,
    TimeProvider clock,
    ILogger<SlackEnvelopes> log) : IEnvelopes, IAsyncDisposable
{
    private const int MostKindsLogged = 100;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2.5);
    private static readonly TimeSpan ToTheEnd = TimeSpan.FromSeconds(5);
    private static readonly Message Busy = Message.Say($"{Sentences.TryAgain}");

    private readonly CancellationTokenSource _closing = new();
    private readonly ConcurrentDictionary<Task, byte> _errands = [];
    private int _closed;
    private readonly ConcurrentDictionary<string, byte> _leftAside = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public async Task<JsonObject?> TakeAsync(SlackWorkspace workspace, Envelope envelope, CancellationToken stop)
    {
        switch (envelope.Type)
        {
            case "events_api":
                await EventAsync(workspace, envelope.Payload, stop);
                return null;
            case "slash_commands":
                return Read(() => SlackGestures.Command(workspace, envelope.Payload, clock.GetUtcNow())) is { } command
                    ? await CommandAsync(workspace, command, envelope.AcceptsPayload, stop)
                    : Aside("slash_commands", "it names no person or channel");
            case "interactive":
                return await InteractionAsync(workspace, envelope, stop);
            default:
                return Aside(envelope.Type, "CopBot does not know this kind of delivery");
        }
    }

    /// <summary>Completes when everything that was taken has been shown.</summary>
    public async Task SettleAsync()
    {
        while (!_errands.IsEmpty) await Task.WhenAll(_errands.Keys);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // A container disposes of what it knows under two names twice.
        if (Interlocked.Exchange(ref _closed, 1) != 0) return;
        await Task.WhenAny(SettleAsync(), Task.Delay(ToTheEnd, TimeProvider.System));
        await _closing.CancelAsync();
        await SettleAsync();
        _closing.Dispose();
    }

    private async Task EventAsync(SlackWorkspace workspace, JsonElement payload, CancellationToken stop)
    {
        var read = Read(() => SlackEvents.Read(workspace, payload, clock.GetUtcNow())) ?? new SlackEvent("event", null, "it cannot be read");
        if (read.Inbound is not { } inbound)
        {
            Aside(read.Kind, read.Aside);
            return;
        }

        // A failure here leaves it unacknowledged: Slack tells of it again.
        using var patience = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, stop);
        var answer = await inbox.Value.AnswerAsync(inbound, either.Token);
        switch (inbound)
        {
            case HomeOpened opened when SlackTicket.TryRead(opened.ReplyTo) is { } ticket:
                Run(end => answers.GiveAsync(ticket, opened.By.Id, answer, [], end));
                break;
            case WorkspaceGone:
                workspaces.Stop(workspace.Ref, read.Kind is "app_uninstalled" ? "The app was removed from the workspace." : "The app's token was revoked.");
                break;
            default:
                break;
        }
    }

    private async Task<JsonObject?> InteractionAsync(SlackWorkspace workspace, Envelope envelope, CancellationToken stop)
    {
        var (payload, now) = (envelope.Payload, clock.GetUtcNow());
        switch (payload.Text("type"))
        {
            case "block_actions":
                if (Read(() => SlackGestures.Presses(workspace, payload, now)) is not { } presses) return Aside("block_actions", "it names no person or place");
                foreach (var press in presses) await PressAsync(workspace, press, stop);
                return null;
            case "message_action":
                if (Read(() => SlackGestures.MessageAction(workspace, payload, now)) is not { } used) return Aside("message_action", "it names no person, message or action");
                await PressAsync(workspace, used, stop);
                return null;
            case "shortcut":
                if (Read(() => SlackGestures.Shortcut(workspace, payload, now)) is not { } shortcut) return Aside("shortcut", "it names no person, or no command of CopBot");
                await ShortcutAsync(workspace, shortcut, stop);
                return null;
            case "view_submission":
                if (Read(() => SlackGestures.Form(workspace, payload)) is { } form) return await FormAsync(form, payload.Object("view"), envelope.AcceptsPayload, stop);
                Aside("view_submission", "it is none of CopBot's forms");
                return SlackForms.Errors(payload.Object("view"), NotTaken);
            case var kind:
                return Aside(kind ?? "interactive", "CopBot does not know this kind of gesture");
        }
    }

    private async Task<JsonObject?> CommandAsync(SlackWorkspace workspace, SlackGesture gesture, bool acceptsPayload, CancellationToken stop)
    {
        if (Opens(workspace, gesture)) return null;
        var answer = await AnswerAsync(gesture.Inbound, stop) ?? new Answer.Reply(Busy);
        if (acceptsPayload && answer is not Answer.Reply { Lasts: true } && SlackOpenings.MessageOf(answer) is { } said) return SlackAnswers.Privately(said, workspace.Ref);
        Give(gesture, answer, []);
        return null;
    }

    private async Task PressAsync(SlackWorkspace workspace, SlackGesture gesture, CancellationToken stop)
    {
        if (Opens(workspace, gesture)) return;
        Give(gesture, await AnswerAsync(gesture.Inbound, stop) ?? new Answer.Reply(Busy), []);
    }

    private async Task ShortcutAsync(SlackWorkspace workspace, SlackGesture gesture, CancellationToken stop)
    {
        if (Opens(workspace, gesture)) return;
        SlackGesture placed;
        try
        {
            placed = gesture.In(await posts.OpenDirectAsync(workspace.Ref, gesture.Inbound.By.Id, stop));
        }
        catch (PlatformException e)
        {
            // There is nowhere to say so: a shortcut comes from no place.
            NotShown(e.Kind, e.Message);
            return;
        }

        await PressAsync(workspace, placed, stop);
    }

    private async Task<JsonObject?> FormAsync(SlackGesture gesture, JsonElement view, bool acceptsPayload, CancellationToken stop)
    {
        var typed = ((FormSent)gesture.Inbound).Values;
        var answer = await AnswerAsync(gesture.Inbound, stop);
        var wrong = answer switch
        {
            null => NotTaken,
            Answer.Invalid invalid => invalid.Why,
            _ => null,
        };
        if (wrong is not null && acceptsPayload && SlackForms.Errors(view, wrong) is { } errors) return errors;

        if (answer is null) Give(gesture, new Answer.Reply(Busy.With(typed.ToCopyFrom().SelectMany(m => m.Blocks))), typed);
        else Give(gesture, answer, typed);
        return acceptsPayload ? new JsonObject { ["response_action"] = "clear" } : null;
    }

    private static IReadOnlyDictionary<string, string> NotTaken => new Dictionary<string, string>(StringComparer.Ordinal) { [""] = Sentences.TryAgain };

    /// <summary>Whether a form is opening. Nothing was typed yet, so it is acknowledged at once: who sees no form presses again.</summary>
    private bool Opens(SlackWorkspace workspace, SlackGesture gesture)
    {
        if (!inbox.Value.Opens(gesture.Inbound)) return false;
        Run(async end =>
        {
            await openings.OpenAsync(workspace, gesture, end);
            await RedrawAsync(gesture, end);
        });
        return true;
    }

    private void Give(SlackGesture gesture, Answer answer, FormValues typed) => Run(async end =>
    {
        try
        {
            await answers.GiveAsync(gesture.Ticket, gesture.Inbound.By.Id, answer, typed, end);
        }
        finally
        {
            if (answer is not Answer.Later) await RedrawAsync(gesture, end);
        }
    });

    private Task RedrawAsync(SlackGesture gesture, CancellationToken stop) =>
        gesture.Ticket.From is SlackTicketFrom.Home ? homes.DrawAsync(gesture.Inbound.By, gesture.Ticket.Where, gesture.Inbound.EventId, stop) : Task.CompletedTask;

    /// <summary>The bot's answer; null where nothing was taken, so that it may be done again.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "Whatever kept the bot from taking it, the person is told to try again.")]
    private async Task<Answer?> AnswerAsync(Gesture gesture, CancellationToken stop)
    {
        using var patience = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, stop);
        try
        {
            return await inbox.Value.AnswerAsync(gesture, either.Token);
        }
        catch (Exception e) when (!stop.IsCancellationRequested)
        {
            NotTakenInTime(gesture.GetType().Name, e.GetType().Name);
            return null;
        }
    }

    /// <summary>Does what may still be done after the acknowledgement.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "One answer's trouble is told in the log; nobody waits for it any more.")]
    private void Run(Func<CancellationToken, Task> errand)
    {
        // A store may answer without ever letting go of the thread, and the acknowledgement must not wait for it.
        var running = Task.Run(RunAsync, CancellationToken.None);
        _errands.TryAdd(running, 0);
        _ = running.ContinueWith(done => _errands.TryRemove(done, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

        async Task RunAsync()
        {
            try
            {
                await errand(_closing.Token);
            }
            catch (PlatformException e)
            {
                NotShown(e.Kind, e.Message);
            }
            catch (OperationCanceledException) when (_closing.IsCancellationRequested)
            {
                // The process ends.
            }
            catch (Exception e)
            {
                ErrandFailed(e);
            }
        }
    }

    /// <summary>Reads a payload, of which nothing is believed; null where even reading it fails.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "A payload that cannot be read is left aside, whatever is wrong with it.")]
    private T? Read<T>(Func<T?> read) where T : class
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Unreadable(e.GetType().Name);
            return null;
        }
    }

    private JsonObject? Aside(string kind, string why)
    {
        if (_leftAside.Count < MostKindsLogged && _leftAside.TryAdd(kind + why, 0)) LeftAside(Nameable(kind), why);
        return null;
    }

    private static string Nameable(string kind) => Shortening.OneLine(string.Concat(kind.Where(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or ' ')), 60);

    [LoggerMessage(Level = LogLevel.Information, Message = "Slack sent {Kind}, which is left aside: {Why}. This is said once")]
    private partial void LeftAside(string kind, string why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Something that Slack sent cannot be read ({Error}) and is left aside")]
    private partial void Unreadable(string error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A {Gesture} was not taken ({Error}); its person was asked to try again")]
    private partial void NotTakenInTime(string gesture, string error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "An answer could not be shown in Slack ({Kind}): {Reason}")]
    private partial void NotShown(FailureKind kind, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "An answer could not be shown in Slack, for a reason of our own")]
    private partial void ErrandFailed(Exception e);
}
