using CopBot.Features.Directory;
using Xunit;

namespace CopBot.Tests.Features.Knowing;

/// <summary>How people are chosen, as they would say it.</summary>
public sealed class WhoFitsTests
{
    private static readonly DateTimeOffset Now = Somebody.Now;
    private static readonly WhoFits.Deed Worked = new(1, Now.AddDays(-10), 1, 0, 0);

    [Fact]
    public void What_worked_counts_more_than_what_did_not_and_both_more_than_nothing()
    {
        var did = WhoFits.Worth(new(1, Now, 3, 0, 0), Now);
        var didNot = WhoFits.Worth(new(1, Now, 0, 0, 3), Now);
        var untold = WhoFits.Worth(new(1, Now, 0, 0, 0), Now);

        Assert.True(did > untold && untold > didNot && didNot > 0);
    }

    [Fact]
    public void Deeds_and_words_fade()
    {
        Assert.Equal(WhoFits.Worth(Worked with { At = Now }, Now) / 2, WhoFits.Worth(Worked with { At = Now - WhoFits.DeedsFade }, Now), 6);
        Assert.Equal(0.5, WhoFits.Knows(Fit(Stance.CanAdvise) with { SaidAt = Now - WhoFits.WordsFade }, Now), 6);
    }

    [Fact]
    public void Whoever_was_asked_and_helped_of_late_lets_others_go_first()
    {
        var rested = Fit(Stance.CanAdvise, Worked);
        Assert.True(WhoFits.Score(rested, Now) > WhoFits.Score(rested with { AskedLately = 1 }, Now));
        Assert.True(WhoFits.Score(rested with { AskedLately = 1 }, Now) > WhoFits.Score(rested with { AskedLately = 1, HelpedLately = 1 }, Now));
        Assert.False(WhoFits.MayBeAsked(rested with { AskedLately = WhoFits.MostLately }, Now));
        Assert.False(WhoFits.MayBeAsked(rested with { Room = 0 }, Now));
    }

    [Fact]
    public void Whoever_learns_is_not_asked_and_neither_is_just_anybody()
    {
        Assert.False(WhoFits.MayBeAsked(Fit(null), Now));
        Assert.False(WhoFits.MayBeAsked(Fit(Stance.Learning), Now));
    }

    [Fact]
    public void Two_of_five_have_never_shown_it()
    {
        var proven = Enumerable.Range(0, 9).Select(_ => Fit(Stance.CanAdvise, Worked, Worked, Worked)).ToList();
        var newcomers = Enumerable.Range(0, 4).Select(_ => Fit(Stance.DoneOnce)).ToList();

        var chosen = WhoFits.Choose([.. proven, .. newcomers], WhoFits.Most, Now);

        Assert.Equal(WhoFits.Most, chosen.Count);
        Assert.Equal(WhoFits.ForNewcomers, chosen.Count(newcomers.Contains));
        Assert.Equal(WhoFits.Most, WhoFits.Choose(proven, WhoFits.Most, Now).Count);
    }

    private static WhoFits.Fit Fit(Stance? says, params WhoFits.Deed[] deeds) => new(Guid.NewGuid(), says, Now, deeds, 0, 0, 1, TimeSpan.Zero);
}
