using System.Globalization;
using System.Text;
using CopBot.Data.Sqlite;
using CopBot.Features.Library;

namespace CopBot.Host;

/// <summary>Brings a file of links into a community's library. What cannot be done, and each line that cannot be read, is said in a sentence.</summary>
internal static class LinkErrand
{
    /// <summary>Larger than any list of links that people kept by hand; what is larger was named by mistake.</summary>
    private const int MostBytes = 4 * 1024 * 1024;

    /// <summary>Does it, tells, and returns the exit code: that it cannot be done also where some lines could not be read.</summary>
    public static async Task<int> RunAsync(string file, string? community, Settings settings, TextWriter output, TextWriter errors, CancellationToken stop)
    {
        var (imported, whyNot) = await ImportAsync(file, community, settings, stop);
        if (imported is null)
        {
            await errors.WriteLineAsync(whyNot);
            return Errands.CannotBeDone;
        }

        await output.WriteLineAsync(InWords(imported));
        if (imported.Unread.Count == 0) return Errands.Done;
        await errors.WriteLineAsync($"{Count(imported.Unread.Count, "line")} could not be read. Put the file right and import it again: what is there is left as it is.");
        foreach (var line in imported.Unread) await errors.WriteLineAsync(line);
        return Errands.CannotBeDone;
    }

    /// <summary>Takes back what an import brought, tells, and returns the exit code.</summary>
    public static async Task<int> TakeBackAsync(Guid import, Settings settings, TextWriter output, TextWriter errors, CancellationToken stop)
    {
        var (came, whyNot) = await WithLinksAsync(settings, async links => (Came: await links.TakeBackAsync(new ImportId(import), stop), WhyNot: (string?)null), stop);
        whyNot ??= came is (0, 0) ? "There is no such import, or it was taken back already." : null;
        await (whyNot is null ? output : errors).WriteLineAsync(whyNot ?? $"{Count(came.Taken, "link")} {(came.Taken == 1 ? "was" : "were")} taken out.{(came.Stay > 0 ? $" {Count(came.Stay, "link")} {(came.Stay == 1 ? "stays, because somebody uses it" : "stay, because somebody uses them")}." : "")}");
        return whyNot is null ? Errands.Done : Errands.CannotBeDone;
    }

    private static async Task<(ImportedFile? Imported, string? WhyNot)> ImportAsync(string file, string? community, Settings settings, CancellationToken stop)
    {
        var (list, whyNot) = await ReadAsync(Path.GetFullPath(file), stop);
        if (list is null) return (null, whyNot);
        return await WithLinksAsync(settings, links => links.ImportAsync(list, community, stop), stop);
    }

    private static async Task<(T? Came, string? WhyNot)> WithLinksAsync<T>(Settings settings, Func<FileOfLinks, Task<(T? Came, string? WhyNot)>> act, CancellationToken stop)
    {
        // Opening would make a new one where the folder was mistaken.
        if (settings.Server is null && !File.Exists(settings.DatabaseFile)) return (default, SqliteCopies.Look(settings.DatabaseFile).WhyNot);
        using var opening = await settings.Database.OpenAsync(TimeProvider.System, stop);
        if (opening.WhyNot is { } closed) return (default, closed);

        var services = new ServiceCollection();
        services.AddLogging().AddCopBot(settings.Database);
        await using var provider = services.BuildServiceProvider();
        await using var scope = provider.CreateAsyncScope();
        return await act(scope.ServiceProvider.GetRequiredService<FileOfLinks>());
    }

    private static async Task<(string? List, string? WhyNot)> ReadAsync(string file, CancellationToken stop)
    {
        if (Directory.Exists(file)) return (null, $"{file} is a folder: name the one file that holds the list.");
        if (!File.Exists(file)) return (null, $"There is no file {file}: name the CSV or Markdown file that holds the list.");
        try
        {
            if (new FileInfo(file).Length > MostBytes) return (null, $"{file} is larger than 4 MB, which no list of links is: name the CSV or Markdown file that holds the list, or divide it.");
            // A mark at the beginning says otherwise, as spreadsheets write it.
            using var reader = new StreamReader(file, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: true);
            var list = await reader.ReadToEndAsync(stop);
            return list.Contains('\0', StringComparison.Ordinal) ? (null, NotText(file)) : (list, null);
        }
        catch (DecoderFallbackException)
        {
            return (null, NotText(file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, $"{file} could not be read ({e.Message.TrimEnd('.')}): look at who may read it.");
        }
    }

    private static string NotText(string file) => $"{file} is not text in UTF-8: save the list as CSV (in a spreadsheet: “CSV UTF-8”) or as Markdown.";

    private static string InWords(ImportedFile imported) =>
        $"{Count(imported.Added, "link")} {(imported.Added == 1 ? "is" : "are")} new in the library of {imported.Community}, and /cop find finds {(imported.Added == 1 ? "it" : "them")}."
        + (imported.There > 0 ? $" {Count(imported.There, "link")} stood there already and {(imported.There == 1 ? "was left as it is" : "were left as they are")}." : "")
        + (imported.Added > 0 ? $" Nobody looks after what is new: the coordinators are asked in a year whether it still holds, and can hand it on before.\nTo take it back: import-links --undo={imported.Import.Value:N}" : "");

    private static string Count(int number, string noun) => string.Create(CultureInfo.InvariantCulture, $"{number} {noun}{(number == 1 ? "" : "s")}");
}
