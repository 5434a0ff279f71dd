using CopBot.Communities;
using CopBot.Features.Problems;
using CopBot.Telemetry;
using CopBot.TestKit;
using CopBot.Tests.Features;
using Xunit;
using static CopBot.Tests.Features.Stories;

namespace CopBot.Tests.Telemetry;

public sealed class TelemetryTests
{
    [Fact]
    public async Task A_press_is_measured_with_what_came_of_it_and_so_is_the_post_that_follows()
    {
        await using var world = await World.StartAsync();
        var card = await world.AsksAsync(world.Someone("anna"));
        using var listening = Listening.To(world);

        await world.Someone("ben").Presses("I can help", card);
        await world.Someone("ben").PressesAction("no-such-action", card.Post);

        Heard(listening, "copbot.request.duration", "kind=press outcome=answered platform=playground");
        Heard(listening, "copbot.request.duration", "kind=press outcome=refused platform=playground");
        Heard(listening, "copbot.delivery.duration", "act=revise outcome=done platform=playground");
        Heard(listening, "copbot.sweep.duration", "outcome=done sweep=ForgetDrafts");
        Assert.Contains(listening.Spans, s => s.DisplayName == "press problem-offer" && (string?)s.GetTagItem("outcome") == "answered");
        Assert.Contains(listening.Spans, s => s.DisplayName == "deliver revise" && (string?)s.GetTagItem("post") == "problem/{id}/card");
    }

    [Fact]
    public async Task A_press_that_is_delivered_twice_is_counted_as_that()
    {
        await using var world = await World.StartAsync();
        var card = await world.AsksAsync(world.Someone("anna"));
        var press = card.ActionOf("I can help");
        using var listening = Listening.To(world);

        await world.Someone("ben").PressesAction(press, card.Post, eventId: "playground/once");
        await world.Someone("ben").PressesAction(press, card.Post, eventId: "playground/once");

        Assert.Single(listening.Measured, m => m.Instrument == "copbot.inbox.repeats");
    }

    [Fact]
    public async Task What_waits_is_counted_when_somebody_asks()
    {
        await using var world = await World.StartAsync();
        var anna = world.Someone("anna");
        world.Platform.Next(Fault.NotDelivered);
        await anna.Presses("Post it", await anna.Submits(new ProblemForm { Title = Title }));
        using var listening = Listening.To(world);

        world.Clock.Set(world.Clock.GetUtcNow().AddMinutes(10));
        listening.Ask();

        Assert.Contains(listening.Measured, m => m is { Instrument: "copbot.deliveries", Tags: "state=due", Value: > 0 });
        Assert.Contains(listening.Measured, m => m is { Instrument: "copbot.courier.lag", Value: > 0 });
        Assert.Contains(listening.Measured, m => m is { Instrument: "copbot.inbox.waiting", Value: 0 });
    }

    [Fact]
    public async Task Nothing_that_is_measured_or_traced_tells_who_it_was_or_what_they_wrote()
    {
        await using var world = await World.StartAsync();
        using var listening = Listening.To(world);
        var (anna, ben) = (world.Someone("annaxyz", "Anna Xyzzy"), world.Someone("benxyz", "Ben Xyzzy"));

        await world.IsHelpedAsync(anna, ben);
        await anna.Uses("nosuchcommandxyz");
        await world.MoveAsync(TimeSpan.FromDays(8));
        listening.Ask();

        var members = await world.InStoreAsync(db => Task.FromResult(db.Members.Select(m => m.Id.Value).ToList().Select(id => id.ToString("N")[..8]).ToList()));
        var told = listening.Measured.Select(m => m.Tags).Concat(listening.Spans.SelectMany(s => s.TagObjects.Select(t => $"{t.Key}={t.Value}").Append(s.DisplayName).Append(s.StatusDescription ?? ""))).Distinct(StringComparer.Ordinal).ToList();
        Assert.Contains(told, t => t == "post=trial/{id}/question/{id}");
        Assert.All(["xyz", "buddy", "visitors", .. members], secret => Assert.DoesNotContain(told, t => t.Contains(secret, StringComparison.OrdinalIgnoreCase)));
        Assert.InRange(listening.Measured.Select(m => (m.Instrument, m.Tags)).Distinct().Count(), 10, 80);
    }

    [Fact]
    public async Task What_is_sent_without_a_name_leaves_no_span()
    {
        await using var world = await World.StartAsync();
        using var listening = Listening.To(world);

        await world.AsksUnsignedAsync(world.Someone("zoe"));

        Heard(listening, "copbot.request.duration", "kind=form outcome=answered platform=playground");
        Assert.DoesNotContain(listening.Spans, s => s.DisplayName.StartsWith("form", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_rehearsal_spoils_no_figures()
    {
        await using var world = await World.StartAsync();
        using var listening = Listening.To(world);

        await world.RehearsesAsync();

        Assert.DoesNotContain(listening.Measured, m => m.Instrument == "copbot.request.duration");
    }

    [Theory]
    [InlineData("problem/0197c0ffee/card", "problem/{id}/card")]
    [InlineData("private/0197c0ffee0197c0ffee0197c0ffee01/0197c0ffee0197c0ffee0197c0ffee02", "private/{id}/{id}")]
    [InlineData("community/abc1/home-lost/slack/T1/C1/", "community/{id}/home-lost/slack/{id}/{id}/")]
    [InlineData("problem/1/second-ring/a2", "problem/{id}/second-ring/{id}")]
    public void A_key_without_what_tells_one_from_another(string key, string shape) => Assert.Equal(shape, Shape.Of(key));

    private static void Heard(Listening listening, string instrument, string tags) =>
        Assert.Contains(listening.Measured, m => m.Instrument == instrument && m.Tags == tags);
}
