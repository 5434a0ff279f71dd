using System.Text.Json;
using CopBot.Chat;
using CopBot.Communities;

namespace CopBot.Host;

/// <summary>
/// The playground's clock and how far its story has come, kept in a file. A move is written down before it happens: after
/// a kill the clock may stand later than what the store has seen, never earlier.
/// </summary>
internal sealed class StoryClock
{
    private readonly string _file;
    private readonly TimeProvider _real;
    private Kept _kept;

    private StoryClock(string file, TimeProvider real, Kept kept)
    {
        (_file, _real, _kept) = (file, real, kept);
        Time = new MovableClock(real, kept.Shift);
    }

    /// <summary>The clock that everything reads.</summary>
    public MovableClock Time { get; }

    /// <summary>Whether the demo is to be loaded: in a new data folder, and when loading it was cut off.</summary>
    public bool WantsDemo => _kept.Demo is DemoState.Wanted;

    /// <summary>Reads the clock of a data folder; a new one stands at a working Tuesday, ten in London.</summary>
    /// <exception cref="InvalidDataException">The file cannot be read.</exception>
    public static StoryClock Open(string file, TimeProvider real)
    {
        if (File.Exists(file)) return new StoryClock(file, real, Read(file));

        var clock = new StoryClock(file, real, new Kept(Tuesday(real.GetUtcNow()) - real.GetUtcNow(), DemoState.Wanted));
        clock.Write();
        return clock;
    }

    /// <summary>Moves to an instant, forward or back.</summary>
    public void Set(DateTimeOffset at)
    {
        var shift = Time.ShiftTo(at);
        _kept = _kept with { Shift = shift };
        Write();
        Time.Shift(shift);
    }

    /// <summary>Stands at the beginning again.</summary>
    public void StartOver() => Set(Tuesday(_real.GetUtcNow()));

    /// <summary>Writes down whether the demo is still to be loaded.</summary>
    public void WantDemo(bool wanted)
    {
        _kept = _kept with { Demo = wanted ? DemoState.Wanted : DemoState.Settled };
        Write();
    }

    /// <summary>
    /// The Tuesday nearest to a moment, at ten in London: everybody from Lisbon to Nairobi is at work, and private messages
    /// need not wait for a morning.
    /// </summary>
    internal static DateTimeOffset Tuesday(DateTimeOffset near)
    {
        var london = Zones.Stored("Europe/London");
        var day = TimeZoneInfo.ConvertTime(near, london).Date;
        var since = ((int)day.DayOfWeek - (int)DayOfWeek.Tuesday + 7) % 7;
        return Hours.Instant(day.AddDays(since <= 3 ? -since : 7 - since).AddHours(10), london);
    }

    private static Kept Read(string file)
    {
        try
        {
            return ChatJson.Read<Kept>(File.ReadAllText(file));
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"The playground's clock {file} cannot be read: delete it, and the playground begins on a Tuesday near today.", e);
        }
    }

    private void Write()
    {
        // Half a file could not be read after a kill.
        File.WriteAllText(_file + ".new", ChatJson.Write(_kept));
        File.Move(_file + ".new", _file, overwrite: true);
    }

    private enum DemoState
    {
        Settled,
        Wanted,
    }

    private sealed record Kept(TimeSpan Shift, DemoState Demo);
}
