using System.Net;
using CopBot.Discord;
using CopBot.Playground;
using CopBot.Slack;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace CopBot.Host;

/// <summary>Puts the bot, its platforms and its pages together. The only place that sees both a feature and an adapter.</summary>
internal static class House
{
    // What is under way when the host is told to stop has this long to finish; what a supervisor grants should be longer.
    private static readonly TimeSpan StopsWithin = TimeSpan.FromSeconds(20);

    public static WebApplication Build(WebApplicationBuilder builder, Settings settings)
    {
        var started = false;
        builder.AddLogs(settings);
        // Why it cannot start is told in one sentence, not with a stack trace; what fails later is logged.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", level => started && level >= LogLevel.Warning);
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(server => (server.AddServerHeader, server.Limits.MaxRequestBodySize) = (false, 1 << 20));
        if (settings.Urls is { } urls) builder.WebHost.UseUrls(Addresses.Split(urls));
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = StopsWithin);

        // First, so that it is stopped last and hears everything.
        if (settings.Telemetry is { } telemetry) builder.Services.AddExport(telemetry);
        if (settings.Playground) builder.AddStory(settings);
        else builder.Services.AddSingleton(TimeProvider.System);
        if (settings.Slack is { } slack) builder.Services.AddSlack(slack);
        if (settings.Discord is { } discord) builder.Services.AddDiscord(discord);
        builder.Services.AddCopBot(settings.Database).AddCopBotRounds();
        builder.Services.AddHealth(settings);

        var app = builder.Build();
        app.MapHealth();
        app.MapCalendar(settings);
        app.Lifetime.ApplicationStarted.Register(() => started = true);
        if (settings.Playground)
        {
            app.MapGet("/", () => Results.Redirect(PlaygroundServices.Path));
            app.MapPlayground();
            app.Lifetime.ApplicationStarted.Register(() => app.Services.GetRequiredService<PlaygroundOptions>().Address = AddressOf(app));
        }
        else
        {
            app.MapGet("/", () => Results.Redirect(HealthPages.Ready));
        }

        return app;
    }

    private static void AddLogs(this WebApplicationBuilder builder, Settings settings)
    {
        var logging = builder.Logging.ClearProviders();
        if (settings.JsonLogs) logging.AddJsonConsole(json => (json.UseUtcTimestamp, json.TimestampFormat) = (true, "yyyy-MM-ddTHH:mm:ss.fffZ"));
        else logging.AddSimpleConsole(simple => (simple.SingleLine, simple.TimestampFormat) = (true, "HH:mm:ss "));
        logging.SetMinimumLevel(LogLevel.Information).AddFilter("Microsoft", LogLevel.Warning).AddFilter("Quartz", LogLevel.Warning);
        // Not being ready yet is no error. A save that meets another one is expected and handled; whoever cannot handle it logs it with a reference.
        logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None).AddFilter("Microsoft.EntityFrameworkCore.Update", LogLevel.None).AddFilter("Microsoft.EntityFrameworkCore.Database.Command", LogLevel.None).AddFilter("Microsoft.EntityFrameworkCore.Database.Transaction", LogLevel.None);
    }

    private static void AddStory(this WebApplicationBuilder builder, Settings settings)
    {
        var services = builder.Services;
        var clock = StoryClock.Open(settings.Clock, TimeProvider.System);
        services.AddSingleton(clock).AddSingleton<TimeProvider>(clock.Time);
        services.AddPlayground(new PlaygroundOptions { Journal = settings.Journal });
        services.AddSingleton<Demo>().AddSingleton<Waiting>().AddSingleton<PlaygroundStory>();
        services.AddSingleton<IPlaygroundStory>(s => s.GetRequiredService<PlaygroundStory>());
    }

    /// <summary>Where a browser on this machine reaches us, whatever was asked for: port 0, or any address.</summary>
    public static Uri AddressOf(WebApplication app)
    {
        var bound = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        var address = new UriBuilder(bound.FirstOrDefault(Addresses.IsLoopback) ?? bound.First());
        if (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && !IPAddress.IsLoopback(ip)) address.Host = "localhost";
        return address.Uri;
    }
}
