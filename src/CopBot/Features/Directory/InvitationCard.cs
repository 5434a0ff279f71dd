using CopBot.Chat;
using CopBot.Communities;

namespace CopBot.Features.Directory;

/// <summary>An invitation as the one who is asked sees it.</summary>
internal static class InvitationCard
{
    /// <summary>Where it stands. It ends with who is asked, so that it follows them when two members turn out to be one person.</summary>
    public static string Key(AskedId thing, MemberId helper) => $"invitation/{thing.Value:N}/{helper.Value:N}";

    public static Message Render(AskedId thing, IAskedThings.Asked asked, Text why, LinkButton? open) => Message.Of(
    [
        new Paragraph($"Can you help with this?"),
        new Paragraph($"{asked.Title:b}"),
        .. asked.Says,
        new Paragraph($"{"Why you:":b} {why}"),
        new Controls(
        [
            new Button("Take it", new TakeInvitation(thing)) { Look = ButtonLook.Primary },
            new Button("Pass", new PassInvitation(thing)),
            new Button("Suggest someone …", new SuggestSomeone(thing)),
            new Button("Away until …", new SayAwayInstead(thing)),
            open,
        ]),
        new Footnote($"Passing is free, and nobody sees it. Silence is an answer too: you are not reminded."),
    ]);

    /// <summary>Once it was answered. It holds none of the asker's words any more.</summary>
    public static Message Answered(AskedId thing, InvitationState state, LinkButton? open) => state is InvitationState.Taken
        ? Message.Of([new Paragraph($"You said that you can help with this. Thank you!"), open is null ? null : new Controls([open])])
        : Message.Of([new Paragraph($"You passed this one on. Nobody sees that."), new Controls([new Button("I can help after all", new TakeInvitation(thing)), open])]);
}
