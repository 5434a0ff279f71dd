using System.ComponentModel.DataAnnotations;
using System.Globalization;
using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Posts;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Features.Meetings;

/// <summary>A member looks at the agenda of a meeting.</summary>
[Action("meeting-agenda"), LooksOnly]
public sealed record ShowAgenda(MeetingId Meeting) : IAction;

/// <summary>A member looks at the agenda of a series.</summary>
[Action("series-agenda"), LooksOnly]
public sealed record ShowSeriesAgenda(SeriesId Series) : IAction;

/// <summary>A member looks at the agenda of the next meeting.</summary>
[Command("meet agenda", "What the next meeting is about; add what you want to talk about"), LooksOnly]
public sealed record ShowNextAgenda : ICommand;

/// <summary>A member wants something on the agenda.</summary>
[Action("meeting-item"), LooksOnly]
public sealed record AddAgendaItem(MeetingId Meeting) : IAction;

/// <summary>A member wants something on the agenda of a series.</summary>
[Action("series-item"), LooksOnly]
public sealed record AddSeriesItem(SeriesId Series) : IAction;

/// <summary>A member puts a message on the agenda.</summary>
[MessageAction("agenda-here", "Put on the agenda")]
public sealed record PutOnTheAgenda(SourceMessage Message) : IMessageAction;

/// <summary>What to talk about.</summary>
[Form("agenda-item", "An item for the agenda", Submit = "Add it")]
public sealed record AgendaItemForm : IForm
{
    /// <summary>What.</summary>
    [Display(Name = "What do you want to talk about?", Description = "One line. It stands on the agenda with your name, until it is done or dropped."), Required, StringLength(AgendaItem.TitleMaxLength)]
    public string Title { get; set; } = "";

    /// <summary>How long.</summary>
    [Display(Name = "How many minutes?", Description = "If you know."), StringLength(3)]
    public string Minutes { get; set; } = "";

    /// <summary>Of which series.</summary>
    public SeriesId? Series { get; set; }

    /// <summary>The item, where it stands there already.</summary>
    public AgendaItemId? Item { get; set; }

    /// <summary>The kept message that it is made from.</summary>
    public DraftId? Source { get; set; }
}

/// <summary>Whoever steers puts the agenda in order.</summary>
[Action("agenda-edit"), LooksOnly]
public sealed record EditAgenda(SeriesId Series) : IAction;

/// <summary>An item comes earlier.</summary>
[Action("agenda-up")]
public sealed record MoveItemUp(AgendaItemId Item) : IAction;

/// <summary>An item is said anew.</summary>
[Action("agenda-say"), LooksOnly]
public sealed record EditItem(AgendaItemId Item) : IAction;

/// <summary>An item is done.</summary>
[Action("agenda-done")]
public sealed record ItemDone(AgendaItemId Item) : IAction;

/// <summary>An item is to be dropped.</summary>
[Action("agenda-drop"), LooksOnly]
public sealed record DropItem(AgendaItemId Item) : IAction;

/// <summary>An item is to be talked about after all.</summary>
[Action("agenda-back")]
public sealed record ItemBack(AgendaItemId Item) : IAction;

/// <summary>Whose words were put on an agenda wants them off it.</summary>
[Action("agenda-words-back")]
public sealed record TakeItemBack(AgendaItemId Item) : IAction;

/// <summary>Chooses the series for a message, where there are several.</summary>
[Action("agenda-which")]
public sealed record ChooseAgenda(DraftId Draft, SeriesId Series) : IAction;

/// <summary>Why an item is dropped.</summary>
[Form("agenda-drop-is", "Take it off the agenda", Submit = "Take it off")]
public sealed record DropItemForm : IForm
{
    /// <summary>Why.</summary>
    [Display(Name = "Why?", Description = "Whoever wanted it is told this."), Required, StringLength(AgendaItem.ReasonMaxLength)]
    public string Reason { get; set; } = "";

    /// <summary>Which.</summary>
    public AgendaItemId Item { get; set; }
}

internal sealed class LookAtAgendaHandler(CopBotDb db, Agendas agendas, PostLinks links, TimeProvider clock) : IHandle<ShowAgenda>, IHandle<ShowSeriesAgenda>, IHandle<ShowNextAgenda>
{
    public async Task<Answer> Handle(ShowAgenda request, Caller caller, CancellationToken stop)
    {
        if (await db.Meetings.FirstOrDefaultAsync(m => m.Id == request.Meeting && m.Community == caller.Community.Id, stop) is not { } meeting) return MeetingRefusals.Gone;
        return Answer.Show(await RenderAsync(meeting.Series, meeting, caller, stop));
    }

    public async Task<Answer> Handle(ShowSeriesAgenda request, Caller caller, CancellationToken stop) =>
        await db.Series.AnyAsync(s => s.Id == request.Series && s.Community == caller.Community.Id, stop)
            ? Answer.Show(await RenderAsync(request.Series, await NextAsync(request.Series, stop), caller, stop))
            : MeetingRefusals.SeriesGone;

    public async Task<Answer> Handle(ShowNextAgenda request, Caller caller, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        var next = await db.Meetings.Where(m => m.Community == caller.Community.Id && m.Status == MeetingStatus.Planned && m.StartsAt > now).OrderBy(m => m.StartsAt).FirstOrDefaultAsync(stop);
        return next is null ? MeetingRefusals.NoMeeting : Answer.Show(await RenderAsync(next.Series, next, caller, stop));
    }

    private async Task<Message> RenderAsync(SeriesId id, Meeting? meeting, Caller caller, CancellationToken stop)
    {
        var series = await db.Series.FirstAsync(s => s.Id == id, stop);
        var open = await agendas.OpenAsync(id, stop);
        var ways = new Dictionary<AgendaItemId, LinkButton>();
        foreach (var item in open)
        {
            var way = item.Source is { } source ? links.To(source) is { } uri ? new LinkButton("The message", uri) : null : item.PostKey is { } key ? await links.ButtonAsync("Open", key, caller.Account.Workspace, stop) : null;
            if (way is not null) ways[item.Id] = way with { Label = Shortening.OneLine($"{way.Label}: {item.Title}", 40) };
        }

        return AgendaCard.Looked(meeting, series, open, await agendas.NamesAsync(id, stop), ways, meeting?.IsSteeredBy(caller, series) ?? series.IsSteeredBy(caller));
    }

    private Task<Meeting?> NextAsync(SeriesId series, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        return db.Meetings.Where(m => m.Series == series && m.Status == MeetingStatus.Planned && m.StartsAt > now).OrderBy(m => m.StartsAt).FirstOrDefaultAsync(stop);
    }
}

internal sealed class AddAgendaItemHandler(CopBotDb db, IDrafts drafts, IBoard board, Agendas agendas, Callers callers) :
    IOpen<AddAgendaItem, AgendaItemForm>, IOpen<AddSeriesItem, AgendaItemForm>, IOpen<PutOnTheAgenda, AgendaItemForm>, IHandle<AgendaItemForm>, IHandle<ChooseAgenda>
{
    public async Task<Opening<AgendaItemForm>> Open(AddAgendaItem request, Caller caller, CancellationToken stop)
    {
        var series = await db.Meetings.Where(m => m.Id == request.Meeting && m.Community == caller.Community.Id).Select(m => (SeriesId?)m.Series).FirstOrDefaultAsync(stop);
        return series is null ? MeetingRefusals.Gone : new AgendaItemForm { Series = series };
    }

    public async Task<Opening<AgendaItemForm>> Open(AddSeriesItem request, Caller caller, CancellationToken stop) =>
        await db.Series.AnyAsync(s => s.Id == request.Series && s.Community == caller.Community.Id, stop) ? new AgendaItemForm { Series = request.Series } : MeetingRefusals.SeriesGone;

    public async Task<Opening<AgendaItemForm>> Open(PutOnTheAgenda request, Caller caller, CancellationToken stop)
    {
        if (await db.Deliveries.AnyAsync(d => d.StandsAt == request.Message.Post, stop)) return new Refusal("agenda-own-message", $"This is CopBot's own message. Choose a message that a person wrote, or “Add item” on a meeting's card.");
        if (!await Running(caller).AnyAsync(stop)) return MeetingRefusals.NoMeeting;
        return new AgendaItemForm { Title = Shortening.OneLine(request.Message.Text, AgendaItem.TitleMaxLength), Source = await drafts.KeepSourceAsync(request.Message, caller.Account, inMemory: false, stop) };
    }

    public async Task<Answer> Handle(AgendaItemForm request, Caller caller, CancellationToken stop)
    {
        int? minutes = null;
        if (request.Minutes.Length > 0)
        {
            if (!int.TryParse(request.Minutes, NumberStyles.None, CultureInfo.InvariantCulture, out var some) || some is < 1 or > 480) return new Answer.Invalid(nameof(request.Minutes), "Please write a number of minutes, or nothing.");
            minutes = some;
        }

        if (request.Item is { } known) return await SayAnewAsync(known, request.Title, minutes, caller, stop);
        if (request.Series is null)
        {
            var all = await Running(caller).ToListAsync(stop);
            if (all.Count == 0) return MeetingRefusals.NoMeeting;
            if (all.Count > 1) return await AskWhichAsync(request, all, caller, stop);
            request.Series = all[0].Id;
        }

        return await AddAsync(request, minutes, caller, stop);
    }

    public async Task<Answer> Handle(ChooseAgenda request, Caller caller, CancellationToken stop)
    {
        if (await drafts.FindAsync<AgendaItemForm>(request.Draft, caller.Account, stop) is not { } form) return Drafts.Forgotten;
        form.Series = request.Series;
        await drafts.ForgetAsync(request.Draft, stop);
        return await AddAsync(form, int.TryParse(form.Minutes, NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) ? minutes : null, caller, stop);
    }

    private IQueryable<Series> Running(Caller caller) => db.Series.Where(s => s.Community == caller.Community.Id && (s.Status == SeriesStatus.Running || s.Status == SeriesStatus.Paused)).OrderBy(s => s.CreatedAt);

    private async Task<Answer> AskWhichAsync(AgendaItemForm form, IReadOnlyList<Series> all, Caller caller, CancellationToken stop)
    {
        var draft = await drafts.KeepAsync(form, caller.Account, null, stop);
        return Answer.ShowInstead(
        [
            new Paragraph($"On the agenda of which series? {form.Title:b}"),
            new Controls([new Menu("Choose …", [.. all.Take(Limits.Choices).Select(s => new MenuChoice(Shortening.OneLine(s.Title, Limits.ChoiceLabel), new ChooseAgenda(draft, s.Id)))])]),
        ]);
    }

    private async Task<Answer> AddAsync(AgendaItemForm form, int? minutes, Caller caller, CancellationToken stop)
    {
        if (await db.Series.FirstOrDefaultAsync(s => s.Id == form.Series && s.Community == caller.Community.Id, stop) is not { } series) return MeetingRefusals.SeriesGone;
        if (series.Status is SeriesStatus.Ended) return MeetingRefusals.Ended;

        var item = await agendas.AddAsync(series, form.Title, caller.Member.Id, stop);
        item.Say(item.Title, minutes);
        if (form.Source is { } kept && await drafts.FindSourceAsync(kept, caller.Account, stop) is { } message)
        {
            item.Of(null, null, "", message.Post);
            await drafts.ForgetAsync(kept, stop);
            await TellAuthorAsync(item, series, message, caller, stop);
        }

        await agendas.ChangedAsync(series, stop);
        return Answer.ShowInstead(
        [
            new Paragraph($"On the agenda of {series.Title:b}: {item.Title}"),
            new Controls([new Button("Take it back", new TakeItemBack(item.Id)), new Button("Show agenda", new ShowSeriesAgenda(series.Id))]),
        ]);
    }

    /// <summary>The words are their author's: they are told at once, with a way back.</summary>
    private async Task TellAuthorAsync(AgendaItem item, Series series, SourceMessage message, Caller caller, CancellationToken stop)
    {
        if (await callers.MeetAsync(message.Author, message.AuthorName, stop) is not { } author || author.Id == caller.Member.Id) return;
        board.Publish(
            $"agenda/{item.Id.Value:N}/author",
            Audience.To(author.Id, message.Author),
            [
                new Paragraph($"{caller.Member.Person:name} put something you wrote on the agenda of {series.Title:b}: “{item.Title}”"),
                new Controls([new Button("Take my words back", new TakeItemBack(item.Id))]),
            ],
            PostTerms.Requested(series.Community) with { Class = PostClass.AtOnce });
    }

    private async Task<Answer> SayAnewAsync(AgendaItemId id, string title, int? minutes, Caller caller, CancellationToken stop)
    {
        var (item, series, refusal) = await db.ItemAsync(id, caller, stop);
        if (refusal is not null) return refusal;
        item!.Say(title, minutes);
        await agendas.ChangedAsync(series!, stop);
        return Answer.ShowInstead(AgendaCard.Edited(series!, await agendas.OpenAsync(series!.Id, stop), await agendas.NamesAsync(series.Id, stop)));
    }
}

internal sealed class EditAgendaHandler(CopBotDb db, IBoard board, Agendas agendas, TimeProvider clock) :
    IHandle<EditAgenda>, IHandle<MoveItemUp>, IOpen<EditItem, AgendaItemForm>, IHandle<ItemDone>, IOpen<DropItem, DropItemForm>, IHandle<DropItemForm>, IHandle<ItemBack>, IHandle<TakeItemBack>
{
    public async Task<Answer> Handle(EditAgenda request, Caller caller, CancellationToken stop)
    {
        if (await db.Series.FirstOrDefaultAsync(s => s.Id == request.Series && s.Community == caller.Community.Id, stop) is not { } series) return MeetingRefusals.SeriesGone;
        return await db.SteersAgendaAsync(series, caller, stop) ? Answer.Show(await RenderAsync(series, null, stop)) : MeetingRefusals.NotYours;
    }

    public async Task<Answer> Handle(MoveItemUp request, Caller caller, CancellationToken stop)
    {
        var (item, series, refusal) = await db.ItemAsync(request.Item, caller, stop);
        if (refusal is not null) return refusal;
        var open = (await agendas.OpenAsync(series!.Id, stop)).ToList();
        var at = open.IndexOf(item!);
        if (at > 0) (open[at - 1], open[at]) = (open[at], open[at - 1]);
        for (var i = 0; i < open.Count; i++) open[i].Place(i + 1);
        return await ShowAsync(series, null, stop);
    }

    public async Task<Opening<AgendaItemForm>> Open(EditItem request, Caller caller, CancellationToken stop)
    {
        var (item, series, refusal) = await db.ItemAsync(request.Item, caller, stop);
        return refusal is not null ? refusal : new AgendaItemForm { Title = item!.Title, Minutes = item.Minutes?.ToString(CultureInfo.InvariantCulture) ?? "", Series = series!.Id, Item = item.Id };
    }

    public async Task<Answer> Handle(ItemDone request, Caller caller, CancellationToken stop)
    {
        var (item, series, refusal) = await db.ItemAsync(request.Item, caller, stop);
        if (refusal is not null) return refusal;
        item!.Do(clock.GetUtcNow());
        return await ShowAsync(series!, $"Done: {item.Title}", stop);
    }

    public async Task<Opening<DropItemForm>> Open(DropItem request, Caller caller, CancellationToken stop)
    {
        var (item, _, refusal) = await db.ItemAsync(request.Item, caller, stop);
        return refusal is not null ? refusal : new DropItemForm { Item = item!.Id };
    }

    public async Task<Answer> Handle(DropItemForm request, Caller caller, CancellationToken stop)
    {
        var (item, series, refusal) = await db.ItemAsync(request.Item, caller, stop);
        if (refusal is not null) return refusal;
        item!.Drop(request.Reason, clock.GetUtcNow());
        if (item.By is { } by && by != caller.Member.Id)
        {
            board.Publish(
                $"agenda/{item.Id.Value:N}/dropped",
                Audience.To(by),
                [
                    new Paragraph($"{caller.Member.Person:name} took your item off the agenda of {series!.Title:b}: “{item.Title}”. {request.Reason}"),
                    new Controls([new Button("Put it back", new ItemBack(item.Id))]),
                ],
                PostTerms.Requested(series.Community) with { NotBefore = clock.GetUtcNow() + MeetingPosts.UndoFor });
        }

        await agendas.ChangedAsync(series!, stop);
        return Answer.ShowInstead(await RenderAsync(series!, $"Taken off: {item.Title}", stop, new Button("Undo", new ItemBack(item.Id))));
    }

    public async Task<Answer> Handle(ItemBack request, Caller caller, CancellationToken stop)
    {
        var (item, series, refusal) = await db.ItemAsync(request.Item, caller, stop);
        if (refusal is not null) return refusal;
        board.Withdraw($"agenda/{item!.Id.Value:N}/dropped");
        item.Reopen();
        return await ShowAsync(series!, $"It is on the agenda: {item.Title}", stop);
    }

    public async Task<Answer> Handle(TakeItemBack request, Caller caller, CancellationToken stop)
    {
        if (await db.AgendaItems.FirstOrDefaultAsync(i => i.Id == request.Item && i.Community == caller.Community.Id, stop) is not { } item) return MeetingRefusals.Gone;
        var told = await db.Deliveries.AnyAsync(d => d.Key == $"agenda/{item.Id.Value:N}/author" && d.Reader == caller.Member.Id, stop);
        if (item.By != caller.Member.Id && !told) return MeetingRefusals.NotYours;
        var series = await db.Series.FirstAsync(s => s.Id == item.Series, stop);
        board.Withdraw($"agenda/{item.Id.Value:N}/author");
        db.Remove(item);
        await agendas.ChangedAsync(series, stop);
        return Answer.ShowInstead(Message.Say($"Taken back. It is on no agenda any more."));
    }

    private async Task<Answer> ShowAsync(Series series, Text? said, CancellationToken stop)
    {
        await agendas.ChangedAsync(series, stop);
        return Answer.ShowInstead(await RenderAsync(series, said, stop));
    }

    private async Task<Message> RenderAsync(Series series, Text? said, CancellationToken stop, Button? undo = null) =>
        AgendaCard.Edited(series, await agendas.OpenAsync(series.Id, stop), await agendas.NamesAsync(series.Id, stop), said, undo);
}

internal static class AgendaRights
{
    extension(CopBotDb db)
    {
        /// <summary>Whether somebody may put an agenda in order: whoever keeps the series, coordinators, and the next host.</summary>
        public async Task<bool> SteersAgendaAsync(Series series, Caller caller, CancellationToken stop) =>
            series.IsSteeredBy(caller) || await db.Meetings.AnyAsync(m => m.Series == series.Id && m.Host == caller.Member.Id && m.Status != MeetingStatus.Skipped && (m.Status == MeetingStatus.Planned || m.WrappedAt == null), stop);

        /// <summary>An item that the caller may change: their own, or of an agenda that they steer.</summary>
        public async Task<(AgendaItem? Item, Series? Series, Refusal? Refusal)> ItemAsync(AgendaItemId id, Caller caller, CancellationToken stop)
        {
            if (await db.AgendaItems.FirstOrDefaultAsync(i => i.Id == id && i.Community == caller.Community.Id, stop) is not { } item) return (null, null, MeetingRefusals.Gone);
            var series = await db.Series.FirstAsync(s => s.Id == item.Series, stop);
            return item.By == caller.Member.Id || await db.SteersAgendaAsync(series, caller, stop) ? (item, series, null) : (null, null, MeetingRefusals.NotYours);
        }
    }
}
