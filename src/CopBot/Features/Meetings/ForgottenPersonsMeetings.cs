using System.Text.Json.Nodes;
using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Keeping;
using CopBot.Posts;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Features.Meetings;

/// <summary>Somebody is forgotten: they are on no card of a meeting to come, and what they promised is asked about no more.</summary>
internal sealed class ForgottenPersonsMeetings(CopBotDb db, MeetingPosts posts, Agendas agendas, Promises promises, TimeProvider clock) : IReact<PersonForgotten>
{
    public async Task React(PersonForgotten happened, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        foreach (var item in await db.AgendaItems.Where(i => i.By == happened.Person).ToListAsync(stop)) item.Forget(happened.WordsToo);
        foreach (var promise in await db.MeetingPromises.Where(p => p.By == happened.Person).ToListAsync(stop))
        {
            if (happened.WordsToo) promises.Drop(promise);
            else (promise.By, promise.Who) = (null, "somebody who left");
        }

        foreach (var series in await db.Series.Where(s => s.Keeper == happened.Person).ToListAsync(stop)) series.HandOver(null);
        foreach (var meeting in await db.Meetings.Where(m => m.Status == MeetingStatus.Planned && m.StartsAt > now && (m.Host == happened.Person || m.People.Any(p => p.Member == happened.Person))).ToListAsync(stop))
        {
            if (meeting.Host == happened.Person) meeting.HandOver(null);
            meeting.TakeBack(happened.Person);
            var series = await posts.SeriesAsync(meeting, stop);
            await posts.PublishAsync(meeting, series, stop);
            await agendas.ChangedAsync(series, stop);
        }
    }
}

/// <summary>A message that stands on an agenda was deleted: the item stays in its own words, without the way to it.</summary>
internal sealed class ForgetDeletedItems(CopBotDb db) : IReact<MessageWasDeleted>
{
    public async Task React(MessageWasDeleted happened, CancellationToken stop)
    {
        foreach (var item in await db.AgendaItems.Where(i => i.Source == happened.Post).ToListAsync(stop)) item.LoseSource();
    }
}

/// <summary>What is kept of a person around meetings.</summary>
internal sealed class KeptOfMeetings(CopBotDb db) : IKeptOfPeople
{
    public async Task<IReadOnlyList<Fact>> SeeAsync(MemberId person, CancellationToken stop)
    {
        var facts = new List<Fact>();
        if (await db.Set<MeetingPerson>().CountAsync(p => p.Member == person, stop) is > 0 and var answered) facts.Add(new Fact("Meetings", $"answered for {answered}"));
        if (await db.AgendaItems.CountAsync(i => i.By == person, stop) is > 0 and var items) facts.Add(new Fact("Agendas", $"{items} {(items == 1 ? "item" : "items")}"));
        if (await db.CalendarFeeds.CountAsync(f => f.Member == person, stop) is > 0 and var feeds) facts.Add(new Fact("Calendar", $"{feeds} {(feeds == 1 ? "address" : "addresses")}, kept as a hash"));
        return facts;
    }

    public async Task TellAsync(MemberId person, Markdown page, JsonObject json, CancellationToken stop)
    {
        var items = await db.AgendaItems.AsNoTracking().Where(i => i.By == person).OrderBy(i => i.Id).ToListAsync(stop);
        var promises = await db.MeetingPromises.AsNoTracking().Where(p => p.By == person).OrderBy(p => p.Id).ToListAsync(stop);
        if (items.Count + promises.Count == 0) return;
        page.Heading(2, "Meetings");
        foreach (var item in items) page.Item(item.Title, item.Status.ToString());
        foreach (var promise in promises) page.Item("Promised", promise.What);
        page.Line();
    }
}
