using CopBot.Discord.Rest;

namespace CopBot.Discord.Tests;

public sealed class DiscordErrorTests
{
    [Fact]
    public void An_exception_that_Discord_did_not_cause_has_none() => Assert.Null(DiscordError.Of(new InvalidOperationException()));
}
