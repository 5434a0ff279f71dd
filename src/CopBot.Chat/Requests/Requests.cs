using System.ComponentModel.DataAnnotations;

namespace CopBot.Chat;

/// <summary>Something a person wants: a command, an action or a form. Each is a small record in its feature's folder.</summary>
public interface IRequest;

/// <summary>
/// A verb behind <c>/cop</c>. The record has no parameters, or one string that takes the words after the verb:
/// <c>[Command("ask", "Ask how to solve something")] public sealed record Ask(string Words) : ICommand;</c>.
/// </summary>
public interface ICommand : IRequest;

/// <summary>
/// A press or a choice. Actions hold identities, never content: whoever presses may have copied them from elsewhere,
/// so every press is authorised afresh.
/// </summary>
public interface IAction : IRequest;

/// <summary>
/// Something done to a message that stands in the chat, from its menu: <c>[MessageAction("problem-here", "Make this a problem")]
/// public sealed record MakeThisAProblem(SourceMessage Message) : IMessageAction;</c>.
/// </summary>
public interface IMessageAction : IRequest
{
    /// <summary>The message that it was done to.</summary>
    SourceMessage Message { get; }
}

/// <summary>
/// A form. Properties with <see cref="DisplayAttribute"/> are its questions, in order of declaration; the others are carried
/// along unseen, within <see cref="Limits.ActionLength"/>. Returning one opens it prefilled; submitting sends the same record back.
/// </summary>
public interface IForm : IRequest;

/// <summary>
/// A form that may be submitted without a name. When <see cref="Unsigned"/> is true nothing that joins the person to what
/// they wrote is stored or logged: no draft, no inbox row, no membership.
/// </summary>
public interface IMayBeUnsigned : IForm
{
    /// <summary>Whether this submission is to leave no trace of its sender.</summary>
    bool Unsigned { get; }
}

/// <summary>The stable name of a request. Buttons already posted hold it, so it is never renamed.</summary>
public abstract class RouteAttribute(string name) : Attribute
{
    /// <summary>Lower-case words joined by hyphens; for a command the words typed after <c>/cop</c>.</summary>
    public string Name { get; } = name;
}

/// <summary>Names a command by the words typed after <c>/cop</c>: a verb (<c>ask</c>), or a group and a verb (<c>meet new</c>).</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class CommandAttribute(string words, string summary) : RouteAttribute(words)
{
    /// <summary>One line for <c>/cop help</c> and the platform's command list.</summary>
    public string Summary { get; } = summary;

    /// <summary>What may follow the verb, as help shows it, such as <c>your question</c>; null where nothing does.</summary>
    public string? Takes { get; init; }
}

/// <summary>Names an action.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ActionAttribute(string name) : RouteAttribute(name);

/// <summary>Names a message action and gives the words in the message's menu.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class MessageActionAttribute(string name, string label) : RouteAttribute(name)
{
    /// <summary>What stands in the message's menu, at most <see cref="Limits.MessageActionLabel"/> characters.</summary>
    public string Label { get; } = label;
}

/// <summary>Names a form and gives its title.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class FormAttribute(string name, string title) : RouteAttribute(name)
{
    /// <summary>At most <see cref="Limits.FormTitle"/> characters.</summary>
    public string Title { get; } = title;

    /// <summary>What stands on the button that sends it, at most <see cref="Limits.SubmitLength"/> characters.</summary>
    public string Submit { get; init; } = "Send";

    /// <summary>
    /// False for a form whose submission changes nothing by itself and is never worth keeping as a draft.
    /// </summary>
    public bool KeepsDraft { get; init; } = true;
}

/// <summary>An identity of the domain: one Guid with a type of its own.</summary>
public interface IId<TSelf> where TSelf : struct, IId<TSelf>
{
    /// <summary>The bare value, for the store and the wire.</summary>
    Guid Value { get; }

    /// <summary>Dresses a bare value.</summary>
    static abstract TSelf From(Guid value);
}
