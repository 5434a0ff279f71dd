using CopBot.Chat;
using CopBot.SlackEmulator.Faults;

namespace CopBot.Slack.Tests.WebApi;

public sealed class LimitTests
{
    [Fact]
    public async Task A_long_wait_is_the_couriers_and_only_for_that_channel()
    {
        await using var house = await CallHouse.Build();
        house.Slack.Faults.Next("chat.postMessage", new WebFault.RateLimited(30));
        var failure = await CallHouse.Failure(() => house.Post());
        Assert.Equal((FailureKind.NotDelivered, TimeSpan.FromSeconds(30)), (failure.Kind, failure.RetryAfter));

        // That channel is not even asked again; another, and what only one person sees, goes at once.
        house.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(TimeSpan.FromSeconds(20), (await CallHouse.Failure(() => house.Post())).RetryAfter);
        await house.Post(house.Other);
        await house.Whisper();
        Assert.Equal(2, house.Slack.Journal.Requests("chat.postMessage").Count);

        house.Clock.Advance(TimeSpan.FromSeconds(20));
        await house.Post();
        Assert.Empty(house.Slack.Journal.Violations);
    }

    [Fact]
    public async Task A_limit_of_the_app_is_for_all_channels()
    {
        await using var house = await CallHouse.Build();
        house.Slack.Faults.Next("chat.postMessage", new WebFault.RateLimited(30, "rate_limited"));
        await CallHouse.Failure(() => house.Post());
        Assert.Equal(TimeSpan.FromSeconds(30), (await CallHouse.Failure(() => house.Post(house.Other))).RetryAfter);
        await house.Whisper();
        Assert.Single(house.Slack.Journal.Requests("chat.postMessage"));
    }

    [Fact]
    public async Task A_limit_of_one_method_is_not_anothers()
    {
        await using var house = await CallHouse.Build();
        house.Slack.Faults.Next("users.info", new WebFault.RateLimited(30));
        await CallHouse.Failure(() => house.Web.CallAsync("users.info", new() { ["user"] = house.Ann.Id }, default));
        await house.Web.CallAsync("auth.test", [], default);
        await house.Post();
        await CallHouse.Failure(() => house.Web.CallAsync("users.info", new() { ["user"] = house.Ann.Id }, default));
        Assert.Single(house.Slack.Journal.Requests("users.info"));
    }

    [Fact]
    public async Task A_short_wait_is_waited_out()
    {
        await using var house = await CallHouse.Build();
        house.Slack.Faults.Next("chat.postMessage", new WebFault.RateLimited(1));
        await house.Passing(house.Post());
        Assert.Equal("hello", Assert.Single(house.Help.Messages).Text);
        Assert.Equal(2, house.Slack.Journal.Requests("chat.postMessage").Count);
    }

    [Fact]
    public async Task A_wait_may_lack_its_length_or_its_json()
    {
        await using var house = await CallHouse.Build();
        house.Slack.Faults.Next("chat.postMessage", new WebFault.RateLimited(null));
        house.Slack.Faults.Next("chat.postMessage", new WebFault.RateLimited(45, Html: true));
        Assert.NotNull((await CallHouse.Failure(() => house.Post())).RetryAfter);
        Assert.Equal(TimeSpan.FromSeconds(45), (await CallHouse.Failure(() => house.Post(house.Other))).RetryAfter);
    }

    [Fact]
    public async Task After_a_burst_a_channel_gets_one_a_second_and_Slack_never_has_to_say_so()
    {
        await using var house = await CallHouse.Build();
        for (var post = 0; post < 5; post++) await house.Post();
        var next = house.Post();
        // What waits for its second holds up nobody else.
        await house.Post(house.Other);
        await house.Whisper();
        Assert.False(next.IsCompleted);
        for (var post = 0; post < 10; post++)
        {
            house.Clock.Advance(TimeSpan.FromMilliseconds(1001));
            await next;
            next = house.Post();
        }

        house.Clock.Advance(TimeSpan.FromMilliseconds(1001));
        await next;
        Assert.Equal(16, house.Help.Messages.Count);
        Assert.Equal(17, house.Slack.Journal.Requests("chat.postMessage").Count);
        Assert.Empty(house.Slack.Journal.Violations);
    }
}
