namespace CopBot.Features.Directory;

/// <summary>
/// Who is asked: what somebody says that they know, what they have shown, and how much they were asked already. Everything
/// that decides it stands in this file, and the simulation of a community in the benchmark plays by it.
/// </summary>
internal static class WhoFits
{
    /// <summary>How many are asked at once: three to five.</summary>
    public const int Most = 5;

    /// <summary>Of these so many go to people who have said that they know it and have not shown it yet: everybody's first time.</summary>
    public const int ForNewcomers = 2;

    /// <summary>How far back it counts how much somebody was asked and has helped.</summary>
    public static readonly TimeSpan Lately = TimeSpan.FromDays(84);

    /// <summary>Nobody is asked more often than this in twelve weeks, whatever they offer: the few must not carry all.</summary>
    public const int MostLately = 8;

    /// <summary>Below this somebody does not fit at all: rather nobody than just anybody.</summary>
    public const double Least = 0.15;

    /// <summary>How long until a deed counts half.</summary>
    public static readonly TimeSpan DeedsFade = TimeSpan.FromDays(180);

    /// <summary>How long until what somebody says of themselves counts half, from when they last said that it is right.</summary>
    public static readonly TimeSpan WordsFade = TimeSpan.FromDays(540);

    /// <summary>How long a deed counts at all: until it is worth a sixteenth.</summary>
    public static readonly TimeSpan DeedsCount = 4 * DeedsFade;

    private const double SaysCanAdvise = 1.0;
    private const double SaysDoneOnce = 0.6;
    private const double ManyDeeds = 2.0;
    private const double EachAsk = 0.5;
    private const double EachHelp = 1.0;
    private const double ClosedNow = 0.85;

    /// <summary>How well somebody knows what is asked, from what they say and what they have shown; each fades.</summary>
    public static double Knows(Fit fit, DateTimeOffset now)
    {
        var says = fit.Says switch
        {
            Stance.CanAdvise => SaysCanAdvise,
            Stance.DoneOnce => SaysDoneOnce,
            _ => 0,
        };
        // A tenth piece of advice says less than the second one did.
        var shown = ManyDeeds * (1 - Math.Exp(-fit.Deeds.Sum(d => Worth(d, now))));
        return (says * Fading(now - fit.SaidAt, WordsFade)) + shown;
    }

    /// <summary>What one deed is worth: by what came of it, how near it is to what is asked, and how long ago it was.</summary>
    public static double Worth(Deed deed, DateTimeOffset now)
    {
        var told = deed.Worked + deed.Partly + deed.DidNot;
        // Without an outcome it was marked as what helped, which is something.
        var helped = (0.5 + deed.Worked + (0.5 * deed.Partly)) / (1 + told);
        return deed.Nearness * helped * (1 + (0.3 * Math.Log(1 + deed.Worked))) * Fading(now - deed.At, DeedsFade);
    }

    /// <summary>The order in which people are asked: who knows, less for each time that they were asked lately, and less again for each time that they helped.</summary>
    public static double Score(Fit fit, DateTimeOffset now) =>
        Knows(fit, now) * Math.Exp(-(EachAsk * fit.AskedLately) - (EachHelp * fit.HelpedLately)) * (fit.OpensIn > TimeSpan.FromHours(8) ? ClosedNow : 1);

    /// <summary>Whether somebody may be asked now at all.</summary>
    public static bool MayBeAsked(Fit fit, DateTimeOffset now) => fit.Room > 0 && fit.AskedLately < MostLately && Knows(fit, now) >= Least;

    /// <summary>Those who are asked, best first: most by their score, a few because nobody ever asked them.</summary>
    public static IReadOnlyList<Fit> Choose(IEnumerable<Fit> all, int most, DateTimeOffset now)
    {
        var fitting = all.Where(f => MayBeAsked(f, now)).OrderByDescending(f => Score(f, now)).ThenBy(f => f.Who).ToList();
        var newcomers = fitting.Where(f => f.Deeds.Count == 0).OrderBy(f => f.AskedLately).ThenByDescending(f => Score(f, now)).Take(Math.Min(ForNewcomers, most / 2)).ToList();
        return [.. fitting.Except(newcomers).Take(most - newcomers.Count), .. newcomers];
    }

    private static double Fading(TimeSpan age, TimeSpan half) => Math.Pow(0.5, Math.Max(0, age / half));

    /// <summary>What is known of one person about one question.</summary>
    /// <param name="Who">Who, and the order where nothing else decides.</param>
    /// <param name="Says">What they say of themselves; null for nothing.</param>
    /// <param name="SaidAt">When they last said that it is right.</param>
    /// <param name="Deeds">What they have shown.</param>
    /// <param name="AskedLately">How often they were asked in the last twelve weeks.</param>
    /// <param name="HelpedLately">With how many things they helped in that time, whatever these were about.</param>
    /// <param name="Room">How often they may still be asked this week.</param>
    /// <param name="OpensIn">How long until their hours open.</param>
    internal sealed record Fit(Guid Who, Stance? Says, DateTimeOffset SaidAt, IReadOnlyList<Deed> Deeds, int AskedLately, int HelpedLately, int Room, TimeSpan OpensIn);

    /// <summary>Something that helped. <paramref name="Nearness"/> is 1 for the same topic, else how likely it was about the same.</summary>
    internal sealed record Deed(double Nearness, DateTimeOffset At, int Worked, int Partly, int DidNot);
}
