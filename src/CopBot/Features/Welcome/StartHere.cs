using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Dispatch;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Features.Welcome;

/// <summary>Somebody joins, or wants to read the welcome again.</summary>
[Command("start", "Join in: what this is about, and easy first things")]
public sealed record StartHere : ICommand;

internal sealed class StartHereHandler(CopBotDb db) : IHandle<StartHere>
{
    public async Task<Answer> Handle(StartHere request, Caller caller, CancellationToken stop)
    {
        // The dispatcher has made them a member with this very request; in the store they are one only if they were before.
        var wasMember = await db.Memberships.AnyAsync(m => m.Community == caller.Community.Id && m.Member == caller.Member.Id, stop);
        return Answer.Show(WelcomeCard.Render(caller, wasMember));
    }
}
