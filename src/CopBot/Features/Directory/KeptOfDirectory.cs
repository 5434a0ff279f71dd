using System.Text.Json.Nodes;
using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Keeping;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Features.Directory;

/// <summary>What is kept of what a person knows, and of what they were asked.</summary>
internal sealed class KeptOfDirectory(CopBotDb db) : IKeptOfPeople
{
    public async Task<IReadOnlyList<Fact>> SeeAsync(MemberId person, CancellationToken stop)
    {
        var facts = new List<Fact>();
        if (await db.KnownTopics.CountAsync(k => k.Member == person, stop) is > 0 and var topics) facts.Add(new Fact("What you know", $"{topics} {(topics == 1 ? "topic" : "topics")}, as you said"));
        if (await db.Invitations.CountAsync(i => i.Helper == person, stop) is > 0 and var asked) facts.Add(new Fact("Asked to help", $"{asked} {(asked == 1 ? "time" : "times")}"));
        return facts;
    }

    public async Task TellAsync(MemberId person, Markdown page, JsonObject json, CancellationToken stop)
    {
        var known = await db.KnownTopics.AsNoTracking().Where(k => k.Member == person).Join(db.Topics, k => k.Topic, t => t.Id, (k, t) => new { t.Name, k.Stance }).OrderBy(k => k.Name).ToListAsync(stop);
        if (known.Count == 0) return;
        page.Heading(2, "What you know");
        foreach (var topic in known) page.Item(topic.Name, MyTopicsCard.Word(topic.Stance));
        page.Line();
    }
}
