using System.Text.Json.Nodes;
using CopBot.Chat;
using CopBot.Slack.Rendering;

namespace CopBot.Slack.Interactions;

/// <summary>Puts answers where the person who acted sees them, now or later.</summary>
internal sealed class SlackAnswers(ISlackWorkspaces workspaces, SlackPosts posts, TimeProvider clock)
{
    /// <summary>Gives an answer. <paramref name="typed"/> is what was sent with a form, to be given back where it was not taken.</summary>
    public async Task GiveAsync(SlackTicket ticket, string user, Answer answer, FormValues typed, CancellationToken stop)
    {
        switch (answer)
        {
            case Answer.Done or Answer.Later:
                break;
            case Answer.Reply { Lasts: true } lasting when ticket.From is not SlackTicketFrom.OpeningHome:
                await KeepAsync(ticket, user, lasting.Message, stop);
                break;
            case Answer.Reply reply:
                await ShowAsync(ticket, user, reply.Message, replaces: false, stop);
                break;
            case Answer.Replace replace:
                await ShowAsync(ticket, user, replace.Message, replaces: ticket.From is SlackTicketFrom.Whispered, stop);
                break;
            case Answer.Invalid invalid:
                foreach (var words in invalid.InWords(typed)) await ShowAsync(ticket, user, words, replaces: false, stop);
                break;
            case Refusal refusal:
                await ShowAsync(ticket, user, refusal.Why, replaces: false, stop);
                break;
            default:
                throw new NotSupportedException(answer.GetType().Name);
        }
    }

    /// <summary>What Home shows. Another <paramref name="stamp"/> draws its menus anew.</summary>
    public Task PublishAsync(Place direct, string user, Message message, string stamp, CancellationToken stop)
    {
        var pressedThere = new SlackTicket(direct, clock.GetUtcNow(), null, SlackTicketFrom.Home);
        var view = SlackMessages.Home(message, direct.Workspace, SlackPrivateData.Write(null, pressedThere), stamp);
        return workspaces.Of(direct.Workspace).Web.CallAsync("views.publish", new JsonObject { ["user_id"] = user, ["view"] = view }, stop);
    }

    /// <summary>The body of a private answer, for a <c>response_url</c> or an acknowledgement.</summary>
    public static JsonObject Privately(Message message, WorkspaceRef workspace)
    {
        var rendered = SlackMessages.Render(message, workspace);
        return new JsonObject { ["response_type"] = "ephemeral", ["text"] = rendered.Text, ["blocks"] = rendered.Blocks };
    }

    private async Task ShowAsync(SlackTicket ticket, string user, Message message, bool replaces, CancellationToken stop)
    {
        if (ticket.From is SlackTicketFrom.OpeningHome)
        {
            await PublishAsync(ticket.Where, user, message, ticket.Nonce[..6], stop);
            return;
        }

        if (ticket.From is not (SlackTicketFrom.Home or SlackTicketFrom.Anywhere) && await IsShownThereAsync(ticket, user, message, replaces, stop)) return;
        await PostDirectlyAsync(ticket, user, message, stop);
    }

    /// <summary>Where they acted: through the address that came with the gesture, else as a message that only they see.</summary>
    private async Task<bool> IsShownThereAsync(SlackTicket ticket, string user, Message message, bool replaces, CancellationToken stop)
    {
        if (ticket.ResponseUrlAt(clock.GetUtcNow()) is { } address)
        {
            var body = Privately(message, ticket.Where.Workspace);
            body["replace_original"] = replaces;
            if (ticket.Where.Thread is { } thread) body["thread_ts"] = thread;
            if (await WorksAsync(() => workspaces.Of(ticket.Where.Workspace).Web.RespondAsync(address, body, stop))) return true;
        }

        return !SlackIds.IsDirect(ticket.Where.Channel) && await WorksAsync(() => posts.ShowAsync(ticket.Where, user, message, stop));
    }

    private async Task KeepAsync(SlackTicket ticket, string user, Message message, CancellationToken stop)
    {
        PostRef kept;
        try
        {
            var direct = await DirectAsync(ticket, user, stop);
            // The same answer may be given again after a restart; what it was given to tells.
            kept = await posts.FindAsync(direct, ticket.Nonce, ticket.At, stop) ?? await posts.PostAsync(direct, message, ticket.Nonce, stop);
        }
        catch (PlatformException e) when (e.Kind is FailureKind.Denied or FailureKind.Gone)
        {
            await ShowAsync(ticket, user, Message.Of([new Footnote($"{Sentences.DirectIsClosed}"), .. message.Blocks]), replaces: false, stop);
            return;
        }

        if (ticket.From is SlackTicketFrom.Home or SlackTicketFrom.Anywhere || ticket.Where == kept.Place) return;
        Message note = [new Paragraph($"{Sentences.KeptInDirect}"), new Controls([new LinkButton("Show it", posts.LinkTo(kept))])];
        await ShowAsync(ticket, user, note, replaces: false, stop);
    }

    private async Task PostDirectlyAsync(SlackTicket ticket, string user, Message message, CancellationToken stop)
    {
        try
        {
            await posts.PostAsync(await DirectAsync(ticket, user, stop), message, ticket.Nonce, stop);
        }
        catch (PlatformException e) when (e.Kind is FailureKind.Gone or FailureKind.Denied)
        {
            throw new PlatformException(FailureKind.Denied, "The answer could be shown neither where it was asked for nor in a direct conversation.", e);
        }
    }

    private async Task<Place> DirectAsync(SlackTicket ticket, string user, CancellationToken stop) =>
        SlackIds.IsDirect(ticket.Where.Channel) ? ticket.Where : await posts.OpenDirectAsync(ticket.Where.Workspace, user, stop);

    /// <summary>Whether it went through. An answer that was perhaps not seen is rather shown a second time, elsewhere, than lost.</summary>
    private static async Task<bool> WorksAsync(Func<Task> call)
    {
        try
        {
            await call();
            return true;
        }
        catch (PlatformException e) when (e.Kind is not FailureKind.WorkspaceStopped)
        {
            return false;
        }
    }
}

/// <summary>What a view carries unseen: the form's token, and the ticket of the gesture that opened it. A view that is sent names no channel.</summary>
internal static class SlackPrivateData
{
    /// <summary>Token and ticket in one text.</summary>
    public static string Write(string? token, SlackTicket ticket) => $"{ticket.Write()}\n{token}";

    /// <summary>Reads what <see cref="Write"/> wrote; no ticket where it was not.</summary>
    public static (string Token, SlackTicket? Ticket) Read(string? text)
    {
        var parts = (text ?? "").Split('\n', 2);
        return (parts.Length > 1 ? parts[1] : "", SlackTicket.TryRead(parts[0]));
    }
}
