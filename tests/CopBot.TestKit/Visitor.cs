using System.Globalization;
using CopBot.Chat;
using CopBot.Playground;
using Microsoft.Extensions.DependencyInjection;

namespace CopBot.TestKit;

/// <summary>Somebody on the second platform: what they do there, through the same door as every adapter. After each act the world settles.</summary>
public sealed class Visitor(World world, UserRef user)
{
    private static int _events;

    /// <summary>Their account.</summary>
    public UserRef Ref => user;

    /// <summary>Their direct conversation with the bot.</summary>
    public Place Direct => Elsewhere.DirectWith(user);

    /// <summary>What the bot wrote to them directly, as plain text, oldest first.</summary>
    public IReadOnlyList<string> Mail => [.. world.Elsewhere.DirectTo(user).Select(m => PlaygroundText.Plain(m.Says))];

    private IInbox Inbox => world.Services.GetRequiredService<IInbox>();

    /// <summary>Types <c>/cop</c> and these words at the home there, or elsewhere.</summary>
    public Task<Answer> Uses(string words, Place? where = null) => Act(new CommandUsed(NextEvent(), user, where ?? new Place(Elsewhere.Home), "", words));

    /// <summary>Presses a button by its label, or chooses from a menu, on what they were shown.</summary>
    public Task<Answer> Presses(string label, Answer on, Place? where = null) => Act(Press(Labels.ActionOf(Shown(on), label), where));

    /// <summary>Presses a button by its label, or chooses from a menu, on a message that stands there.</summary>
    public Task<Answer> Presses(string label, (PostRef Post, Message Says) on) => Act(new ControlUsed(NextEvent(), user, on.Post.Place, "", Labels.ActionOf(on.Says, label), on.Post));

    /// <summary>Presses something that carries this action.</summary>
    public Task<Answer> Presses(IAction action) => Act(Press(ActionCodec.Encode(action), null));

    /// <summary>Sends a form, filled in as a record.</summary>
    public Task<Answer> Submits(IForm form, Place? where = null) => Act(Form(form, where));

    /// <summary>The same without waiting for anything, for two who do it at once.</summary>
    public Task<Answer> SubmitsAtOnce(IForm form, Place? where = null) => Inbox.AnswerAsync(Form(form, where), CancellationToken.None);

    /// <summary>Uses a message action on a message of somebody; the form that opens.</summary>
    public async Task<Opened> UsesOn(SourceMessage message, string action) =>
        await Inbox.OpenAsync(new MessageActionUsed(NextEvent(), user, message.Post.Place, "", action, message), CancellationToken.None);

    /// <summary>Opens the form behind a button.</summary>
    public Task<Opened> Opens(IAction action) => Inbox.OpenAsync((ControlUsed)Press(ActionCodec.Encode(action), null), CancellationToken.None);

    /// <summary>Sends a form that opened, with some fields filled in.</summary>
    public Task<Answer> Submits(Opened opened, Place where, params (string Field, string Value)[] answers)
    {
        var form = opened.Form ?? throw new InvalidOperationException($"No form opened: {Told(opened.Instead!)}");
        var values = new FormValues();
        foreach (var (field, value) in form.Values) values[field] = value;
        foreach (var (field, value) in answers) values[field] = [value];
        return Act(new FormSent(NextEvent(), user, where, "", form.Token, values));
    }

    /// <summary>Writes below a card there; the message.</summary>
    public async Task<SourceMessage> Replies(string words, (PostRef Post, Message Says) below)
    {
        var said = new SourceMessage(new PostRef(new Place(below.Post.Place.Channel, below.Post.Id), NextEvent()), user, user.Id, words, world.Clock.GetUtcNow());
        await Inbox.AnswerAsync(new MessageSeen(NextEvent(), said), CancellationToken.None);
        await world.SettleAsync();
        return said;
    }

    /// <summary>What they were told, as plain text.</summary>
    public static string Told(Answer answer) => answer switch
    {
        Refusal refusal => PlaygroundText.Plain(refusal.Why),
        Answer.Invalid invalid => string.Join('\n', invalid.Why.Values),
        Answer.Reply or Answer.Replace => PlaygroundText.Plain(Shown(answer)),
        _ => "",
    };

    /// <summary>What they were shown.</summary>
    public static Message Shown(Answer answer) => answer switch
    {
        Answer.Reply reply => reply.Message,
        Answer.Replace replace => replace.Message,
        Refusal refusal => refusal.Why,
        _ => throw new InvalidOperationException($"Nothing was shown, but {answer}"),
    };

    private ControlUsed Press(string action, Place? where) => new(NextEvent(), user, where ?? new Place(Elsewhere.Home), "", action);

    private FormSent Form(IForm form, Place? where)
    {
        var view = FormSchema.View(form);
        return new FormSent(NextEvent(), user, where ?? new Place(Elsewhere.Home), "", view.Token, view.Values);
    }

    private async Task<Answer> Act(Inbound inbound)
    {
        var answer = await Inbox.AnswerAsync(inbound, CancellationToken.None);
        await world.SettleAsync();
        return answer;
    }

    private static string NextEvent() => "elsewhere-" + Interlocked.Increment(ref _events).ToString(CultureInfo.InvariantCulture);
}
