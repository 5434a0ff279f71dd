using System.Globalization;
using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Posts;
using CopBot.Search;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Features.Directory;

/// <summary>Somebody who may know, and why.</summary>
/// <param name="Member">Who.</param>
/// <param name="Profile">What they want known of them; null where they never said.</param>
/// <param name="Fit">What counts for them.</param>
/// <param name="Why">Why, for others to read: one line each.</param>
/// <param name="WhyYou">The same for themselves.</param>
internal sealed record Knower(Member Member, Profile? Profile, WhoFits.Fit Fit, IReadOnlyList<string> Why, IReadOnlyList<string> WhyYou);

/// <summary>Finds out what people of a community know of something: from what they say, what they did, and what is alike.</summary>
internal sealed class Knowledge(CopBotDb db, Vocabulary vocabulary, ISearch search, IEnumerable<IEvidence> evidence, TimeProvider clock)
{
    /// <summary>What unasked invitations are called, for <em>Less of this</em>.</summary>
    public const string Kind = "invitations to help";

    private const int Alike = 12;
    private const double LeastNearness = 0.12;
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    /// <summary>Everybody who says or has shown that they know something of this, whoever may see it.</summary>
    public async Task<IReadOnlyList<Knower>> OfAsync(Community community, string title, string body, IEnumerable<string> topics, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        var book = await vocabulary.BookAsync(community.Id, stop);
        var about = topics.Select(book.Find).Concat(book.In(title)).OfType<Topic>().Distinct().ToList();
        var names = topics.Select(book.NameOf).Concat(about.Select(t => t.Name)).ToHashSet(StringComparer.Ordinal);

        var ids = about.Select(t => t.Id).ToList();
        var said = (await db.KnownTopics.AsNoTracking().Where(k => k.Community == community.Id && ids.Contains(k.Topic) && k.Stance != Stance.Learning).ToListAsync(stop)).ToLookup(k => k.Member);
        var done = new List<IEvidence.Deed>();
        foreach (var source in evidence) done.AddRange(await source.SinceAsync(community.Id, now - WhoFits.DeedsCount, stop));
        var deeds = await DeedsAsync(done, community.Id, title, body, names, book, stop);
        var people = said.Select(s => s.Key).Union(deeds.Select(d => d.Key)).ToList();

        var members = await db.Members.Where(m => people.Contains(m.Id)).AsSingleQuery().ToListAsync(stop);
        var belong = (await db.Memberships.AsNoTracking().Where(m => m.Community == community.Id && people.Contains(m.Member)).Select(m => m.Member).ToListAsync(stop)).ToHashSet();
        var profiles = await db.Profiles.Where(p => p.Community == community.Id && people.Contains(p.Member)).ToDictionaryAsync(p => p.Member, stop);
        var load = await LoadAsync(people, now, stop);
        var lately = now - WhoFits.Lately;
        var taken = await db.Invitations.AsNoTracking().Where(i => people.Contains(i.Helper) && i.State == InvitationState.Taken && i.AskedAt > lately).Select(i => new { i.Helper, i.Thing }).ToListAsync(stop);
        var helped = done.Where(d => d.At > lately).Select(d => (d.Who, d.Thing)).Concat(taken.Select(i => (Who: i.Helper, Thing: i.Thing.Value))).ToLookup(h => h.Who, h => h.Thing);

        return
        [
            .. from member in members
               // Whoever advised here without ever pressing a button took part all the same.
               where belong.Contains(member.Id) || deeds.Contains(member.Id)
               let profile = profiles.GetValueOrDefault(member.Id)
               let best = said[member.Id].OrderBy(k => k.Stance).FirstOrDefault()
               let did = deeds[member.Id].ToList()
               select new Knower(
                   member,
                   profile,
                   new WhoFits.Fit(
                       member.Id.Value,
                       best?.Stance,
                       profile?.RightAt ?? now,
                       [.. did.Select(d => d.Counts)],
                       load[member.Id].Count(at => at > now - WhoFits.Lately),
                       helped[member.Id].Distinct().Count(),
                       Room(member, profile, load[member.Id].Count(at => at > now - Week)),
                       member.HoursIn(community).NextOpen(now) - now),
                   [.. Said(said[member.Id], book), .. Shown(did, "")],
                   [.. SaidByYou(said[member.Id], book), .. Shown(did, "of yours ")]),
        ];
    }

    /// <summary>Whether somebody may be shown or asked now: they did not hide, are not away, and want to be asked.</summary>
    public bool IsThere(Knower knower) => knower.Profile?.Rests(clock.GetUtcNow()) is not true && knower.Member.Accounts.Exists(a => !a.Left);

    /// <summary>How often somebody may still be asked this week. Who never said is asked once a week at most.</summary>
    public static int Room(Member member, Profile? profile, int thisWeek)
    {
        if (member.Stopped) return 0;
        var asks = (int)(profile?.Asks ?? AsksAWeek.One);
        if (member.LessOf.Contains(Kind, StringComparer.Ordinal)) asks = Math.Min(asks, 1);
        return Math.Max(0, asks - thisWeek);
    }

    /// <summary>When people were asked lately. An invitation that has not arrived yet counts as of now: it takes its place until it is there or dropped.</summary>
    public async Task<ILookup<MemberId, DateTimeOffset>> LoadAsync(IReadOnlyCollection<MemberId> people, DateTimeOffset now, CancellationToken stop)
    {
        var since = now - WhoFits.Lately - Week;
        var asked = await db.Invitations.AsNoTracking().Where(i => people.Contains(i.Helper) && i.AskedAt > since).Select(i => new { i.Thing, i.Helper, i.AskedAt, i.State }).ToListAsync(stop);
        var keys = asked.Select(i => InvitationCard.Key(i.Thing, i.Helper)).ToList();
        var delivered = (await db.Deliveries.AsNoTracking().Where(d => keys.Contains(d.Key)).Select(d => new { d.Key, d.DeliveredAt, d.State }).ToListAsync(stop)).ToLookup(d => d.Key, StringComparer.Ordinal);
        return asked
            .Select(i => (i.Helper, At: Arrived(delivered[InvitationCard.Key(i.Thing, i.Helper)].Select(d => (d.DeliveredAt, d.State)).ToList(), i.AskedAt, i.State)))
            .Where(i => i.At is not null)
            .ToLookup(i => i.Helper, i => i.At!.Value);

        DateTimeOffset? Arrived(List<(DateTimeOffset? At, DeliveryState State)> deliveries, DateTimeOffset askedAt, InvitationState state)
        {
            if (deliveries.Find(d => d.At is not null) is { At: { } at }) return at;
            if (deliveries.Exists(d => d.State is DeliveryState.Waiting)) return now;
            // It never arrived and never will. One that was answered was read, wherever that was.
            return state is InvitationState.Taken or InvitationState.Passed || deliveries.Count == 0 ? askedAt : null;
        }
    }

    private async Task<ILookup<MemberId, Shows>> DeedsAsync(IEnumerable<IEvidence.Deed> done, CommunityId community, string title, string body, HashSet<string> names, TopicBook book, CancellationToken stop)
    {
        var like = (await search.LikeAsync(title, body, "problem", community, reader: null, Alike, stop)).Where(f => f.Chance >= LeastNearness).ToDictionary(f => f.Id, f => f.Chance);
        var deeds = new List<Shows>();
        foreach (var deed in done)
        {
            var topic = deed.Topics.Select(book.NameOf).FirstOrDefault(names.Contains);
            var nearness = topic is not null ? 1 : like.GetValueOrDefault(deed.Thing);
            if (nearness > 0) deeds.Add(new Shows(deed.Who, topic, new WhoFits.Deed(nearness, deed.At, deed.Worked, deed.Partly, deed.DidNot)));
        }

        return deeds.ToLookup(d => d.Who);
    }

    private static IEnumerable<string> Said(IEnumerable<KnownTopic> said, TopicBook book)
    {
        foreach (var known in said.OrderBy(k => k.Stance))
        {
            if (book.Find(known.Topic) is { } topic) yield return known.Stance is Stance.CanAdvise ? $"can advise on {topic.Name}" : $"has done {topic.Name} once";
        }
    }

    private static IEnumerable<string> SaidByYou(IEnumerable<KnownTopic> said, TopicBook book)
    {
        foreach (var known in said.OrderBy(k => k.Stance))
        {
            if (book.Find(known.Topic) is { } topic) yield return known.Stance is Stance.CanAdvise ? $"you said that you can advise on {topic.Name}" : $"you said that you have done {topic.Name} once";
        }
    }

    private static IEnumerable<string> Shown(List<Shows> did, string whose)
    {
        foreach (var about in did.Where(d => d.Topic is not null).GroupBy(d => d.Topic!, StringComparer.Ordinal).OrderByDescending(g => g.Count())) yield return $"{Deeds([.. about.Select(d => d.Counts)], whose)} on {about.Key}";
        var alike = did.Where(d => d.Topic is null).Select(d => d.Counts).ToList();
        if (alike.Count > 0) yield return $"{Deeds(alike, whose)} on something alike";
    }

    /// <summary>What somebody did, as others say it: "2 pieces of advice that worked since March 2027".</summary>
    public static string Deeds(IReadOnlyCollection<WhoFits.Deed> deeds, string whose = "")
    {
        // The best that can be said of them, and how many it can be said of.
        var worked = deeds.Where(d => d.Worked + d.Partly > 0).ToList();
        var untold = deeds.Where(d => d.Worked + d.Partly + d.DidNot == 0).ToList();
        (IReadOnlyCollection<WhoFits.Deed> some, string says) = worked.Count > 0 ? (worked, "worked") : untold.Count > 0 ? (untold, "helped") : (deeds, "somebody tried");
        var since = some.Min(d => d.At).ToString("MMMM yyyy", CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture, $"{some.Count} {(some.Count == 1 ? "piece" : "pieces")} of advice {whose}that {says} since {since}");
    }

    private sealed record Shows(MemberId Who, string? Topic, WhoFits.Deed Counts);
}

/// <summary>Asks the platforms whether somebody is still there, before they are shown or written to.</summary>
internal sealed class StillThere(IEnumerable<IChatPlatform> platforms)
{
    /// <summary>Whether they are in one of the community's workspaces. Where the platform says that they left, that is noted; where it cannot tell now, they count as not seen.</summary>
    public async Task<bool> AskAsync(Member member, Community community, CancellationToken stop)
    {
        foreach (var account in member.Accounts.Where(a => !a.Left && community.Workspaces.Exists(w => w.Workspace == a.User.Workspace)))
        {
            try
            {
                if (platforms.FirstOrDefault(p => p.Platform == account.User.Workspace.Platform) is not { } platform) continue;
                if (await platform.FindUserAsync(account.User, stop) is not null) return true;
                account.Left = true;
            }
            catch (PlatformException)
            {
                // It cannot be asked now: rather nobody than somebody who left.
            }
        }

        return false;
    }

    /// <summary>Who somebody is; null when they are not there, or cannot be asked for now.</summary>
    public async Task<UserProfile?> FindAsync(UserRef user, CancellationToken stop)
    {
        try
        {
            return platforms.FirstOrDefault(p => p.Platform == user.Workspace.Platform) is { } platform ? await platform.FindUserAsync(user, stop) : null;
        }
        catch (PlatformException)
        {
            return null;
        }
    }
}
