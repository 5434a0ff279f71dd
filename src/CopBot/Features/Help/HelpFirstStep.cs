using CopBot.Chat;
using CopBot.Features.Welcome;

namespace CopBot.Features.Help;

/// <summary>A newcomer may see what they can do.</summary>
internal sealed class HelpFirstStep : IFirstStep
{
    public int Order => 80;

    public Text Says => $"See everything that you can do here, on one page.";

    public Button Button => new("What can I do?", new ShowHelp());
}
