using System.Text.Json.Serialization;
using CopBot.Chat;
using CopBot.Communities;

namespace CopBot.Posts;

/// <summary>Who is to read a post: a closed family.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "is")]
[JsonDerivedType(typeof(Everyone), "everyone")]
[JsonDerivedType(typeof(One), "one")]
[JsonDerivedType(typeof(Talk), "talk")]
[JsonDerivedType(typeof(Aside), "aside")]
[JsonDerivedType(typeof(Spot), "spot")]
[JsonDerivedType(typeof(Few), "few")]
public abstract record Audience
{
    private Audience()
    {
    }

    /// <summary>Everyone in a community: the post stands in each of its home channels.</summary>
    public static Audience Of(CommunityId community) => new Everyone(community.Value);

    /// <summary>One person, privately, where they last were.</summary>
    public static Audience To(MemberId member) => new One(member.Value);

    /// <summary>One person, privately, at this account for as long as it is theirs and there.</summary>
    public static Audience To(MemberId member, UserRef at) => new One(member.Value, at);

    /// <summary>Those in the thread of another post, wherever that one stands.</summary>
    public static Audience Below(string key) => new Talk(key);

    /// <summary>One person in a channel, unasked, such as after a mention.</summary>
    public static Audience Whisper(Place place, UserRef to) => new Aside(place, to);

    /// <summary>Everyone who reads a place, such as where somebody shares what they found. It moves with no home.</summary>
    public static Audience Here(Place place) => new Spot(place);

    /// <summary>
    /// These people and nobody else, in a place that is opened for the post: they talk with each other there. It stays the
    /// post's, and is made beside this channel. Nobody can be let in later; somebody else needs another post.
    /// </summary>
    public static Audience Between(ChannelRef beside, IReadOnlyList<UserRef> people) => new Few(beside, people);

    /// <summary>See <see cref="Of"/>.</summary>
    public sealed record Everyone(Guid Community) : Audience;

    /// <summary>See <see cref="To(MemberId)"/>.</summary>
    public sealed record One(Guid Member, UserRef? At = null) : Audience;

    /// <summary>See <see cref="Below"/>.</summary>
    public sealed record Talk(string Key) : Audience;

    /// <summary>See <see cref="Whisper"/>.</summary>
    public sealed record Aside(Place Place, UserRef Reader) : Audience;

    /// <summary>See <see cref="Here"/>.</summary>
    public sealed record Spot(Place Place) : Audience;

    /// <summary>See <see cref="Between"/>.</summary>
    public sealed record Few(ChannelRef Beside, IReadOnlyList<UserRef> People) : Audience;
}
