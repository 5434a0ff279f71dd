using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Features.Directory;
using CopBot.Features.Library;
using CopBot.Posts;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Features.Experiences;

/// <summary>Puts a question and what was told onto the board and into the community's memory, as it is now.</summary>
internal sealed class ExperiencePosts(CopBotDb db, IBoard board, ExperienceIndex index, People people, PostLinks links, IEvents events)
{
    private const int LongestName = 60;

    /// <summary>Publishes the card and what stands below it afresh; call it after every change.</summary>
    public async Task PublishAsync(ExperienceRequest request, CancellationToken stop)
    {
        var names = await NamesAsync(request, stop);
        var source = request.Source is { } message ? links.To(message) : null;
        var key = ExperienceCard.Key(request.Id);
        board.Publish(key, Audience.Of(request.Community), ExperienceCard.Render(request, names, source), new PostTerms { ThreadTitle = request.Title });
        foreach (var told in request.Experiences)
        {
            // One that was told to everyone first and is the asker's alone by now goes from the thread.
            if (told.Shows is ShownAs.OnlyToAsker) board.Withdraw(ExperienceCard.ToldKey(request.Id, told.Id));
            else board.Publish(ExperienceCard.ToldKey(request.Id, told.Id), Audience.Below(key), ExperienceCard.Told(request, told, names), new PostTerms { Community = request.Community });
        }

        index.Put(request);
        if (request.SavedAs is { } saved) events.Raise(new LibraryWordsChanged(saved, SavedWords.Of(request, names)));
    }

    /// <summary>Takes one experience from everywhere it was posted.</summary>
    public async Task TakeDownAsync(ExperienceRequest request, ExperienceId told, CancellationToken stop)
    {
        board.Withdraw(ExperienceCard.ToldKey(request.Id, told));
        await WithdrawAsync($"experience/{request.Id.Value:N}/news/{told.Value:N}/", stop);
        await WithdrawAsync($"experience/{request.Id.Value:N}/quote/{told.Value:N}/", stop);
        await PublishAsync(request, stop);
    }

    /// <summary>Takes the question and everything that was ever posted about it away.</summary>
    public async Task TakeDownAsync(ExperienceRequest request, CancellationToken stop)
    {
        await WithdrawAsync($"experience/{request.Id.Value:N}/", stop);
        events.Raise(new HelpersNotWanted(new AskedId(request.Id.Value)));
        index.Remove(request.Id);
    }

    /// <summary>Whoever has told it is not asked whether they can.</summary>
    public void HasTold(ExperienceRequest request, MemberId teller) => events.Raise(new HelperCame(new AskedId(request.Id.Value), teller));

    /// <summary>Lets the directory ask a few whether they have been there.</summary>
    public void WantsHelpers(ExperienceRequest request) => events.Raise(new HelpersWanted(ExperiencesForHelpers.OfExperiences, new AskedId(request.Id.Value), request.Community));

    /// <summary>How everybody in it is named: the longest names are shortened, so that a card always fits.</summary>
    public async Task<IReadOnlyDictionary<MemberId, Person>> NamesAsync(ExperienceRequest request, CancellationToken stop) =>
        (await people.NamedAsync(Everybody(request), stop)).ToDictionary(p => p.Key, p => p.Value with { Name = Shortening.OneLine(p.Value.Name, LongestName) });

    /// <summary>Whom it names.</summary>
    internal static IEnumerable<MemberId> Everybody(ExperienceRequest request) =>
    [
        .. request.Asker is { } asker ? [asker] : Array.Empty<MemberId>(),
        .. request.Experiences.Select(e => e.Teller).OfType<MemberId>(),
        .. request.Outcomes.Select(o => o.Teller).OfType<MemberId>(),
    ];

    private async Task WithdrawAsync(string path, CancellationToken stop)
    {
        // Comparing uses the key's index, which LIKE would not.
        var after = path + "~";
#pragma warning disable CA1309 // The database compares, byte by byte; it knows no other comparison.
        var keys = await db.Posts.Where(p => !p.Withdrawn && string.Compare(p.Key, path) >= 0 && string.Compare(p.Key, after) < 0).Select(p => p.Key).ToListAsync(stop);
#pragma warning restore CA1309
        foreach (var key in keys) board.Withdraw(key);
    }
}
