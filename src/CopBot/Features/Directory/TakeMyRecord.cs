using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CopBot.Chat;
using CopBot.Communities;
using CopBot.Dispatch;
using CopBot.Keeping;

namespace CopBot.Features.Directory;

/// <summary>A member takes what they know, and what their advice did, with them: as a page and as JSON. It is made afresh and changes nothing.</summary>
[Action("directory-record"), LooksOnly]
public sealed record TakeMyRecord : IAction;

internal sealed class TakeMyRecordHandler(MyDirectory directory, IEnumerable<IEvidence> evidence, FilesForOne files, TimeProvider clock) : IHandle<TakeMyRecord>
{
    private static readonly JsonSerializerOptions Layout = new() { WriteIndented = true, NewLine = "\n", Encoder = ExportedKind.Layout.Encoder };

    public async Task<Answer> Handle(TakeMyRecord request, Caller caller, CancellationToken stop)
    {
        var mine = await directory.OfAsync(caller.Community.Id, caller.Member.Id, stop);
        var deeds = new List<IEvidence.ToldDeed>();
        foreach (var source in evidence) deeds.AddRange(await source.OfAsync(caller.Community.Id, caller.Member.Id, stop));
        if (mine.Topics.Count + deeds.Count == 0) return DirectoryRefusals.NoRecord;

        deeds.Sort((a, b) => a.At.CompareTo(b.At));
        return await files.SendAsync(
            caller.Account,
            [
                new ChatFile("what-my-advice-did.md", "text/markdown", Encoding.UTF8.GetBytes(Page(caller, mine, deeds)), $"What you know and what your advice did, to read and to show."),
                new ChatFile("what-my-advice-did.json", "application/json", Encoding.UTF8.GetBytes(Json(caller, mine, deeds)), $"The same for programs."),
            ],
            $"Your record is in our direct conversation, as a page and as JSON. It names nobody but you.",
            stop);
    }

    private string Page(Caller caller, MyKnowledge mine, List<IEvidence.ToldDeed> deeds)
    {
        var page = new Markdown().Heading(1, $"What the advice of {caller.Member.Name} did").Paragraph($"In the community {caller.Community.Name}, up to {Day(clock.GetUtcNow())}.");
        if (mine.Topics.Count > 0) page.Heading(2, "Topics");
        foreach (var topic in mine.Topics) page.Item(topic.Topic.Name, $"{MyTopicsCard.Word(topic.Stance!.Value)} ({topic.Why})");
        if (mine.Topics.Count > 0) page.Line();
        if (deeds.Count > 0) page.Heading(2, "Advice");
        foreach (var deed in deeds)
        {
            page.Heading(3, deed.Title);
            if (deed.Words.Length > 0) page.Quote(deed.Words);
            page.Item("Given", Day(deed.At)).Item("Track record", deed.Record ?? "nobody has told yet");
            foreach (var came in deed.CameOfIt) page.Item(came);
            page.Line();
        }

        return page.ToString();
    }

    private string Json(Caller caller, MyKnowledge mine, List<IEvidence.ToldDeed> deeds) => new JsonObject
    {
        ["format"] = "copbot-advice",
        ["version"] = 1,
        ["name"] = caller.Member.Name,
        ["community"] = caller.Community.Name,
        ["madeOn"] = Day(clock.GetUtcNow()),
        ["topics"] = new JsonArray([.. mine.Topics.Select(t => (JsonNode)new JsonObject { ["topic"] = t.Topic.Name, ["stance"] = t.Stance.ToString(), ["why"] = t.Why })]),
        ["advice"] = new JsonArray([.. deeds.Select(d => (JsonNode)new JsonObject
        {
            ["about"] = d.Title,
            ["words"] = d.Words,
            ["given"] = Day(d.At),
            ["trackRecord"] = d.Record,
            ["outcomes"] = new JsonArray([.. d.CameOfIt.Select(o => (JsonNode)o)]),
        })]),
    }.ToJsonString(Layout) + "\n";

    private static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
