using System.Globalization;
using CopBot.Chat;
using CopBot.Communities;
using CopBot.Dispatch;

namespace CopBot.Features.Library;

/// <summary>How something of the library looks.</summary>
internal static class ResourceCard
{
    public static string Key(ResourceId resource) => $"library/{resource.Value:N}/card";

    public static string SourceKey(ResourceId resource) => $"library/{resource.Value:N}/source-author";

    /// <summary>The thing itself, as it is shared and as it is opened privately; <paramref name="by"/> shares it.</summary>
    public static Message Render(Resource resource, IReadOnlyDictionary<MemberId, Person> people, Resource? from = null, Person? by = null, Caller? reader = null) => Message.Of(
    [
        new Heading(resource.Title),
        by is null ? null : new Paragraph($"{by:name} shares what the library has."),
        new Paragraph(Line(resource, people)),
        resource.Words.Length > 0 ? new Prose(resource.Words) { ReadOn = reader is null ? new Button("Read on", new OpenResource(resource.Id)) : null } : null,
        resource.Terms.Length > 0 ? new Footnote($"Licence or limits: {resource.Terms}") : null,
        from is null ? null : new Footnote($"Made from {from.Title}{(from.Owner is { } owner && people.TryGetValue(owner, out var giver) ? $" by {giver.Name}" : "")}"),
        resource.RetiredAt is null ? null : new Footnote($"Used no more: it was taken out of the library."),
        new Controls(
        [
            Open(resource),
            resource.RetiredAt is null ? new Button(resource.Kind is ResourceKind.Template ? "Take a copy" : "I'll use it", new UseResource(resource.Id)) { Look = ButtonLook.Primary } : null,
            reader is not null && resource.Kind is ResourceKind.Template ? new Button("Save my version", new SaveMyVersion(resource.Id)) : null,
            reader is not null && resource.IsKeptBy(reader) ? new Button("It still holds", new SayItHolds(resource.Id)) : null,
            reader is not null && resource.IsKeptBy(reader) ? new Button("Edit", new EditResource(resource.Id)) : null,
            reader is not null && resource.IsKeptBy(reader) ? new Button("Give it to somebody", new GiveResource(resource.Id)) : null,
            reader is not null && resource.IsKeptBy(reader) && resource.RetiredAt is null ? new Button("Take it out", new RetireResource(resource.Id)) { Look = ButtonLook.Danger } : null,
        ]),
    ]);

    /// <summary>What kind it is, who looks after it, when that was last looked at, and what it did.</summary>
    public static Text Line(Resource resource, IReadOnlyDictionary<MemberId, Person> people)
    {
        List<Text> parts =
        [
            $"{Word(resource.Kind)}",
            resource.Owner is { } owner && people.TryGetValue(owner, out var person) ? (Text)$"looked after by {person:name}" : $"nobody looks after it",
            $"checked {resource.VerifiedAt:day}",
        ];
        if (resource.IsStale) parts.Add($"due for a look");
        if (resource.Record is { } record) parts.Add($"{record}");
        return Text.Join(" · ", parts);
    }

    public static string Word(ResourceKind kind) => kind switch
    {
        ResourceKind.Link => "Link",
        ResourceKind.Example => "Example",
        ResourceKind.Template => "Template",
        ResourceKind.Guide => "Guide",
        _ => throw new NotSupportedException(kind.ToString()),
    };

    public static LinkButton? Open(Resource resource) => resource.Link is { } link && Uri.TryCreate(link, UriKind.Absolute, out var to) ? new LinkButton("Open", to) : null;

    /// <summary>A day, for pages.</summary>
    public static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
