using CopBot.Chat;
using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Features.Home;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Features.Directory;

/// <summary>What a member was asked to help with and has not answered, at Home.</summary>
internal sealed class InvitationsSection(CopBotDb db, IEnumerable<IAskedThings> things) : IHomeSection
{
    public int Order => 22;

    public async Task<IReadOnlyList<Block>> BlocksAsync(Caller caller, CancellationToken stop)
    {
        var open = await db.Invitations.AsNoTracking().Where(i => i.Community == caller.Community.Id && i.Helper == caller.Member.Id && i.State == InvitationState.Open).OrderBy(i => i.AskedAt).ToListAsync(stop);
        var blocks = new List<Block>();
        foreach (var invitation in open)
        {
            if (things.FirstOrDefault(t => t.Kind == invitation.Kind) is not { } of || await of.FindAsync(invitation.Thing, stop) is not { } asked) continue;
            blocks.Add(new Paragraph($"{asked.Title:b}"));
            blocks.Add(new Controls([new Button("Take it", new TakeInvitation(invitation.Thing)), new Button("Pass", new PassInvitation(invitation.Thing)), new Button("Suggest someone …", new SuggestSomeone(invitation.Thing))]));
        }

        return blocks.Count == 0 ? [] : [new Heading("Can you help?"), .. blocks];
    }
}

/// <summary>Who knows, at Home.</summary>
internal sealed class DirectorySection : IHomeSection
{
    public int Order => 60;

    public Task<IReadOnlyList<Block>> BlocksAsync(Caller caller, CancellationToken stop) => Task.FromResult<IReadOnlyList<Block>>(
    [
        new Heading("Who knows?"),
        new Controls([new Button("Find somebody who knows", new LookForExperts()), new Button("What you know", new ShowMyTopics()), new Button("What is missing here", new ShowMap(0))]),
    ]);
}
