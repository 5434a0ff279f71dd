using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace CopBot.Data.Sqlite;

/// <summary>Why a database file cannot be used, in the words of whoever runs the bot: what is so, where, and what to do.</summary>
internal static class SqliteTroubles
{
    public static string HeldByAnother(string file) =>
        $"Another process is using the database {file}: stop it first, or give this one a data folder of its own (CopBot:DataFolder).";

    public static string FolderCannotBeWritten(string folder, Exception e) =>
        $"The data folder {folder} cannot be written ({Sentence(e)}): give the account that runs CopBot the right to write there, or set CopBot:DataFolder to another folder.";

    public static string NothingThere(string file) =>
        $"There is no file {file}: look at the path, or set CopBot:DataFolder to the folder that the bot uses.";

    public static string CopyExists(string copy) =>
        $"{copy} is there already, and nothing is overwritten: choose another name, or move it away first.";

    public static string NoFolder(string copy) =>
        $"There is no folder {Path.GetDirectoryName(copy)} for the copy: make it first, or choose another one.";

    public static string CopyNotMade(string copy, Exception e) => IsFull(e)
        ? $"The disk that {copy} was to be written to is full: free some space, or choose another disk with --to. The bot and its database were not touched."
        : $"The copy {copy} could not be written ({Sentence(e)}): look at who may write there, or choose another place with --to. The bot and its database were not touched.";

    public static string Itself(string file) =>
        $"{file} is the bot's own database: name a copy of it.";

    public static string StopItFirst(string file) =>
        $"The bot is running on {file}: stop it first, put the copy back, and start it again. Nothing was changed.";

    public static string NotRestored(string file, Exception e) => IsFull(e)
        ? $"The disk that holds {file} is full, and a copy needs room beside the present database: free some space and try again. The present database stands where it stood."
        : $"The copy could not be put in the place of {file} ({Sentence(e)}): look at who may write there. The present database stands where it stood.";

    public static string NoDatabase(string file) =>
        $"{file} is not a database: move it away to start with an empty one, or put a copy from the backups folder in its place.";

    public static string NotOurs(string file) =>
        $"{file} is a database, but not one of CopBot's: set CopBot:DataFolder to another folder, or move the file away to start with an empty one.";

    public static string Newer(string file, string migration) =>
        $"The database {file} was written by a newer CopBot (it has seen {migration}): start that version or a later one, or put an older copy from the backups folder in its place. Nothing was changed.";

    public static string Unfinished(string file) =>
        $"A copy into the database {file} was begun and not finished: run the same copy again (CopBot.Host copy --to=sqlite), which goes on where it was, or move the file away.";

    public static string NotUpgraded(string file, string backup, Exception e) =>
        $"The database {file} could not be upgraded ({Sentence(e)}): nothing was lost, a copy as it was stands at {backup}. Free some disk space if that is what is missing, and start again; else start the version of CopBot that you had, and please report this.";

    /// <summary>The sentence for an error of the database engine or the file system.</summary>
    public static string Of(string file, Exception e) => e switch
    {
        SqliteException { SqliteErrorCode: SQLITE_NOTADB } => NoDatabase(file),
        SqliteException { SqliteErrorCode: SQLITE_CORRUPT } => Damaged(file, Sentence(e)),
        SqliteException { SqliteErrorCode: SQLITE_READONLY or SQLITE_PERM or SQLITE_CANTOPEN or SQLITE_AUTH } or UnauthorizedAccessException => CannotBeWritten(file),
        SqliteException { SqliteErrorCode: SQLITE_FULL } => Full(file),
        SqliteException { SqliteErrorCode: SQLITE_BUSY or SQLITE_LOCKED } => HeldByAnother(file),
        IOException when IsFull(e) => Full(file),
        _ => $"The database {file} cannot be read or written ({Sentence(e)}): look at the disk, and at who may write to its folder. Nothing was changed.",
    };

    public static string Damaged(string file, string how) =>
        $"The database {file} is damaged ({how}): keep it for whoever may repair it, and put a copy from the backups folder in its place. Nothing was changed.";

    public static bool IsFull(Exception e) => e is SqliteException { SqliteErrorCode: SQLITE_FULL } or IOException { HResult: 28 or unchecked((int)0x80070070) };

    private static string CannotBeWritten(string file) =>
        $"The database {file} cannot be written: give the account that runs CopBot the right to write to it and to its folder.";

    private static string Full(string file) =>
        $"The disk that holds {file} is full: free some space and start again. Nothing was changed.";

    private static string Sentence(Exception e) => e.Message.ReplaceLineEndings(" ").Trim().TrimEnd('.');
}
