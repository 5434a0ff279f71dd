using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using CopBot.Chat;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CopBot.Host.Tests.OnPlatforms;

/// <summary>What somebody sees: a message of the bot or of a person.</summary>
/// <param name="Id">Which message.</param>
/// <param name="Words">All its words, with what stands on its buttons.</param>
/// <param name="Alone">Whether only they see it.</param>
/// <param name="ByBot">Whether the bot wrote it.</param>
/// <param name="Itself">The message as its platform's emulator knows it.</param>
internal sealed record Seen(string Id, string Words, bool Alone, bool ByBot, object Itself)
{
    public bool Says(string words) => Words.Contains(words, StringComparison.Ordinal);
}

/// <summary>What the bot wrote, as the platform has it.</summary>
/// <param name="Id">The platform's id of the message.</param>
/// <param name="Mark">The mark that it carries.</param>
/// <param name="Private">Whether it stands in a direct conversation.</param>
/// <param name="Rang">Whom it rang.</param>
/// <param name="Words">What it says.</param>
internal sealed record Written(string Id, string? Mark, bool Private, IReadOnlyList<string> Rang, string Words);

/// <summary>
/// A workspace of an emulated platform with CopBot in it: the real host as a process of its own, connected over its real wire.
/// The host's clock and the platform's stand at the same moment and are moved together. Anna runs the workspace.
/// </summary>
internal abstract class Town(string journal) : IAsyncDisposable
{
    public const string Anna = "anna";
    public const string Ben = "ben";
    public const string Chidi = "chidi";

    /// <summary>How many things can go wrong on a wire.</summary>
    public const int Troubles = 7;

    /// <summary>Among them: what was posted stands, and its answer is lost.</summary>
    public const int AnswerLost = 4;

    /// <summary>A machine that is slow today is no fault of the bot: how fast it is is measured elsewhere.</summary>
    protected static readonly TimeSpan Generous = TimeSpan.FromSeconds(90);

    /// <summary>After how long somebody who sees nothing tries again.</summary>
    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static readonly string[] Arguments = ["--CopBot:Playground=true", "--CopBot:Demo=false"];
    private readonly TempFolder _folder = new();
    private HostProcess? _host;
    private bool _isOurs = true;
    private Town? _beside;

    public HostProcess Host => _host ?? throw new InvalidOperationException("The host is not started");

    /// <summary>The folder of its data.</summary>
    public string Data => Path.Combine(_folder.Path, "data");

    /// <summary>The names of the towns, for theories.</summary>
    public static TheoryData<string> All => ["slack", "discord"];

    public static async Task<Town> StartAsync(string platform)
    {
        var town = await OpenAsync(platform);
        await town.RiseAsync();
        return town;
    }

    /// <summary>A workspace that no bot is in yet. Slack tells where people live: in London, unless said here; Discord does not.</summary>
    public static async Task<Town> OpenAsync(string platform, params (string Who, string Zone)[] lives) => platform switch
    {
        "slack" => await SlackTown.OpenAsync(lives),
        "discord" => await DiscordTown.OpenAsync(),
        _ => throw new NotSupportedException(platform),
    };

    /// <summary>A workspace of Slack and a server of Discord with one host between them.</summary>
    public static async Task<(Town Slack, Town Discord)> StartBothAsync()
    {
        Town slack = await SlackTown.OpenAsync();
        Town discord = await DiscordTown.OpenAsync();
        slack._host = await HostProcess.ReadyAsync(slack._folder.Path, Arguments, [.. slack.Settings, .. discord.Settings]);
        (discord._host, slack._beside, discord._beside) = (slack._host, discord, slack);
        await slack.ConnectedAsync();
        await discord.ConnectedAsync();
        return (slack, discord);
    }

    /// <summary>Where clocks begin: a working day on which everybody is awake.</summary>
    internal static DateTimeOffset Beginning { get; } = StoryClock.Tuesday(TimeProvider.System.GetUtcNow());

    /// <summary>Starts the host, on what an earlier one left.</summary>
    public async Task RiseAsync()
    {
        _host = await HostProcess.ReadyAsync(_folder.Path, Arguments, Settings);
        await ConnectedAsync();
    }

    /// <summary>Somebody else starts the host, and ends it.</summary>
    internal void IsServedBy(HostProcess host) => (_host, _isOurs) = (host, false);

    /// <summary>Kills the host in the middle of whatever it does, and starts it again.</summary>
    public async Task KillAsync()
    {
        await Host.KillAsync();
        await Host.DisposeAsync();
        await RiseAsync();
    }

    /// <summary>Moves both clocks, the platform's first: what the host then posts is of that moment.</summary>
    public async Task MoveAsync(TimeSpan by)
    {
        var to = await AdvanceAsync(by);
        using var moved = await Host.Http.PostAsJsonAsync("/playground/api/clock", new { to });
        Assert.True(moved.StatusCode == HttpStatusCode.OK, await moved.Content.ReadAsStringAsync());
    }

    /// <summary>Moves the platform's clock alone; where the host's is to be moved then.</summary>
    public async Task<DateTimeOffset> AdvanceAsync(TimeSpan by)
    {
        var now = await NowAsync();
        await ShiftAsync(by);
        if (_beside is not null) await _beside.ShiftAsync(by);
        return now + by;
    }

    /// <summary>Where the host's clock stands.</summary>
    public async Task<DateTimeOffset> NowAsync() => (await Host.Http.GetFromJsonAsync<JsonObject>("/playground/api/clock"))!["now"]!.GetValue<DateTimeOffset>();

    /// <summary>The last message with these words that somebody sees in the channel, or null.</summary>
    public Seen? Last(string who, string words) => Sees(who).LastOrDefault(m => m.Says(words));

    /// <summary>Waits for a direct message with these words.</summary>
    public Task<Seen> GetsAsync(string who, string words) => UntilAsync(() => Mail(who).LastOrDefault(m => m.Says(words)), $"“{words}” written to {who}");

    /// <summary>Waits for a form.</summary>
    public Task OpensAsync(string who, string title) => UntilAsync(() => OpenForm(who) == title ? title : null, $"the form {title}", Patience);

    /// <summary>Waits for something. Where its own <paramref name="patience"/> ends first, it is no failure yet.</summary>
    public async Task<T> UntilAsync<T>(Func<T?> look, string what, TimeSpan? patience = null) where T : class
    {
        T? seen = null;
        using var late = new CancellationTokenSource(patience ?? Generous);
        try
        {
            await WhenAsync(() => (seen = look()) is not null, late.Token);
        }
        catch (OperationCanceledException e)
        {
            if (patience is not null) throw new TimeoutException($"Nobody saw {what}", e);
            Assert.Fail($"Nobody saw {what}. Anna sees:\n{string.Join('\n', Sees(Anna).Concat(Mail(Anna)).Select(m => $"  {m.Words.ReplaceLineEndings(" / ")}"))}\nThe form before her: {OpenForm(Anna)}\nThe journal's end:\n{string.Join('\n', JournalsEnd())}\nThe host:\n{_host?.Output}\n{_host?.Errors}");
        }

        return seen!;
    }

    /// <summary>Somebody does something, again and again until they see what they expect, as people do where an answer does not come.</summary>
    public async Task<Seen> TriesAsync(Func<Task> act, Func<Seen?> look, TimeSpan? patience = null)
    {
        const int MostTries = 12;
        for (var tries = 1; ; tries++)
        {
            try
            {
                await act();
            }
            catch (Exception e) when (tries < MostTries && e is TimeoutException or InvalidOperationException or HttpRequestException or IOException or TaskCanceledException)
            {
                // What they wanted to press or fill in is not there (yet), or the host died in the middle of it.
            }

            try
            {
                return await UntilAsync(look, "what they expect", tries < MostTries ? patience ?? Patience : null);
            }
            catch (TimeoutException)
            {
                // A machine that is too slow today, or a host that died with the answer: a person tries again.
            }
        }
    }

    /// <summary>The posts of the bot that everybody sees in the channel.</summary>
    public IReadOnlyList<Seen> Posts() => [.. Sees(Anna).Where(m => m is { ByBot: true, Alone: false })];

    /// <summary>Somebody types <c>/cop</c> in the channel.</summary>
    public abstract Task CommandAsync(string who, string words);

    /// <summary>Somebody presses a button.</summary>
    public abstract Task PressAsync(string who, Seen on, string label);

    /// <summary>Somebody uses an action of a message's menu.</summary>
    public abstract Task UseOnAsync(string who, Seen message, string route, string label);

    /// <summary>Somebody fills in the open form and sends it.</summary>
    public abstract Task SendAsync(string who, params (string Field, string Value)[] answers);

    /// <summary>A day and a time, as they are filled in.</summary>
    public abstract (string Field, string Value)[] Moment(string field, DateTime at);

    /// <summary>Somebody, as they are chosen in a form.</summary>
    public abstract (string Field, string Value) Someone(string field, string who);

    /// <summary>Their account, as the platform calls it.</summary>
    public abstract string AccountOf(string who);

    /// <summary>A moment, as messages say it: each reader's own client turns it into their time.</summary>
    public abstract string Instant(DateTimeOffset at);

    /// <summary>Somebody writes in the thread below a card; null where there is none yet.</summary>
    public abstract Seen? Reply(string who, Seen card, string words);

    /// <summary>What somebody sees in the channel, oldest first.</summary>
    public abstract IReadOnlyList<Seen> Sees(string who);

    /// <summary>What the bot wrote to somebody alone.</summary>
    public abstract IReadOnlyList<Seen> Mail(string who);

    /// <summary>What the open form is called, or null.</summary>
    public abstract string? OpenForm(string who);

    /// <summary>Everything the bot posted anywhere that stands.</summary>
    public abstract IReadOnlyList<Written> Wrote();

    /// <summary>The marks by which what the bot posted is found again.</summary>
    public IReadOnlyList<string> Marks() => [.. Wrote().Select(w => w.Mark).OfType<string>()];

    /// <summary>Something of the wire goes wrong, once or a few times; what it was. <paramref name="which"/> is one of the <see cref="Troubles"/>.</summary>
    public abstract string GoWrong(int which);

    /// <summary>From now on all is well.</summary>
    public abstract void GoRight();

    /// <summary>Nothing was done that no correct client does.</summary>
    public abstract void NothingWasWrong();

    /// <summary>The platform's own documents know every request that was made; left out where they or Node are not at hand.</summary>
    public async Task RequestsAreAsDocumentedAsync()
    {
        var folder = Path.Combine(Repository(), "tests", "conformance", Judge.Folder);
        if (Environment.GetEnvironmentVariable("COPBOT_SPECS") is not { Length: > 0 } || !Directory.Exists(Path.Combine(folder, "node_modules"))) return;

        // What the emulator has written so far; it writes on.
        var copy = Path.Combine(_folder.Path, "judged.jsonl");
        File.Copy(Journal, copy, overwrite: true);
        var start = new ProcessStartInfo("node", [Judge.Script, copy]) { WorkingDirectory = folder, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        using var node = Process.Start(start)!;
        var complaints = node.StandardError.ReadToEndAsync();
        var said = await node.StandardOutput.ReadToEndAsync();
        await node.WaitForExitAsync();
        Assert.True(node.ExitCode == 0, said + await complaints);
    }

    public virtual async ValueTask DisposeAsync()
    {
        // Of two with one host the last to go ends it.
        if (_beside is { } other) (other._beside, _beside) = (null, null);
        else if (_host is not null && _isOurs) await _host.DisposeAsync();
        _folder.Dispose();
        Directory.Delete(Path.GetDirectoryName(Journal)!, recursive: true);
    }

    /// <summary>The emulator's journal.</summary>
    protected string Journal { get; } = journal;

    /// <summary>Where a new one is written.</summary>
    protected static string NewJournal() => Path.Combine(Directory.CreateTempSubdirectory("copbot-journal-").FullName, "journal.jsonl");

    /// <summary>Who judges the journal, below tests/conformance.</summary>
    protected abstract (string Folder, string Script) Judge { get; }

    /// <summary>What was said last on the wire, for whoever looks for what went wrong.</summary>
    private IReadOnlyList<string> JournalsEnd()
    {
        const int Lines = 40;
        const int Width = 400;
        using var file = new StreamReader(new FileStream(Journal, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return [.. file.ReadToEnd().Split('\n').TakeLast(Lines).Select(line => Shortening.OneLine(line, Width))];
    }

    private static string Repository([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));

    /// <summary>What the host is told, as environment variables.</summary>
    internal abstract (string Name, string Value)[] Settings { get; }

    /// <summary>The platform's clock.</summary>
    internal abstract TimeProvider Clock { get; }

    /// <summary>Adds the platform's adapter to a bot.</summary>
    internal abstract void Join(IServiceCollection services);

    /// <summary>Waits until the host is connected and the platform knows its commands.</summary>
    internal abstract Task ConnectedAsync();

    /// <summary>Moves the platform's clock.</summary>
    internal abstract Task ShiftAsync(TimeSpan by);

    /// <summary>Waits on the emulator.</summary>
    protected abstract Task WhenAsync(Func<bool> isSo, CancellationToken stop);
}
