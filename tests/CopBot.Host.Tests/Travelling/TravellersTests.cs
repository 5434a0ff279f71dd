using CopBot.TestKit;
using Xunit;

namespace CopBot.Host.Tests.Travelling;

/// <summary>
/// Scripted people ask real questions in the order in which they were asked, of the real host over its HTTP: a few, or three
/// hundred with <c>COPBOT_TRAVEL=whole</c>. docs/search.md tells what came of it.
/// </summary>
public sealed class TravellersTests(ITestOutputHelper output) : IDisposable
{
    private const int PreviewsToPrint = 20;
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Who_asks_what_was_asked_before_is_shown_what_came_of_it()
    {
        Assert.SkipWhen(Travel.WhyNot is not null, Travel.WhyNot ?? "");
        var plan = TravelPlan.Of(Travel.Read(), Travel.Whole ? 300 : 30);
        Travellers.Furnish(_folder.Data, plan.Questions[0].AskedBefore.AddDays(-1));
        await using var host = await HostProcess.ReadyAsync(_folder.Path, ["--CopBot:Demo=false"]);
        var travellers = new Travellers(host, plan);

        await travellers.PlayAsync();

        output.WriteLine(travellers.ToString());
        foreach (var preview in travellers.Previews.Take(PreviewsToPrint)) output.WriteLine(preview + "\n");
        Assert.Empty(travellers.Troubles);
        Assert.DoesNotContain("fail:", host.Output, StringComparison.Ordinal);
        Assert.Equal(plan.Questions.Count, travellers.Posted + travellers.TriedInstead);
        Assert.True(travellers.OutcomesTold > 0, "whoever tried something is asked what came of it, and says so");
        Assert.True(travellers.RightWithRecord > 0, "some of the known duplicates come with what was tried and for how many it worked");
        Assert.True(travellers.TriedInstead > 0, "This helps starts a trial in place of a question asked twice");
        if (Travel.Whole) Assert.True(travellers.Right >= travellers.Shown * 0.45, "54 % were right when this was written");
    }
}
