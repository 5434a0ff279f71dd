namespace CopBot.Host;

/// <summary>Something to be done with what the bot keeps, instead of a start.</summary>
internal enum ErrandKind
{
    /// <summary>Copies the database.</summary>
    Backup,

    /// <summary>Looks at a copy.</summary>
    Check,

    /// <summary>Puts a copy in the place of the database.</summary>
    Restore,

    /// <summary>Writes everything as open JSON and Markdown.</summary>
    Export,

    /// <summary>Builds the search index anew.</summary>
    Reindex,

    /// <summary>Brings a file of links into a library.</summary>
    ImportLinks,

    /// <summary>Takes back what such a file brought.</summary>
    TakeLinksBack,
}

/// <summary>An errand that was asked for on the command line.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Path">The file or folder that was named, or the import that is taken back; null for a backup in the usual place.</param>
/// <param name="Community">The name of the community that it is for; null where none was named.</param>
internal sealed record Errand(ErrandKind Kind, string? Path, string? Community = null)
{
    private const string Backup = "backup", Restore = "restore", Export = "export", Reindex = "reindex", ImportLinks = "import-links", To = "--to=", Check = "--check", For = "--community=", Undo = "--undo=";

    /// <summary>What may be asked for.</summary>
    public static readonly IReadOnlyList<string> Names = [Backup, Restore, Export, Reindex, ImportLinks];

    /// <summary>Reads it; null where none was asked for.</summary>
    public static Errand? Read(string[] args) => args switch
    {
        [Backup, .. var rest] => new(ErrandKind.Backup, rest.LastOrDefault(a => a.StartsWith(To, StringComparison.Ordinal))?[To.Length..]),
        [Export, .. var rest] => new(ErrandKind.Export, rest.Last(a => a.StartsWith(To, StringComparison.Ordinal))[To.Length..]),
        [Restore, .. var rest] => new(rest.Contains(Check, StringComparer.Ordinal) ? ErrandKind.Check : ErrandKind.Restore, rest.First(a => !a.StartsWith("--", StringComparison.Ordinal))),
        [Reindex, ..] => new(ErrandKind.Reindex, null),
        [ImportLinks, .. var rest] when rest.LastOrDefault(a => a.StartsWith(Undo, StringComparison.Ordinal)) is { } undo => new(ErrandKind.TakeLinksBack, undo[Undo.Length..]),
        [ImportLinks, .. var rest] => new(ErrandKind.ImportLinks, rest.First(a => !a.StartsWith("--", StringComparison.Ordinal)), rest.LastOrDefault(a => a.StartsWith(For, StringComparison.Ordinal))?[For.Length..]),
        _ => null,
    };

    /// <summary>What is wrong with what follows its name, settings aside.</summary>
    public static IEnumerable<string> Wrong(string name, IReadOnlyList<string> rest)
    {
        var files = rest.Where(a => !a.StartsWith("--", StringComparison.Ordinal)).ToList();
        var to = rest.Where(a => a.StartsWith(To, StringComparison.Ordinal)).ToList();
        foreach (var arg in rest.Except(files, StringComparer.Ordinal).Where(a => !Knows(name, a)))
            yield return $"{name} does not know the argument '{arg}'. All of them: CopBot.Host --help.";
        if (name is Backup or Export && to.Exists(a => a.Length == To.Length)) yield return $"{To} lacks a path, as in {name} {To}{(name == Export ? "our-export" : "copy.db")}.";
        if (name == Restore && files.Count != 1) yield return $"{Restore} needs the one copy to put back, as in {Restore} data/backups/copy.db, or {Restore} {Check} data/backups/copy.db to look at it first.";
        else if (name == ImportLinks && rest.LastOrDefault(a => a.StartsWith(Undo, StringComparison.Ordinal)) is { } undo)
        {
            if (files.Count > 0 || !Guid.TryParseExact(undo[Undo.Length..], "N", out _)) yield return $"{Undo} needs what the import said when it was done, and no file, as in {ImportLinks} {Undo}0193a5c27d1e7b0c9a4f5d6e7f809a1b.";
        }
        else if (name == ImportLinks && files.Count != 1) yield return $"{ImportLinks} needs the one file to import, as in {ImportLinks} links.csv.{(files.Count > 1 ? " A name with spaces stands in quotes." : "")}";
        else if (name == ImportLinks && rest.Contains(For, StringComparer.Ordinal)) yield return $"{For} lacks the name of a community, as in {ImportLinks} links.csv {For}\"Repair circle\".";
        else if (name == Reindex && files.Count > 0) yield return $"{Reindex} needs nothing more: it builds the whole index anew.";
        else if (name is Backup or Export && files.Count > 0) yield return $"{name} does not know the argument '{files[0]}'. Did you mean {name} {To}{files[0]}?";
        else if (name == Export && to.Count == 0) yield return $"{Export} needs a folder to write to, as in {Export} {To}our-export.";
    }

    private static bool Knows(string name, string argument) => name switch
    {
        Backup or Export => argument.StartsWith(To, StringComparison.Ordinal),
        Restore => argument is Check,
        ImportLinks => argument.StartsWith(For, StringComparison.Ordinal) || argument.StartsWith(Undo, StringComparison.Ordinal),
        _ => false,
    };
}
