using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CopBot.Chat;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace CopBot.Playground.Tests;

public sealed class WebTests : IAsyncLifetime
{
    private readonly FakeBot _bot = new();
    private readonly HttpClient _http = new();
    private WebApplication _app = null!;

    private Room Room => _app.Services.GetRequiredService<Room>();

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<TimeProvider>(new StandingClock());
        builder.Services.AddSingleton<IInbox>(_bot);
        builder.Services.AddPlayground(new PlaygroundOptions());
        _app = builder.Build();
        _app.MapPlayground();
        await _app.StartAsync();
        _http.BaseAddress = new Uri(_app.Urls.First());
        Room.Invite(new RoomPerson("anna", "Anna") { Zone = "Europe/Berlin" });
        Room.Open(new RoomChannel("practice", "practice"));
    }

    [Fact]
    public async Task The_page_comes_with_a_policy_that_lets_no_strange_script_run()
    {
        var page = await _http.GetAsync("/playground");
        var html = await page.Content.ReadAsStringAsync();

        Assert.Contains("default-src 'none'; script-src 'self'", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Contains("You", (await _http.GetStringAsync("/_content/CopBot.Playground/page.js")), StringComparison.Ordinal);
        Assert.DoesNotMatch(" on[a-z]+=", html);
        Assert.DoesNotContain("style=", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Host", "evil.example", "GET")]
    [InlineData("Host", "127.0.0.1.evil.example", "GET")]
    [InlineData("Origin", "https://evil.example", "POST")]
    [InlineData("Origin", "null", "POST")]
    [InlineData("Sec-Fetch-Site", "cross-site", "POST")]
    public async Task A_page_from_elsewhere_gets_nothing(string header, string value, string method)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), method == "GET" ? "/playground/api/room" : "/playground/api/say");
        if (method == "POST") request.Content = JsonContent.Create(new { @as = "anna", place = "playground/room/practice", words = "Hello" });
        request.Headers.TryAddWithoutValidation(header, value);

        var response = await _http.SendAsync(request);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Empty(_bot.Heard);
    }

    [Fact]
    public async Task A_form_from_elsewhere_that_pretends_to_be_text_is_not_read()
    {
        using var text = new StringContent("""{"as":"anna","place":"playground/room/practice","words":"Hello"}""");

        Assert.Equal(HttpStatusCode.Forbidden, (await _http.PostAsync("/playground/api/say", text)).StatusCode);
        Assert.Empty(_bot.Heard);
    }

    [Fact]
    public async Task A_scripted_person_can_ask_correct_and_press()
    {
        _bot.OpensFor = g => g is CommandUsed ? new Opened(FormSchema.View(new SmallForm())) : null;
        _bot.Answers = i => i switch
        {
            FormSent { Values.Count: 0 } => new Answer.Invalid("What", "Please fill this in."),
            FormSent => Answer.Show([new Paragraph($"It stands."), new Controls([new Button("Undo", "undo:1")])]),
            ControlUsed => new Refusal("too-late", $"It is too late."),
            _ => Answer.Nothing,
        };
        var place = "playground/room/practice";

        var opened = await Act("command", new { @as = "anna", place, words = "ask" });
        var form = opened.GetProperty("form");
        var token = form.GetProperty("token").GetString();
        var wrong = await Act("submit", new { @as = "anna", token, place, values = new { }, form = new { title = "T", submit = "S", fields = form.GetProperty("fields") } });
        var sent = await Act("submit", new { @as = "anna", token, place, values = new { What = new[] { "A question" } } });
        var shown = sent.GetProperty("shown");
        var pressed = await Act("press", new { @as = "anna", action = shown.GetProperty("controls")[0].GetProperty("action").GetString(), @private = shown.GetProperty("id").GetString(), seenAt = place });

        Assert.Equal("Please fill this in.", wrong.GetProperty("form").GetProperty("wrong").GetProperty("What").GetString());
        Assert.Contains("aria-invalid", wrong.GetProperty("form").GetProperty("html").GetString(), StringComparison.Ordinal);
        Assert.Equal("too-late", pressed.GetProperty("code").GetString());
        Assert.Equal("undo:1", Assert.IsType<ControlUsed>(_bot.Heard[^1]).Action);
    }

    [Fact]
    public async Task A_failure_is_told_in_a_sentence_with_a_reference()
    {
        _bot.Answers = _ => throw new InvalidOperationException("secret detail");

        var response = await _http.PostAsJsonAsync("/playground/api/command", new { @as = "anna", place = "playground/room/practice", words = "ask" });
        var why = await response.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Contains("reference", why, StringComparison.Ordinal);
        Assert.DoesNotContain("secret detail", why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_whole_room_can_be_read()
    {
        var post = await _app.Services.GetRequiredService<PlaygroundPlatform>().PostAsync(Room.DirectWith(Room.User("anna")), Message.Say($"Hello {new Person("Anna", [Room.User("anna")])}"), "n1", CancellationToken.None);

        var room = await _http.GetFromJsonAsync<JsonElement>("/playground/api/room");

        var seen = room.GetProperty("posts")[0];
        Assert.Equal(post.ToString(), seen.GetProperty("post").GetString());
        Assert.Equal("n1", seen.GetProperty("nonce").GetString());
        Assert.Equal("anna", seen.GetProperty("rang")[0].GetString());
        Assert.Equal("Hello Anna", seen.GetProperty("plain").GetString());
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private async Task<JsonElement> Act(string what, object body)
    {
        var response = await _http.PostAsJsonAsync($"/playground/api/{what}", body);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }
}
