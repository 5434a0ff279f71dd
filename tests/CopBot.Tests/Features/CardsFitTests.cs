using CopBot.Chat;
using CopBot.Communities;
using CopBot.Dispatch;
using CopBot.Features.Help;
using CopBot.Features.Home;
using CopBot.Features.Me;
using CopBot.Features.Setup;
using CopBot.Features.Welcome;
using Xunit;

namespace CopBot.Tests.Features;

public sealed class CardsFitTests
{
    [Fact]
    public void Every_card_about_members_fits_with_the_longest_words()
    {
        foreach (var caller in new[] { Somebody.Short(), Somebody.Long(), Somebody.Long(Role.Coordinator) })
        {
            Fits(MyCard.Render(caller, Somebody.Now, $"Saved."));
            Fits(WelcomeCard.Render(caller, wasMember: true));
            Fits(WelcomeCard.Render(caller, wasMember: false));
            Fits(Message.Of(SettingsSection.Render(caller)));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(40)]
    public void Every_card_about_setting_up_fits_with_the_longest_words(int coordinators)
    {
        var community = Somebody.Long().Community;
        var crowd = Somebody.Crowd(coordinators);
        var channel = Somebody.Where.Channel;
        community.SettleIn(channel, Somebody.Words(100));
        Fits(SetupCards.Checklist(community, crowd, channel, $"Saved."));
        community.Homes[0].Pause(Somebody.Words(300));

        Fits(SetupCards.Begin());
        Fits(SetupCards.NobodyCoordinates(community));
        Fits(SetupCards.Checklist(community, crowd, channel));
        Fits(SetupCards.Coordinators(community, crowd, $"Saved.", new Button("Undo", new StepDown())));
        Fits(SetupCards.HomeLost(community, community.Homes[0]));
        Fits(SetupCards.YouCoordinate(community, Somebody.Long().Member));
        Fits(Message.Of(CoordinatorSection.Render(community, crowd)));
        Fits(SetupRefusals.ForCoordinators(crowd).Why);
        Fits(SetupRefusals.CannotPost(new ChannelProfile(channel, Somebody.Words(100), Private: true, CanPost: false)).Why);
    }

    [Fact]
    public void Every_form_about_members_and_setting_up_fits() =>
        Assert.All([new MyClockForm(), new CommunityForm(), new WorkingDaysForm(), new CoordinatorForm()], (IForm form) => Assert.Empty(Limits.Broken(FormSchema.View(form))));

    [Theory]
    [InlineData(Role.Member)]
    [InlineData(Role.Coordinator)]
    [InlineData(Role.Coordinator | Role.Sponsor | Role.Facilitator | Role.Guest)]
    public void Help_fits_in_every_role(Role role)
    {
        var routes = new Routes(typeof(Routes).Assembly);

        Fits(HelpCard.Render(routes.All, Somebody.Long(role)));
        Fits(HelpCard.Render(routes.All, Somebody.Long(role) with { CommunityOrNone = null }));
    }

    private static void Fits(Message message) => Assert.Empty(Limits.Broken(message));
}
