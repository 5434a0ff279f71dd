using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Features.Admin;
using CopBot.Features.Home;

namespace CopBot.Features.Setup;

/// <summary>What is left to set up, at a coordinator's Home.</summary>
internal sealed class CoordinatorSection(CopBotDb db) : IHomeSection
{
    public int Order => 80;

    public async Task<IReadOnlyList<Block>> BlocksAsync(Caller caller, CancellationToken stop) =>
        caller.Is(Role.Coordinator) ? Render(caller.Community, await db.CoordinatorsOfAsync(caller.Community, stop)) : [];

    internal static IReadOnlyList<Block> Render(Community community, IReadOnlyList<Member> coordinators) =>
    [
        new Heading("Coordinating"),
        .. SetupCards.WhatIsLeft(SetupCards.Left(community, coordinators)),
        new Controls([new Button("How it is set up", new LookAtSetup()), new Button("How CopBot runs", new ShowStatus())]),
    ];
}
