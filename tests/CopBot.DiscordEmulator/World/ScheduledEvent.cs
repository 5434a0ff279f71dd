using System.Text.Json.Nodes;

namespace CopBot.DiscordEmulator.World;

/// <summary>A guild scheduled event.</summary>
public sealed class ScheduledEvent
{
    public const int Scheduled = 1;
    public const int Active = 2;
    public const int Completed = 3;
    public const int Canceled = 4;
    public const int External = 3;

    public required ulong Id { get; init; }

    public required Guild Guild { get; init; }

    public required ulong CreatorId { get; init; }

    public string Name { get; set; } = "";

    public string? Description { get; set; }

    public ulong? ChannelId { get; set; }

    public string? Location { get; set; }

    public DateTimeOffset StartsAt { get; set; }

    public DateTimeOffset? EndsAt { get; set; }

    public int EntityType { get; set; } = External;

    public int Status { get; set; } = Scheduled;

    public JsonObject? Recurrence { get; set; }

    public HashSet<ulong> Interested { get; } = [];

    public bool IsOver => Status is Completed or Canceled;
}
