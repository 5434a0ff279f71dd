using CopBot.Chat;
using CopBot.Communities;

namespace CopBot.Dispatch;

/// <summary>Handles a request: load, refuse, change, publish, answer. Saved once by the dispatcher; a refusal saves nothing.</summary>
public interface IHandle<in TRequest> where TRequest : IRequest
{
    /// <summary>Answers the caller, privately.</summary>
    Task<Answer> Handle(TRequest request, Caller caller, CancellationToken stop);
}

/// <summary>
/// Opens a form. Which requests open one is known from the type, because a platform must decide before our code runs; so
/// it is never deferred and must be quick. It changes nothing.
/// </summary>
public interface IOpen<in TRequest, TForm> where TRequest : IRequest where TForm : IForm
{
    /// <summary>The form, prefilled, or a refusal: <c>return new ProblemForm { … };</c> or <c>return ProblemRefusals.Gone;</c></summary>
    Task<Opening<TForm>> Open(TRequest request, Caller caller, CancellationToken stop);
}

/// <summary>Reacts to what another feature made happen, in the same unit of work.</summary>
public interface IReact<in TEvent> where TEvent : IEvent
{
    /// <summary>Changes what follows from it.</summary>
    Task React(TEvent happened, CancellationToken stop);
}

/// <summary>Something that happened and that other features may care about. Holds ids and plain values.</summary>
public interface IEvent;

/// <summary>A form, or an answer in its place.</summary>
public readonly record struct Opening<TForm>(TForm? Form, Answer? Instead) where TForm : IForm
{
    /// <summary>What was typed before, where a draft is shown again: what could not be read is in no record.</summary>
    public FormValues? Typed { get; init; }

    /// <summary>The form opens.</summary>
    public static implicit operator Opening<TForm>(TForm form) => new(form, null);

    /// <summary>It does not open; this is said instead.</summary>
    public static implicit operator Opening<TForm>(Answer instead) => new(default, instead);
}

/// <summary>Who acts, where, and for which community.</summary>
/// <param name="Member">The person. Not yet stored when they only look.</param>
/// <param name="Account">The account that they act with.</param>
/// <param name="Where">Where they act.</param>
/// <param name="Roles">What they do for the community.</param>
/// <param name="CommunityOrNone">The community; null before one is set up.</param>
/// <param name="RunsWorkspace">Whether they may set the bot up in this workspace.</param>
public sealed record Caller(Member Member, UserRef Account, Place Where, Role Roles, Community? CommunityOrNone, bool RunsWorkspace)
{
    /// <summary>The community. Only requests marked <see cref="WithoutCommunityAttribute"/> are handled where there is none.</summary>
    public Community Community => CommunityOrNone ?? throw new InvalidOperationException("This request is not marked [WithoutCommunity]");

    /// <summary>When they may be written to.</summary>
    public Hours Hours => Member.HoursIn(CommunityOrNone);

    /// <summary>Whether they have the role.</summary>
    public bool Is(Role role) => Roles.HasFlag(role);

    /// <summary>When the person joined the community; null for somebody who only looks.</summary>
    public DateTimeOffset? JoinedAt { get; init; }
}

/// <summary>Only members with this role may do it.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class NeedsAttribute(Role role) : Attribute
{
    /// <summary>The role.</summary>
    public Role Role { get; } = role;
}

/// <summary>Looking makes nobody a member, and leaves nothing in the store.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class LooksOnlyAttribute : Attribute;

/// <summary>Works where no community is set up yet.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class WithoutCommunityAttribute : Attribute;
