using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Search;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Features.Directory;

/// <summary>A member looks at what is asked for here, and who stands behind it: gaps first.</summary>
[Command("map", "What is asked for here and who stands behind it, gaps first"), LooksOnly]
public sealed record LookAtMap : ICommand;

/// <summary>A member turns a page of the map.</summary>
[Action("directory-map"), LooksOnly]
public sealed record ShowMap(int Page) : IAction;

/// <summary>The gaps of a community, for whoever plans what it does next: an agenda, or what is asked for but missing.</summary>
[FoundByType]
public interface IGaps
{
    /// <summary>The widest gaps, in a line each; nothing where there is none.</summary>
    Task<IReadOnlyList<Gap>> WidestAsync(CommunityId community, int most, CancellationToken stop);

    /// <summary>A topic, and why it is a gap.</summary>
    sealed record Gap(string Topic, string Why);
}

/// <summary>A topic with what is wanted of it and who stands behind it. People are counted and never named.</summary>
internal sealed record Territory(string Topic, int Asked, int Unanswered, int InVain, int Learners, int Declared, int Proven, int Behind, int Available)
{
    public int Demand => Asked + (2 * Unanswered) + (2 * InVain) + Learners;

    /// <summary>Somebody wants it and nobody stands behind it.</summary>
    public bool IsGap => Demand > 0 && Behind == 0;

    /// <summary>One person stands behind it: when they are away it is a gap.</summary>
    public bool IsOneDeep => Behind == 1;

    /// <summary>Gaps first, then what hangs on one person, then by how much is wanted of each who can.</summary>
    public (int Kind, double Strain) Order => (IsGap ? 0 : IsOneDeep && Demand > 0 ? 1 : Demand > 0 ? 2 : 3, -(double)Demand / (1 + Available));
}

/// <summary>Draws the map from what is asked, looked for and learned, and from what people published and showed.</summary>
internal sealed class KnowledgeMap(CopBotDb db, Vocabulary vocabulary, IEnumerable<IDemand> demand, IEnumerable<IEvidence> evidence, TimeProvider clock) : IGaps
{
    /// <summary>How far back it looks for what was asked.</summary>
    public static readonly TimeSpan LooksBack = TimeSpan.FromDays(180);

    public async Task<IReadOnlyList<IGaps.Gap>> WidestAsync(CommunityId community, int most, CancellationToken stop) =>
        [.. (await OfAsync(community, stop)).Where(t => t.IsGap).Take(most).Select(t => new IGaps.Gap(t.Topic, MapCard.Wanted(t)))];

    public async Task<IReadOnlyList<Territory>> OfAsync(CommunityId community, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        var book = await vocabulary.BookAsync(community, stop);
        var wishes = new List<IDemand.Wish>();
        foreach (var source in demand) wishes.AddRange(await source.SinceAsync(community, now - LooksBack, stop));
        var deeds = new List<IEvidence.Deed>();
        foreach (var source in evidence) deeds.AddRange(await source.SinceAsync(community, now - WhoFits.DeedsCount, stop));
        var missed = await db.Set<MissedWords>().AsNoTracking().Where(l => l.Community == community).Select(l => l.Words).ToListAsync(stop);
        var profiles = await db.Profiles.AsNoTracking().Where(p => p.Community == community).ToDictionaryAsync(p => p.Member, stop);
        var known = await db.KnownTopics.AsNoTracking().Where(k => k.Community == community).ToListAsync(stop);
        // Who left is not counted. The platform is not asked here for each: it tells of most, and before anybody is shown or written to it is asked.
        var there = (await db.Members.AsNoTracking().Where(m => m.Accounts.Any(a => !a.Left) && db.Set<Membership>().Any(s => s.Community == community && s.Member == m.Id)).Select(m => m.Id).ToListAsync(stop)).ToHashSet();
        bool Published(MemberId who) => there.Contains(who) && profiles.GetValueOrDefault(who)?.Shown is Shown.ToMembers;
        bool NotHidden(MemberId who) => there.Contains(who) && profiles.GetValueOrDefault(who)?.Shown is not Shown.ToNobody;
        bool Available(MemberId who) => profiles.GetValueOrDefault(who)?.Rests(now) is not true;

        var asked = wishes.SelectMany(w => w.Topics.Where(t => !w.Quiet || book.Find(t) is not null).Select(book.NameOf).Distinct(StringComparer.Ordinal).Select(t => (Topic: t, w.Unanswered))).ToLookup(w => w.Topic, StringComparer.Ordinal);
        var sought = missed.SelectMany(words => book.In(words).Select(t => t.Name).DefaultIfEmpty(words)).ToLookup(t => t, StringComparer.Ordinal);
        var proven = deeds.Where(d => NotHidden(d.Who) && d.Worked + d.Partly > 0).SelectMany(d => d.Topics.Select(t => (Topic: book.NameOf(t), d.Who))).Distinct().ToLookup(d => d.Topic, d => d.Who, StringComparer.Ordinal);
        var said = known.Where(k => Published(k.Member)).Select(k => (Topic: book.Find(k.Topic)?.Name ?? "", k.Stance, k.Member)).ToLookup(k => k.Topic, StringComparer.Ordinal);

        var topics = book.All.Select(t => t.Name).Concat(asked.Select(a => a.Key)).Concat(sought.Where(s => s.Count() >= MissedWords.ToldFrom).Select(s => s.Key)).Distinct(StringComparer.Ordinal);
        return [.. topics.Select(Of).Where(t => t.Demand + t.Behind > 0).OrderBy(t => t.Order).ThenBy(t => t.Topic, StringComparer.Ordinal)];

        Territory Of(string topic)
        {
            var declared = said[topic].Where(s => s.Stance is not Stance.Learning).Select(s => s.Member).ToHashSet();
            var behind = declared.Union(proven[topic]).ToList();
            return new Territory(
                topic,
                asked[topic].Count(),
                asked[topic].Count(w => w.Unanswered),
                sought[topic].Count(),
                said[topic].Count(s => s.Stance is Stance.Learning),
                declared.Count,
                proven[topic].Count(),
                behind.Count,
                behind.Count(Available));
        }
    }
}

internal sealed class MapHandler(KnowledgeMap map) : IHandle<LookAtMap>, IHandle<ShowMap>
{
    public async Task<Answer> Handle(LookAtMap request, Caller caller, CancellationToken stop) => Answer.Show(MapCard.Render(await map.OfAsync(caller.Community.Id, stop), 0));

    public async Task<Answer> Handle(ShowMap request, Caller caller, CancellationToken stop) => Answer.ShowInstead(MapCard.Render(await map.OfAsync(caller.Community.Id, stop), request.Page));
}

/// <summary>The map as everybody may see it: topics and numbers, and nobody's name.</summary>
internal static class MapCard
{
    private const int APage = 8;

    public static Message Render(IReadOnlyList<Territory> all, int page)
    {
        page = Math.Clamp(page, 0, Math.Max(0, (all.Count - 1) / APage));
        var some = all.Skip(page * APage).Take(APage).ToList();
        return Message.Of(
        [
            new Heading("What is asked for, and who stands behind it"),
            all.Count == 0 ? new Paragraph($"Nothing yet. It fills with the topics of what is asked, of what is looked for, and of what people say that they know.") : null,
            page == 0 && all.Count > 0 ? new Paragraph(Text.Of(Summary(all))) : null,
            .. some.Select(t => new Paragraph($"{t.Topic:b} · {Says(t)}")),
            all.Count > APage
                ? new Controls([page > 0 ? new Button("Back", new ShowMap(page - 1)) : null, (page + 1) * APage < all.Count ? new Button("More", new ShowMap(page + 1)) : null])
                : null,
            new Controls([new Button("I know one of these", new ChangeMyTopics()), new Button("Find somebody who knows", new LookForExperts())]),
            new Footnote($"Asked in the last six months, looked for in vain in the last three. People are counted, never named: those who published what they know, and those whose advice worked."),
        ]);
    }

    /// <summary>What is wanted of it, in words.</summary>
    public static string Wanted(Territory t)
    {
        var says = new List<string>();
        if (t.Asked > 0) says.Add($"asked {Times(t.Asked)}{(t.Unanswered > 0 ? $", {t.Unanswered} without an answer" : "")}");
        if (t.InVain > 0) says.Add($"looked for in vain {Times(t.InVain)}");
        if (t.Learners > 0) says.Add(t.Learners == 1 ? "1 member learns it" : $"{t.Learners} members learn it");
        return says.Count == 0 ? "not asked for of late" : string.Join(", ", says);
    }

    private static string Says(Territory t) => $"{(t.IsGap ? "Gap: " : "")}{Wanted(t)} · {Behind(t)}";

    private static string Behind(Territory t) => t switch
    {
        { Behind: 0 } => "nobody stands behind it",
        { Behind: 1 } => $"only one person stands behind it, who {Shown(t, "said so", "showed it")} and is {(t.Available == 1 ? "there" : "not there")} now",
        _ => $"{t.Behind} people stand behind it ({Shown(t, $"{t.Declared} said so", $"{t.Proven} showed it")}), {(t.Available == t.Behind ? "all there now" : t.Available == 0 ? "nobody there now" : $"{t.Available} there now")}",
    };

    // Both, or the one that there is.
    private static string Shown(Territory t, string declared, string proven) =>
        t.Proven == 0 ? declared : t.Declared == 0 ? proven : $"{declared}, {proven}";

    private static string Summary(IReadOnlyList<Territory> all)
    {
        var (gaps, thin) = (all.Count(t => t.IsGap), all.Count(t => t.IsOneDeep));
        return $"{(gaps == 0 ? "No gap" : gaps == 1 ? "1 gap" : $"{gaps} gaps")}; {(thin == 0 ? "nothing hangs on one person alone" : thin == 1 ? "1 topic hangs on one person" : $"{thin} topics hang on one person each")}.";
    }

    private static string Times(int n) => n switch { 1 => "once", 2 => "twice", _ => $"{n} times" };
}
