using System.Globalization;
using CopBot.Host.Tests.OnPlatforms;
using Xunit;

namespace CopBot.Host.Tests.Chaos;

/// <summary>The reader that judges the chaos: it finds nothing where all is well, and names each kind of wrong.</summary>
public sealed class ReaderTests(TrueWorld world) : IClassFixture<TrueWorld>
{
    private const string Unsigned = $"""WHERE "Title" = '{TrueWorld.Unsigned}'""";

    [Fact]
    public async Task Where_all_is_well_nothing_is_wrong()
    {
        Assert.Empty(await world.ReadAsync());
        Assert.Empty(await world.DueAsync());
        // So little would be wrong in an empty world, too.
        Assert.Contains(world.Wrote, w => !w.Private && w.Words.Contains(TrueWorld.Unsigned, StringComparison.Ordinal));
        Assert.Contains(world.Wrote, IsNews);
    }

    [Fact]
    public Task A_message_that_stands_twice() => IsNamedAsync("/card stands 2 times: ", wrote: [.. world.Wrote, Card with { Id = "another" }]);

    [Fact]
    public Task Two_deliveries_of_one_post() => IsNamedAsync(
        "/card has 3 deliveries in one workspace", """UPDATE deliveries SET "Key" = (SELECT "Key" FROM posts WHERE "Key" LIKE 'problem/%/card' LIMIT 1) WHERE "Key" LIKE 'problem/%/card'""");

    [Fact]
    public Task A_question_that_is_stored_twice() => IsNamedAsync($"the problem “{TrueWorld.First}” is stored 2 times", $"""UPDATE problems SET "Title" = '{TrueWorld.First}' WHERE "Title" = '{TrueWorld.Second}'""");

    [Fact]
    public Task Two_trials_for_one_person() => IsNamedAsync("2 trials are under way for one person", """UPDATE trials SET "Result" = NULL, "Problem" = (SELECT "Id" FROM problems ORDER BY "Id" LIMIT 1)""");

    [Fact]
    public Task A_message_that_is_missing() => IsNamedAsync("/card should stand at ", wrote: [.. world.Wrote.Where(w => w != Card)]);

    [Fact]
    public Task A_message_that_stands_elsewhere() => IsNamedAsync("/card stands at another, and the store says ", wrote: Instead(Card, Card with { Id = "another" }));

    [Fact]
    public Task A_message_that_was_taken_away_and_stands() => IsNamedAsync("still stands, and the store says that nothing does", """UPDATE deliveries SET "State" = 'Removed' WHERE "Key" LIKE 'problem/%/card'""");

    [Fact]
    public Task A_message_that_nobody_sent() => IsNamedAsync("stranger stands, and the store knows nothing of it", wrote: [.. world.Wrote, new Written("stranger", "0123456789", Private: false, [], "Hello")]);

    [Fact]
    public Task A_card_that_was_not_revised() => IsNamedAsync("/card stands in revision ", """UPDATE posts SET "Revision" = "Revision" + 1 WHERE "Key" LIKE 'problem/%/card'""");

    [Fact]
    public Task A_delivery_that_nobody_finishes() => IsNamedAsync("/card is still leased by a dead one", """UPDATE deliveries SET "LeasedBy" = 'a dead one' WHERE "Key" LIKE 'problem/%/card'""");

    [Fact]
    public Task A_message_that_the_platform_refused() => IsNamedAsync("/card was given up: too long", """UPDATE deliveries SET "State" = 'Undeliverable', "Trouble" = 'too long' WHERE "Key" LIKE 'problem/%/card'""");

    [Fact]
    public Task A_question_that_was_lost() => IsNamedAsync("“Was I heard?” was acknowledged as posted, and is not stored", people: world.Remembers with { Posted = ["Was I heard?"] });

    [Fact]
    public Task A_card_that_does_not_stand_everywhere() => IsNamedAsync($"the card of “{TrueWorld.First}” stands in 1 of 2 workspaces", workspaces: 2);

    [Theory]
    [InlineData("UPDATE deliveries SET \"DueAt\" = 1 WHERE \"Key\" LIKE 'problem/%/card'", "/card is due (Standing, )")]
    [InlineData("UPDATE trials SET \"DueAt\" = 1", $"the trial of “{TrueWorld.Second}” is due")]
    [InlineData("UPDATE problems SET \"NextStepAt\" = 1", $"the problem “{TrueWorld.First}” is due")]
    [InlineData("UPDATE problems SET \"QuietAt\" = 1", $"the problem “{TrueWorld.Unsigned}” is due")]
    [InlineData("UPDATE rings SET \"DueAt\" = 1", "are due to be asked")]
    [InlineData("UPDATE inbox SET \"Waiting\" = 'a press', \"Attempts\" = 7", "an event waits in the inbox after 7 attempts: a press")]
    public async Task What_is_due_and_not_done(string sql, string sentence)
    {
        await IsNamedAsync(sentence, sql);
        Assert.Contains(await world.DueAsync(sql), s => s.Contains(sentence, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_a_platform_refused_for_now_is_waited_for_and_what_only_waits_for_its_hours_is_not()
    {
        var soon = world.World.Clock.GetUtcNow().AddMinutes(1);
        const string Change = """UPDATE deliveries SET "DueAt" = """;
        var refused = $"""{Change}{PlainSql.Micros(soon)}, "Trouble" = 'too fast' WHERE "Key" LIKE 'problem/%/card'""";

        Assert.Contains(await world.TriedAgainAsync(soon, refused), key => key.EndsWith("/card", StringComparison.Ordinal));
        Assert.Empty(await world.TriedAgainAsync(soon.AddSeconds(-1), refused));
        Assert.Empty(await world.TriedAgainAsync(soon, $"""{Change}{PlainSql.Micros(soon)} WHERE "Key" LIKE 'problem/%/card'"""));
    }

    [Fact]
    public async Task How_many_came_unasked()
    {
        var before = await world.UnaskedAsync();
        Assert.InRange(before, 1, int.MaxValue);
        Assert.Equal(before - 1, await world.UnaskedAsync("""UPDATE deliveries SET "State" = 'Merged' WHERE "Id" = (SELECT "Id" FROM deliveries WHERE "Class" = 'Unasked' AND "State" <> 'Merged' AND "DeliveredAt" IS NOT NULL LIMIT 1)"""));
    }

    [Fact]
    public Task A_third_question() => IsNamedAsync($"“{TrueWorld.First}” was asked about 3 times", """UPDATE trials SET "Asked" = 3""");

    [Fact]
    public Task A_question_after_it_was_told() => IsNamedAsync($"“{TrueWorld.First}” was asked about after it was told", """UPDATE trials SET "ToldAt" = 1 WHERE "Result" IS NOT NULL""");

    [Fact]
    public Task A_private_message_in_quiet_hours() => IsNamedAsync(
        "came at Tue 2027-01-19 20:00, outside its reader's hours", $"""UPDATE deliveries SET "DeliveredAt" = {At("2027-01-19T19:00Z")} WHERE "Class" = 'Requested'""");

    [Fact]
    public Task A_private_message_on_a_sunday() => IsNamedAsync(
        "came at Sun 2027-01-17 11:00, outside its reader's hours", $"""UPDATE deliveries SET "DeliveredAt" = {At("2027-01-17T10:00Z")} WHERE "Class" = 'Requested'""");

    [Fact]
    public Task A_private_message_at_an_hour_that_is_only_good_elsewhere() => IsNamedAsync("outside its reader's hours", """UPDATE members SET "Zone" = 'Asia/Tokyo'""");

    [Fact]
    public Task A_private_message_on_a_day_on_which_its_reader_alone_does_not_work() => IsNamedAsync("outside its reader's hours", """UPDATE members SET "Days" = 'Saturday, Sunday'""");

    [Fact]
    public Task A_second_unasked_message_on_one_day() => IsNamedAsync(
        "unasked messages on 2027-01-19", $"""UPDATE deliveries SET "Class" = 'Unasked', "DeliveredAt" = {At("2027-01-19T10:00Z")} WHERE "Reader" IS NOT NULL""");

    [Fact]
    public Task A_fourth_unasked_message_in_seven_days() => IsNamedAsync(
        "somebody got 4 unasked messages within seven days, the last at 2027-01-2",
        $"""
        UPDATE deliveries SET "Class" = 'Unasked', "Reader" = {MemberOf(TrueWorld.Ben)},
            "DeliveredAt" = {At("2027-01-18T10:00Z")} + 86400000000 * (SELECT COUNT(*) FROM deliveries e WHERE e."Reader" IS NOT NULL AND e."Id" < deliveries."Id")
            WHERE "Reader" IS NOT NULL
        """);

    [Fact]
    public Task Somebody_who_pressed_Stop_and_is_written_to() => IsNamedAsync(
        $"{TrueWorld.Dora} stopped at ", $"""UPDATE deliveries SET "Reader" = {MemberOf(TrueWorld.Dora)} WHERE "Class" = 'Unasked'""");

    [Fact]
    public Task A_Stop_that_was_forgotten() => IsNamedAsync(
        $"{TrueWorld.Dora} was told that nothing unasked comes any more, and the store does not know it", """UPDATE members SET "Stopped" = FALSE""");

    [Theory]
    [InlineData("Why you got this")]
    [InlineData("Less of this")]
    [InlineData("Stop")]
    public Task An_unasked_message_that_does_not_say(string what) =>
        IsNamedAsync($"came unasked, without “{what}”", wrote: Instead(News, News with { Words = News.Words.Replace(what, "", StringComparison.Ordinal) }));

    [Fact]
    public Task A_private_message_that_others_read() => IsNamedAsync("is for one person, and stands where others read it", wrote: Instead(News, News with { Private = false }));

    [Fact]
    public Task A_card_in_somebodys_mail() => IsNamedAsync("/card is for everybody, and stands in somebody's mail", wrote: Instead(Card, Card with { Private = true }));

    [Fact]
    public Task A_card_that_rings() => IsNamedAsync($"{Card.Id} rang {TrueWorld.Ben}", wrote: Instead(Card, Card with { Rang = [TrueWorld.Ben] }));

    [Fact]
    public Task Six_who_are_asked_at_once() => IsNamedAsync(
        "6 helpers were asked at once for ",
        """
        INSERT INTO invitations ("Thing", "Helper", "AskedAt", "Community", "Kind", "Round", "State", "Version", "Why")
            SELECT p."Id", d."Id", 1, p."Community", 'problem', 1, 'Asked', 1, '[]'
            FROM (SELECT "Id", "Community" FROM problems LIMIT 1) p CROSS JOIN (SELECT "Id" FROM deliveries LIMIT 6) d
        """);

    [Theory]
    [InlineData("UPDATE problems SET \"Asker\" = (SELECT \"Id\" FROM members LIMIT 1)", "its asker is stored")]
    [InlineData("UPDATE problems SET \"ReceiptHash\" = NULL", "no receipt fits it")]
    [InlineData("UPDATE problems SET \"Id\" = (SELECT \"Id\" FROM deliveries LIMIT 1)", "its id tells when")]
    [InlineData("UPDATE problems SET \"AskedAt\" = \"AskedAt\" + 1000000", "more than the day is stored: 2027-01-12 00:00:01Z")]
    public Task Something_that_tells_who_asked_without_a_name(string sql, string what) => IsNamedAsync($"“{TrueWorld.Unsigned}” was asked without a name, and {what}", $"{sql} {Unsigned}");

    [Fact]
    public Task A_row_that_joins_the_asker_to_what_was_asked_without_a_name() => IsNamedAsync(
        $"“{TrueWorld.Unsigned}” was asked without a name, and this joins it to {TrueWorld.Zoe}: problem_people ",
        $"""UPDATE problem_people SET "Problem" = (SELECT "Id" FROM problems {Unsigned}) WHERE "Member" = {MemberOf(TrueWorld.Zoe)}""");

    [Fact]
    public Task A_form_that_is_kept_of_what_was_asked_without_a_name() => IsNamedAsync(
        "and a form is kept of it: drafts ",
        $"""INSERT INTO drafts ("Id", "ExpiresAt", "Owner", "Token", "Values") SELECT "Id", 1, 'somebody', 'form', "Title" FROM problems {Unsigned}""");

    [Fact]
    public Task A_message_that_names_the_asker_of_what_was_asked_without_a_name() => IsNamedAsync(
        $"post names {TrueWorld.Zoe}", wrote: [.. world.Wrote, new Written("post", null, Private: true, [], $"{TrueWorld.Zoe} asks: {TrueWorld.Unsigned}")]);

    [Fact]
    public Task What_people_said_to_each_other_and_is_kept() => IsNamedAsync("was said to others, and is kept: problems ", $"""UPDATE problems SET "Tried" = '{TrueWorld.Overheard}' {Unsigned}""");

    [Fact]
    public Task What_people_said_to_each_other_and_is_told_on() => IsNamedAsync($"was said to others, and is told on in {Card.Id}", wrote: Instead(Card, Card with { Words = TrueWorld.Overheard }));

    private static bool IsNews(Written message) => message.Words.Contains("Your advice: it worked", StringComparison.Ordinal);

    private Written Card => world.Wrote.Single(w => !w.Private && w.Words.StartsWith(TrueWorld.First, StringComparison.Ordinal));

    private Written News => world.Wrote.Single(IsNews);

    private Written[] Instead(Written one, Written other) => [.. world.Wrote.Select(w => w == one ? other : w)];

    private static long At(string moment) => PlainSql.Micros(DateTimeOffset.Parse(moment, CultureInfo.InvariantCulture));

    private static string MemberOf(string account) => $"""(SELECT "Member" FROM accounts WHERE "User" LIKE '%/{account}')""";

    private async Task IsNamedAsync(string sentence, string? sql = null, IReadOnlyList<Written>? wrote = null, Remembered? people = null, int workspaces = 1)
    {
        var wrong = await world.ReadAsync(sql, wrote, people, workspaces);
        Assert.True(wrong.Any(s => s.Contains(sentence, StringComparison.Ordinal)), $"Nobody said “{sentence}”, but:\n{string.Join('\n', wrong)}");
    }
}
