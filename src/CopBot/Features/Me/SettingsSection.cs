using CopBot.Chat;
using CopBot.Communities;
using CopBot.Dispatch;
using CopBot.Features.Home;
using CopBot.Posts;

namespace CopBot.Features.Me;

/// <summary>Somebody's settings, at their Home.</summary>
internal sealed class SettingsSection : IHomeSection
{
    public int Order => 90;

    public Task<IReadOnlyList<Block>> BlocksAsync(Caller caller, CancellationToken stop) => Task.FromResult(Render(caller));

    internal static IReadOnlyList<Block> Render(Caller caller) =>
    [
        new Heading("Your settings"),
        new Paragraph($"{caller.Hours.InWords()} in {Zones.CityOf(caller.Hours.Zone)}. {(caller.Member.Stopped ? "Unasked messages: stopped." : "Unasked messages: at most one a day and three a week.")} The same is under /cop me."),
        new Controls([new Button("My settings", new ShowMe()), caller.Member.Stopped ? new Button("Start unasked messages", new ResumeMessages()) : new Button("Stop unasked messages", new StopMessages())]),
    ];
}
