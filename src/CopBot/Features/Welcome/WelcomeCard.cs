using CopBot.Chat;
using CopBot.Communities;
using CopBot.Dispatch;
using CopBot.Features.Home;
using CopBot.Features.Me;
using CopBot.Features.Problems;
using CopBot.Posts;

namespace CopBot.Features.Welcome;

/// <summary>What a newcomer is told, once and whenever they ask.</summary>
internal static class WelcomeCard
{
    public static Message Render(Caller caller, bool wasMember) => Message.Of(
    [
        new Heading(wasMember ? $"{caller.Community.Name}: good that you are here" : $"Welcome to {caller.Community.Name}"),
        new Paragraph(wasMember
            ? (Text)$"You have been a member since {caller.JoinedAt ?? caller.Community.CreatedAt:day}. Here is what newcomers read, whenever you want it."
            : $"You are a member now. There is nothing you have to do; reading along is welcome too."),
        new Paragraph($"{"Is this for me?":b} {IsThisForMe(caller.Community)}"),
        new Paragraph($"{"Three easy first things:":b} look round at what is open; ask something small, as everybody here once did; and check your clock, so that nothing comes at night. /cop help shows the rest."),
        new Controls([new Button("Look round", new LookAtHome()), new Button("Ask something", new StartProblem()), new Button("Set my clock", new ChangeMyClock())]),
        new Paragraph($"{"When CopBot writes to you:":b} What you asked for, such as news on your own problem, comes in your hours ({caller.Hours.InWords()} in {Zones.CityOf(caller.Hours.Zone)}). Anything else comes at most once a day and three times a week, says why you got it, and ends with one press."),
        caller.Member.Zone is null ? new Paragraph($"CopBot does not know your time zone, so it takes the community's. /cop me changes that.") : null,
        caller.Member.Stopped
            ? new Footnote($"You have stopped unasked messages. /cop me starts them again.")
            : new Controls([new Button("No unasked messages, please", new StopMessages())]),
    ]);

    private static Text IsThisForMe(Community community) => community.Domain.Length > 0
        ? (Text)$"{community.Domain} If you do this, or want to learn it, it is for you."
        : $"Its coordinators have not written down yet what it is about. Ask in the channel; people will gladly tell you.";
}
