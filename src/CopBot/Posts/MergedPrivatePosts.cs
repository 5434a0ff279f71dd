using System.Globalization;
using CopBot.Chat;

namespace CopBot.Posts;

/// <summary>Several private posts as one message: a summary line and <em>Show</em> for each.</summary>
internal static class MergedPrivatePosts
{
    /// <summary>How many fit into one message, with a button each, on every platform (<see cref="Limits.ComponentsInAMessage"/>).</summary>
    public const int Most = 15;

    /// <summary>What the keys of such messages begin with.</summary>
    public const string KeyPrefix = "private/";

    /// <summary>Whether a post is such a message.</summary>
    public static bool Is(Post post) => post.Key.StartsWith(KeyPrefix, StringComparison.Ordinal);

    public static Message Render(IReadOnlyList<Post> posts) => Message.Of(
    [
        new Heading($"{posts.Count.ToString(CultureInfo.InvariantCulture)} things for you"),
        .. posts.Select((p, i) => (Block)new Paragraph($"{i + 1}. {p.Summary}")),
        new Controls([.. posts.Select((p, i) => (Control)new Button($"Show {(i + 1).ToString(CultureInfo.InvariantCulture)}", new ShowPost(p.Id)))]),
        new Footnote($"They waited for your hours and came as one message, to leave you in peace. /cop me changes your hours."),
        posts.Any(p => p.Class is PostClass.Unasked) ? new Controls([new Button("Stop", new StopMessages())]) : null,
    ]);
}
