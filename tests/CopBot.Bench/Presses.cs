using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using CopBot.Chat;

namespace CopBot.Bench;

/// <summary>
/// Six people press <em>Follow the outcome</em> and take it back, each time on another of twenty cards, at a steady pace
/// whatever the answers take. Each press changes the store, revises a card and is answered privately.
/// </summary>
internal sealed class Presses(HttpClient http)
{
    private const string Home = "playground/room/repair-cafes";
    private const int Cards = 20;
    private const string Asker = "anna";
    private static readonly string[] People = ["ben", "chidi", "layla", "mei", "nadia", "carla"];
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);
    private readonly List<(string Post, string Problem)> _cards = [];
    private readonly Chatter _words = new();
    private int _pressed;

    /// <summary>Asks twenty problems.</summary>
    public async Task PrepareAsync()
    {
        for (var i = 0; i < Cards; i++) await AskAsync(string.Create(CultureInfo.InvariantCulture, $"How can we time press number {i} of {Cards}?"), "");

        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (_cards.Count < Cards && await look.WaitForNextTickAsync())
        {
            var room = await http.GetFromJsonAsync<JsonElement>("/playground/api/room");
            _cards.Clear();
            foreach (var post in room.GetProperty("posts").EnumerateArray().Where(p => p.GetProperty("plain").GetString()!.StartsWith("How can we time press", StringComparison.Ordinal)))
            {
                var follow = post.GetProperty("controls").EnumerateArray().First(c => c.GetProperty("label").GetString() == "Follow the outcome").GetProperty("action").GetString()!;
                _cards.Add((post.GetProperty("post").GetString()!, follow.Split(':')[1]));
            }
        }
    }

    /// <summary>Asks a question and posts it. Answers the milliseconds until the preview with what is alike, and until it was posted.</summary>
    public async Task<(double Preview, double Post)> AskAsync(string title, string tried)
    {
        var values = new Dictionary<string, string[]>(StringComparer.Ordinal)
        {
            ["Title"] = [Shortening.OneLine(title, Limits.HeadingLength)],
            ["Tried"] = [Shortening.To(tried, Limits.FieldLength)],
            ["Who"] = ["Community"],
        };
        var watch = Stopwatch.StartNew();
        var preview = await ActAsync("submit", new { @as = Asker, token = "problem-ask::", values, place = Home });
        var previewed = watch.Elapsed.TotalMilliseconds;
        var shown = preview.GetProperty("shown");
        var post = shown.GetProperty("controls").EnumerateArray().First(c => c.GetProperty("label").GetString()!.StartsWith("Post", StringComparison.Ordinal)).GetProperty("action").GetString();
        watch.Restart();
        await ActAsync("press", new { @as = Asker, action = post, @private = shown.GetProperty("id").GetString(), seenAt = Home });
        return (previewed, watch.Elapsed.TotalMilliseconds);
    }

    /// <summary>Asks so many made-up questions, one after the other, and times each until its preview.</summary>
    public async Task<Timings> AskAsync(int questions)
    {
        List<double> took = [];
        for (var i = 0; i < questions; i++) took.Add((await AskAsync(_words.Question(), _words.Account())).Preview);
        return new Timings([.. took.Order()], 0);
    }

    /// <summary>Presses so often a second for so many seconds.</summary>
    public Task<Timings> RunAsync(int perSecond, int seconds) => RunAsync(perSecond, pressed => pressed < perSecond * seconds);

    /// <summary>Presses so often a second while something goes on, which is asked every quarter of a second.</summary>
    public async Task<Timings> RunWhileAsync(int perSecond, Func<Task<bool>> goesOn)
    {
        var on = true;
        var pressing = RunAsync(perSecond, _ => Volatile.Read(ref on));
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(250));
        while (on && await look.WaitForNextTickAsync()) Volatile.Write(ref on, await goesOn());
        return await pressing;
    }

    private async Task<Timings> RunAsync(int perSecond, Func<int, bool> more)
    {
        var took = new ConcurrentBag<double>();
        var failed = 0;
        var all = new List<Task>();
        var watch = Stopwatch.StartNew();
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        while (more(all.Count) && await pace.WaitForNextTickAsync())
        {
            while (more(all.Count) && watch.Elapsed.TotalSeconds * perSecond >= all.Count) all.Add(PressAsync(_pressed++, watch.Elapsed));
        }

        await Task.WhenAll(all);
        return new Timings([.. took.Order()], failed);

        async Task PressAsync(int number, TimeSpan meant)
        {
            var (post, problem) = _cards[number % Cards];
            var round = number / Cards;
            var person = People[round % People.Length];
            var takeBack = round / People.Length % 2 == 1;
            try
            {
                var acted = await ActAsync("press", new { @as = person, action = takeBack ? $"problem-leave:{problem}:follower" : $"problem-follow:{problem}", post });
                if (acted.GetProperty("answer").GetString() is "refusal" or "later") Interlocked.Increment(ref failed);
                // From when it was meant to be pressed: a press that had to wait for its turn was slow for whoever pressed.
                took.Add((watch.Elapsed - meant).TotalMilliseconds);
            }
            catch (HttpRequestException)
            {
                Interlocked.Increment(ref failed);
            }
        }
    }

    private async Task<JsonElement> ActAsync(string act, object body)
    {
        using var response = await http.PostAsJsonAsync($"/playground/api/{act}", body, Web);
        var text = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode ? JsonDocument.Parse(text).RootElement : throw new HttpRequestException($"{act}: {text}");
    }
}

/// <summary>What the presses took, in milliseconds, shortest first.</summary>
internal sealed record Timings(IReadOnlyList<double> Took, int Failed)
{
    public string Row() => string.Create(CultureInfo.InvariantCulture, $"{Took.Count} | {Failed} | {Quantiles()}");

    /// <summary>The middle one, the slowest tenth and hundredth, and the slowest.</summary>
    public string Quantiles() => string.Create(CultureInfo.InvariantCulture, $"{At(0.5):0.0} | {At(0.9):0.0} | {At(0.99):0.0} | {Took[^1]:0.0}");

    private double At(double share) => Took[Math.Min(Took.Count - 1, (int)(Took.Count * share))];
}
