using CopBot.Chat;
using CopBot.Communities;
using CopBot.Playground;
using CopBot.Posts;
using CopBot.TestKit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CopBot.Tests.Posts;

/// <summary>When private messages reach somebody, and how many (PRODUCT, manner 2).</summary>
public sealed class AttentionTests
{
    [Theory]
    [InlineData("Europe/Berlin", "2027-01-12T10:30Z", "2027-01-12T10:30Z")] // 11:30 on a Tuesday
    [InlineData("America/Los_Angeles", "2027-01-12T10:30Z", "2027-01-12T17:00Z")] // 02:30
    [InlineData("Asia/Kolkata", "2027-01-12T10:30Z", "2027-01-12T10:30Z")] // 16:00
    [InlineData("Pacific/Auckland", "2027-01-12T10:30Z", "2027-01-12T20:00Z")] // 23:30
    [InlineData("Pacific/Kiritimati", "2027-01-12T10:30Z", "2027-01-12T19:00Z")] // 00:30 on Wednesday
    [InlineData("Europe/Berlin", "2027-01-12T16:59Z", "2027-01-12T16:59Z")] // 17:59
    [InlineData("Europe/Berlin", "2027-01-12T17:00Z", "2027-01-13T08:00Z")] // 18:00
    [InlineData("Europe/Berlin", "2027-01-15T17:30Z", "2027-01-18T08:00Z")] // Friday evening
    [InlineData("Europe/Berlin", "2027-03-26T18:00Z", "2027-03-29T07:00Z")] // Summer time begins over the weekend
    [InlineData("Europe/Berlin", "2027-10-29T18:00Z", "2027-11-01T08:00Z")] // and ends
    [InlineData("America/New_York", "2027-03-13T15:00Z", "2027-03-15T13:00Z")] // Saturday before theirs begins
    public async Task What_was_asked_for_waits_for_the_hours_of_its_reader(string zone, string published, string arrives)
    {
        await using var world = await World.StartAsync(At(published));
        var anna = world.Someone("anna", zone: zone);
        await RequestAsync(world, anna, "offer");
        await world.MoveAsync(TimeSpan.FromDays(4));

        Assert.Equal([At(arrives)], Arrivals(world, anna));
    }

    [Fact]
    public async Task Somebodys_own_hours_and_days_count()
    {
        await using var world = await World.StartAsync(At("2027-01-14T19:30Z")); // Thursday
        var anna = world.Someone("anna");
        await world.MemberAsync(anna);
        await world.InStoreAsync(async db =>
        {
            var member = await db.Members.FirstAsync(m => m.Accounts.Any(a => a.User == anna.Ref));
            member.Work(TimeZoneInfo.FindSystemTimeZoneById("Asia/Jerusalem"), new(14, 0), new(22, 0), WorkDays.Sunday | WorkDays.Monday | WorkDays.Tuesday | WorkDays.Wednesday | WorkDays.Thursday);
            await db.SaveChangesAsync();
        });
        await RequestAsync(world, anna, "one");
        await world.MoveToAsync(At("2027-01-14T21:00Z"));
        await RequestAsync(world, anna, "two"); // 23:00 there
        await world.MoveAsync(TimeSpan.FromDays(4));

        Assert.Equal([At("2027-01-14T19:30Z"), At("2027-01-17T12:00Z")], Arrivals(world, anna)); // Sunday at 14:00
    }

    [Fact]
    public async Task What_belongs_to_this_moment_comes_at_night_and_by_itself()
    {
        await using var world = await World.StartAsync(At("2027-01-12T23:00Z"));
        var anna = world.Someone("anna");
        var member = await world.MemberAsync(anna);
        await world.PublishAsync(board =>
        {
            board.Publish("1", Audience.To(member), Message.Say($"One is now"), new PostTerms { Class = PostClass.AtOnce });
            board.Publish("2", Audience.To(member), Message.Say($"Two is now"), new PostTerms { Class = PostClass.AtOnce });
        });
        await world.SettleAsync();

        Assert.Equal(["One is now", "Two is now"], anna.Mail);
    }

    [Fact]
    public async Task What_was_asked_for_is_not_counted()
    {
        await using var world = await World.StartAsync();
        var anna = world.Someone("anna");
        for (var i = 0; i < 5; i++)
        {
            await RequestAsync(world, anna, $"offer {i}");
            await world.MoveAsync(TimeSpan.FromMinutes(10));
        }

        await SuggestAsync(world, anna, "a suggestion");
        await world.SettleAsync();
        Assert.Equal(6, anna.Mail.Count);
        Assert.Contains("a suggestion", anna.Mail[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task At_most_one_unasked_message_comes_on_a_day_and_three_in_seven_days_over_all_kinds_and_restarts()
    {
        await using var world = await World.StartAsync();
        var anna = world.Someone("anna");
        for (var day = 0; day < 10; day++)
        {
            await SuggestAsync(world, anna, $"thought {day}", kind: $"kind {day % 4}");
            await world.MoveAsync(TimeSpan.FromHours(2));
            await SuggestAsync(world, anna, $"second thought {day}", kind: $"kind {(day + 1) % 4}");
            if (day % 3 == 0) await world.RestartAsync();
            await world.MoveAsync(TimeSpan.FromHours(22));
        }

        await world.MoveAsync(TimeSpan.FromDays(21));
        var days = Arrivals(world, anna).Select(at => at.UtcDateTime.ToString("MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(["01-12", "01-13", "01-14", "01-19", "01-20", "01-21", "01-26"], days, StringComparer.Ordinal);
        var arrivals = Arrivals(world, anna);
        Assert.All(arrivals, at => Assert.InRange(arrivals.Count(other => other >= at && other < at.AddDays(7)), 1, 3));
    }

    [Fact]
    public async Task Two_unasked_messages_that_are_due_together_share_one_place()
    {
        await using var world = await World.StartAsync(At("2027-01-12T20:00Z"));
        var anna = world.Someone("anna");
        await SuggestAsync(world, anna, "one");
        await SuggestAsync(world, anna, "two");
        await world.MoveToAsync(At("2027-01-13T12:00Z"));
        Assert.Single(anna.Mail);
        await SuggestAsync(world, anna, "three");
        await world.MoveToAsync(At("2027-01-13T20:00Z"));
        Assert.Single(anna.Mail);
        await world.MoveToAsync(At("2027-01-14T20:00Z"));

        Assert.Equal([At("2027-01-13T08:00Z"), At("2027-01-14T08:00Z")], Arrivals(world, anna));
    }

    [Fact]
    public async Task What_waited_comes_as_one_message_whose_buttons_show_each_to_its_reader_alone()
    {
        await using var world = await World.StartAsync(At("2027-01-12T20:00Z"));
        var anna = world.Someone("anna");
        var ben = world.Someone("ben");
        await RequestAsync(world, anna, "Ben can help");
        await SuggestAsync(world, anna, "Your advice worked");
        await RequestAsync(world, anna, "A thing of the past");
        await world.MoveToAsync(At("2027-01-13T08:00Z"));

        Assert.Equal("3 things for you", Assert.Single(anna.Mail).Split('\n')[0]);
        var merged = anna.LatestMail;
        Assert.Contains("1. Ben can help", anna.Mail[0], StringComparison.Ordinal);
        Assert.Equal("Ben can help", Someone.Told(await anna.Presses("Show 1", merged)));
        var suggestion = Someone.Told(await anna.Presses("Show 2", merged));
        Assert.Contains("Your advice worked", suggestion, StringComparison.Ordinal);
        Assert.Contains("Why you got this: you said you would like to know.", suggestion, StringComparison.Ordinal);

        await world.PublishAsync(board => board.Withdraw("p/A thing of the past"));
        await world.SettleAsync();
        Assert.Contains("settled in the meantime", Someone.Told(await anna.Presses("Show 3", merged)), StringComparison.Ordinal);
        Assert.Contains("somebody else's message", Someone.Told(await ben.Presses("Show 1", merged)), StringComparison.Ordinal);
        Assert.Single(anna.Mail);
    }

    [Fact]
    public async Task What_was_merged_and_withdrawn_comes_anew_when_it_is_published_again()
    {
        await using var world = await World.StartAsync(At("2027-01-12T20:00Z"));
        var anna = world.Someone("anna");
        await RequestAsync(world, anna, "one");
        await RequestAsync(world, anna, "two");
        await world.MoveToAsync(At("2027-01-13T08:00Z"));
        await RequestAsync(world, anna, "one", says: "revised");
        await world.SettleAsync();
        Assert.Single(anna.Mail);
        Assert.Equal("revised", Someone.Told(await anna.Presses("Show 1", anna.LatestMail)));

        await world.PublishAsync(board => board.Withdraw("p/one"));
        await RequestAsync(world, anna, "one", says: "once more");
        await world.SettleAsync();
        Assert.Equal("once more", anna.Mail[^1]);
        Assert.Equal(2, anna.Mail.Count);
    }

    [Fact]
    public async Task More_than_fits_into_one_message_comes_in_a_second_and_nothing_is_left_out()
    {
        await using var world = await World.StartAsync(At("2027-01-12T20:00Z"));
        var anna = world.Someone("anna");
        var names = Enumerable.Range(10, 22).Select(i => $"{i}-{new string('w', 300)}").ToList();
        foreach (var name in names) await RequestAsync(world, anna, name);
        await SuggestAsync(world, anna, "99-unasked");
        await world.MoveToAsync(At("2027-01-13T12:00Z"));

        Assert.Equal(2, anna.Mail.Count);
        foreach (var name in names) Assert.Single(anna.Mail, mail => mail.Contains($". {name[..100]}", StringComparison.Ordinal));
        Assert.Single(anna.Mail, mail => mail.Contains(". 99-unasked", StringComparison.Ordinal));
        Assert.Empty(world.Log.Errors);
    }

    [Fact]
    public async Task What_became_useless_while_it_waited_is_dropped()
    {
        await using var world = await World.StartAsync(At("2027-01-12T20:00Z"));
        var anna = world.Someone("anna");
        await SuggestAsync(world, anna, "tonight only", uselessAfter: TimeSpan.FromHours(3));
        await RequestAsync(world, anna, "asked for, tonight only", uselessAfter: TimeSpan.FromHours(3));
        await RequestAsync(world, anna, "still good");
        await world.MoveAsync(TimeSpan.FromDays(3));

        Assert.Equal(["still good"], anna.Mail);
    }

    [Fact]
    public async Task Less_of_this_means_at_most_one_a_week_of_that_kind_and_leaves_the_others()
    {
        await using var world = await World.StartAsync();
        var anna = world.Someone("anna");
        await SuggestAsync(world, anna, "first invitation", kind: "invitations");
        await world.SettleAsync();
        Assert.Contains("at most one message a week of this kind (invitations)", Someone.Told(await anna.Presses("Less of this", anna.LatestMail)), StringComparison.Ordinal);
        await world.RestartAsync();

        await SuggestAsync(world, anna, "second invitation", kind: "invitations");
        await world.MoveAsync(TimeSpan.FromDays(1));
        await SuggestAsync(world, anna, "news", kind: "news of advice");
        await world.MoveAsync(TimeSpan.FromDays(10));

        Assert.Equal(["first invitation", "news", "second invitation"], anna.Mail.Select(m => m.Split('\n')[0]), StringComparer.Ordinal);
        Assert.Equal(At("2027-01-19T10:30Z"), Arrivals(world, anna)[^1]);
    }

    [Fact]
    public async Task Of_a_kind_that_came_in_a_merged_message_the_next_waits_its_week_too()
    {
        await using var world = await World.StartAsync(At("2027-01-12T20:00Z"));
        var anna = world.Someone("anna");
        await SuggestAsync(world, anna, "first invitation", kind: "invitations");
        await RequestAsync(world, anna, "an offer");
        await world.MoveToAsync(At("2027-01-13T08:00Z"));
        await anna.Presses("Less of this", await anna.Presses("Show 1", anna.LatestMail));
        await SuggestAsync(world, anna, "second invitation", kind: "invitations");
        await world.MoveAsync(TimeSpan.FromDays(10));

        Assert.Equal([At("2027-01-13T08:00Z"), At("2027-01-20T08:00Z")], Arrivals(world, anna));
    }

    [Fact]
    public async Task Stop_stops_what_waits_and_what_comes_over_restarts_but_not_what_was_asked_for()
    {
        await using var world = await World.StartAsync();
        var anna = world.Someone("anna");
        await SuggestAsync(world, anna, "first");
        await world.SettleAsync();
        await SuggestAsync(world, anna, "waits for tomorrow");
        await world.SettleAsync();
        var stopped = await anna.Presses("Stop", anna.LatestMail);
        Assert.Contains("will not write to you unasked any more", Someone.Told(stopped), StringComparison.Ordinal);
        await world.RestartAsync();
        await SuggestAsync(world, anna, "never");
        await RequestAsync(world, anna, "asked for");
        await world.MoveAsync(TimeSpan.FromDays(14));
        Assert.Equal(["first", "asked for"], anna.Mail.Select(m => m.Split('\n')[0]), StringComparer.Ordinal);

        await anna.Presses("Undo", stopped);
        await SuggestAsync(world, anna, "never", says: "wanted again");
        await world.MoveAsync(TimeSpan.FromDays(1));
        Assert.StartsWith("wanted again", anna.Mail[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stop_works_where_no_community_lives_any_more()
    {
        await using var world = await World.StartAsync();
        var anna = world.Someone("anna");
        await SuggestAsync(world, anna, "first");
        await world.SettleAsync();
        await world.InStoreAsync(async db =>
        {
            var community = await db.Communities.FirstAsync();
            community.Workspaces.Clear();
            community.Homes.Clear();
            await db.SaveChangesAsync();
        });

        Assert.Contains("Stopped", Someone.Told(await anna.Presses("Stop", anna.LatestMail)), StringComparison.Ordinal);
        Assert.True(await world.InStoreAsync(db => db.Members.Where(m => m.Accounts.Any(a => a.User == anna.Ref)).Select(m => m.Stopped).SingleAsync()));
    }

    [Fact]
    public async Task A_message_whose_fate_is_unknown_counts_as_if_it_had_been_read()
    {
        await using var world = await World.StartAsync();
        var anna = world.Someone("anna");
        world.Platform.Next(Fault.AnswerLost);
        await SuggestAsync(world, anna, "one");
        await world.SettleAsync();
        await SuggestAsync(world, anna, "two");
        await world.MoveAsync(TimeSpan.FromHours(2));
        Assert.Single(anna.Mail);
        await world.MoveAsync(TimeSpan.FromDays(1));
        Assert.Equal(2, anna.Mail.Count);
    }

    [Fact]
    public async Task What_was_lost_on_its_way_is_not_sent_again_when_night_has_come()
    {
        await using var world = await World.StartAsync(At("2027-01-12T16:59Z").AddSeconds(58)); // two seconds to six
        var anna = world.Someone("anna");
        world.Platform.Next(Fault.RequestLost);
        await RequestAsync(world, anna, "offer");
        await world.MoveAsync(TimeSpan.FromDays(2));

        Assert.Equal([At("2027-01-13T08:00Z")], Arrivals(world, anna));
    }

    [Fact]
    public async Task What_was_lost_on_its_way_is_not_sent_again_to_somebody_who_has_said_Stop()
    {
        await using var world = await World.StartAsync();
        var anna = world.Someone("anna");
        world.Platform.Next(Fault.RequestLost);
        await SuggestAsync(world, anna, "one");
        await world.SettleAsync();
        await StopAsync(world, anna);
        await world.MoveAsync(TimeSpan.FromDays(2));

        Assert.Empty(anna.Mail);
    }

    [Fact]
    public async Task Of_several_in_one_message_that_was_lost_a_Stop_lets_only_what_was_asked_for_through()
    {
        await using var world = await World.StartAsync(At("2027-01-12T22:00Z"));
        var anna = world.Someone("anna");
        await RequestAsync(world, anna, "offer");
        await SuggestAsync(world, anna, "suggestion");
        world.Platform.Next(Fault.RequestLost);
        await world.MoveToAsync(At("2027-01-13T08:00Z").AddSeconds(1));
        await StopAsync(world, anna);
        await world.MoveAsync(TimeSpan.FromDays(2));

        var only = Assert.Single(anna.Mail);
        Assert.Contains("offer", only, StringComparison.Ordinal);
        Assert.DoesNotContain("suggestion", only, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_message_for_several_that_was_lost_until_the_next_day_comes_as_it_was_and_others_the_day_after()
    {
        await using var world = await World.StartAsync(At("2027-01-12T16:59Z").AddSeconds(58)); // two seconds to six
        var anna = world.Someone("anna");
        world.Platform.Next(Fault.RequestLost);
        await SuggestAsync(world, anna, "one");
        await SuggestAsync(world, anna, "two");
        await world.SettleAsync();
        await SuggestAsync(world, anna, "three");
        await world.MoveAsync(TimeSpan.FromDays(3));

        // All three were due at the same moment: what stands for others is not put into another such message.
        Assert.Collection(
            anna.Mail,
            first => Assert.Contains("1. one\n2. two", first, StringComparison.Ordinal),
            second => Assert.Contains("three", second, StringComparison.Ordinal));
        Assert.Equal([At("2027-01-13T08:00Z").Date, At("2027-01-14T08:00Z").Date], Arrivals(world, anna).Select(a => a.Date));
    }

    [Fact]
    public async Task What_is_found_to_stand_came_when_it_was_sent()
    {
        await using var world = await World.StartAsync(At("2027-01-12T16:59Z").AddSeconds(58));
        var anna = world.Someone("anna");
        world.Platform.Next(Fault.AnswerLost);
        await RequestAsync(world, anna, "offer");
        await world.MoveAsync(TimeSpan.FromDays(1));

        var delivered = await world.InStoreAsync(db => db.Deliveries.Where(d => d.Key == "p/offer").Select(d => d.DeliveredAt).SingleAsync());
        Assert.Equal(Arrivals(world, anna), [delivered!.Value]);
    }

    [Fact]
    public async Task Somebody_with_two_accounts_has_one_budget_and_is_written_to_where_they_last_were()
    {
        await using var world = await World.StartAsync();
        var anna = world.Someone("anna");
        await SuggestAsync(world, anna, "one");
        await world.SettleAsync();
        await world.LinkElsewhereAsync(anna, lately: true);
        await SuggestAsync(world, anna, "two");
        await world.SettleAsync();
        Assert.Empty(world.Elsewhere.MailOf("anna"));
        await world.MoveAsync(TimeSpan.FromDays(1));

        Assert.Single(anna.Mail);
        Assert.Contains("two", Assert.Single(world.Elsewhere.MailOf("anna")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_unasked_messages_for_two_accounts_of_one_person_do_not_slip_through_at_the_same_moment()
    {
        await using var world = await World.StartAsync(At("2027-01-12T20:00Z"));
        var anna = world.Someone("anna");
        await SuggestAsync(world, anna, "here");
        await world.LinkElsewhereAsync(anna, lately: true);
        await SuggestAsync(world, anna, "there");
        world.Clock.Set(At("2027-01-13T08:00Z"));
        var courier = world.Services.GetRequiredService<Courier>();
        var begun = new TaskCompletionSource();
        var goOn = new TaskCompletionSource();
        world.Platform.Holds = async _ =>
        {
            begun.TrySetResult();
            await goOn.Task;
        };
        var here = Task.Run(() => courier.DeliverAsync(Room.Workspace, TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
        await begun.Task;
        await courier.DeliverAsync(Elsewhere.Workspace, TestContext.Current.CancellationToken);
        goOn.SetResult();
        await here;
        await world.MoveAsync(TimeSpan.FromHours(1));

        Assert.Single(anna.Mail);
        Assert.Empty(world.Elsewhere.MailOf("anna"));
        await world.MoveToAsync(At("2027-01-14T09:00Z"));
        Assert.Equal(2, anna.Mail.Concat(world.Elsewhere.MailOf("anna")).Count());
    }

    private static DateTimeOffset At(string utc) => DateTimeOffset.ParseExact(utc, "yyyy-MM-ddTHH:mmZ", System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal);

    private static IReadOnlyList<DateTimeOffset> Arrivals(World world, Someone someone) => [.. world.Room.DirectTo(someone.Ref).Select(m => m.SentAt)];

    private static Task StopAsync(World world, Someone who) => world.InStoreAsync(async db =>
    {
        (await db.Members.FirstAsync(m => m.Accounts.Any(a => a.User == who.Ref))).Stop();
        await db.SaveChangesAsync();
    });

    private static async Task RequestAsync(World world, Someone to, string name, string? says = null, TimeSpan? uselessAfter = null)
    {
        var member = await world.MemberAsync(to);
        var terms = PostTerms.Requested(await world.CommunityAsync()) with { Summary = name, UselessAfter = world.Clock.GetUtcNow() + uselessAfter };
        await world.PublishAsync(board => board.Publish($"p/{name}", Audience.To(member), Message.Say($"{says ?? name}"), terms));
    }

    private static async Task SuggestAsync(World world, Someone to, string name, string kind = "suggestions", string? says = null, TimeSpan? uselessAfter = null)
    {
        var member = await world.MemberAsync(to);
        var terms = PostTerms.Unasked(await world.CommunityAsync(), kind, $"you said you would like to know.", world.Clock.GetUtcNow() + (uselessAfter ?? TimeSpan.FromDays(60)));
        await world.PublishAsync(board => board.Publish($"p/{name}", Audience.To(member), Message.Say($"{says ?? name}"), terms));
    }
}
