using Microsoft.Playwright;
using Xunit;

namespace CopBot.Host.Tests.Browser;

/// <summary>The tests with a browser run one after another, when the others are done: a page is slow where it must share the machine.</summary>
[CollectionDefinition(nameof(Chromium), DisableParallelization = true)]
public sealed class BrowserTests : ICollectionFixture<Chromium>;

/// <summary>One browser for all tests, started when the first one needs it. A machine without it skips them.</summary>
public sealed class Chromium : IAsyncDisposable
{
    private const string Path = "/usr/bin/chromium";

    // Shared machines are slow at times; a page that needs longer than this is broken.
    private const float TooLong = 60_000;

    private readonly SemaphoreSlim _one = new(1, 1);
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>Somebody sits down at a browser of their own. The zone and the locale are the machine's, not the person's.</summary>
    internal async Task<Somebody> SitDownAsync(HostProcess host, string? who, BrowserNewContextOptions? at = null)
    {
        Assert.SkipUnless(File.Exists(Path), $"{Path} is not there: install the package chromium to play the story in a browser.");
        at ??= new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 1300, Height = 850 } };
        (at.Locale, at.TimezoneId, at.ReducedMotion) = ("en-GB", "Pacific/Auckland", ReducedMotion.Reduce);
        var context = await (await StartedAsync()).NewContextAsync(at);
        context.SetDefaultTimeout(TooLong);
        return await Somebody.SitDownAsync(await context.NewPageAsync(), new Uri(host.Http.BaseAddress!, who is null ? "/playground" : $"/playground?as={who}"));
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
        _one.Dispose();
    }

    private async Task<IBrowser> StartedAsync()
    {
        await _one.WaitAsync();
        try
        {
            if (_browser is not null) return _browser;
            Assertions.SetDefaultExpectTimeout(TooLong);
            _playwright = await Playwright.CreateAsync();
            return _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Path, Args = ["--disable-dev-shm-usage", "--disable-gpu"] });
        }
        finally
        {
            _one.Release();
        }
    }
}
