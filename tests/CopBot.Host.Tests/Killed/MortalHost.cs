using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace CopBot.Host.Tests.Killed;

/// <summary>
/// The real host, killed again and again at random instants while it is asked, and started again on the same folder. What was
/// asked of it when it died is asked once more with the same event id, as a platform delivers again.
/// </summary>
internal sealed class MortalHost : IAsyncDisposable
{
    // Of a move of the clock, which does most of the work, more instants are worth dying at.
    private const int InstantsInAMove = 3;
    private const int MostRepeats = 40;
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);
    private readonly string _folder;
    private readonly Random _dice;
    private readonly int _everyInstants;
    private readonly List<HostProcess> _graves = [];
    private readonly Lock _gate = new();
    private TaskCompletionSource<HostProcess> _alive = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _dying = Task.CompletedTask;
    private int _instants;
    private int _next;

    /// <param name="folder">What it is started in.</param>
    /// <param name="dice">Decides when it dies.</param>
    /// <param name="kills">How often it dies.</param>
    /// <param name="everyInstants">About so many instants, which are requests or parts of a move of the clock, apart.</param>
    public MortalHost(string folder, Random dice, int kills, int everyInstants)
    {
        (_folder, _dice, _everyInstants) = (folder, dice, everyInstants);
        KillsLeft = kills;
        _next = Gap();
    }

    /// <summary>Looks at what is left, while it is dead.</summary>
    public Func<Task> Dead { get; set; } = () => Task.CompletedTask;

    /// <summary>Looks at what it made of that, before anybody else acts.</summary>
    public Func<Task> Risen { get; set; } = () => Task.CompletedTask;

    /// <summary>How often it died.</summary>
    public int Kills { get; private set; }

    /// <summary>How often it is still to die.</summary>
    public int KillsLeft { get; private set; }

    /// <summary>How many of its deaths wait for <see cref="LetDie"/>.</summary>
    public int KeptBack { get; set; }

    /// <summary>How many requests were begun.</summary>
    public int Requests { get; private set; }

    /// <summary>How many of them broke off and were sent again.</summary>
    public int Broken { get; private set; }

    /// <summary>What it wrote as an error, over all its lives.</summary>
    public IEnumerable<string> Failures => from host in _graves
        let lines = host.Output.Split('\n')
        from line in Enumerable.Range(0, lines.Length)
        where lines[line].Contains(" fail: ", StringComparison.Ordinal) || lines[line].Contains(" crit: ", StringComparison.Ordinal)
        select string.Join(" | ", lines.Skip(line - 1).Take(4));

    public async Task StartAsync() => _alive.TrySetResult(await RiseAsync());

    /// <summary>Lets somebody act; asked again with the same event id until it was answered.</summary>
    public Task<Acted> ActAsync(string act, object body) => AskAsync(host => host.Http.PostAsJsonAsync($"/playground/api/{act}", body, Web), ReadAsync<Acted>, instants: 1);

    /// <summary>The whole room.</summary>
    public Task<RoomSeen> LookAsync() => AskAsync(host => host.Http.GetAsync("/playground/api/room"), ReadAsync<RoomSeen>, instants: 0);

    /// <summary>Moves the clock to an instant, unless it stands there or later already.</summary>
    public Task MoveAsync(DateTimeOffset to) => AskAsync(host => host.Http.PostAsJsonAsync("/playground/api/clock", new { to }, Web), ArrivedAsync, InstantsInAMove);

    /// <summary>The deaths that were kept back may come, the first of them now.</summary>
    public void LetDie()
    {
        lock (_gate) (KeptBack, _next) = (0, _instants);
    }

    /// <summary>Kills it now, and leaves it dead.</summary>
    public async Task KillAsync()
    {
        var host = await AliveAsync();
        await host.KillAsync();
        lock (_gate) _alive = new TaskCompletionSource<HostProcess>(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>Waits until the last death is over and checked.</summary>
    public async Task<HostProcess> AliveAsync()
    {
        await _dying;
        return await _alive.Task;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _graves) await host.DisposeAsync();
    }

    private async Task<T> AskAsync<T>(Func<HostProcess, Task<HttpResponseMessage>> ask, Func<HttpResponseMessage, Task<T>> read, int instants)
    {
        for (var sent = 1; sent <= MostRepeats; sent++)
        {
            var host = await _alive.Task.WaitAsync(HostProcess.TooLong + HostProcess.TooLong);
            PassInstants(host, instants);
            try
            {
                using var response = await ask(host);
                if (response.StatusCode is not HttpStatusCode.ServiceUnavailable) return await read(response);
            }
            catch (Exception e) when (e is HttpRequestException or IOException or TaskCanceledException)
            {
                lock (_gate) Broken++;
                await _dying;
                if (ReferenceEquals(host, await AliveAsync())) throw new InvalidOperationException($"The host broke off without having been killed. It wrote:\n{host.Output}\n{host.Errors}", e);
            }
        }

        throw new InvalidOperationException($"Not answered after {MostRepeats} tries");
    }

    private static async Task<T> ReadAsync<T>(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode ? JsonSerializer.Deserialize<T>(text, Web)! : throw new InvalidOperationException($"{response.RequestMessage!.RequestUri!.AbsolutePath}: {(int)response.StatusCode} {text}");
    }

    private static async Task<bool> ArrivedAsync(HttpResponseMessage response)
    {
        if (response.IsSuccessStatusCode) return true;
        var why = await response.Content.ReadAsStringAsync();
        return why.Contains("Time runs forward", StringComparison.Ordinal) ? true : throw new InvalidOperationException($"The clock was not moved: {why}");
    }

    private void PassInstants(HostProcess host, int instants)
    {
        lock (_gate)
        {
            Requests++;
            _instants += instants;
            if (instants == 0 || KillsLeft <= KeptBack || _instants < _next || !_dying.IsCompleted || !_alive.Task.IsCompletedSuccessfully || !ReferenceEquals(host, _alive.Task.Result)) return;
            KillsLeft--;
            var after = TimeSpan.FromMilliseconds(_dice.NextDouble() * (instants > 1 ? 200 : 60));
            _dying = DieAsync(host, after);
        }
    }

    private async Task DieAsync(HostProcess host, TimeSpan after)
    {
        // No wait for a condition: the random instant is what is tested.
        await Task.Delay(after, TimeProvider.System, CancellationToken.None);
        lock (_gate) _alive = new TaskCompletionSource<HostProcess>(TaskCreationOptions.RunContinuationsAsynchronously);
        await host.KillAsync();
        lock (_gate)
        {
            Kills++;
            _next = _instants + Gap();
        }

        var looked = Dead();
        try
        {
            var risen = await RiseAsync();
            await looked;
            await Risen();
            _alive.SetResult(risen);
        }
        catch (Exception e)
        {
            _alive.SetException(new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"After kill {Kills}: {e.Message}"), e));
            throw;
        }
    }

    private async Task<HostProcess> RiseAsync()
    {
        var host = await HostProcess.ReadyAsync(_folder, ["--CopBot:Demo=false"]);
        _graves.Add(host);
        return host;
    }

    private int Gap() => 1 + _dice.Next((2 * _everyInstants) - 1);
}

/// <summary>What came of an act, as the playground's HTTP tells it.</summary>
internal sealed record Acted(string Answer, string? Code, string? Says, string? Said, string? Kept, PrivateSeen? Shown, FormSeen? Form)
{
    /// <summary>It was answered before, and that answer was lost when the host died.</summary>
    public bool Lost => Answer is "done" && Said is null;
}

internal sealed record PrivateSeen(string Id, string To, string Place, string Plain, bool Waiting, IReadOnlyList<ControlSeen> Controls);

internal sealed record ControlSeen(string Label, string Action);

internal sealed record FormSeen(string Token, string Place, string? Private, IReadOnlyList<FieldSeen> Fields, Dictionary<string, string[]> Values);

internal sealed record FieldSeen(string Name, string Label, IReadOnlyList<ChoiceSeen>? Choices);

internal sealed record ChoiceSeen(string Value, string Label);

internal sealed record RoomSeen(DateTimeOffset Now, IReadOnlyList<PostSeen> Posts, IReadOnlyList<PrivateSeen> Private);

internal sealed record PostSeen(string Post, string Place, string Id, string Author, string? Nonce, string Plain, bool Removed, DateTimeOffset SentAt, IReadOnlyList<ControlSeen> Controls)
{
    /// <summary>The place below it.</summary>
    public string Thread => $"{Place}/{Id}";
}
