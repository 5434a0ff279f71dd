using CopBot.Chat;
using CopBot.Communities;
using CopBot.Dispatch;
using CopBot.Keeping;

namespace CopBot.Features.Admin;

/// <summary>A coordinator takes what the community shares with them, as a file. It is made afresh each time and changes nothing.</summary>
[Command("admin export", "Take what the community shares with you, as open JSON and pages to read"), Needs(Role.Coordinator), LooksOnly]
public sealed record ExportCommunity : ICommand;

internal sealed class ExportCommunityHandler(Exporter exporter, FilesForOne files) : IHandle<ExportCommunity>
{
    public async Task<Answer> Handle(ExportCommunity request, Caller caller, CancellationToken stop)
    {
        var zip = await exporter.ToZipAsync(caller.Community, stop);
        return await files.SendAsync(
            caller.Account,
            [new ChatFile("copbot-export.zip", "application/zip", zip, $"What {caller.Community.Name:b} shares among its members: json for programs, pages to read. It holds members' names; give it only to those who may know them.")],
            $"The export is in our direct conversation; nobody else got it. It holds what the community's members share: problems, advice, what came of it, who belongs. Private messages, clocks and what was not told yet are not in it.",
            stop);
    }
}
