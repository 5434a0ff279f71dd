using System.ComponentModel.DataAnnotations;
using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Posts;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Features.Directory;

/// <summary>Somebody looks at what the directory knows of them.</summary>
[Action("directory-mine"), LooksOnly]
public sealed record ShowMyTopics : IAction;

/// <summary>Somebody wants to say what they know.</summary>
[Action("directory-change")]
public sealed record ChangeMyTopics : IAction;

/// <summary>Somebody takes over a topic that their advice suggests.</summary>
[Action("directory-suggested")]
public sealed record TakeSuggestedTopic(TopicId Topic) : IAction;

/// <summary>Somebody lets members see what they know.</summary>
[Action("directory-publish")]
public sealed record PublishMe : IAction;

/// <summary>Somebody is not to be found or asked any more.</summary>
[Action("directory-hide")]
public sealed record HideMe : IAction;

/// <summary>Somebody wants to say until when they are away.</summary>
[Action("directory-away")]
public sealed record SayIAmAway : IAction;

/// <summary>Somebody is back.</summary>
[Action("directory-back")]
public sealed record ComeBack : IAction;

/// <summary>What somebody knows, in their own words.</summary>
[Form("directory-topics", "What you know", Submit = "Save")]
public sealed record MyTopicsForm : IForm
{
    /// <summary>On what they can advise.</summary>
    [Display(Name = "I can advise on", Description = "Topics with commas between, such as: first visitors, tools"), StringLength(300)]
    public string CanAdvise { get; init; } = "";

    /// <summary>What they have done once.</summary>
    [Display(Name = "I have done once", Description = "Once is worth a lot to whoever does it for the first time."), StringLength(300)]
    public string DoneOnce { get; init; } = "";

    /// <summary>What they learn.</summary>
    [Display(Name = "I'm learning", Description = "Nobody asks you about it; it shows what is looked for here."), StringLength(300)]
    public string Learning { get; init; } = "";

    /// <summary>How often they may be asked.</summary>
    [Display(Name = "How often may CopBot ask you for help?", Description = "Passing is always free, and nobody sees it."), Required]
    public AsksAWeek Asks { get; init; } = AsksAWeek.One;

    /// <summary>How they like to be reached.</summary>
    [Display(Name = "How do you like to be reached?", Description = "Members who find you read it, such as: write to me directly."), StringLength(Profile.ReachMaxLength)]
    public string Reach { get; init; } = "";
}

/// <summary>Until when somebody is away.</summary>
[Form("directory-away-form", "You are away", Submit = "Save")]
public sealed record AwayForm : IForm
{
    /// <summary>The first day on which they may be asked again.</summary>
    [Display(Name = "From which day on are you back?", Description = "Until then nobody finds or asks you."), Required]
    public DateOnly? Back { get; init; }

    /// <summary>The invitation on which they said so.</summary>
    public AskedId? Instead { get; set; }
}

/// <summary>What the directory knows of one member.</summary>
internal sealed record MyKnowledge(Profile? Profile, IReadOnlyList<MyTopic> Topics, IReadOnlyList<MyTopic> Suggested);

/// <summary>A topic of somebody, and why it is there.</summary>
internal sealed record MyTopic(Topic Topic, Stance? Stance, string Why);

/// <summary>Reads and changes what the directory knows of one member.</summary>
internal sealed class MyDirectory(CopBotDb db, Vocabulary vocabulary, IEnumerable<IEvidence> evidence, IBoard board, TimeProvider clock)
{
    /// <summary>Longest list of suggestions.</summary>
    private const int MostSuggested = 5;

    public async Task<MyKnowledge> OfAsync(CommunityId community, MemberId member, CancellationToken stop)
    {
        var book = await vocabulary.BookAsync(community, stop);
        var deeds = new List<(Topic Topic, WhoFits.Deed Deed)>();
        foreach (var source in evidence)
        {
            foreach (var deed in (await source.SinceAsync(community, clock.GetUtcNow() - WhoFits.DeedsCount, stop)).Where(d => d.Who == member))
                deeds.AddRange(deed.Topics.Select(book.Find).OfType<Topic>().Distinct().Select(t => (t, new WhoFits.Deed(1, deed.At, deed.Worked, deed.Partly, deed.DidNot))));
        }

        var shown = deeds.ToLookup(d => d.Topic, d => d.Deed);
        var said = await SaidAsync(community, member, stop);
        var topics = said
            .Select(known => (known.Stance, Topic: book.Find(known.Topic)))
            .Where(known => known.Topic is not null)
            .Select(known => new MyTopic(known.Topic!, known.Stance, shown.Contains(known.Topic!) ? $"you said so; {Knowledge.Deeds([.. shown[known.Topic!]])}" : "you said so"))
            .OrderBy(known => known.Stance)
            .ThenBy(known => known.Topic.Name, StringComparer.Ordinal);
        var suggested = shown
            .Where(topic => said.TrueForAll(k => k.Topic != topic.Key.Id))
            .OrderByDescending(topic => topic.Count())
            .ThenBy(topic => topic.Key.Name, StringComparer.Ordinal)
            .Select(topic => new MyTopic(topic.Key, null, Knowledge.Deeds([.. topic])));
        return new MyKnowledge(await ProfileAsync(community, member, stop), [.. topics], [.. suggested.Take(MostSuggested)]);
    }

    public async Task<Profile> BeginAsync(CommunityId community, MemberId member, CancellationToken stop) =>
        await ProfileAsync(community, member, stop) ?? db.Add(Profile.Begin(community, member, clock.GetUtcNow())).Entity;

    public async Task<Profile?> ProfileAsync(CommunityId community, MemberId member, CancellationToken stop) => await db.Profiles.FindAsync([community, member], stop);

    public async Task<List<KnownTopic>> SaidAsync(CommunityId community, MemberId member, CancellationToken stop)
    {
        await db.KnownTopics.Where(k => k.Community == community && k.Member == member).LoadAsync(stop);
        return [.. db.Seen<KnownTopic>().Where(k => k.Community == community && k.Member == member && db.Entry(k).State is not EntityState.Deleted)];
    }

    /// <summary>They know exactly these, each once: what stands under the better heading counts.</summary>
    public async Task KnowAsync(CommunityId community, MemberId member, IEnumerable<(Stance Stance, string Words)> topics, CancellationToken stop)
    {
        var book = await vocabulary.BookAsync(community, stop);
        var wanted = topics.Select(t => (t.Stance, Topic: vocabulary.Learn(book, community, t.Words))).DistinctBy(t => t.Topic).ToList();
        var said = await SaidAsync(community, member, stop);
        db.RemoveRange(said.Where(k => wanted.TrueForAll(w => w.Topic.Id != k.Topic)));
        foreach (var (stance, topic) in wanted)
        {
            if (said.Find(k => k.Topic == topic.Id) is { } known) known.Stance = stance;
            else db.Add(new KnownTopic(community, member, topic.Id, stance, clock.GetUtcNow()));
        }
    }

    /// <summary>What they were asked and have not answered is taken back at once, also what waits to be written to them.</summary>
    public async Task LetBeAsync(CommunityId community, MemberId member, CancellationToken stop)
    {
        foreach (var invitation in await db.Invitations.Where(i => i.Community == community && i.Helper == member && i.State == InvitationState.Open).ToListAsync(stop))
        {
            invitation.Become(InvitationState.Withdrawn);
            board.Withdraw(InvitationCard.Key(invitation.Thing, member));
        }

        if (await ProfileAsync(community, member, stop) is { RightAsked: > 0 } profile) board.Withdraw(StillRightCard.Key(profile));
    }
}

internal sealed class MyTopicsHandler(CopBotDb db, MyDirectory directory, AnswerInvitation invitations, TimeProvider clock) :
    IHandle<ShowMyTopics>,
    IOpen<ChangeMyTopics, MyTopicsForm>,
    IHandle<MyTopicsForm>,
    IHandle<TakeSuggestedTopic>,
    IHandle<PublishMe>,
    IHandle<HideMe>,
    IOpen<SayIAmAway, AwayForm>,
    IHandle<AwayForm>,
    IHandle<ComeBack>
{
    public async Task<Answer> Handle(ShowMyTopics request, Caller caller, CancellationToken stop) => Answer.Show(await CardAsync(caller, null, stop));

    public async Task<Opening<MyTopicsForm>> Open(ChangeMyTopics request, Caller caller, CancellationToken stop)
    {
        var mine = await directory.OfAsync(caller.Community.Id, caller.Member.Id, stop);
        string Names(Stance stance) => string.Join(", ", mine.Topics.Where(t => t.Stance == stance).Select(t => t.Topic.Name));
        return new MyTopicsForm
        {
            CanAdvise = Names(Stance.CanAdvise),
            DoneOnce = Names(Stance.DoneOnce),
            Learning = Names(Stance.Learning),
            Asks = mine.Profile?.Asks ?? AsksAWeek.One,
            Reach = mine.Profile?.Reach ?? "",
        };
    }

    public async Task<Answer> Handle(MyTopicsForm request, Caller caller, CancellationToken stop)
    {
        var typed = new[] { (Stance.CanAdvise, request.CanAdvise), (Stance.DoneOnce, request.DoneOnce), (Stance.Learning, request.Learning) }
            .SelectMany(t => TopicNames.Parse(t.Item2).Select(words => (t.Item1, words)))
            .ToList();
        if (typed.Count > Profile.MostTopics) return new Answer.Invalid(nameof(request.CanAdvise), $"Please keep to {Profile.MostTopics} topics in all: the ones that you would like to be asked about.");

        var profile = await directory.BeginAsync(caller.Community.Id, caller.Member.Id, stop);
        profile.BeAsked(request.Asks, request.Reach, clock.GetUtcNow());
        await directory.KnowAsync(caller.Community.Id, caller.Member.Id, typed, stop);
        if (request.Asks is AsksAWeek.None) await directory.LetBeAsync(caller.Community.Id, caller.Member.Id, stop);
        return Answer.ShowInstead(await CardAsync(caller, profile.Shown is Shown.ToMembers ? (Text)$"Saved. Members see it so from now on." : $"Saved. Only you see it, until you publish it.", stop));
    }

    public async Task<Answer> Handle(TakeSuggestedTopic request, Caller caller, CancellationToken stop)
    {
        if (await db.Topics.FirstOrDefaultAsync(t => t.Id == request.Topic && t.Community == caller.Community.Id, stop) is not { } topic) return DirectoryRefusals.NoSuchTopic;
        var said = await directory.SaidAsync(caller.Community.Id, caller.Member.Id, stop);
        if (said.Count >= Profile.MostTopics) return DirectoryRefusals.TooManyTopics;
        await directory.BeginAsync(caller.Community.Id, caller.Member.Id, stop);
        if (said.TrueForAll(k => k.Topic != topic.Id)) db.Add(new KnownTopic(caller.Community.Id, caller.Member.Id, topic.Id, Stance.CanAdvise, clock.GetUtcNow()));
        return Answer.ShowInstead(await CardAsync(caller, $"Added: {topic.Name:b}.", stop));
    }

    public async Task<Answer> Handle(PublishMe request, Caller caller, CancellationToken stop)
    {
        if ((await directory.SaidAsync(caller.Community.Id, caller.Member.Id, stop)).Count == 0) return DirectoryRefusals.NothingToPublish;
        (await directory.BeginAsync(caller.Community.Id, caller.Member.Id, stop)).Publish(clock.GetUtcNow());
        return Answer.ShowInstead(await CardAsync(caller, $"Published: members who look for these topics find you.", stop));
    }

    public async Task<Answer> Handle(HideMe request, Caller caller, CancellationToken stop)
    {
        (await directory.BeginAsync(caller.Community.Id, caller.Member.Id, stop)).Hide();
        await directory.LetBeAsync(caller.Community.Id, caller.Member.Id, stop);
        return Answer.ShowInstead(await CardAsync(caller, $"Hidden: from now on nobody finds you here, and CopBot asks you for no help.", stop));
    }

    public Task<Opening<AwayForm>> Open(SayIAmAway request, Caller caller, CancellationToken stop) => Task.FromResult<Opening<AwayForm>>(new AwayForm());

    public async Task<Answer> Handle(AwayForm request, Caller caller, CancellationToken stop)
    {
        var today = caller.Hours.DayOf(clock.GetUtcNow());
        if (request.Back is not { } back || back <= today || back > today.AddYears(2)) return new Answer.Invalid(nameof(request.Back), "Please choose a day from tomorrow on, within two years.");

        var until = caller.Hours.StartOf(back);
        (await directory.BeginAsync(caller.Community.Id, caller.Member.Id, stop)).BeAway(until);
        if (request.Instead is { } thing) await invitations.PassAsync(thing, caller, stop);
        await directory.LetBeAsync(caller.Community.Id, caller.Member.Id, stop);
        return request.Instead is null
            ? Answer.ShowInstead(await CardAsync(caller, $"You are away until {until:day}: nobody finds or asks you until then.", stop))
            : Answer.Show([new Paragraph($"You are away until {until:day}: nobody finds or asks you until then, and this one is passed on. Nobody sees that."), new Controls([new Button("I'm back", new ComeBack())])]);
    }

    public async Task<Answer> Handle(ComeBack request, Caller caller, CancellationToken stop)
    {
        (await directory.BeginAsync(caller.Community.Id, caller.Member.Id, stop)).BeAway(null);
        return Answer.ShowInstead(await CardAsync(caller, $"Good that you are back.", stop));
    }

    private async Task<Message> CardAsync(Caller caller, Text? news, CancellationToken stop) =>
        MyTopicsCard.Render(await directory.OfAsync(caller.Community.Id, caller.Member.Id, stop), news, clock.GetUtcNow());
}

/// <summary>Topics as people type them.</summary>
internal static class TopicNames
{
    /// <summary>The words between commas, each once, in lower case.</summary>
    public static IEnumerable<string> Parse(string typed) => typed.Split([',', ';', '\n', '#'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(t => Shortening.OneLine(t.ToLowerInvariant(), Topic.NameMaxLength))
        .Where(t => t.Length > 0)
        .Distinct(StringComparer.Ordinal);
}
