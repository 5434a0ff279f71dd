using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Features.Directory;

namespace CopBot.Features.Experiences;

/// <summary>What the directory asks a few for: whether they have been there, while nobody has told anything.</summary>
internal sealed class ExperiencesForHelpers(CopBotDb db, People people) : IAskedThings
{
    /// <summary>What its rounds of asking are called.</summary>
    public const string OfExperiences = "experience";

    private const int LongestPlan = 300;

    public string Kind => OfExperiences;

    public async Task<IAskedThings.Asked?> FindAsync(AskedId thing, CancellationToken stop)
    {
        if (await db.WholeAsync(new ExperienceRequestId(thing.Value), stop) is not { } request) return null;

        Text who = request.Asker is { } asker ? (Text)$"Asked by {(await people.NamedAsync([asker], stop))[asker]:name}" : $"Asked by somebody who left";
        return new IAskedThings.Asked(
            request.Title,
            request.Plan + "\n" + request.Hear,
            [],
            [.. ExperiencePosts.Everybody(request), .. request.Followers.Select(f => f.Member)],
            ExperienceCard.Key(request.Id),
            [
                new Paragraph($"{who}, who would like to hear from somebody who has been there"),
                .. request.Plan.Length > 0 ? new Block[] { new Paragraph(Text.Of(Shortening.OneLine(request.Plan, LongestPlan))) } : [],
            ],
            NeededBy: null,
            HasAnswers: request.Experiences.Count > 0);
    }

    public async Task<Answer> TakeAsync(AskedId thing, Caller helper, CancellationToken stop) =>
        await db.WholeAsync(new ExperienceRequestId(thing.Value), stop) is { } request
            ? Answer.Show(
            [
                new Paragraph($"Thank you. Tell it when it suits you: to everybody, to the asker alone, or without your name."),
                new Controls([new Button("Tell it now", new TellExperience(request.Id)) { Look = ButtonLook.Primary }]),
            ])
            : ExperienceRefusals.Gone;

    public async Task WereAskedAsync(AskedId thing, int people, CancellationToken stop)
    {
        if (await db.WholeAsync(new ExperienceRequestId(thing.Value), stop) is not { } request) return;
        request.WereAsked(people);
    }
}
