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
            Fits(LinkCards.Accounts(caller.Member, caller.Account, new AccountNames(new Dictionary<UserRef, string>()), $"Done."));
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
    public void Every_card_about_two_sides_fits_with_the_longest_words()
    {
        var caller = Somebody.Long(Role.Coordinator);
        var (community, member) = (caller.Community, caller.Member);
        foreach (var i in Enumerable.Range(0, 30))
        {
            var workspace = new WorkspaceRef(new Platform("discord"), i + Somebody.Words(30));
            community.MoveInto(workspace);
            community.SettleIn(new ChannelRef(workspace, "c"), Somebody.Words(100));
            member.TakeIn(Member.Meet(new UserRef(workspace, Somebody.Words(60)), Somebody.Words(100), null));
        }

        Fits(SetupCards.Checklist(community, Somebody.Crowd(40), Somebody.Where.Channel, $"Saved."));
        foreach (var home in community.Homes) home.Pause(Somebody.Words(300));
        Fits(SetupCards.Checklist(community, Somebody.Crowd(40), Somebody.Where.Channel, $"Saved."));
        Fits(Message.Of(CoordinatorSection.Render(community, Somebody.Crowd(40))));
        Fits(JoinCards.Joining(community));
        Fits(JoinCards.Joining(null));
        Fits(JoinCards.Code(community, "aaaa-bbbb"));
        Fits(JoinCards.SomebodyJoined(community, member, community.Homes[0]));
        Fits(JoinCards.AskToPart(community, community.Workspaces[1]));
        Fits(JoinCards.Parted(community, member, JoinCards.Where(community, community.Workspaces[1])));
        Fits(SetupRefusals.LivesHereAlready(community).Why);
        var names = new AccountNames(member.Accounts.Select(a => a.User).Distinct().ToDictionary(u => u, _ => Somebody.Words(100)));
        Fits(LinkCards.Accounts(member, caller.Account, names, $"Done."));
        var (code, letters) = PassCode.Make(PassCodeFor.Account, member.Id, caller.Account, null, Somebody.Now);
        Fits(LinkCards.Code(letters));
        Fits(LinkCards.AreBothYours(code, member, member.Accounts[^1].User, names));
        Fits(LinkCards.Linked(member.Accounts[^1].User, names));
    }

    [Fact]
    public void Every_form_about_members_and_setting_up_fits() =>
        Assert.All([new MyClockForm(), new CommunityForm(), new WorkingDaysForm(), new CoordinatorForm(), new JoinForm(), new LinkForm()], (IForm form) => Assert.Empty(Limits.Broken(FormSchema.View(form))));

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
