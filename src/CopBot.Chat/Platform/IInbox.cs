namespace CopBot.Chat;

/// <summary>Where adapters hand over what happened. Implemented by the bot.</summary>
public interface IInbox
{
    /// <summary>What the bot can be asked to do, for platforms that must be told beforehand.</summary>
    Offers Offers { get; }

    /// <summary>
    /// Whether this gesture opens a form. Never true of a sent form: not every platform can open a form from a form, so a
    /// second step is a button that carries the draft. Known from its type, without touching the store, because a platform
    /// must decide within its 3 seconds, and a form can only be the first response. Ask this first.
    /// </summary>
    bool Opens(Inbound inbound);

    /// <summary>
    /// Makes the form that the gesture opens, or an answer saying why not. Never queued and never stored: nothing was typed,
    /// so a person whose form did not open presses again. What a form must remember and its token cannot hold, such as the
    /// message that a message action was done to, goes into a draft whose id it carries; of that message the draft keeps the
    /// place and the author, not the text. Adapters allow two seconds through <paramref name="stop"/>, unless the platform
    /// has shown the person meanwhile that it takes longer.
    /// </summary>
    Task<Opened> OpenAsync(Gesture gesture, CancellationToken stop);

    /// <summary>
    /// Takes what happened. When this returns, the adapter may acknowledge: either the handler has committed and the answer
    /// is here, or the handler takes longer than a second, the inbound stands durably in the inbox, and
    /// <see cref="Answer.Follows"/> says that <see cref="IChatPlatform.AnswerAsync"/> will be called with the answer, whatever
    /// it is. Where <paramref name="stop"/> ends it (adapters allow two and a half seconds), nothing was taken: the adapter
    /// then says <see cref="Sentences.TryAgain"/>, and keeps the form open or gives
    /// the words back (<see cref="FormValues.ToCopyFrom"/>).
    /// What is no <see cref="Gesture"/> has nobody to answer, and what came before is not answered again: both get
    /// <see cref="Answer.Nothing"/>.
    /// </summary>
    Task<Answer> AnswerAsync(Inbound inbound, CancellationToken stop);
}

/// <summary>What came of a gesture that opens a form: the form, or an answer saying why not.</summary>
public sealed record Opened(FormView? Form, Answer? Instead)
{
    /// <summary>The form opens.</summary>
    public Opened(FormView form)
        : this(form, null)
    {
    }

    /// <summary>No form opens; this is said instead.</summary>
    public Opened(Answer instead)
        : this(null, instead)
    {
    }
}
