using CopBot.Chat;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace CopBot.Playground;

/// <summary>Everything that a person can do, over HTTP.</summary>
internal static partial class ActEndpoints
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2.5);

    public static void MapActs(this IEndpointRouteBuilder api)
    {
        Act<SayBody>(api, "say", b => b.As, (b, p, stop) => p.SayAsync(Place.Parse(b.Place), b.Words ?? "", b.EventId, stop));
        Act<CommandBody>(api, "command", b => b.As, (b, p, stop) => p.CommandAsync(Place.Parse(b.Place), b.Words ?? "", b.EventId, stop));
        Act<PressBody>(api, "press", b => b.As, Press);
        Act<SubmitBody>(api, "submit", b => b.As, (b, p, stop) => p.SubmitAsync(FormOf(b), b.Values, b.EventId, stop));
        Act<MessageActionBody>(api, "message-action", b => b.As, (b, p, stop) => p.UseMessageActionAsync(b.Name, PostRef.Parse(b.Post), b.EventId, stop));
        Act<PersonBody>(api, "home", b => b.As, (b, p, stop) => p.OpenHomeAsync(b.EventId, stop));
        Act<MessageBody>(api, "edit", b => b.As, (b, p, _) => Task.FromResult(p.Edit(PostRef.Parse(b.Post), b.Words ?? "")));
        Act<MessageBody>(api, "delete", b => b.As, (b, p, stop) => p.DeleteAsync(PostRef.Parse(b.Post), b.EventId, stop));
        Act<PersonBody>(api, "leave", b => b.As, (b, p, stop) => p.LeaveAsync(b.EventId, stop));
        Act<PersonBody>(api, "return", b => b.As, (b, p, _) => Quietly(p.Return));
        Act<SwitchBody>(api, "direct-closed", b => b.As, (b, p, _) => Quietly(() => p.CloseDirect(b.On)));
        Act<SwitchBody>(api, "archived", b => b.As, (b, p, stop) => p.ArchiveAsync(Place.Parse(b.Place ?? "").Channel, b.On, stop: stop));
        Act<DismissBody>(api, "dismiss", b => b.As, (b, p, stop) => Quietly(() => p.Dismiss(b.Private)));
        Act<PlaceBody>(api, "read", b => b.As, (b, p, _) => Quietly(() => p.MarkRead(Place.Parse(b.Place))));
    }

    private static void Act<TBody>(IEndpointRouteBuilder api, string name, Func<TBody, string> by, Func<TBody, Persona, CancellationToken, Task<Acted>> act) where TBody : class =>
        api.MapPost(name, async (HttpContext context, Room room, PlaygroundPeople people, ILogger<Room> log) =>
        {
            if (await PlaygroundJson.ReadAsync<TBody>(context.Request) is not { } body) return PlaygroundJson.Unreadable();
            if (room.Person(by(body)) is not { IsBot: false } person) return PlaygroundJson.No("There is nobody of that name in the room.", StatusCodes.Status404NotFound);
            // An act that was begun is brought to its end, even when the page that asked has gone; but as on the real platforms
            // nobody waits for ever.
            using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
            try
            {
                return PlaygroundJson.Ok(ActedView.Of(room, person, await act(body, people.As(person.Ref), patience.Token)));
            }
            catch (OperationCanceledException) when (patience.IsCancellationRequested)
            {
                return PlaygroundJson.No(Sentences.TryAgain, StatusCodes.Status503ServiceUnavailable);
            }
            catch (Exception e) when (e is FormatException or ArgumentException)
            {
                return PlaygroundJson.No("The request cannot be read: " + e.Message, StatusCodes.Status400BadRequest);
            }
            catch (Exception e)
            {
                Failed(log, e, name, context.TraceIdentifier);
                return PlaygroundJson.No($"Something went wrong on our side (reference {context.TraceIdentifier}). Nothing you typed is lost: please try again.", StatusCodes.Status500InternalServerError);
            }
        });

    private static Task<Acted> Press(PressBody body, Persona person, CancellationToken stop)
    {
        var seenAt = body.SeenAt is { } place ? Place.Parse(place) : (Place?)null;
        if (body.Private is { } answer) return person.PressPrivateAsync(body.Action, answer, seenAt ?? person.Direct, body.EventId, stop);
        if (body.Home) return person.PressAtHomeAsync(body.Action, body.EventId, stop);
        return person.PressAsync(body.Action, PostRef.Parse(body.Post ?? throw new FormatException("say which post or private answer was pressed")), seenAt, body.EventId, stop);
    }

    private static OpenForm FormOf(SubmitBody body) => new(
        new FormView(body.Token, body.Form?.Title ?? "", body.Form?.Submit ?? "Send", body.Form?.Fields ?? [], []),
        Place.Parse(body.Place),
        body.Private,
        body.Home);

    private static Task<Acted> Quietly(Action act)
    {
        act();
        return Task.FromResult(new Acted(null, Answer.Nothing));
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The playground could not do {Act}; the person was told reference {Reference}")]
    private static partial void Failed(ILogger log, Exception e, string act, string reference);
}
