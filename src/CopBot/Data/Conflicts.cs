using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CopBot.Data;

/// <summary>What went wrong in the store, where trying again helps.</summary>
internal static class Conflicts
{
    private const int UniqueViolated = 2067;
    private const int PrimaryKeyViolated = 1555;

    /// <summary>Whether somebody else changed or made the same thing at the same moment, so that a second look helps.</summary>
    public static bool IsConflict(this Exception e) => e switch
    {
        DbUpdateConcurrencyException => true,
        DbUpdateException { InnerException: { } inner } => inner.IsConflict(),
        SqliteException { SqliteExtendedErrorCode: UniqueViolated or PrimaryKeyViolated } => true,
        PostgresException { SqlState: PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected } => true,
        // A newer process has changed the table since the question was planned; the driver drops the plan, and the next try makes another.
        PostgresException { SqlState: PostgresErrorCodes.FeatureNotSupported, Routine: "RevalidateCachedQuery" } => true,
        _ => false,
    };

    /// <summary>Whether the connection to the store was lost, so that a new one may do: a server that restarts ends them all.</summary>
    public static bool IsLostConnection(this Exception e) => e switch
    {
        PostgresException { SqlState: PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow } => true,
        PostgresException => false,
        NpgsqlException { InnerException: IOException or System.Net.Sockets.SocketException or TimeoutException } => true,
        { InnerException: { } inner } => inner.IsLostConnection(),
        _ => false,
    };
}
