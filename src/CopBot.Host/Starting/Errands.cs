using System.Data.Common;
using System.Globalization;
using CopBot.Data.Sqlite;
using CopBot.Keeping;
using CopBot.Search;

namespace CopBot.Host;

/// <summary>Copies what the bot keeps, looks at copies, puts one back, and writes everything out. Whatever cannot be done is said in a sentence.</summary>
internal static class Errands
{
    internal const int Done = 0;
    internal const int CannotBeDone = 1;

    /// <summary>Does it, tells, and returns the exit code.</summary>
    public static async Task<int> RunAsync(Errand errand, Settings settings, TextWriter output, TextWriter errors, CancellationToken stop)
    {
        if (errand.Kind is ErrandKind.TakeLinksBack) return await LinkErrand.TakeBackAsync(Guid.ParseExact(errand.Path!, "N"), settings, output, errors, stop);
        if (errand.Kind is ErrandKind.ImportLinks) return await LinkErrand.RunAsync(errand.Path!, errand.Community, settings, output, errors, stop);
        var (says, whyNot) = errand.Kind switch
        {
            ErrandKind.Reindex => await ReindexAsync(settings, stop),
            not ErrandKind.Export when settings.Connection is { } connection && settings.Server is not null => ("", WithPostgres(errand.Kind, connection)),
            ErrandKind.Backup => Backup(errand.Path, settings),
            ErrandKind.Check => Check(errand.Path!),
            ErrandKind.Restore => Restore(errand.Path!, settings),
            ErrandKind.Export => await ExportAsync(errand.Path!, settings, stop),
            _ => throw new NotSupportedException(errand.Kind.ToString()),
        };
        await (whyNot is null ? output : errors).WriteLineAsync(whyNot ?? says);
        return whyNot is null ? Done : CannotBeDone;
    }

    /// <summary>What to do in place of a backup or a restore where the database is PostgreSQL, whose own tools do it better. Names no secret.</summary>
    public static string WithPostgres(ErrandKind kind, string connectionString)
    {
        var given = new DbConnectionStringBuilder { ConnectionString = connectionString };
        var where = string.Concat(Part("--host", "Host", "Server"), Part("--port", "Port"), Part("--username", "Username", "User Id", "User", "UserName"));
        var database = Value("Database", "DB") ?? "copbot";
        return kind is ErrandKind.Backup
            ? $"The database is PostgreSQL, which makes its own copies, also while the bot runs: pg_dump --format=custom --file=copbot.dump{where} {database}"
            : kind is ErrandKind.Check
            ? "The database is PostgreSQL, whose copies its own tools look at: pg_restore --list copbot.dump"
            : $"The database is PostgreSQL, which puts its own copies back. Stop the bot first; then: pg_restore --clean --if-exists --single-transaction{where} --dbname={database} copbot.dump";

        string Part(string option, params string[] keys) => Value(keys) is { } value ? $" {option}={value}" : "";

        string? Value(params string[] keys) => keys.Select(k => given.TryGetValue(k, out var value) ? Convert.ToString(value, CultureInfo.InvariantCulture) : null).FirstOrDefault(v => v is { Length: > 0 });
    }

    private static (string Says, string? WhyNot) Backup(string? to, Settings settings)
    {
        var (copy, whyNot) = SqliteCopies.Back(settings.DatabaseFile, to, TimeProvider.System.GetUtcNow());
        return ($"A copy stands at {copy}. {InWords(copy)}{Playground(settings, "is not in it")}", whyNot);
    }

    private static (string Says, string? WhyNot) Check(string file)
    {
        var found = SqliteCopies.Look(file);
        if (found.WhyNot is not null) return ("", found.WhyNot);
        return ($"{Path.GetFullPath(file)} is a copy of CopBot's database, and it is sound. {InWords(file)} "
            + (found.IsOlder ? $"It was made by an earlier release (it has seen {found.Applied[^1]}); this one, {CommandLine.Version}, can use it, and upgrades it at its next start." : $"This release, {CommandLine.Version}, can use it as it is."), null);
    }

    private static (string Says, string? WhyNot) Restore(string file, Settings settings)
    {
        var (kept, whyNot) = SqliteCopies.Restore(file, settings.DatabaseFile, TimeProvider.System.GetUtcNow());
        return ($"{Path.GetFullPath(file)} stands in the place of {settings.DatabaseFile} now. {(kept is null ? "There was none before." : $"What stood there is kept at {kept}.")} Start the bot.{Playground(settings, "stays as it is")}", whyNot);
    }

    private static async Task<(string Says, string? WhyNot)> ExportAsync(string to, Settings settings, CancellationToken stop)
    {
        var folder = Path.GetFullPath(to);
        if (File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())) return ("", $"{folder} is there already and not empty; nothing is overwritten. Choose another folder.");
        if (settings.Server is null && SqliteCopies.Look(settings.DatabaseFile) is var found && found.WhyNot is not null) return ("", found.WhyNot);
        if (settings.Server is null && SqliteCopies.Look(settings.DatabaseFile).IsOlder) return ("", $"The database {settings.DatabaseFile} was written by an earlier release: start this one once, which upgrades it, or export with the release that you had.");
        try
        {
            var services = new ServiceCollection();
            services.AddLogging().AddCopBot(settings.Database);
            await using var provider = services.BuildServiceProvider();
            await using var scope = provider.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<Exporter>().ToFolderAsync(folder, stop);
            return ($"Everything stands in {folder}: json for programs, pages to read. It holds people's names and accounts; give it only to those who may know them. What is left out, and why, stands in docs/keeping.md.", null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return ("", $"The export could not be written to {folder} ({e.Message.TrimEnd('.')}): look at the room on that disk, and at who may write there. The bot and its database were not touched.");
        }
    }

    private static async Task<(string Says, string? WhyNot)> ReindexAsync(Settings settings, CancellationToken stop)
    {
        using var opening = await settings.Database.OpenAsync(TimeProvider.System, stop);
        if (opening.WhyNot is { } whyNot) return ("", whyNot);

        var services = new ServiceCollection();
        services.AddLogging().AddCopBot(settings.Database);
        await using var provider = services.BuildServiceProvider();
        await using var scope = provider.CreateAsyncScope();
        var things = await scope.ServiceProvider.GetRequiredService<Reindexing>().RunAsync(stop);
        return (string.Create(CultureInfo.InvariantCulture, $"The search index was built anew: {things} {(things == 1 ? "thing" : "things")} can be found."), null);
    }

    private static string InWords(string? file)
    {
        if (file is null) return "";
        var counts = SqliteCopies.Look(file).Counts;
        return $"It holds {string.Join(", ", counts.Where(c => c.Key is not "posts").Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Value} {(c.Value == 1 ? Singular(c.Key) : c.Key)}")))}.";
    }

    private static string Singular(string many) => many.EndsWith("ies", StringComparison.Ordinal) ? many[..^3] + "y" : many[..^1];

    /// <summary>The playground's chat is a platform of its own, as Slack is: no copy of the database holds it.</summary>
    private static string Playground(Settings settings, string what) =>
        File.Exists(settings.Journal) ? $" The playground's chat ({settings.Journal}) and its clock are the chat's, not the bot's: that {what}." : "";
}
