using System.Text.Json;
using System.Text.Json.Serialization;

namespace CopBot.Chat;

/// <summary>A chat platform by its short name, such as <c>slack</c>. Use it as a name in data, never to branch on in a feature.</summary>
public readonly record struct Platform(string Name)
{
    /// <summary>How readers know it, such as <c>Slack</c>.</summary>
    public string Title => Name is null or "" ? "" : char.ToUpperInvariant(Name[0]) + Name[1..];

    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>
/// A workspace: a Slack team or a Discord guild. Ids are whatever strings the adapter needs to know the thing again without
/// a memory of its own: mostly the platform's, sometimes with a sign in front (a direct conversation, a file). They hold no
/// <c>/</c> and no <c>#</c>, and one thing has one id, whichever way the platform told of it.
/// </summary>
[JsonConverter(typeof(RefJson<WorkspaceRef>))]
public readonly record struct WorkspaceRef(Platform Platform, string Id) : IRef<WorkspaceRef>
{
    /// <summary>The form that is stored: <c>slack/T1</c>.</summary>
    public override string ToString() => $"{Platform}/{Id}";

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static WorkspaceRef Parse(string text) => Refs.Split(text, 2) is var p ? new(new(p[0]), p[1]) : default;
}

/// <summary>A user's account in one workspace. The domain's person is a member, who may have several accounts.</summary>
[JsonConverter(typeof(RefJson<UserRef>))]
public readonly record struct UserRef(WorkspaceRef Workspace, string Id) : IRef<UserRef>
{
    /// <summary>The form that is stored: <c>slack/T1/U1</c>.</summary>
    public override string ToString() => $"{Workspace}/{Id}";

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static UserRef Parse(string text) => Refs.Split(text, 3) is var p ? new(new(new(p[0]), p[1]), p[2]) : default;
}

/// <summary>A channel of a workspace, or a direct conversation with the bot.</summary>
[JsonConverter(typeof(RefJson<ChannelRef>))]
public readonly record struct ChannelRef(WorkspaceRef Workspace, string Id) : IRef<ChannelRef>
{
    /// <summary>The form that is stored: <c>slack/T1/C1</c>.</summary>
    public override string ToString() => $"{Workspace}/{Id}";

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static ChannelRef Parse(string text) => Refs.Split(text, 3) is var p ? new(new(new(p[0]), p[1]), p[2]) : default;
}

/// <summary>
/// Where something stands or is to stand: a channel, or one thread of it. The message above a thread stands in the channel,
/// except in a forum, where it is the first in its thread and has the thread's id.
/// </summary>
[JsonConverter(typeof(RefJson<Place>))]
public readonly record struct Place(ChannelRef Channel, string? Thread = null) : IRef<Place>
{
    /// <summary>The workspace of the channel.</summary>
    [JsonIgnore]
    public WorkspaceRef Workspace => Channel.Workspace;

    /// <summary>The form that is stored: <c>slack/T1/C1</c>, or <c>slack/T1/C1/170.1</c> for a thread.</summary>
    public override string ToString() => Thread is null ? Channel.ToString() : $"{Channel}/{Thread}";

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static Place Parse(string text)
    {
        var p = text.Split('/');
        return p.Length switch
        {
            3 => new(new(new(new(p[0]), p[1]), p[2])),
            4 => new(new(new(new(p[0]), p[1]), p[2]), p[3]),
            _ => throw new FormatException($"'{text}' is not a place"),
        };
    }
}

/// <summary>One message on a platform.</summary>
[JsonConverter(typeof(RefJson<PostRef>))]
public readonly record struct PostRef(Place Place, string Id) : IRef<PostRef>
{
    /// <summary>The form that is stored: the place, a hash sign and the message's id.</summary>
    public override string ToString() => $"{Place}#{Id}";

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static PostRef Parse(string text)
    {
        var at = text.LastIndexOf('#');
        return at < 0 ? throw new FormatException($"'{text}' is not a post") : new(Place.Parse(text[..at]), text[(at + 1)..]);
    }
}

/// <summary>
/// Somebody whom a text may name: the name to print, and the accounts to choose from, so that each platform links its own.
/// </summary>
public sealed record Person(string Name, IReadOnlyList<UserRef> Accounts)
{
    /// <summary>Somebody who is named but never linked.</summary>
    public static Person Named(string name) => new(name, []);

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <inheritdoc/>
    public bool Equals(Person? other) => other is not null && Name == other.Name && Accounts.SequenceEqual(other.Accounts);

    /// <inheritdoc/>
    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);
}

/// <summary>A ref that is stored as one string.</summary>
public interface IRef<out TSelf>
{
    /// <summary>Reads the stored form.</summary>
    /// <exception cref="FormatException">The text was not written by this type.</exception>
    static abstract TSelf Parse(string text);
}

internal static class Refs
{
    public static string[] Split(string text, int parts)
    {
        var split = text.Split('/');
        return split.Length == parts ? split : throw new FormatException($"'{text}' does not have {parts} parts");
    }
}

internal sealed class RefJson<TRef> : JsonConverter<TRef> where TRef : struct, IRef<TRef>
{
    public override TRef Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => TRef.Parse(reader.GetString()!);

    public override void Write(Utf8JsonWriter writer, TRef value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
