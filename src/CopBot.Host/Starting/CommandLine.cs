using System.Globalization;
using System.Reflection;
using System.Text;

namespace CopBot.Host;

/// <summary>What was asked for on the command line.</summary>
internal static class CommandLine
{
    private const string Doctor = "doctor";
    private const string Health = "health";
    private const string Channel = "--channel=";
    private const string Copy = "copy";
    private const string To = "--to=";

    /// <summary>This version, such as <c>0.1.0</c>.</summary>
    public static string Version { get; } =
        typeof(CommandLine).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>What to print instead of starting; null to start.</summary>
    public static string? Prints(string[] args) =>
        Array.Exists(args, a => a is "--help" or "-h" or "-?" or "/?") ? Help()
        : Array.Exists(args, a => a is "--version") ? $"CopBot {Version}"
        : null;

    /// <summary>The platform to look at instead of starting; null to start. Only where nothing is <see cref="Wrong"/>.</summary>
    public static Visit? Visits(string[] args) =>
        args is [Doctor, var platform, .. var rest] ? new Visit(platform, rest.LastOrDefault(IsChannel)?[Channel.Length..]) : null;

    /// <summary>The errand that was asked for instead of starting; null to start. Only where nothing is <see cref="Wrong"/>.</summary>
    public static Errand? Runs(string[] args) => Errand.Read(args);

    /// <summary>Whether the bot that runs is to be asked how it goes. Only where nothing is <see cref="Wrong"/>.</summary>
    public static bool AsksHealth(string[] args) => args is [Health, ..];

    /// <summary>The database to copy everything into instead of starting, as its provider is called; null to start. Only where nothing is <see cref="Wrong"/>.</summary>
    public static string? Copies(string[] args) => args is [Copy, .. var rest] ? rest.Last(arg => arg.StartsWith(To, StringComparison.Ordinal))[To.Length..] : null;

    /// <summary>What is wrong with the arguments, a sentence each.</summary>
    public static IEnumerable<string> Wrong(string[] args) => args switch
    {
        [var name, .. var rest] when Errand.Names.Contains(name, StringComparer.Ordinal) => Errand.Wrong(name, [.. rest.Where(arg => !IsSetting(arg))]),
        [Doctor, var platform, .. var rest] when Doctors.Names.Contains(platform, StringComparer.Ordinal) => rest.Where(arg => !IsChannel(arg)).Where(arg => !IsSetting(arg)).Select(Unknown),
        [Doctor, var platform, ..] when !platform.StartsWith('-') => [$"CopBot has no doctor for '{platform}'. Did you mean {Doctor} {Nearest.To(platform, Doctors.Names)}?"],
        [Copy, .. var rest] when rest.LastOrDefault(arg => arg.StartsWith(To, StringComparison.Ordinal)) is { } to =>
            to[To.Length..] is Setting.Sqlite or Setting.Postgresql ? rest.Where(arg => !arg.StartsWith(To, StringComparison.Ordinal) && !IsSetting(arg)).Select(Unknown) : [$"CopBot keeps nothing in '{to[To.Length..]}'. Did you mean {Copy} {To}{Nearest.To(to[To.Length..], [Setting.Sqlite, Setting.Postgresql])}?"],
        [Copy, ..] => [$"The copy must know where to: CopBot.Host {Copy} {To}{Setting.Postgresql}, or {To}{Setting.Sqlite}."],
        [Doctor, ..] => [$"The doctor must know which platform to look at: CopBot.Host {Doctor} {string.Join(" or ", Doctors.Names)}."],
        [Health, .. var rest] => rest.Where(arg => !IsSetting(arg)).Select(Unknown),
        _ => args.Where(arg => !IsSetting(arg)).Select(Unknown),
    };

    /// <summary>The text of <c>--help</c>.</summary>
    public static string Help()
    {
        var text = new StringBuilder();
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"""
             CopBot {Version}: the memory and the heartbeat of a community of practice, in the chat that it already uses.

             Start it without arguments, and open the playground in a browser: {Settings.DefaultUrls}/playground

               --help       prints this
               --version    prints the version

               doctor slack, doctor discord
                            looks whether the platform is set up rightly, tells what is not and how to mend it, and ends: with
                            the exit code 0 where all is well, else 1. A bot may run meanwhile. With --channel=repair (or the
                            channel's id) it also posts a message there and takes it back.

               backup       copies the database while the bot runs, into the folder backups, or with --to=FILE elsewhere.
               restore --check FILE
                            tells what a copy holds, whether it is sound, and whether this release can use it.
               restore FILE puts a copy in the place of the database. The bot must be stopped; what stood there is kept.
               export --to=FOLDER
                            writes everything as open JSON and as pages to read, also while the bot runs.
               reindex      builds the search index anew from what is kept. In a file, the bot must be stopped; on a server,
                            whoever searches meanwhile waits.
               import-links FILE
                            brings a CSV or Markdown list of links into the library, and says of each line that it cannot read
                            why. Run again, it adds only what is new. With --community=NAME where there are several. In a
                            file, the bot must be stopped; on a server it may run. It tells how to take it back:
               import-links --undo=IMPORT
                            takes out what that import brought, but for what somebody uses.
               health       asks the bot that runs here with the same settings how it goes, and ends: with the exit code 0
                            where it is ready, else 1. For the health check of a container.
               copy --to=postgresql, copy --to=sqlite
                            copies everything from the file in the data folder to the server of Database:ConnectionString, or
                            back, compares both row by row, and ends: with the exit code 0 where they hold the same, else 1.
                            Stop the bot first. Interrupted, it goes on where it was when it is called again.

             Settings, on the command line (--CopBot:Logs=json), as environment variables (COPBOT__LOGS=json), or in a file
             appsettings.json in the folder that CopBot is started from (appsettings.example.json shows all of them).
             The command line comes before the environment, and that before the file.

             """);
        foreach (var setting in Setting.All)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  {setting.Key}  ({setting.Variable})");
            text.AppendLine(CultureInfo.InvariantCulture, $"      {setting.Says}");
            text.AppendLine(CultureInfo.InvariantCulture, $"      Default: {setting.Default}. Example: {setting.Example}");
        }

        text.Append(
            """

            Whether it runs:  /health/live    Whether it is ready:  /health/ready
            It stops on Ctrl+C or SIGTERM, when what is under way is finished.
            """);
        return text.ToString();
    }

    private static string Unknown(string arg) => arg == Channel
        ? $"{Channel} lacks the name or the id of a channel, as in {Channel}repair. All of it: CopBot.Host --help."
        : arg.StartsWith("--", StringComparison.Ordinal) && arg.Contains('=', StringComparison.Ordinal)
        ? $"{arg[2..arg.IndexOf('=', StringComparison.Ordinal)]} is no setting of CopBot. Did you mean {Nearest.To(arg[2..], Setting.All.Select(s => s.Key))}? All of them: CopBot.Host --help."
        : $"CopBot does not know the argument '{arg}'. Did you mean {Nearest.To(arg, [.. Setting.All.Select(s => $"--{s.Key}={s.Example}"), "--help", "--version", Doctor, Health, Copy, .. Errand.Names])}? All of them: CopBot.Host --help.";

    private static bool IsChannel(string arg) => arg.StartsWith(Channel, StringComparison.Ordinal) && arg.Length > Channel.Length;

    private static bool IsSetting(string arg) => (arg.StartsWith("--", StringComparison.Ordinal) && arg.Contains('=', StringComparison.Ordinal) && Setting.All.Any(s => s.Is(arg[2..arg.IndexOf('=', StringComparison.Ordinal)]))) || arg.StartsWith("--urls=", StringComparison.OrdinalIgnoreCase);
}
