using CopBot.Chat;
using CopBot.Features.Welcome;

namespace CopBot.Features.Home;

/// <summary>A newcomer may look round at Home.</summary>
internal sealed class HomeFirstStep : IFirstStep
{
    public int Order => 60;

    public Text Says => $"See what is open and where others need a hand.";

    public Button Button => new("Look round", new LookAtHome());
}
