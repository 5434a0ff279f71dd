using CopBot.Chat;
using CopBot.Dispatch;

namespace CopBot.Features.Help;

/// <summary>Somebody asks what they can do here.</summary>
[Command("help", "What you can do here"), LooksOnly, WithoutCommunity]
public sealed record GetHelp : ICommand;

/// <summary>Somebody presses a button to see what they can do.</summary>
[Action("help-show"), LooksOnly, WithoutCommunity]
public sealed record ShowHelp : IAction;

/// <summary>Somebody turns a page of help.</summary>
[Action("help-page"), LooksOnly, WithoutCommunity]
public sealed record TurnHelpPage(int From) : IAction;

internal sealed class GetHelpHandler(Routes routes) : IHandle<GetHelp>
{
    public Task<Answer> Handle(GetHelp request, Caller caller, CancellationToken stop) => Task.FromResult(Answer.Show(HelpCard.Render(routes.All, caller)));
}

internal sealed class ShowHelpHandler(Routes routes) : IHandle<ShowHelp>
{
    public Task<Answer> Handle(ShowHelp request, Caller caller, CancellationToken stop) => Task.FromResult(Answer.Show(HelpCard.Render(routes.All, caller)));
}

internal sealed class TurnHelpPageHandler(Routes routes) : IHandle<TurnHelpPage>
{
    public Task<Answer> Handle(TurnHelpPage request, Caller caller, CancellationToken stop) => Task.FromResult(Answer.ShowInstead(HelpCard.Render(routes.All, caller, request.From)));
}
