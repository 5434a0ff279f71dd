using System.ComponentModel.DataAnnotations;
using CopBot.Chat;
using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Features.Outcomes;
using CopBot.Features.Problems;

namespace CopBot.Features.Library;

/// <summary>Somebody takes a copy of a template, or uses something else of the library.</summary>
[Action("library-use")]
public sealed record UseResource(ResourceId Resource) : IAction;

/// <summary>What for, and when will you know whether it helped?</summary>
[Form("library-use-for", "Use it", Submit = "Take it")]
public sealed record UseForm : ITrialForm
{
    /// <inheritdoc/>
    [Display(Name = "In one line: what for?"), StringLength(Trial.WillTryMaxLength)]
    public string WillTry { get; set; } = "";

    /// <inheritdoc/>
    [Display(Name = "When will you know whether it helped?", Description = "You are asked once, on that day, at ten."), Required]
    public WhenKnown When { get; set; } = WhenKnown.InAMonth;

    /// <inheritdoc/>
    [Display(Name = "If on a date: which?", Description = "Any day from tomorrow on.")]
    public DateOnly? Day { get; set; }

    /// <summary>What is used.</summary>
    public ResourceId Resource { get; set; }
}

internal sealed class UseResourceHandler(CopBotDb db, IEvents events, ResourcePosts posts, TimeProvider clock) : IOpen<UseResource, UseForm>, IHandle<UseForm>
{
    public async Task<Opening<UseForm>> Open(UseResource request, Caller caller, CancellationToken stop)
    {
        if (await db.WholeAsync(request.Resource, stop) is not { } resource) return LibraryRefusals.Gone;
        return resource.RetiredAt is null ? new UseForm { Resource = resource.Id } : LibraryRefusals.Retired;
    }

    public async Task<Answer> Handle(UseForm request, Caller caller, CancellationToken stop)
    {
        if (await db.WholeAsync(request.Resource, stop) is not { } resource) return LibraryRefusals.Gone;
        var now = clock.GetUtcNow();
        var askAt = request.AskAt(caller.Hours, now, out var wrong);
        if (wrong is not null) return wrong;

        if (resource.Use(caller.Member.Id, now)) await posts.PublishAsync(resource, stop);
        // A trial that will never be asked about is still one: /cop promises takes its answer.
        events.Raise(new AdviceToTry(resource.AsTried, resource.Community, resource.Title, ResourceCard.Key(resource.Id), [new AdviceId(resource.Id.Value)], caller.Member.Id, ByAsker: false, request.WillTry, askAt));
        return Answer.Show(Message.Of(
        [
            new Heading(resource.Title),
            resource.Words.Length > 0 ? new Prose(resource.Words) : null,
            resource.Terms.Length > 0 ? new Footnote($"Licence or limits: {resource.Terms}") : null,
            new Paragraph(askAt is { } at ? (Text)$"You will be asked once whether it helped: {at:day}." : $"You will not be asked; /cop promises takes your answer at any time."),
            new Controls(
            [
                ResourceCard.Open(resource),
                resource.Kind is ResourceKind.Template ? new Button("Save my version", new SaveMyVersion(resource.Id)) : null,
            ]),
        ]));
    }
}
