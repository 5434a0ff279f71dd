using CopBot.Chat;

namespace CopBot.Slack.Interactions;

/// <summary>Draws somebody's Home again after something on it was answered, so that no feature has to know that it was pressed there.</summary>
internal sealed class SlackHomes(Lazy<IInbox> inbox, SlackAnswers answers, TimeProvider clock)
{
    /// <summary>Asks the bot what Home shows now, and shows it. <paramref name="cause"/> is the id of what was answered.</summary>
    public async Task DrawAsync(UserRef by, Place direct, string cause, CancellationToken stop)
    {
        var ticket = new SlackTicket(direct, clock.GetUtcNow(), null, SlackTicketFrom.OpeningHome);
        var answer = await inbox.Value.AnswerAsync(new HomeOpened(cause + "/home", by, direct, ticket.Write()), stop);
        await answers.GiveAsync(ticket, by.Id, answer, [], stop);
    }
}
