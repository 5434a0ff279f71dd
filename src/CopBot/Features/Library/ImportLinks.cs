using System.ComponentModel.DataAnnotations;
using CopBot.Chat;
using CopBot.Communities;
using CopBot.Dispatch;

namespace CopBot.Features.Library;

/// <summary>A coordinator brings the list of links that the community has already.</summary>
[Action("library-import"), Needs(Role.Coordinator)]
public sealed record ImportLinks : IAction;

/// <summary>The coordinator takes an import back; what somebody used already stays.</summary>
[Action("library-import-undo"), Needs(Role.Coordinator)]
public sealed record UndoImport(ImportId Import) : IAction;

/// <summary>A list of links.</summary>
[Form("library-import-list", "Import links", Submit = "Import"), Needs(Role.Coordinator)]
public sealed record ImportForm : IForm
{
    /// <summary>The list.</summary>
    [Display(Name = "Your list, as CSV or Markdown", Description = "Title, link, what it is; or - [Title](link) what it is. A longer list in several parts."), DataType(DataType.MultilineText), Required, StringLength(Limits.FieldLength)]
    public string List { get; set; } = "";

    /// <summary>What kind of things they are.</summary>
    [Display(Name = "What are they?"), Required]
    public ResourceKind Kind { get; set; }

    /// <summary>When they are to be looked at again.</summary>
    [Display(Name = "When shall they be looked at again?", Description = "You look after them; each can be handed on."), Required]
    public ReviewEvery Review { get; set; } = ReviewEvery.TwelveMonths;
}

internal sealed class ImportHandler(Imports imports) : IOpen<ImportLinks, ImportForm>, IHandle<ImportForm>, IHandle<UndoImport>
{
    private const int MostSaid = 5;

    public Task<Opening<ImportForm>> Open(ImportLinks request, Caller caller, CancellationToken stop) => Task.FromResult<Opening<ImportForm>>(new ImportForm());

    public async Task<Answer> Handle(ImportForm request, Caller caller, CancellationToken stop)
    {
        var (links, wrong) = ListOfLinks.Read(request.List);
        if (wrong.Count > 0) return new Answer.Invalid(nameof(ImportForm.List), InWords(wrong));

        var (import, added) = await imports.BringAsync(links, caller.Community.Id, caller.Member.Id, request.Kind, request.Review, stop);
        var twice = links.Count - added;
        return Answer.Show(
        [
            new Paragraph($"{added} {(added == 1 ? "link is" : "links are")} in the library now, and /cop find finds them.{(twice > 0 ? $" {twice} stood there already and were left as they are." : "")}"),
            new Controls([added > 0 ? new Button("Undo", new UndoImport(import)) : null, new Button("Show everything", new TurnLibrary(0))]),
        ]);
    }

    public async Task<Answer> Handle(UndoImport request, Caller caller, CancellationToken stop)
    {
        var (taken, stay) = await imports.TakeBackAsync(request.Import, caller.Community.Id, stop);
        return Answer.ShowInstead(Message.Say($"Taken back: {taken} {(taken == 1 ? "link" : "links")}.{(stay > 0 ? $" {stay} {(stay == 1 ? "stays" : "stay")}, because somebody uses {(stay == 1 ? "it" : "them")}." : "")}"));
    }

    private static string InWords(IReadOnlyList<string> wrong) =>
        string.Join(' ', wrong.Take(MostSaid)) + (wrong.Count > MostSaid ? $" And {(wrong.Count - MostSaid).ToString(System.Globalization.CultureInfo.InvariantCulture)} more lines like these." : "") + " Nothing was imported yet.";
}
