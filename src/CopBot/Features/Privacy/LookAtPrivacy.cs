using CopBot.Chat;
using CopBot.Communities;
using CopBot.Dispatch;
using CopBot.Keeping;

namespace CopBot.Features.Privacy;

/// <summary>Somebody wants to know what is kept of them.</summary>
[Command("privacy", "What CopBot keeps of you: see it, take it with you, delete it, stop messages"), LooksOnly, WithoutCommunity]
public sealed record LookAtPrivacy : ICommand;

/// <summary>Somebody presses a button to see what is kept of them.</summary>
[Action("privacy-show"), LooksOnly, WithoutCommunity]
public sealed record ShowPrivacy : IAction;

/// <summary>Somebody wants their record as files. It is made afresh at each press and changes nothing.</summary>
[Action("privacy-export"), LooksOnly, WithoutCommunity]
public sealed record ExportMyRecord : IAction;

/// <summary>Somebody thinks of having everything about them deleted.</summary>
[Action("privacy-delete"), LooksOnly, WithoutCommunity]
public sealed record AskToDeleteMe : IAction;

internal sealed class PrivacyHandler(PersonalRecords records, OnlyCoordinators only, FilesForOne files) :
    IHandle<LookAtPrivacy>,
    IHandle<ShowPrivacy>,
    IHandle<ExportMyRecord>,
    IHandle<AskToDeleteMe>
{
    public async Task<Answer> Handle(LookAtPrivacy request, Caller caller, CancellationToken stop) => Answer.Show(PrivacyCards.Kept(caller, await records.SeeAsync(caller.Member, stop)));

    public async Task<Answer> Handle(ShowPrivacy request, Caller caller, CancellationToken stop) => Answer.ShowInstead(PrivacyCards.Kept(caller, await records.SeeAsync(caller.Member, stop)));

    public async Task<Answer> Handle(ExportMyRecord request, Caller caller, CancellationToken stop)
    {
        if (!await records.IsKnownAsync(caller.Member, stop)) return PrivacyRefusals.NothingKept;
        var (json, page) = await records.WriteAsync(caller.Member, stop);
        return await files.SendAsync(
            caller.Account,
            [
                new ChatFile("my-record.md", "text/markdown", page, $"What CopBot keeps of you, to read."),
                new ChatFile("my-record.json", "application/json", json, $"The same and all the rest, for programs."),
            ],
            $"Your record is in our direct conversation: a page to read, and the same for programs.",
            stop);
    }

    public async Task<Answer> Handle(AskToDeleteMe request, Caller caller, CancellationToken stop) => await records.IsKnownAsync(caller.Member, stop)
        ? Answer.ShowInstead(PrivacyCards.AskToDelete(await only.OfAsync(caller.Member.Id, stop)))
        : PrivacyRefusals.NothingKept;
}
