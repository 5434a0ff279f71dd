using System.ComponentModel.DataAnnotations;
using CopBot.Chat;
using Xunit;

namespace CopBot.Playground.Tests;

public sealed class RenderingTests : IDisposable
{
    private const string Hostile = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>&lt; @everyone <!channel>";
    private readonly SmallRoom _small = new();

    [Fact]
    public void Hostile_words_are_shown_as_words_wherever_they_stand()
    {
        Message message =
        [
            new Heading(Hostile),
            new Paragraph($"{Hostile} {Hostile:b} {Hostile:i} {Hostile:code} {Person.Named(Hostile)} {new Link(Hostile, new Uri("https://example.org"))}"),
            new Prose(Hostile),
            new Facts([new Fact(Hostile, Text.Of(Hostile))]),
            new Footnote(Text.Of(Hostile)),
            new Controls([new Button(Hostile, Hostile), new LinkButton(Hostile, new Uri("https://example.org/?<>\"'")), new Menu(Hostile, [new MenuChoice(Hostile, Hostile, Hostile)])]),
        ];

        var html = PlaygroundMessages.Html(message, Reader());

        AssertHarmless(html);
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_person_types_is_shown_as_words_with_names_and_web_addresses_alive()
    {
        var said = (await _small.Anna.SayAsync(_small.Practice, $"{Hostile} @Ben see https://example.org/a?b=1&c=<x>, or javascript:alert(1)\nnext line")).Said!;

        var html = PlaygroundMessages.Html(said, Reader());

        AssertHarmless(html);
        Assert.Contains("<span class=\"mention\" dir=\"auto\">@Ben</span>", html, StringComparison.Ordinal);
        Assert.Contains("href=\"https://example.org/a?b=1&amp;c=\"", html, StringComparison.Ordinal);
        Assert.Contains("<br>next line", html, StringComparison.Ordinal);
        Assert.DoesNotContain("href=\"javascript", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("data:text/html,hi")]
    [InlineData("file:///etc/passwd")]
    public void A_link_that_does_more_than_lead_somewhere_is_only_words(string to)
    {
        var html = PlaygroundMessages.Html([new Paragraph($"{new Link("here", new Uri(to))}"), new Controls([new LinkButton("here", new Uri(to))])], Reader());

        Assert.DoesNotContain("<a", html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_moment_is_shown_in_each_readers_own_zone_and_habit()
    {
        var at = new DateTimeOffset(2027, 3, 8, 13, 5, 0, TimeSpan.Zero);
        _small.People.Invite(new RoomPerson("dana", "Dana") { Zone = "America/Los_Angeles", Locale = "en-US" });

        var html = PlaygroundMessages.Html(Message.Say($"{at:time}"), Reader());
        var hers = PlaygroundMessages.Html(Message.Say($"{at:time}"), new Reader(_small.Room, _small.Room.Person("dana")!));

        Assert.Contains("<time datetime=\"2027-03-08T13:05:00Z\" title=\"Mon 8 Mar, 14:05\">14:05</time>", html, StringComparison.Ordinal);
        Assert.Matches(@">5:05\W+AM</time>", hers.Replace("&#x202F;", " ", StringComparison.Ordinal));
    }

    [Fact]
    public void Only_prose_is_shortened_and_then_offers_to_read_on()
    {
        Message message = [new Heading("Long"), new Prose(new string('x', 5000)) { ReadOn = new Button("Read on", "read:1") }];

        var html = PlaygroundMessages.Html(message, Reader());

        Assert.Contains("data-action=\"read:1\"", html, StringComparison.Ordinal);
        Assert.Contains("…", html, StringComparison.Ordinal);
        Assert.InRange(html.Length, 3000, 4500);
    }

    [Fact]
    public void A_form_shows_what_was_typed_and_what_is_wrong_as_words()
    {
        var values = new FormValues { ["Line"] = [Hostile], ["Lines"] = ["\nfirst\n" + Hostile], ["Day"] = ["2027-03-09"], ["Moment"] = ["2027-03-09 14:30"], ["One"] = ["B"] };
        var view = FormSchema.View(new EveryField()) with { Values = values };

        var html = PlaygroundForms.Html(new OpenForm(view, _small.Practice) { Wrong = new Dictionary<string, string>(StringComparer.Ordinal) { ["Line"] = Hostile } }, Reader());

        AssertHarmless(html);
        Assert.Contains("value=\"2027-03-09\"", html, StringComparison.Ordinal);
        Assert.Contains("value=\"2027-03-09T14:30\"", html, StringComparison.Ordinal);
        Assert.Contains("value=\"B\" checked", html, StringComparison.Ordinal);
        Assert.Contains("aria-invalid=\"true\"", html, StringComparison.Ordinal);
        Assert.Contains($"<option value=\"{_small.Ben.Ref}\">Ben</option>", html, StringComparison.Ordinal);
    }

    public void Dispose() => _small.Dispose();

    private static void AssertHarmless(string html)
    {
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<!", html, StringComparison.Ordinal);
        // Every quote that opened an attribute of ours is closed by ours: no member's quote stands between.
        Assert.DoesNotContain("\"'>", html, StringComparison.Ordinal);
    }

    private Reader Reader() => new(_small.Room, _small.Anna.Person);

    [Form("every", "Every field")]
    private sealed record EveryField : IForm
    {
        [Display(Name = "A line"), Required]
        public string Line { get; init; } = "";

        [Display(Name = "Lines"), DataType(DataType.MultilineText)]
        public string Lines { get; init; } = "";

        [Display(Name = "A day")]
        public DateOnly? Day { get; init; }

        [Display(Name = "A moment")]
        public DateTime? Moment { get; init; }

        [Display(Name = "One of a few")]
        public Few? One { get; init; }

        [Display(Name = "Somebody")]
        public UserRef? Member { get; init; }
    }

    private enum Few
    {
        A,
        B,
    }
}
