using System.Net.Sockets;
using Npgsql;

namespace CopBot.Data.Postgres;

/// <summary>Why a database on a server cannot be used, in the words of whoever runs the bot: what is so, where, and what to do. Never with the password.</summary>
internal static class PostgresTroubles
{
    /// <summary>The oldest version that is known to work.</summary>
    public static readonly Version Oldest = new(13, 0);

    private const string Setting = "Database:ConnectionString";
    private const string Example = "Host=127.0.0.1;Database=copbot;Username=copbot;Password=…";

    public static string TooOld(PostgresDatabase on, Version version) =>
        $"The PostgreSQL server at {on.Server} is version {version}, and CopBot needs {Oldest.Major} or newer: upgrade the server, or set {Setting} to another one. Nothing was changed.";

    public static string NotUtf8(PostgresDatabase on, string encoding) =>
        $"The database {on.Called} on {on.Server} is encoded in {encoding}, which cannot hold everything that people write: make one in UTF-8 (createdb --encoding=UTF8 --template=template0), and set {Setting} to it. Nothing was changed.";

    public static string NotOurs(PostgresDatabase on) =>
        $"The database {on.Called} on {on.Server} holds tables, but none of CopBot's: make a database for CopBot alone (createdb copbot), and set {Setting} to it. Nothing was changed.";

    public static string Newer(PostgresDatabase on, string migration) =>
        $"The database {on.Called} on {on.Server} was written by a newer CopBot (it has seen {migration}): start that version or a later one, or restore an older dump into another database. Nothing was changed.";

    public static string NoSchema(PostgresDatabase on) =>
        $"In the database {on.Called} on {on.Server} there is no schema to put tables into: CREATE SCHEMA public, or name an existing one in {Setting} (Search Path=…). Nothing was changed.";

    public static string MayNotMakeTables(PostgresDatabase on, string user, string schema) =>
        $"The user {user} may not make tables in the database {on.Called} on {on.Server}: let it (GRANT CREATE ON SCHEMA {schema} TO {user}), or make it the owner (ALTER DATABASE {on.Called} OWNER TO {user}). Nothing was changed.";

    public static string ReadOnly(PostgresDatabase on) =>
        $"The PostgreSQL server at {on.Server} can only be read, like a copy that follows another server: set {Setting} to the one that takes writes. Nothing was changed.";

    public static string UpgradedByAnother(PostgresDatabase on) =>
        $"Another process has been upgrading or copying the database {on.Called} on {on.Server} for minutes: wait until it is done, or stop it, and start again.";

    public static string Unfinished(PostgresDatabase on) =>
        $"A copy into the database {on.Called} on {on.Server} was begun and not finished: run the same copy again (CopBot.Host copy --to=postgresql), which goes on where it was, or give it an empty database.";

    public static string NotUpgraded(PostgresDatabase on, Exception e) =>
        $"The database {on.Called} on {on.Server} could not be upgraded ({Sentence(e)}): nothing was changed. Mend that and start again; else start the version of CopBot that you had, and please report this.";

    /// <summary>The sentence for an error of the server or of the way to it.</summary>
    public static string Of(PostgresDatabase on, Exception e) => e switch
    {
        PostgresException { SqlState: PostgresErrorCodes.InvalidPassword } or NpgsqlException { Message: "No password has been provided but the backend requires one (in SASL/SCRAM-SHA-256)" or "No password has been provided but the backend requires one (in MD5)" } =>
            $"The PostgreSQL server at {on.Server} refuses the password: mend Username and Password in {Setting}, for example {Example}",
        PostgresException { SqlState: PostgresErrorCodes.InvalidAuthorizationSpecification } refused =>
            $"The PostgreSQL server at {on.Server} does not let CopBot in ({Sentence(refused)}): mend Username in {Setting}, make that user (createuser copbot --pwprompt), or allow it in the server's pg_hba.conf.",
        PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } =>
            $"There is no database {on.Called} on {on.Server}: make it (createdb {on.Called}), or mend Database in {Setting}.",
        PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } denied =>
            $"CopBot lacks a right in the database {on.Called} on {on.Server} ({Sentence(denied)}): make its user the owner of the database and of what is in it (ALTER DATABASE {on.Called} OWNER TO …). Nothing was changed.",
        PostgresException { SqlState: PostgresErrorCodes.TooManyConnections } =>
            $"The PostgreSQL server at {on.Server} has no connection left: raise its max_connections, or have CopBot use fewer (Maximum Pool Size=20 in {Setting}).",
        PostgresException { SqlState: PostgresErrorCodes.CannotConnectNow } =>
            $"The PostgreSQL server at {on.Server} is starting or stopping: wait a moment and start again.",
        PostgresException { SqlState: PostgresErrorCodes.DiskFull } =>
            $"The disk of the PostgreSQL server at {on.Server} is full: free some space there and start again. Nothing was changed.",
        PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction } => ReadOnly(on),
        _ when Inner<SocketException>(e) is { } socket => $"The PostgreSQL server at {on.Server} cannot be reached ({Sentence(socket)}): start it, or set {Setting} to where it is, for example {Example}",
        _ when Inner<TimeoutException>(e) is not null => $"The PostgreSQL server at {on.Server} does not answer in time: look whether it runs and whether a firewall stands between, or set {Setting} to where it is, for example {Example}",
        _ => $"The database {on.Called} on {on.Server} cannot be used ({Sentence(e)}): mend that, or {Setting}, for example {Example}",
    };

    private static T? Inner<T>(Exception? e) where T : Exception
    {
        for (; e is not null; e = e.InnerException)
        {
            if (e is T found) return found;
        }

        return null;
    }

    private static string Sentence(Exception e) => ((e as PostgresException)?.MessageText ?? e.Message).ReplaceLineEndings(" ").Trim().TrimEnd('.');
}
