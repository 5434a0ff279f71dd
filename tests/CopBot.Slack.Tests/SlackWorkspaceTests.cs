namespace CopBot.Slack.Tests;

public sealed class SlackWorkspaceTests
{
    [Fact]
    public void Its_platform_is_called_slack() => Assert.Equal("slack", SlackWorkspace.Slack.ToString());
}
