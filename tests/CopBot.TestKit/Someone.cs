using CopBot.Chat;
using CopBot.Playground;

namespace CopBot.TestKit;

/// <summary>
/// Somebody in the world: what they do, and what they see. After each act the world settles, so what others see of it is
/// there at once.
/// </summary>
public sealed class Someone(World world, UserRef user)
{
    /// <summary>Their account.</summary>
    public UserRef Ref => user;

    /// <summary>The playground's hand for them, for what this class does not offer.</summary>
    public Persona Persona => world.Persona(user);

    /// <summary>Their direct conversation with the bot.</summary>
    public Place Direct => Room.DirectWith(user);

    /// <summary>What the bot wrote to them directly and still stands, as plain text, oldest first.</summary>
    public IReadOnlyList<string> Mail => [.. world.Room.DirectTo(user).Select(m => PlaygroundText.Plain(m))];

    /// <summary>The latest direct message from the bot.</summary>
    public RoomMessage LatestMail => world.Room.DirectTo(user)[^1];

    /// <summary>The private answers that they see, newest last, as plain text.</summary>
    public IReadOnlyList<string> Answers => [.. world.Room.PrivateTo(user).Select(a => PlaygroundText.Plain(a.Shows))];

    /// <summary>Types <c>/cop</c> and these words in the home channel, or elsewhere.</summary>
    public Task<Acted> Uses(string words, Place? where = null) => AfterAsync(Persona.CommandAsync(where ?? new Place(world.Home), words));

    /// <summary>Sends a form, filled in as a record, from the home channel.</summary>
    public Task<Acted> Submits(IForm form, Place? where = null) => AfterAsync(Persona.SubmitAsync(form, where ?? new Place(world.Home)));

    /// <summary>Fills in some fields of a form that stands open, and sends it.</summary>
    public Task<Acted> Submits(Acted opened, params (string Field, string Value)[] answers)
    {
        var form = opened.Form ?? throw new InvalidOperationException($"No form opened; the answer was: {Told(opened)}");
        var values = new FormValues();
        foreach (var (field, value) in form.View.Values) values[field] = value;
        foreach (var (field, value) in answers) values[field] = [value];
        return AfterAsync(Persona.SubmitAsync(form, values));
    }

    /// <summary>Presses a button by its label, or chooses from a menu, on a message.</summary>
    public Task<Acted> Presses(string label, RoomMessage on) => AfterAsync(Persona.PressAsync(Latest(on).ActionOf(label), on.Post));

    /// <summary>Presses a button by its label, or chooses from a menu, on what was shown privately.</summary>
    public Task<Acted> Presses(string label, Acted on) => on switch
    {
        { Shown: { } shown } => AfterAsync(Persona.PressAsync(shown.ActionOf(label), shown)),
        { Kept: { } kept } => Presses(label, kept),
        _ => throw new InvalidOperationException($"Nothing was shown that has “{label}”"),
    };

    /// <summary>Presses something that carries this action, on a message.</summary>
    public Task<Acted> PressesAction(string action, PostRef on, string? eventId = null) => AfterAsync(Persona.PressAsync(action, on, eventId: eventId));

    /// <summary>Writes in a place, and answers the message.</summary>
    public async Task<RoomMessage> Says(string words, Place where)
    {
        var said = (await Persona.SayAsync(where, words)).Said ?? throw new InvalidOperationException("The room did not take it");
        await world.SettleAsync();
        return said;
    }

    /// <summary>Writes in the thread below a message.</summary>
    public Task<RoomMessage> Replies(string words, RoomMessage below) => Says(words, below.Thread);

    /// <summary>Uses a message action on a message, by its route.</summary>
    public Task<Acted> UsesOn(RoomMessage message, string action) => AfterAsync(Persona.UseMessageActionAsync(action, message.Post));

    /// <summary>Deletes a message of theirs.</summary>
    public Task<Acted> Deletes(RoomMessage message) => AfterAsync(Persona.DeleteAsync(message.Post));

    /// <summary>Opens their Home.</summary>
    public Task<Acted> OpensHome() => AfterAsync(Persona.OpenHomeAsync());

    /// <summary>What somebody was told privately, as plain text.</summary>
    public static string Told(Acted acted) => acted switch
    {
        { Shown: { } shown } => PlaygroundText.Plain(shown.Shows),
        { Kept: { } kept } => PlaygroundText.Plain(kept),
        { Home: { } home } => PlaygroundText.Plain(home),
        { Answer: Refusal refusal } => PlaygroundText.Plain(refusal.Why),
        { Answer: Answer.Invalid invalid } => string.Join('\n', invalid.Why.Values),
        { Answer: Answer.Reply reply } => PlaygroundText.Plain(reply.Message),
        { Answer: Answer.Replace replace } => PlaygroundText.Plain(replace.Message),
        _ => "",
    };

    private RoomMessage Latest(RoomMessage message) => world.Room.Find(message.Post) ?? message;

    private async Task<Acted> AfterAsync(Task<Acted> act)
    {
        var acted = await act;
        await world.SettleAsync();
        return acted;
    }
}
