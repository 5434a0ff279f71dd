using System.Collections.Concurrent;
using CopBot.Chat;
using CopBot.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CopBot.Dispatch;

/// <summary>Which draft.</summary>
public readonly record struct DraftId(Guid Value) : IId<DraftId>
{
    /// <inheritdoc/>
    public static DraftId From(Guid value) => new(value);

    /// <summary>A new one.</summary>
    public static DraftId New() => new(Guid.CreateVersion7());
}

/// <summary>What somebody typed into a form, kept for seven days so that nothing is ever typed twice.</summary>
[NotExported("It was not handed over yet: it is its owner's alone, who finds it in their own record, and goes after seven days.")]
public sealed class Draft
{
    /// <summary>How long a draft is kept.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromDays(7);

    /// <summary>Which one.</summary>
    public DraftId Id { get; init; }

    /// <summary>Who typed it; nobody else ever sees it.</summary>
    public UserRef Owner { get; init; }

    /// <summary>The form's name and what it carried unseen.</summary>
    public required string Token { get; set; }

    /// <summary>What was typed, as <see cref="ChatJson"/> writes it.</summary>
    public required string Values { get; set; }

    /// <summary>When it is forgotten.</summary>
    public DateTimeOffset ExpiresAt { get; set; }
}

/// <summary>Keeps and finds drafts.</summary>
public interface IDrafts
{
    /// <summary>Keeps what a form holds, for a second step; saved with the request. Revises the draft where one is given, or makes it.</summary>
    Task<DraftId> KeepAsync(IForm form, UserRef owner, DraftId? revise, CancellationToken stop);

    /// <summary>The form of a draft, or null when it is not theirs or has been forgotten.</summary>
    Task<TForm?> FindAsync<TForm>(DraftId draft, UserRef owner, CancellationToken stop) where TForm : class, IForm;

    /// <summary>
    /// Keeps the message that a message action was done to, because no form can carry it. <paramref name="inMemory"/> leaves
    /// nothing in the store, for those who act without a name.
    /// </summary>
    Task<DraftId> KeepSourceAsync(SourceMessage message, UserRef owner, bool inMemory, CancellationToken stop);

    /// <summary>The message that <see cref="KeepSourceAsync"/> kept, or null.</summary>
    Task<SourceMessage?> FindSourceAsync(DraftId source, UserRef owner, CancellationToken stop);

    /// <summary>Forgets a draft whose content has arrived where it belongs.</summary>
    Task ForgetAsync(DraftId draft, CancellationToken stop);
}

/// <summary>Opens the form that a draft was typed into, with everything that was typed.</summary>
[Action("draft"), LooksOnly, WithoutCommunity]
public sealed record EditDraft(DraftId Draft) : IAction;

internal sealed class Drafts(CopBotDb db, Routes routes, UnsignedDrafts unsigned, TimeProvider clock) : IDrafts
{
    private const string Source = "source";

    public static readonly Refusal Forgotten = new("draft-forgotten", $"What you typed was kept for seven days and is gone now. Please start afresh.");

    public async Task<DraftId> KeepAsync(IForm form, UserRef owner, DraftId? revise, CancellationToken stop)
    {
        var view = FormSchema.View(form);
        var draft = revise is { } id ? await db.Drafts.FirstOrDefaultAsync(d => d.Id == id, stop) : null;
        // One that is new or was forgotten is kept under the id that was given; one of somebody else is never touched.
        if (draft?.Owner != owner) draft = db.Add(new Draft { Id = draft is null ? revise ?? DraftId.New() : DraftId.New(), Owner = owner, Token = "", Values = "" }).Entity;
        (draft.Token, draft.Values, draft.ExpiresAt) = (view.Token, ChatJson.Write(view.Values), clock.GetUtcNow() + Draft.KeptFor);
        return draft.Id;
    }

    public async Task<TForm?> FindAsync<TForm>(DraftId draft, UserRef owner, CancellationToken stop) where TForm : class, IForm
    {
        var kept = await FindKeptAsync(draft, owner, stop);
        if (kept is null || !routes.Codec.TryDecode(kept.Token, out var request) || request is not TForm form) return null;

        // What is wrong with it is said when it is sent again; here everything that can be read comes back.
        FormSchema.Of(form.GetType()).Bind(form, ChatJson.Read<FormValues>(kept.Values));
        return form;
    }

    public Task<DraftId> KeepSourceAsync(SourceMessage message, UserRef owner, bool inMemory, CancellationToken stop)
    {
        var kept = inMemory
            ? unsigned.Keep(owner, Source, ChatJson.Write(message), clock.GetUtcNow())
            : db.Add(new Draft { Id = DraftId.New(), Owner = owner, Token = Source, Values = ChatJson.Write(message), ExpiresAt = clock.GetUtcNow() + Draft.KeptFor }).Entity.Id;
        return Task.FromResult(kept);
    }

    public async Task<SourceMessage?> FindSourceAsync(DraftId source, UserRef owner, CancellationToken stop) =>
        await FindKeptAsync(source, owner, stop) is { Token: Source } kept ? ChatJson.Read<SourceMessage>(kept.Values) : null;

    internal async Task<Draft?> FindKeptAsync(DraftId draft, UserRef owner, CancellationToken stop)
    {
        var kept = await db.Drafts.AsNoTracking().FirstOrDefaultAsync(d => d.Id == draft && d.Owner == owner, stop) ?? unsigned.Find(draft, owner, clock.GetUtcNow());
        return kept?.ExpiresAt < clock.GetUtcNow() ? null : kept;
    }

    public async Task ForgetAsync(DraftId draft, CancellationToken stop)
    {
        if (await db.Drafts.FindAsync([draft], stop) is { } kept) db.Remove(kept);
    }
}

/// <summary>Drafts of those who want to leave no trace: in memory only, for a quarter of an hour.</summary>
internal sealed class UnsignedDrafts
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(15);
    private readonly ConcurrentDictionary<DraftId, Draft> _drafts = new();

    public DraftId Keep(UserRef owner, string token, string values, DateTimeOffset now)
    {
        foreach (var old in _drafts.Values.Where(d => d.ExpiresAt < now)) _drafts.TryRemove(old.Id, out _);
        var draft = new Draft { Id = DraftId.New(), Owner = owner, Token = token, Values = values, ExpiresAt = now + KeptFor };
        _drafts[draft.Id] = draft;
        return draft.Id;
    }

    public void Forget(UserRef owner)
    {
        foreach (var draft in _drafts.Values.Where(d => d.Owner == owner)) _drafts.TryRemove(draft.Id, out _);
    }

    public Draft? Find(DraftId id, UserRef owner, DateTimeOffset now) =>
        _drafts.TryGetValue(id, out var draft) && draft.Owner == owner && draft.ExpiresAt > now ? draft : null;
}

internal sealed class EditDraftOpener(Drafts drafts) : IOpen<EditDraft, IForm>
{
    public async Task<Opening<IForm>> Open(EditDraft request, Caller caller, CancellationToken stop)
    {
        if (await drafts.FindAsync<IForm>(request.Draft, caller.Account, stop) is not { } form) return Drafts.Forgotten;
        var kept = await drafts.FindKeptAsync(request.Draft, caller.Account, stop);
        return new Opening<IForm>(form, null) { Typed = ChatJson.Read<FormValues>(kept!.Values) };
    }
}

internal static class DraftSets
{
    extension(CopBotDb db)
    {
        public DbSet<Draft> Drafts => db.Set<Draft>();
    }
}

internal sealed class DraftTable : IEntityTypeConfiguration<Draft>
{
    public void Configure(EntityTypeBuilder<Draft> builder)
    {
        builder.ToTable("drafts").HasKey(d => d.Id);
        builder.HasIndex(d => d.Owner);
        builder.HasIndex(d => d.ExpiresAt);
    }
}
