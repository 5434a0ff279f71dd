using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Posts;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Keeping;

/// <summary>
/// What a feature keeps of a person, in words. Implementations are found by type. That the record holds every row that names
/// them is seen to without it.
/// </summary>
[FoundByType]
public interface IKeptOfPeople
{
    /// <summary>What is kept, with numbers; nothing where there is nothing.</summary>
    Task<IReadOnlyList<Fact>> SeeAsync(MemberId person, CancellationToken stop);

    /// <summary>Adds what a reader wants to find in their record: chapters to the page, and to the JSON what follows from others' rows.</summary>
    Task TellAsync(MemberId person, Markdown page, JsonObject json, CancellationToken stop);
}

/// <summary>Everything that is kept of one person, for themselves: as JSON, and as a page to read.</summary>
internal sealed class PersonalRecords(CopBotDb db, NamedRows rows, IEnumerable<IKeptOfPeople> kept)
{
    /// <summary>The version of the format; like <see cref="Exporter.FormatVersion"/>.</summary>
    public const int FormatVersion = 1;

    /// <summary>Whether anything is kept of somebody: whoever only looks is known for as long as they look.</summary>
    public Task<bool> IsKnownAsync(Member person, CancellationToken stop) => db.Members.AnyAsync(m => m.Id == person.Id, stop);

    /// <summary>What is kept, in words with numbers; null for somebody of whom nothing is.</summary>
    public async Task<IReadOnlyList<Fact>?> SeeAsync(Member person, CancellationToken stop)
    {
        if (!await IsKnownAsync(person, stop)) return null;
        var accounts = person.Accounts.Select(a => a.User).ToList();
        var facts = new List<Fact>();
        foreach (var feature in kept) facts.AddRange(await feature.SeeAsync(person.Id, stop));
        if (await db.Deliveries.CountAsync(d => d.Reader == person.Id, stop) is > 0 and var written) facts.Add(new Fact("Written to you", $"{written} private {(written == 1 ? "message" : "messages")}"));
        if (await db.Drafts.CountAsync(d => accounts.Contains(d.Owner), stop) is > 0 and var drafts) facts.Add(new Fact("Not sent yet", $"{drafts} {(drafts == 1 ? "form" : "forms")} that you began, for seven days"));
        return facts;
    }

    /// <summary>The record as JSON and as Markdown.</summary>
    public async Task<(ReadOnlyMemory<byte> Json, ReadOnlyMemory<byte> Page)> WriteAsync(Member person, CancellationToken stop)
    {
        await using var still = await db.HoldStillAsync(stop);
        var json = new JsonObject { ["format"] = "copbot-record", ["version"] = FormatVersion };
        foreach (var kind in ExportedKind.Of(db.Model))
        {
            if (await kind.RowsOfAsync(db, rows, person.Id, stop) is { Count: > 0 } theirs) json[kind.Name] = Rows(kind, theirs);
        }

        var accounts = person.Accounts.Select(a => a.User).ToList();
        var drafts = await db.Drafts.AsNoTracking().Where(d => accounts.Contains(d.Owner)).OrderBy(d => d.Id).ToListAsync(stop);
        if (drafts.Count > 0) json["drafts"] = new JsonArray([.. drafts.Select(d => JsonNode.Parse(d.Values))]);

        var page = new Markdown().Heading(1, $"What CopBot keeps of {person.Name}")
            .Paragraph("Everything is in the JSON beside this page; here is what one may want to read. Problems that were asked without a name are joined to nobody, so they cannot be here.")
            .Heading(2, "You");
        foreach (var account in person.Accounts) page.Item("Account", account.User.ToString());
        page.Item("Time zone", person.Zone ?? "the community's").Item("Hours", $"{person.DayStart:HH\\:mm}–{person.DayEnd:HH\\:mm}").Item("Unasked messages", person.Stopped ? "stopped" : "a few").Line();
        foreach (var feature in kept) await feature.TellAsync(person.Id, page, json, stop);
        return (Encoding.UTF8.GetBytes(json.ToJsonString(new JsonSerializerOptions { WriteIndented = true, NewLine = "\n", Encoder = ExportedKind.Layout.Encoder }) + "\n"), Encoding.UTF8.GetBytes(page.ToString()));
    }

    private static JsonNode Rows(ExportedKind kind, IReadOnlyList<object> theirs)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, ExportedKind.Layout))
        {
            writer.WriteStartArray();
            foreach (var row in theirs) kind.Write(writer, row);
            writer.WriteEndArray();
        }

        return JsonNode.Parse(bytes.ToArray())!;
    }
}
