using CopBot.Chat;

namespace CopBot.Playground;

/// <summary>
/// What came of an act, for the page and for scripted people. <c>Answer</c> is its kind: done, reply, replace, invalid,
/// refusal or later, or form when one opened; <c>Refused</c> means that the room itself said no and nothing is shown at
/// the place; <c>Said</c> and <c>Kept</c> are posts.
/// </summary>
internal sealed record ActedView(string Answer, string? Code, string? Says, bool Refused, string? Said, string? Kept, PrivateView? Shown, string? Home, FormJson? Form)
{
    public static ActedView Of(Room room, RoomPerson person, Acted acted)
    {
        var reader = new Reader(room, person);
        var shows = acted.Answer switch
        {
            Answer.Reply r => r.Message,
            Answer.Replace r => r.Message,
            Refusal r => r.Why,
            _ => null,
        };
        return new ActedView(
            acted.Answer?.GetType().Name.ToLowerInvariant() ?? "form",
            (acted.Answer as Refusal)?.Code,
            shows is null ? null : PlaygroundText.Plain(shows, reader.Zone),
            acted is { Inbound: null, Answer: Refusal },
            acted.Said?.Post.ToString(),
            acted.Kept?.Post.ToString(),
            acted.Shown is { } shown ? PrivateView.Of(shown) : null,
            acted.Home is { } home ? PlaygroundMessages.Html(home, reader) : null,
            acted.Form is { } form ? FormJson.Of(form, reader) : null);
    }
}

/// <summary>An open form: drawn for the page, spelled out for scripts.</summary>
internal sealed record FormJson(
    string Token,
    string Title,
    string Submit,
    string Place,
    string? Private,
    bool Home,
    string Html,
    IReadOnlyList<FormField> Fields,
    FormValues Values,
    IReadOnlyDictionary<string, string> Wrong)
{
    public static FormJson Of(OpenForm form, Reader reader) => new(
        form.View.Token,
        form.View.Title,
        form.View.Submit,
        form.Where.ToString(),
        form.From,
        form.AtHome,
        PlaygroundForms.Html(form, reader),
        form.View.Fields,
        form.View.Values,
        form.Wrong);
}
