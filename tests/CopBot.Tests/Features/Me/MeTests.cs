using CopBot.Chat;
using CopBot.Communities;
using CopBot.Features.Me;
using CopBot.Posts;
using CopBot.TestKit;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace CopBot.Tests.Features.Me;

public sealed class MeTests
{
    private static readonly MyClockForm Mine = new() { Zone = "Lisbon", From = "08:00", Until = "16:30", Days = [Weekday.Monday, Weekday.Tuesday] };

    [Fact]
    public async Task Looking_at_ones_settings_leaves_nothing_in_the_store()
    {
        await using var world = await World.StartAsync();

        var told = Someone.Told(await world.Someone("ben", "Ben", "Europe/Lisbon").Uses("me"));

        Assert.Contains("Tue 10:30 in Lisbon (from your chat profile)", told, StringComparison.Ordinal);
        Assert.Equal(1, await world.InStoreAsync(db => db.Members.CountAsync()));
    }

    [Fact]
    public async Task The_form_comes_filled_in_with_the_clock_that_one_has()
    {
        await using var world = await World.StartAsync();
        var ben = world.Someone("ben", "Ben", "Europe/Lisbon");

        var form = (await ben.Presses("Change my clock", await ben.Uses("me"))).Form!.View.Values;

        Assert.Equal("Europe/Lisbon", form.One(nameof(MyClockForm.Zone)));
        Assert.Equal("09:00", form.One(nameof(MyClockForm.From)));
        Assert.Equal("18:00", form.One(nameof(MyClockForm.Until)));
        Assert.Equal(["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"], form[nameof(MyClockForm.Days)], StringComparer.Ordinal);
    }

    [Fact]
    public async Task Somebody_without_a_zone_has_the_communitys_and_is_told_so()
    {
        await using var world = await World.StartAsync();

        Assert.Contains("in Berlin (the community's, as yours is not known)", Someone.Told(await world.Someone("ben", "Ben", zone: null).Uses("me")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_changed_clock_shows_at_once_on_the_card_that_was_pressed_and_no_platform_changes_it_again()
    {
        await using var world = await World.StartAsync();
        var ben = world.Someone("ben", "Ben", "Asia/Tokyo");
        var card = await ben.Uses("me");

        var told = await ben.Submits(await ben.Presses("Change my clock", card), (nameof(Mine.Zone), "Lisbon"), (nameof(Mine.From), "8"), (nameof(Mine.Until), "16.30"));

        Assert.Contains("10:30 in Lisbon (you set it)", Someone.Told(told), StringComparison.Ordinal);
        Assert.Contains("08:00–16:30", Someone.Told(told), StringComparison.Ordinal);
        Assert.Single(ben.Answers);

        await world.MoveAsync(TimeSpan.FromDays(3));
        Assert.Contains("in Lisbon (you set it)", Someone.Told(await ben.Uses("me")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(nameof(MyClockForm.Zone), "Atlantis", "CopBot knows no time zone by that name")]
    [InlineData(nameof(MyClockForm.From), "nine", "24-hour clock")]
    [InlineData(nameof(MyClockForm.From), "9 pm", "24-hour clock")]
    [InlineData(nameof(MyClockForm.Until), "25:00", "24-hour clock")]
    [InlineData(nameof(MyClockForm.Until), "08:00", "must end later than it begins")]
    [InlineData(nameof(MyClockForm.Until), "07:00", "must end later than it begins")]
    public async Task What_cannot_be_taken_is_said_kindly_at_its_field_and_nothing_is_lost(string field, string typed, string why)
    {
        await using var world = await World.StartAsync();
        var ben = world.Someone("ben");
        var values = FormSchema.View(Mine).Values;
        values[field] = [typed];

        var again = await ben.Persona.SubmitAsync(new Playground.OpenForm(FormSchema.View(Mine), new Place(world.Home)), values);

        Assert.Contains(why, again.Form!.Wrong[field], StringComparison.Ordinal);
        Assert.Single(again.Form.Wrong);
        Assert.Equal(typed, again.Form.View.Values.One(field));
        Assert.Equal(1, await world.InStoreAsync(db => db.Members.CountAsync()));
    }

    [Theory]
    [InlineData("9", "09:00")]
    [InlineData("09", "09:00")]
    [InlineData("9:15", "09:15")]
    [InlineData("0915", "09:15")]
    [InlineData("9.15", "09:15")]
    [InlineData(" 09:15 ", "09:15")]
    public async Task A_time_is_read_as_people_write_it(string typed, string shown)
    {
        await using var world = await World.StartAsync();

        var told = Someone.Told(await world.Someone("ben").Submits(Mine with { From = typed }));

        Assert.Contains($"{shown}–16:30", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stop_holds_over_a_restart_until_they_start_again()
    {
        await using var world = await World.StartAsync();
        var ben = world.Someone("ben");

        await ben.Presses("Stop unasked messages", await ben.Uses("me"));
        await world.RestartAsync();
        var stopped = await ben.Uses("me");
        Assert.Contains("Stopped. What you ask for yourself still comes.", Someone.Told(stopped), StringComparison.Ordinal);

        await ben.Presses("Start unasked messages", stopped);
        Assert.Contains("At most one a day", Someone.Told(await ben.Uses("me")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_kind_that_somebody_wanted_less_of_can_be_had_again()
    {
        await using var world = await World.StartAsync();
        var ben = world.Someone("ben");
        await ben.Uses("start");
        await world.InStoreAsync(async db =>
        {
            foreach (var kind in new[] { "news of advice", "invitations" }) (await db.Members.SingleAsync(m => m.Name == "Ben")).WantLessOf(kind);
            await db.SaveChangesAsync();
        });

        var told = await ben.Presses("More again: news of advice", await ben.Uses("me"));

        Assert.DoesNotContain("news of advice: at most", Someone.Told(told), StringComparison.Ordinal);
        Assert.Contains("invitations: at most one a week", Someone.Told(told), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ones_settings_work_where_no_community_is_set_up_yet()
    {
        await using var world = await World.WithoutCommunityAsync();
        var ben = world.Someone("ben", "Ben", zone: null);

        Assert.Contains("yours is not known", Someone.Told(await ben.Uses("me")), StringComparison.Ordinal);
        Assert.Contains("in Lisbon (you set it)", Someone.Told(await ben.Submits(Mine)), StringComparison.Ordinal);
    }
}
