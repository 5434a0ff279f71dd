using System.Text.Json.Nodes;
using CopBot.Chat;
using CopBot.Discord.Rendering;
using CopBot.Discord.Rest;
using Answer = CopBot.Chat.Answer;

namespace CopBot.Discord.Interactions;

/// <summary>Puts answers where the person who acted sees them: as the first response, later through the ticket, or directly.</summary>
internal sealed class Replies(IDiscordRest rest, DiscordPosts posts, Acknowledgements acknowledgements, TimeProvider clock)
{
    private const int Say = 4, Thinking = 5, Quiet = 6, Update = 7, Modal = 9;
    private const int Acknowledged = 40060, UnknownInteraction = 10062, UnknownWebhook = 10015, UnknownMessage = 10008, TokenExpired = 50027;

    // A late answer may overtake the first response by some milliseconds; Discord then knows no such webhook yet.
    private static readonly TimeSpan Overtakes = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(250);
    private const int Breaths = 8;

    /// <summary>Opens a form, if Discord still lets us.</summary>
    public async Task<FirstResponse> OpenAsync(Ticket ticket, UserRef to, FormView form, CancellationToken stop)
    {
        try
        {
            return await RespondAsync(ticket, Modal, DiscordForms.Modal(form, ticket.In(to.Workspace)), stop);
        }
        catch (PlatformException e) when (e.Kind is FailureKind.Rejected)
        {
            await FirstAsync(ticket, to, Answer.Say($"{Sentences.TryAgain}"), [], stop);
            throw;
        }
    }

    /// <summary>Answers without words that an answer follows: commands see that the bot is thinking, a press is taken silently.</summary>
    public Task<FirstResponse> DeferAsync(Ticket ticket, CancellationToken stop) =>
        ticket.Kind is TicketKind.Asked
            ? RespondAsync(ticket, Thinking, new JsonObject { ["flags"] = DiscordMessages.Ephemeral }, stop)
            : RespondAsync(ticket, Quiet, null, stop);

    /// <summary>Gives the answer as the first response.</summary>
    public async Task FirstAsync(Ticket ticket, UserRef to, Answer answer, FormValues typed, CancellationToken stop)
    {
        switch (answer)
        {
            case Answer.Later:
                await DeferAsync(ticket, stop);
                return;

            // A command that says nothing is taken back, unless another delivery of it has answered.
            case Answer.Done:
                if (await DeferAsync(ticket, stop) is FirstResponse.Taken) await LateAsync(ticket, to, answer, typed, stop);
                return;

            // Writing into the direct conversation may wait in a queue.
            case Answer.Reply { Lasts: true } lasting:
                if (await DeferAsync(ticket, stop) is FirstResponse.TooLate) await SayDirectlyAsync(ticket, to, [lasting.Message], stop);
                else await LateAsync(ticket, to, answer, typed, stop);
                return;

            default:
                await SayFirstAsync(ticket, to, answer, typed, stop);
                return;
        }
    }

    private async Task SayFirstAsync(Ticket ticket, UserRef to, Answer answer, FormValues typed, CancellationToken stop)
    {
        var said = Said(answer, typed);
        var setting = ticket.In(to.Workspace);
        var response = await TryAsync(b => Replaces(ticket, answer) ? RespondAsync(ticket, Update, b(0), stop) : RespondAsync(ticket, Say, b(DiscordMessages.Ephemeral), stop), said[0], setting);
        switch (response)
        {
            case FirstResponse.Taken:
                await FollowAsync(ticket, to, said.Skip(1), stop);
                break;
            case FirstResponse.TakenBefore:
                await FollowAsync(ticket, to, said, stop);
                break;
            case FirstResponse.TooLate:
                await SayDirectlyAsync(ticket, to, said, stop);
                break;
            default:
                throw new NotSupportedException(response.ToString());
        }
    }

    /// <summary>Gives the answer after a deferral, also after a restart; directly where the ticket has expired.</summary>
    public async Task LateAsync(Ticket ticket, UserRef to, Answer answer, FormValues typed, CancellationToken stop)
    {
        if (ticket.HasExpired(clock.GetUtcNow()))
        {
            await SayDirectlyAsync(ticket, to, Said(answer, typed), stop);
            return;
        }

        var said = answer is Answer.Reply { Lasts: true } lasting ? await KeepAsync(ticket, to, lasting.Message, stop) : Said(answer, typed);
        var setting = ticket.In(to.Workspace);
        var replacesOriginal = ticket.Kind is TicketKind.Asked || Replaces(ticket, answer);
        try
        {
            if (said.Count == 0)
            {
                if (ticket.Kind is TicketKind.Asked) await WhenDeferredAsync(ticket, () => rest.SendAsync(HttpMethod.Delete, ticket.Original, null, stop), stop);
                return;
            }

            if (replacesOriginal && await EditOriginalAsync(ticket, said[0], setting, stop)) said = [.. said.Skip(1)];
        }
        catch (PlatformException e) when (HasEnded(e))
        {
            await SayDirectlyAsync(ticket, to, said, stop);
            return;
        }

        await FollowAsync(ticket, to, said, stop);
    }

    /// <summary>What an answer says, message by message.</summary>
    private static IReadOnlyList<Message> Said(Answer answer, FormValues typed) => answer switch
    {
        Answer.Done or Answer.Later => [],
        Answer.Reply reply => [reply.Message],
        Answer.Replace replace => [replace.Message],
        Answer.Invalid invalid => invalid.InWords(typed),
        Refusal refusal => [refusal.Why],
        _ => throw new NotSupportedException(answer.GetType().Name),
    };

    private static bool Replaces(Ticket ticket, Answer answer) => answer is Answer.Replace && ticket.Kind is TicketKind.PressedPrivately;

    private static bool HasEnded(PlatformException e) => DiscordError.Of(e)?.Code is TokenExpired or UnknownWebhook or UnknownInteraction;

    private async Task<FirstResponse> RespondAsync(Ticket ticket, int type, JsonObject? data, CancellationToken stop)
    {
        var response = await AskAsync(ticket, type, data, stop);
        acknowledgements.Responded(ticket, response);
        return response;
    }

    private async Task<FirstResponse> AskAsync(Ticket ticket, int type, JsonObject? data, CancellationToken stop)
    {
        var body = new JsonObject { ["type"] = type };
        if (data is not null) body["data"] = data;
        var tried = false;
        while (true)
        {
            try
            {
                await rest.SendAsync(HttpMethod.Post, ticket.Callback, body, stop);
                return FirstResponse.Taken;
            }
            catch (PlatformException e) when (DiscordError.Of(e)?.Code is Acknowledged)
            {
                // Ours was lost on its way back, or this gesture was delivered twice.
                return tried ? FirstResponse.Taken : FirstResponse.TakenBefore;
            }
            catch (PlatformException e) when (DiscordError.Of(e)?.Code is UnknownInteraction)
            {
                return FirstResponse.TooLate;
            }
            catch (PlatformException e) when (e.Kind is FailureKind.Unknown or FailureKind.NotDelivered && !tried)
            {
                tried = true;
            }
        }
    }

    /// <summary>Sends a message; where Discord refuses how it looks, its summary: better than no answer.</summary>
    private static async Task<T> TryAsync<T>(Func<Func<int, JsonObject>, Task<T>> send, Message message, Setting setting)
    {
        try
        {
            return await send(flags => DiscordMessages.Body(message, setting, flags: flags));
        }
        catch (PlatformException e) when (e.Kind is FailureKind.Rejected)
        {
            return await send(flags => DiscordMessages.Body(Message.Say($"{message.Summary}"), setting, flags: flags));
        }
    }

    /// <summary>Writes over the private answer; false where it is gone, such as when its reader dismissed it.</summary>
    private async Task<bool> EditOriginalAsync(Ticket ticket, Message message, Setting setting, CancellationToken stop)
    {
        var tried = false;
        while (true)
        {
            try
            {
                await WhenDeferredAsync(ticket, () => TryAsync(body => rest.SendAsync(HttpMethod.Patch, ticket.Original, body(0), stop), message, setting), stop);
                return true;
            }
            catch (PlatformException e) when (DiscordError.Of(e)?.Code is UnknownMessage)
            {
                return false;
            }
            catch (PlatformException e) when (e.Kind is FailureKind.Unknown && !tried)
            {
                // Saying the same twice does no harm.
                tried = true;
            }
        }
    }

    /// <summary>Says more, below what was said.</summary>
    public async Task FollowAsync(Ticket ticket, UserRef to, IEnumerable<Message> said, CancellationToken stop)
    {
        var left = said.ToList();
        try
        {
            while (left.Count > 0)
            {
                await WhenDeferredAsync(ticket, () => TryAsync(body => rest.SendAsync(HttpMethod.Post, ticket.Webhook, body(DiscordMessages.Ephemeral), stop), left[0], ticket.In(to.Workspace)), stop);
                left.RemoveAt(0);
            }
        }
        catch (PlatformException e) when (HasEnded(e))
        {
            await SayDirectlyAsync(ticket, to, left, stop);
        }
    }

    private async Task WhenDeferredAsync(Ticket ticket, Func<Task> send, CancellationToken stop)
    {
        for (var breaths = 0; ; breaths++)
        {
            try
            {
                await send();
                return;
            }
            catch (PlatformException e) when (DiscordError.Of(e)?.Code is UnknownWebhook && breaths < Breaths && clock.GetUtcNow() - DiscordIds.MadeAt(ticket.Interaction) < Overtakes)
            {
                await Task.Delay(Breath, clock, stop);
            }
        }
    }

    /// <summary>Puts a message into the direct conversation, and gives what is to be said of it here.</summary>
    private async Task<IReadOnlyList<Message>> KeepAsync(Ticket ticket, UserRef to, Message message, CancellationToken stop)
    {
        try
        {
            var kept = await posts.SayDirectlyAsync(to, message, NonceOf(ticket, 0), stop);
            return ticket.Direct ? [] : [[new Paragraph($"{Sentences.KeptInDirect}"), new Controls([new LinkButton("Show it", DiscordPosts.LinkTo(kept))])]];
        }
        catch (PlatformException e) when (e.Kind is FailureKind.Denied)
        {
            return [Message.Of([new Footnote($"{Sentences.DirectIsClosed}"), .. message.Blocks])];
        }
    }

    private async Task SayDirectlyAsync(Ticket ticket, UserRef to, IEnumerable<Message> said, CancellationToken stop)
    {
        var at = 1;
        foreach (var message in said) await posts.SayDirectlyAsync(to, message, NonceOf(ticket, at++), stop);
    }

    // The same late answer may be given twice, after a restart.
    private static string NonceOf(Ticket ticket, int at) => $"{ticket.Interaction}-{at}";
}

/// <summary>What came of the first response to an interaction.</summary>
internal enum FirstResponse
{
    /// <summary>It is ours.</summary>
    Taken,

    /// <summary>The interaction was answered already: it was delivered twice.</summary>
    TakenBefore,

    /// <summary>Discord does not wait for it any more.</summary>
    TooLate,
}
