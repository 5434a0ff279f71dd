using CopBot.Communities;
using CopBot.Data;
using CopBot.Data.Copying;
using CopBot.Dispatch;
using CopBot.Playground;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Host;

/// <summary>One run of the bot, from its arguments to its exit code.</summary>
internal static partial class Running
{
    private const int Fine = 0;
    private const int CannotStart = 1;
    private const int Misunderstood = 2;

    public static async Task<int> MainAsync(string[] args, TextWriter output, TextWriter errors)
    {
        if (CommandLine.Prints(args) is { } text)
        {
            await output.WriteLineAsync(text);
            return Fine;
        }

        string[] wrong = [.. CommandLine.Wrong(args)];
        if (wrong.Length > 0) return await RefuseAsync(errors, wrong, Misunderstood);

        WebApplicationBuilder builder;
        try
        {
            builder = WebApplication.CreateSlimBuilder(args);
        }
        catch (Exception e) when (e is InvalidDataException or FormatException)
        {
            return await RefuseAsync(errors, [StartTroubles.BadFile(e)], CannotStart);
        }

        if (Secrets.Add(builder.Configuration) is { } unread) return await RefuseAsync(errors, [unread], CannotStart);
        var (settings, troubles) = Settings.Read(builder.Configuration, copies: CommandLine.Copies(args) is not null);
        if (settings is null) return await RefuseAsync(errors, troubles, CannotStart);
        if (CommandLine.AsksHealth(args)) return await HealthQuestion.AskAsync(settings, output, CancellationToken.None);
        if (CommandLine.Visits(args) is { } visit) return await Doctors.ExamineAsync(visit, settings, output, CancellationToken.None);
        if (CommandLine.Runs(args) is { } errand) return await Errands.RunAsync(errand, settings, output, errors, CancellationToken.None);
        if (CommandLine.Copies(args) is { } to) return await CopyAsync(to, settings, output, errors);

        using var database = await settings.Database.OpenAsync(TimeProvider.System, CancellationToken.None);
        if (database.WhyNot is { } whyNot) return await RefuseAsync(errors, [whyNot], CannotStart);

        try
        {
            // The embedded database makes it; on a server the playground's room and clock still stand there.
            Directory.CreateDirectory(settings.DataFolder);
            await using var app = House.Build(builder, settings);
            if (database.Backup is { } backup) Upgraded(app.Logger, backup);
            await RunAsync(app, settings);
            return Fine;
        }
        catch (Exception e) when (StartTroubles.Of(e, settings) is { } trouble)
        {
            return await RefuseAsync(errors, [trouble], CannotStart);
        }
    }

    private static async Task<int> CopyAsync(string to, Settings settings, TextWriter output, TextWriter errors)
    {
        var (here, there) = to == Setting.Postgresql ? (settings.Embedded, settings.Server!) : (settings.Server!, settings.Embedded);
        if (await new Copy(here, there, output.WriteLine).RunAsync(TimeProvider.System, CancellationToken.None) is { } whyNot) return await RefuseAsync(errors, [whyNot], CannotStart);
        await output.WriteLineAsync($"Everything of {here} is in {there} too, row by row the same. Now set {Setting.DatabaseProvider.Key} to {to} and start CopBot; keep the other for a while, and do not start on it again.");
        return Fine;
    }

    private static async Task RunAsync(WebApplication app, Settings settings)
    {
        // The room reads its journal when it is made: what is wrong with that stops the start.
        if (settings.Playground) _ = app.Services.GetRequiredService<Room>();
        await app.StartAsync();
        var stopping = app.Lifetime.ApplicationStopping;
        stopping.Register(Supervisor.Stopping);
        try
        {
            var address = House.AddressOf(app);
            await WakeTheStoreAsync(app, stopping);
            if (settings.Playground) await BeginAsync(app, settings, new Uri(address, PlaygroundServices.Path), stopping);
            app.Services.GetRequiredService<Readiness>().Started = true;
            Supervisor.Ready();
            // What the start and the demo needed is given back: from here on the bot mostly waits.
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            if (settings.Playground) Ready(app.Logger, CommandLine.Version, new Uri(address, PlaygroundServices.Path));
            else Serving(app.Logger, CommandLine.Version, new Uri(address, HealthPages.Ready));
            // The playground has no three seconds that must be kept.
            if (settings.Slack is not null || settings.Discord is not null) await app.Services.GetRequiredService<Rehearsal>().PlayAsync(stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Told to stop before it was ready; the demo is loaded afresh at the next start.
        }

        await app.WaitForShutdownAsync();
        Stopped(app.Logger);
    }

    /// <summary>Asks the store something: the first to do so waits for most of a second, and that is not to be whoever presses first.</summary>
    private static async Task WakeTheStoreAsync(WebApplication app, CancellationToken stopping)
    {
        await using var scope = app.Services.CreateAsyncScope();
        _ = await scope.ServiceProvider.GetRequiredService<CopBotDb>().Set<Community>().AsNoTracking().AnyAsync(stopping);
    }

    private static async Task BeginAsync(WebApplication app, Settings settings, Uri page, CancellationToken stopping)
    {
        var story = app.Services.GetRequiredService<PlaygroundStory>();
        if (settings.Demo && story.WantsDemo) DemoFirst(app.Logger, page);
        await story.BeginAsync(settings.Demo, stopping);
    }

    private static async Task<int> RefuseAsync(TextWriter errors, IEnumerable<string> sentences, int code)
    {
        foreach (var sentence in sentences) await errors.WriteLineAsync(sentence);
        return code;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "CopBot {Version} is ready. Open the playground in a browser: {Address}")]
    private static partial void Ready(ILogger log, string version, Uri address);

    [LoggerMessage(Level = LogLevel.Information, Message = "The last four weeks of the demo community are played first, which takes some seconds; the playground is {Page}")]
    private static partial void DemoFirst(ILogger log, Uri page);

    [LoggerMessage(Level = LogLevel.Information, Message = "CopBot {Version} is ready. How it goes: {Address}")]
    private static partial void Serving(ILogger log, string version, Uri address);

    [LoggerMessage(Level = LogLevel.Information, Message = "The database was upgraded; a copy from before stands at {Backup}")]
    private static partial void Upgraded(ILogger log, string backup);

    [LoggerMessage(Level = LogLevel.Information, Message = "CopBot has stopped; nothing is left half-done")]
    private static partial void Stopped(ILogger log);
}
