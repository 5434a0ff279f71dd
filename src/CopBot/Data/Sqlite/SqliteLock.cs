namespace CopBot.Data.Sqlite;

/// <summary>
/// One process per database file: an operating system's lock on a file beside it, which ends with the process, however that ends.
/// </summary>
internal static class SqliteLock
{
    // What .NET on Linux and macOS gives as HResult of a refused lock (EAGAIN), and Windows (ERROR_SHARING_VIOLATION).
    private static readonly int[] HeldByAnother = [11, 35, unchecked((int)0x80070020)];

    /// <summary>Takes the lock; null when another process has it.</summary>
    /// <exception cref="IOException">The file cannot be made or opened for another reason.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static FileStream? Take(string databaseFile)
    {
        try
        {
            return new FileStream(databaseFile + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (HeldByAnother.Contains(e.HResult))
        {
            return null;
        }
    }
}
