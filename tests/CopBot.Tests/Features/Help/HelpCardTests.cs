using CopBot.Chat;
using CopBot.Communities;
using CopBot.Dispatch;
using CopBot.Features.Help;
using Xunit;

namespace CopBot.Tests.Features.Help;

public sealed class HelpCardTests
{
    private static readonly Routes Routes = new(typeof(Routes).Assembly);

    [Fact]
    public void Help_names_every_command_that_a_member_may_use_and_no_other()
    {
        var shown = CommandsIn(HelpCard.Render(Routes.All, Somebody.Short()));

        var may = Routes.All.Where(r => r.Command is not null && r.Needs is Role.Member).Select(r => $"/cop {r.Name}").ToList();
        Assert.NotEmpty(may);
        Assert.Equal(may.Order(StringComparer.Ordinal), shown.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Without_a_community_help_shows_only_what_works_without_one()
    {
        var shown = CommandsIn(HelpCard.Render(Routes.All, Somebody.Short() with { CommunityOrNone = null }));

        Assert.Contains(shown, c => c == "/cop setup");
        Assert.DoesNotContain(shown, c => c == "/cop start");
    }

    [Fact]
    public void Help_says_what_is_stored() =>
        Assert.Contains(HelpCard.Render(Routes.All, Somebody.Short()).Blocks.OfType<Footnote>(), f => f.Text.ToPlain().Contains("stores", StringComparison.Ordinal));

    [Fact]
    public void With_more_commands_than_fit_help_has_pages_and_leaves_nothing_out()
    {
        var many = Enumerable.Repeat(Routes.All, 12).SelectMany(r => r).ToList();
        var codec = new ActionCodec([typeof(TurnHelpPage)]);

        var shown = 0;
        var page = HelpCard.Render(many, Somebody.Long());
        for (var pages = 0; pages < 20; pages++)
        {
            Assert.Empty(Limits.Broken(page));
            shown += CommandsIn(page).Count;
            if (page.AllControls.OfType<Button>().FirstOrDefault(b => b.Label == "More") is not { } more) break;
            Assert.True(codec.TryDecode(more.Action, out var turn));
            page = HelpCard.Render(many, Somebody.Long(), ((TurnHelpPage)turn).From);
        }

        Assert.Equal(many.Count(r => r.Command is not null && r.Needs is Role.Member), shown);
    }

    private static List<string> CommandsIn(Message help) =>
        [.. help.Blocks.OfType<Facts>().SelectMany(f => f.Items).Select(f => f.Label.Split(" <")[0])];
}
