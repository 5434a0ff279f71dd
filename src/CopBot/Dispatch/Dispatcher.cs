using System.Collections.Frozen;
using CopBot.Chat;
using CopBot.Data;
using CopBot.Posts;
using CopBot.Telemetry;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CopBot.Dispatch;

/// <summary>
/// The only pipeline: route, bind and validate, find the caller, check the role, handle, save once, wake the courier. One
/// more try when somebody else changed the same thing at that moment.
/// </summary>
internal sealed partial class Dispatcher(IServiceScopeFactory scopes, Routes routes, Conversations conversations, BotMeter meter, TimeProvider clock, ILogger<Dispatcher> log)
{
    /// <summary>How often it is tried when others change the same thing at that moment; each time one of them gets through.</summary>
    private const int MostAttempts = 10;

    /// <summary>How often it is tried when the connection to the store is lost.</summary>
    private const int MostLostConnections = 4;

    /// <summary>What the bot can be asked to do.</summary>
    public Offers Offers { get; } = routes.Offers;

    /// <summary>Handles what happened, at most once for each event id.</summary>
    public async Task<Answer> HandleAsync(Inbound inbound, CancellationToken stop)
    {
        using var watch = Watch(inbound);
        using (await conversations.EnterAsync(inbound, stop))
        {
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    var answer = await HandleOnceAsync(inbound, stop);
                    watch.Outcome = answer switch { Refusal => "refused", Answer.Invalid => "invalid", _ => "answered" };
                    return answer;
                }
                catch (Exception e) when (attempt < MostLostConnections && e.IsLostConnection())
                {
                    // A server that was started again is there after a moment. Whether the last try was saved nobody knows: if it
                    // was, this one finds its mark.
                    await Task.Delay(TimeSpan.FromMilliseconds(100 * attempt), TimeProvider.System, stop);
                }
                catch (Exception e) when (attempt < MostAttempts && e.IsConflict())
                {
                    meter.Conflict("request");
                    // Somebody else was first: look at what is there now, and answer to that. Where many press at once, those
                    // who were too late do not all come again at the same moment.
                    if (attempt > 2) await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(5 * attempt)), TimeProvider.System, stop);
                }
                catch (Exception e) when (!stop.IsCancellationRequested)
                {
                    watch.Failed(e);
                    return await ApologiseAsync(inbound, e);
                }
            }
        }
    }

    /// <summary>Makes the form that a gesture opens.</summary>
    public async Task<Opened> OpenAsync(Gesture gesture, CancellationToken stop)
    {
        using var watch = Watch(gesture);
        try
        {
            var opened = await OpenOnceAsync(gesture, stop);
            watch.Outcome = opened switch { { Form: not null } => "opened", { Instead: Refusal } => "refused", _ => "answered" };
            return opened;
        }
        catch (Exception e) when (!stop.IsCancellationRequested)
        {
            watch.Failed(e);
            return new Opened(await ApologiseAsync(gesture, e));
        }
    }

    /// <summary>Whether a gesture opens a form. Touches no store.</summary>
    public bool Opens(Inbound inbound) => inbound switch
    {
        CommandUsed used => routes.Command(used.Words).Route?.Opens is not null,
        ControlUsed used => routes.Of(routes.Codec.TypeOf(used.Action))?.Opens is not null,
        MessageActionUsed used => routes.MessageAction(used.Name)?.Opens is not null,
        _ => false,
    };

    /// <summary>Whether a form is sent without a name, so that nothing about it may be kept before it is handled.</summary>
    public bool IsUnsigned(Inbound inbound) => inbound is FormSent sent && Bind(sent).Form is IMayBeUnsigned { Unsigned: true };

    private async Task<Opened> OpenOnceAsync(Gesture gesture, CancellationToken stop)
    {
        await using var scope = scopes.CreateAsyncScope();
        var read = Read(gesture);
        if (read.Refusal is { } unreadable) return new Opened(unreadable);
        if (read.Route!.Open is null) return new Opened(DispatchRefusals.OldButton);
        var caller = await scope.ServiceProvider.GetRequiredService<Callers>().FindAsync(gesture.By, gesture.Where, traceless: true, stop);
        if (Refuse(read.Route!, caller) is { } refusal) return new Opened(refusal);
        var opened = await read.Route!.Open!(scope.ServiceProvider, read.Request!, caller, stop);
        // Opening changes nothing, but for the message that a message action was done to (no form can carry that much)
        // and an offer that goes once it is taken.
        var db = scope.ServiceProvider.GetRequiredService<CopBotDb>();
        if (opened.Form is not null && (db.ChangeTracker.HasChanges() || scope.ServiceProvider.GetRequiredService<Board>().HasWishes))
        {
            // Once begun it is finished: a save cut off in the middle is logged as an error, and saves nobody any time.
            stop.ThrowIfCancellationRequested();
            await scope.ServiceProvider.GetRequiredService<UnitOfWork>().SaveAsync(null, CancellationToken.None);
        }

        return opened;
    }

    private async Task<Answer> HandleOnceAsync(Inbound inbound, CancellationToken stop)
    {
        await using var scope = scopes.CreateAsyncScope();
        var services = scope.ServiceProvider;
        // Another delivery of it may have been handled while this one waited its turn.
        var key = InboxEntry.KeyOf(inbound.EventId);
        if (await services.GetRequiredService<CopBotDb>().HasHandledAsync(key, stop)) return Answer.Nothing;

        if (inbound is not Gesture gesture)
        {
            if (await services.GetRequiredService<Notices>().RaiseAsync(inbound, stop)) await SaveAsync(services, inbound, stop);
            return Answer.Nothing;
        }

        var read = Read(gesture);
        if (read.Refusal is { } unreadable) return unreadable;
        // What opens a form is asked for with OpenAsync; whoever comes here instead has an old or a forged button.
        if (read.Route!.Handle is null) return DispatchRefusals.OldButton;
        if (read.Wrong.Count > 0) return await KeepDraftAsync((FormSent)gesture, new Answer.Invalid(read.Wrong), read.Request!);

        var unsigned = read.Request is IMayBeUnsigned { Unsigned: true };
        var caller = await services.GetRequiredService<Callers>().FindAsync(gesture.By, gesture.Where, unsigned || read.Route!.LooksOnly, stop);
        if (Refuse(read.Route!, caller) is { } refusal) return refusal;

        var answer = await read.Route!.Handle!(services, read.Request!, caller, stop);
        switch (answer)
        {
            case Refusal or Answer.Invalid:
                return gesture is FormSent sent ? await KeepDraftAsync(sent, answer, read.Request!) : answer;
            case var _ when unsigned:
                await services.GetRequiredService<Traces>().EraseAsync(gesture.By, stop);
                break;
        }

        if (read.Route!.LooksOnly) return answer;
        return await SaveAsync(services, inbound, stop) ? answer : Answer.Nothing;
    }

    private async Task<bool> SaveAsync(IServiceProvider services, Inbound inbound, CancellationToken stop)
    {
        var key = InboxEntry.KeyOf(inbound.EventId);
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        return await services.GetRequiredService<UnitOfWork>().SaveAsync(db => db.MarkHandledAsync(key, today), stop);
    }

    /// <summary>Of what is sent without a name there is no span: it would tell the moment.</summary>
    private Watch Watch(Inbound inbound) => meter.Request(
        (inbound is Gesture gesture ? gesture.By.Workspace : inbound.Workspace).Platform,
        KindOf(inbound),
        BotTelemetry.Source.HasListeners() && !IsUnsigned(inbound) ? RequestOf(inbound) ?? "" : null);

    private static string KindOf(Inbound inbound) => inbound switch
    {
        CommandUsed => "command",
        ControlUsed => "press",
        FormSent => "form",
        MessageActionUsed => "message_action",
        HomeOpened => "home",
        Mentioned => "mention",
        MessageSeen or MessageDeleted => "message",
        MemberLeft or ChannelGone or WorkspaceGone => "change",
        _ => throw new NotSupportedException(inbound.GetType().Name),
    };

    /// <summary>What the request is called in the code; null for what nobody knows.</summary>
    private string? RequestOf(Inbound inbound) => inbound switch
    {
        CommandUsed used => routes.Command(used.Words).Route?.Name,
        ControlUsed used => routes.Of(routes.Codec.TypeOf(used.Action))?.Name,
        FormSent sent => routes.Of(routes.Codec.TypeOf(sent.Token))?.Name,
        MessageActionUsed used => routes.MessageAction(used.Name)?.Name,
        _ => null,
    };

    private static Refusal? Refuse(Route route, Caller caller)
    {
        if (caller.CommunityOrNone is null && !route.WithoutCommunity) return Callers.NoCommunity;
        return caller.Is(route.Needs) ? null : DispatchRefusals.NeedsRole(route.Needs);
    }

    private ReadRequest Read(Gesture gesture)
    {
        switch (gesture)
        {
            case CommandUsed used:
                var words = Typed.Clean(used.Words, lines: false);
                var (command, rest) = routes.Command(words.Length == 0 ? "help" : words);
                if (command is not null) return new(command, Construct(command.Request, rest));
                var group = routes.Group(words);
                return new(group.Count > 0 ? DispatchRefusals.HalfACommand(group) : DispatchRefusals.UnknownCommand(words));

            case ControlUsed used:
                if (!routes.Codec.TryDecode(used.Action, out var action)) return new(DispatchRefusals.OldButton);
                return routes.Of(action.GetType()) is { } route && action is IAction ? new(route, action) : new(DispatchRefusals.OldButton);

            case FormSent sent:
                var (form, wrong) = Bind(sent);
                if (form is null || routes.Of(form.GetType()) is not { Handle: not null } formRoute) return new(DispatchRefusals.OldForm(sent.Values));
                return new(formRoute, form) { Wrong = wrong };

            case MessageActionUsed used:
                return routes.MessageAction(used.Name) is { } messageRoute ? new(messageRoute, Construct(messageRoute.Request, used.Message)) : new(DispatchRefusals.OldButton);

            case HomeOpened:
                return routes.Command("home") is { Route: { } home } ? new(home, Construct(home.Request, "")) : new(DispatchRefusals.UnknownCommand("home"));

            default:
                throw new NotSupportedException(gesture.GetType().Name);
        }
    }

    private (IForm? Form, IReadOnlyDictionary<string, string> Wrong) Bind(FormSent sent)
    {
        if (!routes.Codec.TryDecode(sent.Token, out var request) || request is not IForm form) return (null, FrozenDictionary<string, string>.Empty);
        return (form, FormSchema.Of(form.GetType()).Bind(form, sent.Values));
    }

    private static IRequest Construct(Type request, object argument)
    {
        var constructor = request.GetConstructors().OrderByDescending(c => c.GetParameters().Length).First();
        return (IRequest)constructor.Invoke(constructor.GetParameters().Length == 0 ? [] : [argument]);
    }

    /// <summary>On any no, what was typed is kept, and the answer carries a button that brings it back.</summary>
    private async Task<Answer> KeepDraftAsync(FormSent sent, Answer answer, IRequest form)
    {
        if (!FormSchema.Of(form.GetType()).KeepsDraft) return answer;

        DraftId draft;
        if (form is IMayBeUnsigned { Unsigned: true })
        {
            await using var scope = scopes.CreateAsyncScope();
            draft = scope.ServiceProvider.GetRequiredService<UnsignedDrafts>().Keep(sent.By, sent.Token, ChatJson.Write(sent.Values), clock.GetUtcNow());
        }
        else
        {
            draft = await StoreDraftAsync(sent);
        }

        var edit = new Button("Edit my answers", new EditDraft(draft));
        return answer switch
        {
            Answer.Invalid invalid => invalid with { EditAgain = edit, Labels = FormSchema.Of(form.GetType()).Labels },
            Refusal refusal => refusal with { Why = refusal.Why.With(new Controls([edit])) },
            _ => answer,
        };
    }

    private async Task<DraftId> StoreDraftAsync(FormSent sent)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CopBotDb>();
        var draft = new Draft { Id = DraftId.New(), Owner = sent.By, Token = sent.Token, Values = ChatJson.Write(sent.Values), ExpiresAt = clock.GetUtcNow() + Draft.KeptFor };
        db.Add(draft);
        using (await scope.ServiceProvider.GetRequiredService<SaveGate>().EnterAsync(CancellationToken.None)) await db.SaveChangesAsync(CancellationToken.None);
        return draft.Id;
    }

    /// <summary>A bug, or a store that fails. The person gets one sentence and keeps what they typed; the log gets the rest.</summary>
    private async Task<Answer> ApologiseAsync(Inbound inbound, Exception e)
    {
        var reference = Guid.NewGuid().ToString("N")[..6].ToUpperInvariant();
        // What an error says may hold what was typed.
        if (IsUnsigned(inbound)) UnsignedFailed(reference, e.GetType().Name, e.StackTrace);
        else HandlingFailed(inbound.GetType().Name, reference, e);
        var sorry = e.IsLostConnection() ? DispatchRefusals.StoreAway(reference) : DispatchRefusals.Failed(reference);
        try
        {
            return inbound is FormSent sent && Bind(sent).Form is { } form ? await KeepDraftAsync(sent, sorry, form) : sorry;
        }
        catch (Exception again) when (again is DbUpdateException or System.Data.Common.DbException or InvalidOperationException)
        {
            // The store itself is the trouble, so the draft could not be kept: give the words back instead.
            HandlingFailed(nameof(Draft), reference, again);
            return inbound is FormSent sent ? DispatchRefusals.FailedWithout(reference, sent.Values) : sorry;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Handling a {Kind} failed; the person was given the reference {Reference}")]
    private partial void HandlingFailed(string kind, string reference, Exception e);

    [LoggerMessage(Level = LogLevel.Error, Message = "Handling a form without a name failed with {Error}; the person was given the reference {Reference}{At}")]
    private partial void UnsignedFailed(string reference, string error, string? at);

    private sealed record ReadRequest(Route? Route, IRequest? Request)
    {
        public ReadRequest(Refusal refusal)
            : this(null, null) => Refusal = refusal;

        public Refusal? Refusal { get; }

        public IReadOnlyDictionary<string, string> Wrong { get; init; } = FrozenDictionary<string, string>.Empty;
    }
}
