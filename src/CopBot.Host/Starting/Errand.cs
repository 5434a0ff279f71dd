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
}

/// <summary>An errand that was asked for on the command line.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Path">The file or folder that was named; null for a backup in the usual place.</param>
internal sealed record Errand(ErrandKind Kind, string? Path)
{
    private const string Backup = "backup", Restore = "restore", Export = "export", To = "--to=", Check = "--check";

    /// <summary>What may be asked for.</summary>
    public static readonly IReadOnlyList<string> Names = [Backup, Restore, Export];

    /// <summary>Reads it; null where none was asked for.</summary>
    public static Errand? Read(string[] args) => args switch
    {
        [Backup, .. var rest] => new(ErrandKind.Backup, rest.LastOrDefault(a => a.StartsWith(To, StringComparison.Ordinal))?[To.Length..]),
        [Export, .. var rest] => new(ErrandKind.Export, rest.Last(a => a.StartsWith(To, StringComparison.Ordinal))[To.Length..]),
        [Restore, .. var rest] => new(rest.Contains(Check, StringComparer.Ordinal) ? ErrandKind.Check : ErrandKind.Restore, rest.First(a => !a.StartsWith("--", StringComparison.Ordinal))),
        _ => null,
    };

    /// <summary>What is wrong with what follows its name, settings aside.</summary>
    public static IEnumerable<string> Wrong(string name, IReadOnlyList<string> rest)
    {
        var files = rest.Where(a => !a.StartsWith("--", StringComparison.Ordinal)).ToList();
        var to = rest.Where(a => a.StartsWith(To, StringComparison.Ordinal)).ToList();
        foreach (var arg in rest.Except(files, StringComparer.Ordinal).Except(name == Restore ? [] : to, StringComparer.Ordinal).Where(a => !(name == Restore && a == Check)))
            yield return $"{name} does not know the argument '{arg}'. All of them: CopBot.Host --help.";
        if (to.Exists(a => a.Length == To.Length)) yield return $"{To} lacks a path, as in {name} {To}{(name == Export ? "our-export" : "copy.db")}.";
        if (name == Restore && files.Count != 1) yield return $"{Restore} needs the one copy to put back, as in {Restore} data/backups/copy.db, or {Restore} {Check} data/backups/copy.db to look at it first.";
        else if (name != Restore && files.Count > 0) yield return $"{name} does not know the argument '{files[0]}'. Did you mean {name} {To}{files[0]}?";
        else if (name == Export && to.Count == 0) yield return $"{Export} needs a folder to write to, as in {Export} {To}our-export.";
    }
}
