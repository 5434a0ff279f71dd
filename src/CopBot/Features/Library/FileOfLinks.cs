using System.Globalization;
using CopBot.Communities;
using CopBot.Data;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Features.Library;

/// <summary>What came of importing a file.</summary>
/// <param name="Community">Into whose library.</param>
/// <param name="Added">How many links are new there.</param>
/// <param name="There">How many stood there already.</param>
/// <param name="Unread">What could not be read, a sentence for each line.</param>
/// <param name="Import">What takes it back.</param>
public sealed record ImportedFile(string Community, int Added, int There, IReadOnlyList<string> Unread, ImportId Import);

/// <summary>
/// Imports a list that is too long to be pasted, for whoever runs the bot. What can be read is imported and the rest is said: a
/// file is put right where it is kept, and imported again adds only what was missing. (What is pasted into a form is put right
/// in the form, so nothing of it is imported before.)
/// </summary>
public sealed class FileOfLinks
{
    private readonly CopBotDb _db;
    private readonly Imports _imports;
    private readonly UnitOfWork _work;

    internal FileOfLinks(CopBotDb db, Imports imports, UnitOfWork work) => (_db, _imports, _work) = (db, imports, work);

    /// <summary>
    /// Imports the list into the library of the community that is called so; null where there is only one. Who runs the bot is
    /// nobody in the chat, and nobody is made to look after hundreds of things by a command that they did not give: the links
    /// belong to the community, so its coordinators are asked about them, and any of these can be handed on.
    /// </summary>
    public async Task<(ImportedFile? Imported, string? WhyNot)> ImportAsync(string list, string? community, CancellationToken stop)
    {
        var (into, whyNot) = await CommunityAsync(community, stop);
        if (into is null) return (null, whyNot);
        var (links, unread) = ListOfLinks.Read(list);
        if (links.Count == 0) return (null, $"Nothing was imported.\n{string.Join('\n', unread)}");

        var usual = new ImportForm();
        var (import, added) = await _imports.BringAsync(links, into.Id, owner: null, usual.Kind, usual.Review, stop);
        await _work.SaveAsync(mark: null, stop);
        return (new ImportedFile(into.Name, added, links.Count - added, unread, import), null);
    }

    /// <summary>Takes back what an import brought, but for what somebody uses: how many links were taken out, and how many stay. None, where there is no such import.</summary>
    public async Task<(int Taken, int Stay)> TakeBackAsync(ImportId import, CancellationToken stop)
    {
        var came = await _imports.TakeBackAsync(import, community: null, stop);
        await _work.SaveAsync(mark: null, stop);
        return came;
    }

    private async Task<(Community? Community, string? WhyNot)> CommunityAsync(string? name, CancellationToken stop)
    {
        var all = (await _db.Communities.AsNoTracking().ToListAsync(stop)).OrderBy(c => c.Name, StringComparer.Ordinal).ToList();
        if (all.Count == 0) return (null, "There is no community yet: somebody who runs the workspace begins one with /cop setup; then import.");
        var known = string.Join(", ", all.Select(c => $"“{c.Name}”"));
        if (name is null) return all is [var only] ? (only, null) : (null, $"There are {all.Count.ToString(CultureInfo.InvariantCulture)} communities here: {known}. Say into whose library, as in --community=\"{all[0].Name}\".");
        return all.Where(c => string.Equals(c.Name, name.Trim(), StringComparison.OrdinalIgnoreCase)).ToList() switch
        {
            [var one] => (one, null),
            [] => (null, $"No community is called “{name.Trim()}”. Known: {known}."),
            _ => (null, $"More than one community is called “{name.Trim()}”: a coordinator renames one of them with /cop setup; then import."),
        };
    }
}
