using CopBot.Chat;
using CopBot.Features.Welcome;

namespace CopBot.Features.Me;

/// <summary>A newcomer may set their clock, so that nothing comes in the night.</summary>
internal sealed class MeFirstStep : IFirstStep
{
    public int Order => 70;

    public Text Says => $"Check your time zone and hours, so that nothing comes at night.";

    public Button Button => new("Set my clock", new ChangeMyClock());
}
