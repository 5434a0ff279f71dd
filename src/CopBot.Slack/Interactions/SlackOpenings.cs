using System.Text.Json.Nodes;
using CopBot.Chat;
using CopBot.Slack.Rendering;

namespace CopBot.Slack.Interactions;

/// <summary>
/// Opens forms. Slack lets a view be opened within three seconds of a press, so a form that is not there after two is
/// announced by an empty view, and filled in when it comes.
/// </summary>
internal sealed class SlackOpenings(Lazy<IInbox> inbox, SlackPosts posts, SlackAnswers answers, TimeProvider clock)
{
    private static readonly TimeSpan InTime = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly Answer TryAgain = Answer.Say($"{Sentences.TryAgain}");

    /// <summary>Opens the form that a gesture asks for, or says why not.</summary>
    public async Task OpenAsync(SlackWorkspace workspace, SlackGesture gesture, CancellationToken stop)
    {
        using var patience = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, stop);
        // The clock runs from here: making may begin with long work of its own.
        var tooLate = Task.Delay(InTime, clock, either.Token);
        var making = MakeAsync(gesture, either.Token);
        var view = gesture.View is { } pressedOn ? new Shown(pressedOn) : null;
        if (view is null && gesture.Trigger is { } trigger && await Task.WhenAny(making, tooLate) != making) view = await AnnounceAsync(workspace, trigger, stop);

        var (from, opened) = await making;
        if (opened.Form is { } form && await IsShownAsync(workspace, from, view, SlackForms.Render(form, workspace.Ref, SlackPrivateData.Write(form.Token, from.Ticket)), stop)) return;

        var instead = opened.Instead ?? TryAgain;
        if (view is not null && await IsShownAsync(workspace, from, view, SlackMessages.Modal(WordsOf(instead), workspace.Ref, SlackPrivateData.Write(null, from.Ticket)), stop)) return;
        if (!from.IsPlaceless) await answers.GiveAsync(from.Ticket, from.Inbound.By.Id, instead, [], stop);
    }

    /// <summary>What an answer says, as far as it is one message.</summary>
    public static Message? MessageOf(Answer answer) => answer switch
    {
        Answer.Reply reply => reply.Message,
        Answer.Replace replace => replace.Message,
        Refusal refusal => refusal.Why,
        Answer.Done or Answer.Later or Answer.Invalid => null,
        _ => throw new NotSupportedException(answer.GetType().Name),
    };

    private static Message WordsOf(Answer answer) => MessageOf(answer) ?? Message.Say($"{Sentences.TryAgain}");

    private async Task<(SlackGesture From, Opened Opened)> MakeAsync(SlackGesture gesture, CancellationToken stop)
    {
        try
        {
            if (gesture.IsPlaceless) gesture = gesture.In(await posts.OpenDirectAsync(gesture.Inbound.Workspace, gesture.Inbound.By.Id, stop));
            return (gesture, await inbox.Value.OpenAsync(gesture.Inbound, stop));
        }
        catch (Exception e) when (e is PlatformException or OperationCanceledException)
        {
            return (gesture, new Opened(TryAgain));
        }
    }

    /// <summary>Opens the view that says to wait; null where Slack did not, and then the form is tried with the trigger after all.</summary>
    private static async Task<Shown?> AnnounceAsync(SlackWorkspace workspace, string trigger, CancellationToken stop)
    {
        var (name, loading) = (Guid.NewGuid().ToString("N"), SlackForms.Loading(workspace.Ref));
        loading["external_id"] = name;
        try
        {
            var opened = await workspace.Web.CallAsync("views.open", new JsonObject { ["trigger_id"] = trigger, ["view"] = loading }, stop);
            return opened.Object("view").Text("id") is { } id ? new Shown(id) : null;
        }
        catch (PlatformException e) when (e.Kind is FailureKind.Unknown)
        {
            // It may stand there all the same, and would say to wait for ever.
            return new Shown(name, Surely: false);
        }
        catch (PlatformException e) when (e.Kind is not FailureKind.WorkspaceStopped)
        {
            return null;
        }
    }

    /// <summary>Whether a view is on screen now. One that was closed meanwhile is gone, and so is the wish.</summary>
    private static async Task<bool> IsShownAsync(SlackWorkspace workspace, SlackGesture gesture, Shown? view, JsonObject content, CancellationToken stop)
    {
        try
        {
            if (view is not null) await workspace.Web.CallAsync("views.update", new JsonObject { [view.Surely ? "view_id" : "external_id"] = view.Id, ["view"] = content }, stop);
            else if (gesture.Trigger is { } trigger) await workspace.Web.CallAsync("views.open", new JsonObject { ["trigger_id"] = trigger, ["view"] = content }, stop);
            else return false;
            return true;
        }
        catch (PlatformException e) when (e.Kind is not FailureKind.WorkspaceStopped)
        {
            return view is { Surely: true } && e.Kind is FailureKind.Gone;
        }
    }

    /// <summary>A view on somebody's screen.</summary>
    /// <param name="Id">Slack's id of it, or our own where Slack's was lost.</param>
    /// <param name="Surely">False where Slack's answer was lost, so that it may not be there.</param>
    private sealed record Shown(string Id, bool Surely = true);
}
