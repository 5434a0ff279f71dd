using CopBot.Chat;
using CopBot.Communities;
using CopBot.Features.Outcomes;
using CopBot.Posts;

namespace CopBot.Features.Experiences;

/// <summary>News of a question: to its asker and followers, who asked for it, and to tellers whose experience was tried, within their budget. It waits a minute, so that an undo leaves no trace.</summary>
internal sealed class ExperienceNews(IBoard board, ExperiencePosts posts, PostLinks links, TimeProvider clock)
{
    private static readonly TimeSpan UselessAfter = TimeSpan.FromDays(21);

    /// <summary>Somebody told what they had: the asker reads it whole, followers hear of what everyone may read.</summary>
    public async Task ToldAsync(ExperienceRequest request, Experience told, bool isNew, CancellationToken stop)
    {
        var names = await posts.NamesAsync(request, stop);
        if (request.Asker is { } asker && asker != told.Teller) await PublishAsync(request, told, asker, names, stop);
        foreach (var follower in request.Followers.Select(f => f.Member).Where(m => m != told.Teller && m != request.Asker))
        {
            if (told.Shows is ShownAs.OnlyToAsker) board.Withdraw(ToldKey(request, told, follower));
            else if (isNew) await PublishAsync(request, told, follower, names, stop);
        }
    }

    /// <summary>What came of trying something: to whoever told it, the asker and the followers.</summary>
    public async Task OutcomeAsync(ExperienceRequest request, ExperienceOutcome outcome, CancellationToken stop)
    {
        var names = await posts.NamesAsync(request, stop);
        var came = OutcomeWords.Lower(outcome.Result);
        var tellers = request.Experiences.Where(e => outcome.Tried.Contains(e.Id.Value)).Select(e => e.Teller).OfType<MemberId>().ToHashSet();
        foreach (var member in Hearing(request).Concat(tellers).Distinct().Where(m => m != outcome.Teller))
        {
            var open = await links.ButtonForAsync("Open", ExperienceCard.Key(request.Id), member, stop);
            var teller = tellers.Contains(member);
            Text says = teller ? $"Somebody tried what you told: {came}. {request.Title:b}" : (Text)$"What came of it: {came}. {request.Title:b}";
            Text who = outcome.Teller is { } by ? (Text)$"{names[by]:name}" : $"Somebody";
            var terms = teller && !Hearing(request).Contains(member)
                ? PostTerms.Unasked(request.Community, "news of advice", $"you told what you had.", clock.GetUtcNow() + UselessAfter)
                : PostTerms.Requested(request.Community);
            board.Publish(
                OutcomeKey(request, outcome.Trial, member),
                Audience.To(member),
                [new Paragraph(says), outcome.Line.Length > 0 ? new Paragraph($"{who}: “{outcome.Line}”") : null, open is null ? null : new Controls([open])],
                terms with { NotBefore = clock.GetUtcNow() + ExperienceRequest.UndoFor, Summary = $"{(teller ? "Somebody tried what you told" : "What came of it")}: {came}. {request.Title}" });
        }
    }

    /// <summary>Takes back what <see cref="OutcomeAsync"/> said.</summary>
    public void UnsayOutcome(ExperienceRequest request, TrialId trial)
    {
        foreach (var member in Hearing(request).Concat(request.Experiences.Select(e => e.Teller).OfType<MemberId>()).Distinct()) board.Withdraw(OutcomeKey(request, trial, member));
    }

    private async Task PublishAsync(ExperienceRequest request, Experience told, MemberId reader, IReadOnlyDictionary<MemberId, Person> names, CancellationToken stop)
    {
        var open = await links.ButtonForAsync("Open the thread", ExperienceCard.Key(request.Id), reader, stop);
        var who = ExperienceCard.Who(told, names);
        var alone = told.Shows is ShownAs.OnlyToAsker ? ", to you alone" : "";
        board.Publish(
            ToldKey(request, told, reader),
            Audience.To(reader),
            [
                new Paragraph($"{who} told what they had{alone}: {request.Title:b}"),
                new Footnote($"{ExperienceCard.WouldAgain(told.Again)}"),
                told.Context.Length > 0 ? new Prose($"Context: {told.Context}") : null,
                new Prose($"What we did: {told.Did}"),
                new Prose($"What happened: {told.Happened}"),
                new Controls([open, new Button("I'll try this", new TryExperience(request.Id, told.Id))]),
            ],
            PostTerms.Requested(request.Community) with { NotBefore = clock.GetUtcNow() + ExperienceRequest.UndoFor, Summary = $"{who} told what they had: {request.Title}" });
    }

    private static IEnumerable<MemberId> Hearing(ExperienceRequest request) => request.Followers.Select(f => f.Member).Concat(request.Asker is { } asker ? [asker] : Array.Empty<MemberId>());

    private static string ToldKey(ExperienceRequest request, Experience told, MemberId reader) => $"experience/{request.Id.Value:N}/news/{told.Id.Value:N}/{reader.Value:N}";

    private static string OutcomeKey(ExperienceRequest request, TrialId trial, MemberId reader) => $"experience/{request.Id.Value:N}/outcome/{trial.Value:N}/{reader.Value:N}";
}
