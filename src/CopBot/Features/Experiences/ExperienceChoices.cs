using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Features.Problems;
using CopBot.Posts;

namespace CopBot.Features.Experiences;

/// <summary>Somebody wants to see what else they can do with a question.</summary>
[Action("experience-more"), LooksOnly]
public sealed record ShowExperienceChoices(ExperienceRequestId Request) : IAction;

/// <summary>Somebody reads what was told side by side.</summary>
[Action("experience-side"), LooksOnly]
public sealed record ShowSideBySide(ExperienceRequestId Request) : IAction;

/// <summary>Somebody turns a page of what was told.</summary>
[Action("experience-side-page"), LooksOnly]
public sealed record TurnSideBySide(ExperienceRequestId Request, int Page) : IAction;

/// <summary>Somebody reads one experience whole.</summary>
[Action("experience-read"), LooksOnly]
public sealed record ReadExperience(ExperienceId Experience) : IAction;

/// <summary>Somebody reads all of what happened or is planned, or of what the asker wants to hear.</summary>
[Action("experience-read-request"), LooksOnly]
public sealed record ReadExperienceRequest(ExperienceRequestId Request, bool Hear = false) : IAction;

/// <summary>The asker takes the whole question back.</summary>
[Action("experience-take-back")]
public sealed record TakeExperienceRequestBack(ExperienceRequestId Request) : IAction;

internal sealed class ExperienceChoicesHandler(CopBotDb db, IDrafts drafts, ExperiencePosts posts, PostLinks links, IEvents events) :
    IHandle<ShowExperienceChoices>, IHandle<ShowSideBySide>, IHandle<TurnSideBySide>, IHandle<ReadExperience>, IHandle<ReadExperienceRequest>, IHandle<TakeExperienceRequestBack>
{
    private const int APage = 3;

    public async Task<Answer> Handle(ShowExperienceChoices request, Caller caller, CancellationToken stop)
    {
        if (await db.WholeAsync(request.Request, stop) is not { } asked) return ExperienceRefusals.Gone;
        var me = caller.Member.Id;
        var steers = asked.IsSteeredBy(caller);
        var follows = asked.Followers.Exists(f => f.Member == me);
        var mine = asked.Of(me);
        var readable = asked.ReadableBy(me);
        return Answer.Show(
        [
            new Heading(asked.Title),
            new Paragraph($"{ExperienceCard.RollUp(asked)}"),
            asked.Asker == me && asked is { Asked: > 0, Experiences.Count: 0 } ? new Paragraph(asked.Asked == 1 ? (Text)$"1 person was asked privately whether they have been there." : $"{asked.Asked} people were asked privately whether they have been there.") : null,
            new Controls(
            [
                readable.Count > 0 ? new Button("Side by side", new ShowSideBySide(asked.Id)) : null,
                new Button(mine is null ? "I have" : "Change what I told", new TellExperience(asked.Id)),
                mine is null ? null : new Button("Take back what I told", new TakeExperienceBack(mine.Id)),
                new Button("I know someone", new KnowSomeone(asked.Id)),
                readable.Count > 0 ? new Button("I'll try something of it", new TryExperience(asked.Id)) : null,
                asked.Asker == me ? null : follows ? new Button("Stop following", new UnfollowExperiences(asked.Id)) : new Button("Following", new FollowExperiences(asked.Id)),
                asked.Asker == me && asked.SavedAs is null && asked.Public.Any() ? new Button("Save to library", new SaveExperiences(asked.Id)) : null,
                steers && asked.Experiences.Count == 0 ? new Button("Take it back", new TakeExperienceRequestBack(asked.Id)) { Look = ButtonLook.Danger } : null,
                await links.ButtonAsync("Open", ExperienceCard.Key(asked.Id), caller.Account.Workspace, stop),
            ]),
        ]);
    }

    public async Task<Answer> Handle(ShowSideBySide request, Caller caller, CancellationToken stop) =>
        await db.WholeAsync(request.Request, stop) is { } asked ? Answer.Show(await SideBySideAsync(asked, 0, caller, stop)) : ExperienceRefusals.Gone;

    public async Task<Answer> Handle(TurnSideBySide request, Caller caller, CancellationToken stop) =>
        await db.WholeAsync(request.Request, stop) is { } asked ? Answer.ShowInstead(await SideBySideAsync(asked, request.Page, caller, stop)) : ExperienceRefusals.Gone;

    public async Task<Answer> Handle(ReadExperience request, Caller caller, CancellationToken stop)
    {
        if (await db.WholeAsync(request.Experience, stop) is not { } asked) return ExperienceRefusals.NoSuchExperience;
        return asked.ReadableBy(caller.Member.Id).FirstOrDefault(e => e.Id == request.Experience) is { } told
            ? Answer.Show(ExperienceCard.Whole(asked, told, await posts.NamesAsync(asked, stop), caller.Member.Id))
            : ExperienceRefusals.OnlyForTheAsker;
    }

    public async Task<Answer> Handle(ReadExperienceRequest request, Caller caller, CancellationToken stop)
    {
        if (await db.WholeAsync(request.Request, stop) is not { } asked) return ExperienceRefusals.Gone;
        var (label, words) = request.Hear ? ("Most wanted", asked.Hear) : ("What happened, or is planned", asked.Plan);
        return Answer.Show([new Heading(asked.Title), new Paragraph($"{label:b}"), words.Length > 0 ? new Prose(words) : new Paragraph($"Nothing was said of it.")]);
    }

    public async Task<Answer> Handle(TakeExperienceRequestBack request, Caller caller, CancellationToken stop)
    {
        if (await db.WholeAsync(request.Request, stop) is not { } asked) return ExperienceRefusals.Gone;
        if (!asked.IsSteeredBy(caller)) return ExperienceRefusals.NotYours;
        if (asked.Experiences.Count > 0) return ExperienceRefusals.TooLateToTakeBack;

        await posts.TakeDownAsync(asked, stop);
        events.Raise(new ProblemTakenBack(asked.Id.AsTried));
        db.Remove(asked);
        if (asked.Asker != caller.Member.Id) return Answer.ShowInstead(Message.Say($"Taken back: the card is gone."));

        var form = ExperienceRequestForm.Of(asked);
        form.Id = new ExperienceRequestId(Guid.CreateVersion7());
        var draft = await drafts.KeepAsync(form, caller.Account, null, stop);
        return Answer.ShowInstead([new Paragraph($"Taken back: the card is gone. What you wrote is kept for seven days."), new Controls([new Button("Edit and ask again", new EditDraft(draft))])]);
    }

    private async Task<Message> SideBySideAsync(ExperienceRequest asked, int page, Caller caller, CancellationToken stop)
    {
        var readable = asked.ReadableBy(caller.Member.Id);
        if (readable.Count == 0) return Message.Say($"Nothing that you may read was told yet.");

        var names = await posts.NamesAsync(asked, stop);
        page = Math.Clamp(page, 0, (readable.Count - 1) / APage);
        var some = readable.Skip(page * APage).Take(APage).ToList();
        return Message.Of(
        [
            new Heading(asked.Title),
            new Paragraph($"{ExperienceCard.RollUp(asked)}"),
            .. some.SelectMany(e => ExperienceCard.Row(e, names)),
            new Controls([new Menu("Read one whole …", [.. some.Select(e => new MenuChoice(Shortening.OneLine($"{e.Number}. {ExperienceCard.Who(e, names)}", Limits.ChoiceLabel), new ReadExperience(e.Id)))])]),
            readable.Count > APage
                ? new Controls(
                [
                    page > 0 ? new Button("Earlier ones", new TurnSideBySide(asked.Id, page - 1)) : null,
                    (page + 1) * APage < readable.Count ? new Button("More", new TurnSideBySide(asked.Id, page + 1)) : null,
                ])
                : null,
            new Footnote($"In the order in which it was told. Nothing here is better than the rest: what fits is yours to see."),
        ]);
    }
}
