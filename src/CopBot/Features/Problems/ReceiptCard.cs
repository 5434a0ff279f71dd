using CopBot.Chat;

namespace CopBot.Features.Problems;

/// <summary>What somebody who asked without a name is given, once.</summary>
internal static class ReceiptCard
{
    public static Message Render(string secret) =>
    [
        new Heading("Your receipt"),
        new Paragraph($"Your problem is posted without your name. CopBot kept nothing that leads to you, so this is shown once: {secret:code}"),
        new Paragraph($"Keep it somewhere safe: it cannot be found again. Whoever holds it can mark what helped, tell what came of it, and close, reopen or delete the problem, with “Mark as what helped” on a message or with /cop receipt."),
    ];
}
