using CopBot.Chat;

namespace CopBot.Playground;

// What the page and scripted people send. Places and posts are written as refs write themselves; eventId is optional and
// makes a second delivery of the same act.

internal sealed record SayBody(string As, string Place, string Words, string? EventId = null);

internal sealed record CommandBody(string As, string Place, string Words, string? EventId = null);

/// <summary>A press or a choice: on a post, on a private answer, or in Home.</summary>
internal sealed record PressBody(string As, string Action, string? Post = null, string? Private = null, bool Home = false, string? SeenAt = null, string? EventId = null);

internal sealed record SubmitBody(string As, string Token, FormValues Values, string Place, string? Private = null, bool Home = false, FormShape? Form = null, string? EventId = null);

/// <summary>What the page already drew of a form, so that it can be drawn again with its errors.</summary>
internal sealed record FormShape(string Title, string Submit, IReadOnlyList<FormField> Fields);

internal sealed record MessageActionBody(string As, string Name, string Post, string? EventId = null);

internal sealed record PersonBody(string As, string? EventId = null);

internal sealed record MessageBody(string As, string Post, string? Words = null, string? EventId = null);

internal sealed record PlaceBody(string As, string Place);

internal sealed record DismissBody(string As, string Private);

internal sealed record SwitchBody(string As, bool On, string? Place = null);

/// <summary>Where to move the clock: an instant, a local time of that person's zone, or a step: hour, morning, day, week, due.</summary>
internal sealed record ClockBody(string? As = null, DateTimeOffset? To = null, DateTime? LocalTime = null, string? Step = null);
