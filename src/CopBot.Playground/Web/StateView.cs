using CopBot.Chat;

namespace CopBot.Playground;

/// <summary>All that the page draws for one person, looking at one place.</summary>
internal sealed record StateView(
    string Room,
    long Version,
    DateTimeOffset Now,
    PersonView? Me,
    string NowText,
    IReadOnlyList<PersonView> People,
    IReadOnlyList<PlaceView> Channels,
    PlaceView? Direct,
    PlaceView? Place,
    IReadOnlyList<ItemView> Items,
    bool More,
    ThreadView? Thread,
    string? Home,
    IReadOnlyList<ItemView> AtHome,
    PlaygroundMenu Menu,
    bool HasStory,
    bool Preparing);

/// <summary>Somebody in the list of people. <paramref name="Waiting"/> counts what is for them and unread.</summary>
internal sealed record PersonView(string Id, string Name, string Initials, int Hue, string? City, string Time, string? Part, bool RunsWorkspace, bool Left, bool DirectClosed, int Waiting);

/// <summary>A channel or the direct conversation. <paramref name="ForYou"/> counts what rang or spoke to the reader alone.</summary>
internal sealed record PlaceView(string Place, string Name, string? Purpose, bool Private, bool Direct, bool Archived, bool Listening, bool WithoutBot, int Unread, int ForYou, string? WhyNotWrite);

/// <summary>One message or private answer, drawn.</summary>
internal sealed record ItemView(
    string Key,
    string Kind,
    string? Post,
    string Place,
    string AuthorId,
    string Author,
    string Initials,
    int Hue,
    bool Bot,
    string At,
    string Time,
    string Day,
    string Html,
    bool Card,
    bool Edited,
    bool Mine,
    bool MayDelete,
    string? Words,
    int Replies,
    int NewReplies,
    int ForYou,
    string? LastReply,
    IReadOnlyList<string> Repliers,
    string? Rang,
    bool New,
    bool Waiting);

/// <summary>An open thread.</summary>
internal sealed record ThreadView(string Place, string Title, bool Closed, ItemView Top, IReadOnlyList<ItemView> Items, string? WhyNotWrite);
