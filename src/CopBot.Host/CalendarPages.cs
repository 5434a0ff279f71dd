using System.Security.Cryptography;
using System.Text;
using CopBot.Features.Meetings;

namespace CopBot.Host;

/// <summary>Where calendars read the feeds that members asked for.</summary>
internal static class CalendarPages
{
    public static void MapCalendar(this WebApplication app, Settings settings)
    {
        app.MapMethods(CalendarAddress.Path + "{secret}.ics", [HttpMethods.Get, HttpMethods.Head], ReadAsync);
        var address = app.Services.GetRequiredService<CalendarAddress>();
        address.Host = settings.PublicUrl;
        // In the playground the reader is on this machine.
        if (settings.PublicUrl is null && settings.Playground) app.Lifetime.ApplicationStarted.Register(() => address.Host = House.AddressOf(app));
    }

    private static async Task<IResult> ReadAsync(string secret, HttpContext context, CalendarFeeds feeds)
    {
        // The address is a secret: nothing between here and the calendar is to keep what stands there, nor to tell where it came from.
        context.Response.Headers.CacheControl = "private, no-cache";
        context.Response.Headers["Referrer-Policy"] = "no-referrer";
        context.Response.Headers["X-Robots-Tag"] = "noindex";
        if (await feeds.ReadAsync(secret, context.RequestAborted) is not { } ics) return Results.NotFound();

        var bytes = Encoding.UTF8.GetBytes(ics);
        var tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(bytes))[..16]}\"";
        return Results.File(bytes, "text/calendar; charset=utf-8", entityTag: new Microsoft.Net.Http.Headers.EntityTagHeaderValue(tag));
    }
}
