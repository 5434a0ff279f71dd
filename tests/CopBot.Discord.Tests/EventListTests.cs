using CopBot.Chat;
using CopBot.DiscordEmulator;
using CopBot.DiscordEmulator.World;

namespace CopBot.Discord.Tests;

/// <summary>A server's own list of events, on the emulator that answers as Discord's documents say.</summary>
public sealed class EventListTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_event_is_put_there_once_even_when_nobody_knows_whether_it_was_and_says_what_is_so()
    {
        await using var wire = await Wire.StartAsync();
        wire.Discord.SetBotPermissions(wire.Guild, Permission.Everyone | Permission.CreateEvents);
        var list = new DiscordEvents(wire.Rest);
        var here = new WorkspaceRef(new Platform("discord"), $"{wire.Guild.Id}");
        var starts = wire.Clock.GetUtcNow().AddDays(3);
        var happening = new ChatEvent("copbot/meeting/1", new string('x', 200), new string('y', 2000), "", starts, starts.AddHours(1));

        var known = await wire.InTimeAsync(list.PutEventAsync(here, happening, null, Stop));
        Assert.Equal(known, await wire.InTimeAsync(list.PutEventAsync(here, happening, null, Stop)));
        var one = Assert.Single(wire.Guild.Events.Values);
        Assert.Equal((100, true, ScheduledEvent.External, "See the channel"), (one.Name.Length, one.Description!.EndsWith("copbot/meeting/1", StringComparison.Ordinal), one.EntityType, one.Location));

        await wire.InTimeAsync(list.PutEventAsync(here, happening with { Title = "Repair evening", Place = "The hall", StartsAt = starts.AddDays(1), EndsAt = starts.AddDays(1).AddHours(1) }, known, Stop));
        Assert.Equal(("Repair evening", "The hall", starts.AddDays(1)), (one.Name, one.Location, one.StartsAt));
        Assert.Equal(starts.AddDays(1), (await wire.InTimeAsync(list.FindEventAsync(here, known, Stop)))!.StartsAt);
    }

    [Fact]
    public async Task One_that_is_called_off_or_taken_away_by_hand_is_seen_as_gone()
    {
        await using var wire = await Wire.StartAsync();
        wire.Discord.SetBotPermissions(wire.Guild, Permission.Everyone | Permission.CreateEvents);
        var list = new DiscordEvents(wire.Rest);
        var here = new WorkspaceRef(new Platform("discord"), $"{wire.Guild.Id}");
        var starts = wire.Clock.GetUtcNow().AddDays(3);
        var known = await wire.InTimeAsync(list.PutEventAsync(here, new ChatEvent("copbot/meeting/1", "Repair evening", "Case clinic.", "The hall", starts, starts.AddHours(1)), null, Stop));

        await wire.InTimeAsync(Done(list.CallOffEventAsync(here, known, Stop)));
        Assert.Equal(ScheduledEvent.Canceled, wire.Guild.Events.Values.Single().Status);
        Assert.Null(await wire.InTimeAsync(list.FindEventAsync(here, known, Stop)));
        // Again, and of one that nobody knows: no error.
        await wire.InTimeAsync(Done(list.CallOffEventAsync(here, known, Stop)));
        await wire.InTimeAsync(Done(list.CallOffEventAsync(here, "1", Stop)));
        Assert.Null(await wire.InTimeAsync(list.FindEventAsync(here, "1", Stop)));
    }

    [Fact]
    public async Task Without_the_permission_it_says_which_one()
    {
        await using var wire = await Wire.StartAsync();
        wire.Discord.SetBotPermissions(wire.Guild, Permission.Everyone & ~Permission.CreateEvents);
        wire.Guild.Everyone.Permissions &= ~Permission.CreateEvents;
        var starts = wire.Clock.GetUtcNow().AddDays(3);

        var refused = await Assert.ThrowsAsync<PlatformException>(() => wire.InTimeAsync(new DiscordEvents(wire.Rest).PutEventAsync(new WorkspaceRef(new Platform("discord"), $"{wire.Guild.Id}"), new ChatEvent("k", "T", "S", "P", starts, starts.AddHours(1)), null, Stop)));

        Assert.Equal(FailureKind.Denied, refused.Kind);
        Assert.Contains("Create Events", refused.Message, StringComparison.Ordinal);
    }

    private static async Task<bool> Done(Task task)
    {
        await task;
        return true;
    }
}
