using CopBot.Chat;
using CopBot.Communities;
using CopBot.Dispatch;
using CopBot.Posts;

namespace CopBot.Features.Privacy;

/// <summary>What somebody sees of what is kept of them.</summary>
internal static class PrivacyCards
{
    private const int NameShownLength = 100;
    private const int MostAccounts = 5;

    /// <summary>What is kept. <paramref name="kept"/> is null for somebody whom the store does not know.</summary>
    public static Message Kept(Caller caller, IReadOnlyList<Fact>? kept)
    {
        var member = caller.Member;
        if (kept is null)
        {
            return
            [
                new Heading("What CopBot keeps of you"),
                new Paragraph($"Nothing. You are known from your first deliberate act in a community on.{(member.Stopped ? " That you do not want to be written to is known all the same." : "")}"),
                Promise,
            ];
        }

        return Message.Of(
        [
            new Heading("What CopBot keeps of you"),
            new Facts(
            [
                new Fact("Name", $"{Shortening.OneLine(member.Name, NameShownLength)}, as your chat says"),
                .. member.Accounts.Take(MostAccounts).Select(a => new Fact($"Account on {a.User.Workspace.Platform.Title}", $"{Shortening.OneLine(a.User.Id, NameShownLength)}")),
                new Fact("Your clock", $"{caller.Hours.InWords()}"),
                .. caller.JoinedAt is { } joined ? [new Fact("Member", $"since {joined:day}{(caller.Roles is Role.Member ? "" : $", {caller.Roles.ToString().ToLowerInvariant()}")}")] : Array.Empty<Fact>(),
                .. kept,
                new Fact("Unasked messages", member.Stopped ? (Text)$"stopped" : $"at most one a day and three a week"),
            ]),
            new Controls(
            [
                new Button("Send me my record", new ExportMyRecord()),
                member.Stopped ? new Button("Start messages again", new ResumeMessages()) : new Button("Stop messages", new StopMessages()),
                new Button("Delete me…", new AskToDeleteMe()),
            ]),
            Promise,
        ]);
    }

    /// <summary>The question before, since this cannot be undone. <paramref name="onlyCoordinatorOf"/> names the communities that nobody else coordinates.</summary>
    public static Message AskToDelete(IReadOnlyList<string> onlyCoordinatorOf) => Message.Of(
    [
        new Heading("Delete everything about you?"),
        new Paragraph($"Your name, your accounts, your clock, your roles, what you follow and began, and the messages to you are deleted at once and for good. Cards that show your name are written anew without it."),
        new Paragraph($"What is to become of what you wrote? It can {"stay without your name":b}, so that others still find what helped; your open problems are then set aside. Or {"your words go too":b}: a problem in which nobody else had a part disappears, of the others only what others wrote is left. Results still count, without your line."),
        new Paragraph($"What you wrote in the chat itself is yours there, and so are the messages in our direct conversation: CopBot cannot delete them. Of your accounts a keyed hash is left, which tells nobody who you were and keeps CopBot from writing to you unasked should you come back."),
        onlyCoordinatorOf.Count == 0 ? null : new Paragraph($"You are the only coordinator of {string.Join(" and ", onlyCoordinatorOf)}. Make somebody else coordinator first with /cop setup; else whoever runs the workspace can take over."),
        new Controls(
        [
            new Button("Delete me, my words stay", new DeleteMe(WordsToo: false)) { Look = ButtonLook.Danger },
            new Button("Delete me and my words", new DeleteMe(WordsToo: true)) { Look = ButtonLook.Danger },
            new Button("Keep everything", new ShowPrivacy()),
        ]),
        new Footnote($"To keep a copy, press “Send me my record” first: /cop privacy."),
    ]);

    public static Message Deleted(bool wordsToo) => Message.Say(
        $"Done. CopBot knows you no longer{(wordsToo ? ", and what you wrote is gone from it" : "; what you wrote stays without your name")}. Cards that are posted already change within moments. Thank you for having been here.");

    private static Footnote Promise => new($"Of what you write elsewhere CopBot keeps nothing; below its own posts only thread, author and time. Problems asked without a name are joined to nobody: their receipt deletes them.");
}
