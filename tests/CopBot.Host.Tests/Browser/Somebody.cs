using System.Globalization;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace CopBot.Host.Tests.Browser;

/// <summary>A person at a browser: what they do there, and what they see.</summary>
internal sealed class Somebody : IAsyncDisposable
{
    /// <summary>Names the folder that pictures of the page are written to; without it none are taken.</summary>
    public const string PicturesTo = "COPBOT_SCREENSHOTS";

    private readonly List<string> _complaints = [];

    private Somebody(IPage page)
    {
        Page = page;
        page.PageError += (_, error) => _complaints.Add(error);
        page.Console += (_, said) =>
        {
            if (said.Type is "error" or "warning") _complaints.Add($"{said.Text} ({said.Location})");
        };
    }

    public IPage Page { get; }

    /// <summary>The talk of the place that they look at.</summary>
    public ILocator Talk => Page.GetByRole(AriaRole.List, new() { Name = "Messages" });

    /// <summary>The pane beside it: a thread, or the clock.</summary>
    public ILocator Pane => Page.Locator("#pane");

    /// <summary>The form that is open.</summary>
    public ILocator Form => Page.GetByRole(AriaRole.Dialog);

    /// <summary>Where they write.</summary>
    public ILocator Composer => Page.Locator("#composer").GetByRole(AriaRole.Combobox);

    /// <summary>What was said for a moment above the page.</summary>
    public ILocator Toast => Page.Locator("#toast");

    public static async Task<Somebody> SitDownAsync(IPage page, Uri address)
    {
        var somebody = new Somebody(page);
        await page.GotoAsync(address.ToString());
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).Not.ToBeEmptyAsync();
        return somebody;
    }

    /// <summary>What this person alone sees, by words in it.</summary>
    public ILocator Private(string words) => Page.Locator(".item.private").Filter(new() { HasText = words });

    /// <summary>The last message that everybody sees, by words in it.</summary>
    public ILocator Message(string words) => Talk.Locator(".item.message").Filter(new() { HasText = words }).Last;

    /// <summary>A message in the thread that is open.</summary>
    public ILocator InThread(string words) => Pane.Locator(".item").Filter(new() { HasText = words }).Last;

    public Task GoToAsync(string place) => Page.GetByRole(AriaRole.Navigation, new() { Name = "Places" }).GetByRole(AriaRole.Link, new() { Name = place }).ClickAsync();

    /// <summary>Types into the composer and sends.</summary>
    public async Task SayAsync(string words)
    {
        await Composer.FillAsync(words);
        await Page.Keyboard.PressAsync("Enter");
    }

    /// <summary>Opens a message's thread and writes there.</summary>
    public async Task ReplyAsync(string message, string words)
    {
        await OpenThreadAsync(message);
        await Pane.GetByRole(AriaRole.Combobox).FillAsync(words);
        await Pane.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();
        await Expect(InThread(words)).ToBeVisibleAsync();
    }

    public async Task OpenThreadAsync(string message)
    {
        await Message(message).HoverAsync();
        await Message(message).GetByRole(AriaRole.Button, new() { Name = "Reply in the thread of" }).ClickAsync();
        await Expect(Pane.GetByRole(AriaRole.Heading, new() { Level = 2 })).ToBeFocusedAsync();
    }

    /// <summary>Chooses an action in a message's menu.</summary>
    public async Task ChooseAsync(ILocator message, string action)
    {
        await message.HoverAsync();
        await message.GetByRole(AriaRole.Button, new() { Name = "More for" }).ClickAsync();
        await message.GetByRole(AriaRole.Menuitem, new() { Name = action, Exact = true }).ClickAsync();
    }

    public Task PressAsync(ILocator on, string label) => on.GetByRole(AriaRole.Button, new() { Name = label, Exact = true }).ClickAsync();

    public Task FillAsync(string field, string words) => Form.GetByLabel(field).FillAsync(words);

    /// <summary>Sends the form that is open; it closes.</summary>
    public async Task SubmitAsync(string label)
    {
        await PressAsync(Form, label);
        await Expect(Form).ToBeHiddenAsync();
    }

    public Task SeesAsync(ILocator what) => Expect(what).ToBeVisibleAsync();

    /// <summary>What the person says of the page with their eyes; only where somebody wants to look.</summary>
    public async Task PictureAsync(string name)
    {
        if (Environment.GetEnvironmentVariable(PicturesTo) is { Length: > 0 } folder)
            await Page.ScreenshotAsync(new() { Path = Path.Combine(folder, name + ".png"), Animations = ScreenshotAnimations.Disabled });
    }

    /// <summary>Nothing sticks out to the side, and nobody has to scroll that way.</summary>
    public async Task FitsAsync()
    {
        var sticksOut = await Page.EvaluateAsync<string[]>(
            """
            () => [...document.querySelectorAll('#main, #main *, #pane, #pane *, dialog[open], dialog[open] *')]
              .filter((e) => e.checkVisibility() && (e.getBoundingClientRect().right > innerWidth + 1 || e.getBoundingClientRect().left < -1) && !e.closest('.sr, svg'))
              .map((e) => `${e.tagName}.${e.className} ${Math.round(e.getBoundingClientRect().left)}–${Math.round(e.getBoundingClientRect().right)} of ${innerWidth}`)
            """);
        Assert.Empty(sticksOut);
    }

    /// <summary>Everything that can be pressed or filled in has a name, every picture a text or none on purpose, every id is one.</summary>
    public async Task IsNamedAsync()
    {
        var nameless = await Page.EvaluateAsync<string[]>(
            """
            () => {
              const wrong = [];
              const words = (e) => [...e.childNodes].map((n) => n.nodeType === 3 ? n.data : n.nodeType === 1 && n.getAttribute('aria-hidden') !== 'true' && !n.hidden ? words(n) : '').join('').trim();
              for (const e of document.querySelectorAll('button, a[href], input, textarea, select, [role=menuitem], [role=option], [role=dialog], dialog[open], aside:not([hidden]), nav')) {
                const by = e.getAttribute('aria-labelledby');
                const name = e.getAttribute('aria-label') || (by && document.getElementById(by)?.textContent) || (e.labels?.length && words(e.labels[0])) || (!['DIALOG', 'ASIDE', 'NAV'].includes(e.tagName) && words(e));
                if (!name) wrong.push(`without a name: ${e.outerHTML.slice(0, 120)}`);
              }
              for (const img of document.querySelectorAll('img:not([alt])')) wrong.push(`without a text: ${img.outerHTML}`);
              const ids = [...document.querySelectorAll('[id]')].map((e) => e.id);
              for (const id of new Set(ids)) if (ids.filter((i) => i === id).length > 1) wrong.push(`twice the id ${id}`);
              for (const e of document.querySelectorAll('[aria-controls], [aria-labelledby], [for]'))
                for (const attribute of ['aria-controls', 'aria-labelledby', 'for'])
                  if ((e.tagName !== 'DIALOG' || e.open) && e.getAttribute(attribute) && !document.getElementById(e.getAttribute(attribute))) wrong.push(`${attribute} leads nowhere: ${e.outerHTML.slice(0, 120)}`);
              return wrong;
            }
            """);
        Assert.Empty(nameless);
    }

    /// <summary>Words stand out from what is behind them as WCAG 2.2 AA asks: 4.5 to 1, or 3 to 1 where they are large.</summary>
    public async Task IsReadableAsync()
    {
        var faint = await Page.EvaluateAsync<string[]>(
            """
            () => {
              const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
              const rgba = (color) => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = color; canvas.fillRect(0, 0, 1, 1); return [...canvas.getImageData(0, 0, 1, 1).data].map((v, i) => i === 3 ? v / 255 : v); };
              const over = ([r, g, b, a], [R, G, B]) => [r * a + R * (1 - a), g * a + G * (1 - a), b * a + B * (1 - a), 1];
              const behind = (e) => e ? over(rgba(getComputedStyle(e).backgroundColor), behind(e.parentElement)) : [255, 255, 255, 1];
              const light = ([r, g, b]) => [r, g, b].map((v) => v / 255).map((v) => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4).reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
              const faint = new Set();
              for (const e of document.querySelectorAll('body *')) {
                const said = [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
                if (!said || !e.checkVisibility({ opacityProperty: true, visibilityProperty: true }) || e.closest('.sr, .skip, :disabled, [aria-disabled=true]')) continue;
                const style = getComputedStyle(e);
                const ground = behind(e);
                const [a, b] = [light(over(rgba(style.color), ground)), light(ground)].sort((x, y) => y - x);
                const large = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && style.fontWeight >= 700);
                const ratio = (a + .05) / (b + .05);
                if (ratio < (large ? 3 : 4.5)) faint.add(`${ratio.toFixed(2)}: ${e.tagName}.${e.className} “${e.textContent.trim().slice(0, 30)}”`);
              }
              return [...faint];
            }
            """);
        Assert.Empty(faint);
    }

    /// <summary>The page complained of nothing so far.</summary>
    public void SawNothingWrong() => Assert.Empty(_complaints);

    public ValueTask DisposeAsync() => Page.Context.DisposeAsync();

    /// <summary>The day some days from the day that the page's clock shows.</summary>
    public async Task<string> DayAheadAsync(int days)
    {
        var now = await Page.EvaluateAsync<string>("async () => (await (await fetch('/playground/api/state')).json()).now");
        return DateTimeOffset.Parse(now, CultureInfo.InvariantCulture).AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }
}
