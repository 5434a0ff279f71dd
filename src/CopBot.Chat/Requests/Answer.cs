using System.Text.Json.Serialization;

namespace CopBot.Chat;

/// <summary>
/// What the person who acted is told, privately. A closed family; what others should read is a post, not an answer.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "is")]
[JsonDerivedType(typeof(Done), "done")]
[JsonDerivedType(typeof(Reply), "reply")]
[JsonDerivedType(typeof(Replace), "replace")]
[JsonDerivedType(typeof(Invalid), "invalid")]
[JsonDerivedType(typeof(Refusal), "refusal")]
[JsonDerivedType(typeof(Later), "later")]
public abstract record Answer
{
    private protected Answer()
    {
    }

    /// <summary>Nothing needs to be said: what was pressed shows it already.</summary>
    public static Answer Nothing { get; } = new Done();

    /// <summary>The answer follows through <see cref="IChatPlatform.AnswerAsync"/>; the request stands durably in the inbox.</summary>
    public static Answer Follows { get; } = new Later();

    /// <summary>One private sentence.</summary>
    public static Answer Say(Text text) => new Reply(Message.Say(text));

    /// <summary>A private message.</summary>
    public static Answer Show(Message message) => new Reply(message);

    /// <summary>
    /// A private message that must outlast the session: adapters put it into the direct conversation with the bot, and say
    /// here that it is there. Where that conversation is closed it is shown here, with <see cref="Sentences.DirectIsClosed"/>.
    /// </summary>
    public static Answer Keep(Message message) => new Reply(message) { Lasts = true };

    /// <summary>
    /// Takes the place of the private message that was pressed, or whose button opened the form that was sent; elsewhere it is
    /// a reply. Not for a post, even a private one: publish that again under its key.
    /// </summary>
    public static Answer ShowInstead(Message message) => new Replace(message);

    /// <summary>See <see cref="Nothing"/>.</summary>
    public sealed record Done : Answer;

    /// <summary>A private message to the person who acted.</summary>
    public sealed record Reply(Message Message) : Answer
    {
        /// <summary>Whether the message must still be there tomorrow.</summary>
        public bool Lasts { get; init; }
    }

    /// <summary>See <see cref="ShowInstead"/>.</summary>
    public sealed record Replace(Message Message) : Answer;

    /// <summary>
    /// A form that cannot be taken as it is. <paramref name="Why"/> maps field names to a sentence each; nothing typed is
    /// lost: platforms that cannot show it in the form send <see cref="InWords"/>. A name that is none of the form's
    /// questions belongs to the first one.
    /// </summary>
    [method: JsonConstructor]
    public sealed record Invalid(IReadOnlyDictionary<string, string> Why, Button? EditAgain = null) : Answer
    {
        /// <summary>One field and what is wrong with it.</summary>
        public Invalid(string field, string why)
            : this(new Dictionary<string, string>(StringComparer.Ordinal) { [field] = why })
        {
        }

        /// <summary>
        /// What each question is called, from <see cref="FormSchema.Labels"/>: a submission carries no labels, and an answer
        /// that comes later has no form beside it. The dispatcher fills it in, as it does <see cref="EditAgain"/>.
        /// </summary>
        public IReadOnlyDictionary<string, string>? Labels { get; init; }

        /// <summary>
        /// The same in words: first what is wrong, with <see cref="EditAgain"/>. Where there is no such button, because no
        /// draft is kept, one message for each answer that was <paramref name="typed"/> follows, to be copied from.
        /// </summary>
        public IReadOnlyList<Message> InWords(FormValues typed)
        {
            var wrong = Message
                .Say(EditAgain is null ? (Text)$"This could not be taken as it is. Your words stand below, so that you can copy them." : $"This could not be taken as it is. Nothing that you typed is lost.")
                .With(Why.Select(w => Labels?.GetValueOrDefault(w.Key) is { } label ? new Paragraph($"{label:b} {w.Value}") : new Paragraph($"{w.Value}")));
            return EditAgain is not null
                ? [wrong.With(new Controls([EditAgain]))]
                : [wrong, .. typed.ToCopyFrom(Labels)];
        }

        /// <inheritdoc/>
        public bool Equals(Invalid? other) =>
            other is not null && EditAgain == other.EditAgain && Why.Count == other.Why.Count
            && Why.All(w => other.Why.TryGetValue(w.Key, out var why) && why == w.Value);

        /// <inheritdoc/>
        public override int GetHashCode() => Why.Count;
    }

    /// <summary>See <see cref="Follows"/>.</summary>
    public sealed record Later : Answer;
}

/// <summary>
/// An expected no, in words: what is so, and what to do next. Entities return one instead of throwing; a refused request
/// saves nothing. <paramref name="Code"/> is its stable name for tests and counters.
/// </summary>
[method: JsonConstructor]
public sealed record Refusal(string Code, Message Why) : Answer
{
    /// <summary>A refusal of one sentence.</summary>
    public Refusal(string code, Text why)
        : this(code, Message.Say(why))
    {
    }
}
