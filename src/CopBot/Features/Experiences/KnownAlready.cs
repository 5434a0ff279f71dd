using CopBot.Chat;
using CopBot.Dispatch;
using CopBot.Features.Library;
using CopBot.Posts;
using CopBot.Search;

namespace CopBot.Features.Experiences;

/// <summary>What the community knows already of what somebody asks: other questions for experiences, problems, and the library. Often nothing.</summary>
internal sealed class KnownAlready(ISearch search, IEnumerable<IShowFound> shelves, PostLinks links)
{
    private const int Most = 3;

    /// <summary>Up to three things, for the asker's eyes; nothing where nothing is likely to be about the same.</summary>
    public async Task<IReadOnlyList<Block>> OfAsync(ExperienceRequestForm asked, Caller caller, CancellationToken stop)
    {
        var likely = new List<(Found Found, IShowFound.Thing Thing)>();
        // What helped with a problem stands with the problem.
        foreach (var shelf in shelves.Where(s => s.Kind is not FoundKind.Advice))
        {
            var found = (await search.LikeAsync(asked.Title, asked.Plan + "\n" + asked.Hear, shelf.Indexed, caller.Community.Id, caller.Member.Id, Most, stop)).Where(f => f.Chance >= Found.LeastChance).ToList();
            if (found.Count == 0) continue;
            var things = await shelf.ShowAsync([.. found.Select(f => f.Id)], caller, stop);
            likely.AddRange(found.Where(f => things.ContainsKey(f.Id)).Select(f => (f, things[f.Id])));
        }

        if (likely.Count == 0) return [];
        var blocks = new List<Block> { new Divider(), new Paragraph($"Perhaps it is known already:") };
        foreach (var (_, thing) in likely.OrderByDescending(l => l.Found.Chance).Take(Most))
        {
            blocks.Add(new Paragraph($"{thing.Title:b}"));
            blocks.Add(new Footnote(thing.Line));
            blocks.Add(new Controls([thing.Open, await thing.LeadsThereAsync(links, caller, stop)]));
        }

        return blocks;
    }
}
