using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CopBot.Playground;

/// <summary>The clock as the page shows it.</summary>
internal sealed record ClockView(DateTimeOffset Now, string NowText, string LocalDate, DateTimeOffset? NextDue, string? NextDueText, IReadOnlyList<string> Waiting, bool Moving, IReadOnlyList<HappenedView> Happened);

/// <summary>The clock, the demo and starting over.</summary>
internal static class StoryEndpoints
{
    private const string NoStory = "This playground has no clock of its own.";

    public static void MapStory(this IEndpointRouteBuilder api)
    {
        api.MapGet("clock", async (HttpContext context, Room room, ClockMoves moves, string? @as) =>
            context.RequestServices.GetService<IPlaygroundStory>() is { } story
                ? PlaygroundJson.Ok(await View(room, moves, story, @as, [], context.RequestAborted))
                : PlaygroundJson.No(NoStory, StatusCodes.Status404NotFound));

        api.MapPost("clock", async (HttpContext context, Room room, ClockMoves moves) =>
        {
            if (await PlaygroundJson.ReadAsync<ClockBody>(context.Request) is not { } body) return PlaygroundJson.Unreadable();
            if (context.RequestServices.GetService<IPlaygroundStory>() is not { } story) return PlaygroundJson.No(NoStory, StatusCodes.Status404NotFound);
            var person = body.As is { } id ? room.Person(id) : null;
            var zone = Reader.ZoneOf(person?.Zone);
            var to = body.To ?? (body.LocalTime is { } local ? At(DateTime.SpecifyKind(local, DateTimeKind.Unspecified), zone) : await Target(body.Step, story, zone, context.RequestAborted));
            if (to is not { } instant) return PlaygroundJson.No(body.Step == "due" ? "Nothing is due: the story waits for somebody to act." : "Please say where to move the clock.", StatusCodes.Status409Conflict);
            if (instant < story.Now) return PlaygroundJson.No("Time runs forward here. To begin again, choose Start over.", StatusCodes.Status409Conflict);
            // Not the page's own token: a clock that stops half-way because a tab was closed would surprise everybody.
            return await moves.MoveAsync(story, instant, person, CancellationToken.None) is { } happened
                ? PlaygroundJson.Ok(await View(room, moves, story, body.As, happened, context.RequestAborted))
                : PlaygroundJson.No("The clock is being moved already. Please wait until it has arrived.", StatusCodes.Status409Conflict);
        });

        api.MapPost("demo", (IServiceProvider services) => Tell(services, (story, stop) => story.LoadDemoAsync(stop)));
        api.MapPost("start-over", (IServiceProvider services) => Tell(services, (story, stop) => story.StartOverAsync(stop)));
    }

    /// <summary>Where a step leads, as a person in that zone means it; null for an unknown step, or when nothing is due.</summary>
    internal static async Task<DateTimeOffset?> Target(string? step, IPlaygroundStory story, TimeZoneInfo zone, CancellationToken stop) => step switch
    {
        "hour" => story.Now.AddHours(1),
        "morning" => NextMorning(story.Now, zone),
        "day" => SameTimeLater(story.Now, zone, 1),
        "week" => SameTimeLater(story.Now, zone, 7),
        "due" => await story.NextDueAsync(stop),
        _ => null,
    };

    private static DateTimeOffset NextMorning(DateTimeOffset now, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(now, zone).DateTime;
        var nine = local.Date.AddHours(9);
        return At(nine > local ? nine : nine.AddDays(1), zone);
    }

    private static DateTimeOffset SameTimeLater(DateTimeOffset now, TimeZoneInfo zone, int days) => At(TimeZoneInfo.ConvertTime(now, zone).DateTime.AddDays(days), zone);

    // A time that a clock change skips moves forward by the gap; a doubled hour means the first one.
    private static DateTimeOffset At(DateTime local, TimeZoneInfo zone) =>
        zone.IsInvalidTime(local) ? new DateTimeOffset(local, zone.GetUtcOffset(local.AddHours(-2)))
        : zone.IsAmbiguousTime(local) ? new DateTimeOffset(local, zone.GetAmbiguousTimeOffsets(local).Max())
        : new DateTimeOffset(local, zone.GetUtcOffset(local));

    private static async Task<IResult> Tell(IServiceProvider services, Func<IPlaygroundStory, CancellationToken, Task> what)
    {
        if (services.GetService<IPlaygroundStory>() is not { } story) return PlaygroundJson.No(NoStory, StatusCodes.Status404NotFound);
        await what(story, CancellationToken.None);
        return Results.NoContent();
    }

    private static async Task<ClockView> View(Room room, ClockMoves moves, IPlaygroundStory story, string? @as, IReadOnlyList<HappenedView> happened, CancellationToken stop)
    {
        var reader = new Reader(room, (@as is null ? null : room.Person(@as)) ?? room.People[0]);
        var due = await story.NextDueAsync(stop);
        return new ClockView(
            story.Now,
            reader.DayAndTime(story.Now),
            reader.Local(story.Now).ToString("yyyy-MM-ddTHH:mm", System.Globalization.CultureInfo.InvariantCulture),
            due,
            due is { } d ? $"{reader.DayAndTime(d)} ({reader.Ago(d)})" : null,
            await story.WaitingAsync(stop),
            moves.Now is not null,
            happened);
    }
}
