using System.ComponentModel.DataAnnotations;
using System.Globalization;
using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Dispatch;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Features.Directory;

/// <summary>A coordinator looks at the community's topics.</summary>
[Command("topics", "The community's topics, and which words mean the same"), LooksOnly, Needs(Role.Coordinator)]
public sealed record LookAtTopics : ICommand;

/// <summary>A coordinator turns a page of the topics.</summary>
[Action("topic-page"), LooksOnly, Needs(Role.Coordinator)]
public sealed record TurnTopics(int Page) : IAction;

/// <summary>A coordinator wants to say that two words mean the same.</summary>
[Action("topic-join"), Needs(Role.Coordinator)]
public sealed record JoinTopics : IAction;

/// <summary>A coordinator looks at one topic.</summary>
[Action("topic-look"), LooksOnly, Needs(Role.Coordinator)]
public sealed record LookAtTopic(TopicId Topic) : IAction;

/// <summary>A coordinator takes one of a topic's words apart again: it becomes a topic of its own, which nobody has yet.</summary>
[Action("topic-part"), Needs(Role.Coordinator)]
public sealed record PartTopic(TopicId Topic, int Word) : IAction;

/// <summary>Which words mean the same.</summary>
[Form("topic-join-form", "These mean the same", Submit = "Join them"), Needs(Role.Coordinator)]
public sealed record JoinTopicsForm : IForm
{
    /// <summary>The word that goes.</summary>
    [Display(Name = "This word", Description = "It is found as before, and shown under the other name."), Required, StringLength(Topic.NameMaxLength)]
    public string From { get; init; } = "";

    /// <summary>The topic that stays.</summary>
    [Display(Name = "means the same as this topic", Description = "The name that stays."), Required, StringLength(Topic.NameMaxLength)]
    public string Into { get; init; } = "";
}

internal sealed class TopicsHandler(CopBotDb db, Vocabulary vocabulary) :
    IHandle<LookAtTopics>,
    IHandle<TurnTopics>,
    IOpen<JoinTopics, JoinTopicsForm>,
    IHandle<JoinTopicsForm>,
    IHandle<LookAtTopic>,
    IHandle<PartTopic>
{
    public async Task<Answer> Handle(LookAtTopics request, Caller caller, CancellationToken stop) => Answer.Show(await ListAsync(caller, 0, null, stop));

    public async Task<Answer> Handle(TurnTopics request, Caller caller, CancellationToken stop) => Answer.ShowInstead(await ListAsync(caller, request.Page, null, stop));

    public Task<Opening<JoinTopicsForm>> Open(JoinTopics request, Caller caller, CancellationToken stop) => Task.FromResult<Opening<JoinTopicsForm>>(new JoinTopicsForm());

    public async Task<Answer> Handle(JoinTopicsForm request, Caller caller, CancellationToken stop)
    {
        var book = await vocabulary.BookAsync(caller.Community.Id, stop);
        if (TopicNames.Parse(request.From).ToList() is not [var from] || TopicNames.Parse(request.Into).ToList() is not [var into]) return new Answer.Invalid(nameof(request.From), "Please write one topic in each field, without a comma.");
        if (book.Find(into) is not { } stays) return new Answer.Invalid(nameof(request.Into), "There is no such topic yet. Please write it as /cop topics shows it.");
        if (book.Find(from) == stays) return new Answer.Invalid(nameof(request.From), "These two are the same already.");

        if (book.Find(from) is not { } goes) stays.AlsoCalled(from);
        else
        {
            stays.TakeIn(goes);
            await MoveAsync(goes.Id, stays.Id, stop);
            db.Remove(goes);
        }

        return Answer.ShowInstead(await ListAsync(caller, 0, $"{from:b} means {stays.Name:b} from now on, wherever it stands.", stop));
    }

    public async Task<Answer> Handle(LookAtTopic request, Caller caller, CancellationToken stop)
    {
        if (await FindAsync(request.Topic, caller, stop) is not { } topic) return DirectoryRefusals.NoSuchTopic;
        return Answer.ShowInstead(Message.Of(
        [
            new Heading(topic.Name),
            new Paragraph(topic.Synonyms.Count == 0 ? (Text)$"No other word means the same yet." : $"Also called: {string.Join(", ", topic.Synonyms)}"),
            new Controls(
            [
                topic.Synonyms.Count == 0 ? null : new Menu("Take a word apart …", [.. topic.Synonyms.Select((word, i) => new MenuChoice(word, new PartTopic(topic.Id, i)))]),
                new Button("All topics", new TurnTopics(0)),
            ]),
            new Footnote($"A word that is taken apart becomes a topic of its own. Who said that they know it stays with {topic.Name}."),
        ]));
    }

    public async Task<Answer> Handle(PartTopic request, Caller caller, CancellationToken stop)
    {
        if (await FindAsync(request.Topic, caller, stop) is not { } topic) return DirectoryRefusals.NoSuchTopic;
        if (topic.Synonyms.ElementAtOrDefault(request.Word) is not { } word || !topic.Part(word)) return DirectoryRefusals.NoSuchTopic;
        db.Add(Topic.Of(caller.Community.Id, word));
        return Answer.ShowInstead(await ListAsync(caller, 0, $"{word:b} is a topic of its own now.", stop));
    }

    private async Task<Topic?> FindAsync(TopicId id, Caller caller, CancellationToken stop) => await db.Topics.FirstOrDefaultAsync(t => t.Id == id && t.Community == caller.Community.Id, stop);

    private async Task MoveAsync(TopicId from, TopicId to, CancellationToken stop)
    {
        foreach (var known in await db.KnownTopics.Where(k => k.Topic == from).ToListAsync(stop))
        {
            var twin = await db.KnownTopics.FindAsync([known.Community, known.Member, to], stop);
            if (twin is null) db.Add(new KnownTopic(known.Community, known.Member, to, known.Stance, known.SaidAt));
            else if (known.Stance < twin.Stance) twin.Stance = known.Stance;
            db.Remove(known);
        }
    }

    private async Task<Message> ListAsync(Caller caller, int page, Text? news, CancellationToken stop)
    {
        var book = await vocabulary.BookAsync(caller.Community.Id, stop);
        await db.KnownTopics.Where(k => k.Community == caller.Community.Id).LoadAsync(stop);
        var published = (await db.Profiles.AsNoTracking().Where(p => p.Community == caller.Community.Id && p.Shown == Shown.ToMembers).Select(p => p.Member).ToListAsync(stop)).ToHashSet();
        // What this very request joined is not in the store yet.
        var known = db.Seen<KnownTopic>().Where(k => k.Community == caller.Community.Id && published.Contains(k.Member) && db.Entry(k).State is not EntityState.Deleted).CountBy(k => k.Topic).ToDictionary();
        return TopicsCard.Render(book.All, known, page, news);
    }
}

internal static class TopicsCard
{
    private const int APage = 15;

    public static Message Render(IReadOnlyList<Topic> all, IReadOnlyDictionary<TopicId, int> people, int page, Text? news)
    {
        page = Math.Clamp(page, 0, Math.Max(0, (all.Count - 1) / APage));
        var some = all.Skip(page * APage).Take(APage).ToList();
        return Message.Of(
        [
            new Heading("The community's topics"),
            news is null ? null : new Paragraph(news),
            all.Count == 0 ? new Paragraph($"There are none yet. They come from what members write: on problems, and on what they know.") : null,
            .. some.Select(t => new Paragraph($"{t.Name:b}{(t.Synonyms.Count > 0 ? $" · also {Shortening.OneLine(string.Join(", ", t.Synonyms), 120)}" : "")} · {Known(people.GetValueOrDefault(t.Id))}")),
            some.Count > 0 ? new Controls([new Menu("Look at one …", [.. some.Select(t => new MenuChoice(t.Name, new LookAtTopic(t.Id)))])]) : null,
            all.Count > 0
                ? new Controls(
                [
                    new Button("Two mean the same …", new JoinTopics()),
                    page > 0 ? new Button("Back", new TurnTopics(page - 1)) : null,
                    (page + 1) * APage < all.Count ? new Button("More", new TurnTopics(page + 1)) : null,
                ])
                : null,
            new Footnote($"Words with the same stem are the same by themselves, such as “visitor” and “visitors”."),
        ]);
    }

    private static string Known(int people) => people switch
    {
        0 => "on nobody's list",
        1 => "on 1 list",
        _ => string.Create(CultureInfo.InvariantCulture, $"on {people} lists"),
    };
}
