using CopBot.Communities;
using CopBot.Features.Directory;
using CopBot.Features.Problems;
using CopBot.Posts;
using CopBot.TestKit;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace CopBot.Tests.Features.Knowing;

/// <summary>
/// Random weeks of a small community, in which much more is asked than people want to be asked: whatever happens, nobody is
/// asked more often than they allow, in their night, or over the budget that all features share.
/// </summary>
public sealed class FewInvitationsTests
{
    private static readonly string[] Zones = ["Europe/Berlin", "America/New_York", "Asia/Tokyo"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Over_random_weeks_nobody_is_asked_more_often_than_they_allow_or_in_their_night(int seed)
    {
        var chance = new Random(seed);
        await using var world = await World.StartAsync();
        for (var i = 0; i < 9; i++) await world.KnowsAsync($"knower{i}", asks: (AsksAWeek)(1 + (i % 3)), zone: Zones[chance.Next(Zones.Length)]);
        var askers = new[] { world.Someone("anna"), world.Someone("emil", zone: "Asia/Tokyo") };

        for (var asked = 0; asked < 24; asked++)
        {
            var asker = askers[chance.Next(askers.Length)];
            await world.AsksAsync(asker, $"How can we store paint, the {asked}. time?", f => f with { Topics = "paint" });
            await world.MoveAsync(TimeSpan.FromHours(1 + chance.Next(30)));
            if (chance.Next(3) == 0) await AnswersOneAsync(world, world.Someone($"knower{chance.Next(9)}"), chance);
        }

        await world.MoveAsync(TimeSpan.FromDays(10));
        await HoldsAsync(world, atLeast: 12);
    }

    /// <summary>A year with everything on: problems, advice, outcomes, silence, the question whether all is still right.</summary>
    [Fact]
    public async Task Over_a_year_nobody_gets_more_unasked_messages_than_the_budget()
    {
        var chance = new Random(7);
        await using var world = await World.StartAsync();
        var people = new List<Someone>();
        for (var i = 0; i < 6; i++) people.Add(await world.KnowsAsync($"knower{i}", asks: AsksAWeek.Three, zone: Zones[i % Zones.Length]));
        for (var asked = 0; asked < 30; asked++)
        {
            var asker = people[chance.Next(people.Count)];
            var helper = people.Find(p => p != asker)!;
            var card = await world.AsksAsync(asker, $"How can we store paint, the {asked}. time?", f => f with { Topics = "paint" });
            await world.MoveAsync(TimeSpan.FromHours(2));
            if (chance.Next(2) == 0) await Stories.MarksAsync(asker, await helper.Replies("Keep it above five degrees.", card));
            await world.MoveAsync(TimeSpan.FromDays(chance.Next(24)));
            if (asker.Mail.Count > 0 && Stories.Labels(asker.LatestMail.Shows!).Contains("It worked", StringComparer.Ordinal)) await asker.Presses("It worked", asker.LatestMail);
        }

        await world.MoveToAsync(World.TuesdayMorning.AddYears(1));
        await HoldsAsync(world, atLeast: 40);
        world.RangNobody();
        Assert.Empty(world.Log.Errors);
    }

    private static async Task AnswersOneAsync(World world, Someone who, Random chance)
    {
        if (who.WasAsked() && Stories.Labels(who.LatestMail.Shows!).Contains("Pass", StringComparer.Ordinal)) await who.Presses(chance.Next(2) == 0 ? "Pass" : "Take it", who.LatestMail);
    }

    private static async Task HoldsAsync(World world, int atLeast)
    {
        var (deliveries, members, community, profiles) = await world.InStoreAsync(async db => (
            await db.Set<Delivery>().Where(d => d.Class == PostClass.Unasked && d.DeliveredAt != null).ToListAsync(),
            await db.Set<Member>().ToListAsync(),
            await db.Set<Community>().FirstAsync(),
            await db.Set<Profile>().ToListAsync()));
        Assert.InRange(deliveries.Count, atLeast, int.MaxValue);
        foreach (var person in deliveries.GroupBy(d => d.Reader))
        {
            var hours = members.Single(m => m.Id == person.Key).HoursIn(community);
            var messages = person.Where(d => d.State is not DeliveryState.Merged).Select(d => d.DeliveredAt!.Value).Order().ToList();
            Assert.All(messages, m => Assert.True(hours.IsOpen(m), $"{m:u} is not in {hours.Zone.Id}'s hours"));
            Assert.All(messages.CountBy(hours.DayOf), day => Assert.Equal(1, day.Value));
            AtMost(messages, Attention.AWeek);
            if (profiles.Find(p => p.Member == person.Key) is { } profile) AtMost([.. person.Where(d => d.Kind == Knowledge.Kind).Select(d => d.DeliveredAt!.Value).Order()], (int)profile.Asks);
        }
    }

    /// <summary>Never more than so many within seven days, wherever these begin.</summary>
    private static void AtMost(List<DateTimeOffset> times, int aWeek) =>
        Assert.All(times.Select((at, i) => (at, i)), t => Assert.True(times.Skip(t.i).Count(other => other < t.at.AddDays(7)) <= aWeek, $"more than {aWeek} within seven days from {t.at:u}"));
}
