using System.Globalization;
using System.Text.Json;
using System.Threading.Channels;
using CopBot.Chat;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CopBot.Playground;

/// <summary>What can be looked at: a person's view, the whole room, files, and the stream that says when to look again.</summary>
internal static class LookEndpoints
{
    // Another room, after a restart, is told apart by this: the page then forgets what it had drawn.
    private static readonly string RoomName = Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture)[..8];

    public static void MapLooks(this IEndpointRouteBuilder api)
    {
        api.MapGet("state", (HttpContext context, Room room, PlaygroundMenu menu, string? @as, string? place, string? before, int? count) =>
        {
            var story = context.RequestServices.GetService<IPlaygroundStory>();
            var (hasStory, preparing) = (story is not null, story is { Preparing: true });
            var me = preparing ? null : (@as is null ? null : room.Person(@as)) ?? room.People.FirstOrDefault(p => p is { IsBot: false, Left: false });
            return PlaygroundJson.Ok(me is null or { IsBot: true }
                ? new StateView(RoomName, room.Version, room.Now, null, "", [], [], null, null, [], More: false, null, null, [], menu, hasStory, preparing)
                : new StateDrawing(room, me).Draw(RoomName, PlaceOf(place), before, count, menu, hasStory));
        });

        api.MapGet("room", (Room room) => PlaygroundJson.Ok(RoomView.Of(room)));

        api.MapGet("files/{id}", (string id, string @as, Room room) =>
            room.Messages.FirstOrDefault(m => m.Id == id && !m.Removed) is { File: { } file } message && room.Person(@as) is { } reader && room.IsSeenBy(reader, message.Place)
                ? Results.File(file.Content.ToArray(), file.MediaType, file.Name)
                : PlaygroundJson.No("This file is no longer there.", StatusCodes.Status404NotFound));

        api.MapGet("events", (HttpContext context, Room room, ClockMoves moves, IHostApplicationLifetime life) =>
            StreamAsync(context, room, moves, context.RequestServices.GetService<IPlaygroundStory>(), life.ApplicationStopping));
    }

    private static Place? PlaceOf(string? text)
    {
        try
        {
            return text is { Length: > 0 } ? Place.Parse(text) : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static async Task StreamAsync(HttpContext context, Room room, ClockMoves moves, IPlaygroundStory? story, CancellationToken stopping)
    {
        // A page that stays open must not hold up the host's graceful stop.
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        var changed = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        using var watch = room.Watch(() => changed.Writer.TryWrite(true));
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        try
        {
            while (!end.IsCancellationRequested)
            {
                var move = moves.Now;
                var often = move is not null || story is { Preparing: true };
                var data = JsonSerializer.Serialize(new { room = RoomName, version = room.Version, now = room.Now, move }, PlaygroundJson.Options);
                await context.Response.WriteAsync($"data: {data}\n\n", end.Token);
                await context.Response.Body.FlushAsync(end.Token);
                await ChangedOr(changed.Reader, often ? TimeSpan.FromMilliseconds(200) : TimeSpan.FromSeconds(15), end.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The page was closed, or the host stops.
        }
    }

    /// <summary>Waits for a change, at most so long; the pages' own time is real time, whatever the room's clock does.</summary>
    private static async Task ChangedOr(ChannelReader<bool> changed, TimeSpan atMost, CancellationToken stop)
    {
        using var late = new CancellationTokenSource(atMost, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, stop);
        try
        {
            if (await changed.WaitToReadAsync(either.Token)) changed.TryRead(out _);
            // Many changes in one moment are one look.
            await Task.Delay(TimeSpan.FromMilliseconds(25), TimeProvider.System, stop);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            // Nothing changed: look all the same, which also keeps the connection open.
        }
    }
}
