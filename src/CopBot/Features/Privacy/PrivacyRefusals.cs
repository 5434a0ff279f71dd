using CopBot.Chat;

namespace CopBot.Features.Privacy;

internal static class PrivacyRefusals
{
    public static readonly Refusal NothingKept = new("privacy-nothing", $"CopBot keeps nothing of you, so there is nothing to take with you or to delete.");
}
