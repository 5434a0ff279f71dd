using System.Text.Json.Nodes;
using CopBot.DiscordEmulator.Rest;

namespace CopBot.DiscordEmulator.Rules;

/// <summary>Scheduled events and the subset of recurrence that is allowed (resources/guild-scheduled-event).</summary>
internal static class EventRules
{
    private static readonly Rule Weekday = Shape.Number(0, 6);

    private static readonly Rule Recurrence = Shape.Of(
        ("start!", Shape.Instant), ("end", Never), ("frequency!", Shape.OneOf(0, 1, 2, 3)), ("interval!", Shape.Number(1, 2)), ("by_weekday", Shape.List(Weekday, 7)),
        ("by_n_weekday", Shape.List(Shape.Of(("n!", Shape.Number(1, 5)), ("day!", Weekday)), 7)), ("by_month", Shape.List(Shape.Number(1, 12), 12)), ("by_month_day", Shape.List(Shape.Number(1, 31), 31)),
        ("by_year_day", Never), ("count", Never)).Then(Subset);

    private static readonly (string, Rule)[] Common =
    [
        ("channel_id", Shape.Id), ("entity_metadata", Shape.Of(("location", Shape.Text(100, 1)))), ("scheduled_end_time", Shape.Instant),
        ("description", Shape.Text(1000)), ("image", Shape.Anything), ("recurrence_rule", Recurrence),
    ];

    public static readonly Rule Create = Shape.Of([.. Common, ("name!", Shape.Text(100, 1)), ("privacy_level!", Shape.OneOf(2)), ("scheduled_start_time!", Shape.Instant), ("entity_type!", Shape.OneOf(1, 2, 3))]);

    public static readonly Rule Change = Shape.Of([.. Common, ("privacy_level", Shape.OneOf(2)), ("name", Shape.Text(100, 1)), ("scheduled_start_time", Shape.Instant), ("entity_type", Shape.OneOf(1, 2, 3)), ("status", Shape.OneOf(1, 2, 3, 4))]);

    private static readonly string[] DailySets = ["0,1,2,3,4", "1,2,3,4,5", "0,1,2,3,6", "4,5", "5,6", "0,6"];

    private static void Never(JsonNode value, Form form) => form.Complain("GUILD_SCHEDULED_EVENT_RECURRENCE", "This field cannot be set by apps");

    /// <summary>The "System limitations" of the recurrence rule object; numbers by the enum: YEARLY 0, MONTHLY 1, WEEKLY 2, DAILY 3.</summary>
    private static void Subset(JsonNode value, Form form)
    {
        var rule = (JsonObject)value;
        var (frequency, interval) = (rule.Number("frequency"), rule.Number("interval"));
        var weekdays = rule.List("by_weekday").Nodes().Select(n => n.AsNumber()!.Value).Order().ToList();
        var nth = rule.List("by_n_weekday")?.Count ?? 0;
        var (months, days) = (rule.List("by_month")?.Count ?? 0, rule.List("by_month_day")?.Count ?? 0);
        var kinds = (weekdays.Count > 0 ? 1 : 0) + (nth > 0 ? 1 : 0) + (months + days > 0 ? 1 : 0);
        var fits = kinds <= 1 && (interval == 1 || frequency == 2) && frequency switch
        {
            3 => nth == 0 && months + days == 0 && (weekdays.Count == 0 || DailySets.Contains(string.Join(',', weekdays), StringComparer.Ordinal)),
            2 => nth == 0 && months + days == 0 && weekdays.Count == 1,
            1 => weekdays.Count == 0 && months + days == 0 && nth == 1,
            _ => weekdays.Count == 0 && nth == 0 && months == 1 && days == 1,
        };
        if (!fits) form.Complain("GUILD_SCHEDULED_EVENT_RECURRENCE", "This combination of recurrence fields is not supported");
    }

    private static IEnumerable<JsonNode> Nodes(this JsonArray? list) => list is null ? [] : list.OfType<JsonNode>();
}
