using System.Text;
using System.Text.RegularExpressions;
using CopBot.Chat;

namespace CopBot.Playground;

/// <summary>Whom words mention. People mention by typing <c>@Name</c>; the bot only through typed mentions.</summary>
internal static partial class Mentions
{
    /// <summary>The words without the mention of the bot, wherever it stands in them; null when they have none.</summary>
    public static string? WithoutTheBot(string words) => TheBot.IsMatch(words) ? TheBot.Replace(words, " ").TrimStart(',', ':', ' ').Trim() : null;

    [GeneratedRegex(@"(?<![\p{L}\p{N}])[ ]?@CopBot(?![\p{L}\p{N}])[ ]?", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex TheBot { get; }

    /// <summary>Who is rung by what a person typed: those present who see the place.</summary>
    public static IReadOnlyList<UserRef> In(Room room, Place place, string words) =>
        [.. Spots(room.People, words).Select(s => s.Who).OfType<RoomPerson>().Where(p => Hears(room, place, p)).Select(p => p.Ref).Distinct()];

    /// <summary>Who is rung by the typed mentions of a message: those present who see the place.</summary>
    public static IReadOnlyList<UserRef> In(Room room, Place place, Message message) =>
        [.. message.Blocks.SelectMany(Texts).SelectMany(t => t.Runs).OfType<Run.Mention>()
            .SelectMany(m => m.Person.Accounts).Distinct()
            .Select(room.Person).OfType<RoomPerson>().Where(p => Hears(room, place, p)).Select(p => p.Ref)];

    /// <summary>The words cut at each <c>@Name</c>; <c>Who</c> is null for the words between.</summary>
    public static IEnumerable<(string Words, RoomPerson? Who)> Spots(IReadOnlyList<RoomPerson> people, string words)
    {
        var byLength = people.OrderByDescending(p => p.Name.Length).ToArray();
        var from = 0;
        for (var at = words.IndexOf('@', StringComparison.Ordinal); at >= 0; at = words.IndexOf('@', at + 1))
        {
            var follows = words.AsSpan(at + 1);
            RoomPerson? who = null;
            foreach (var person in byLength)
            {
                if (!follows.StartsWith(person.Name, StringComparison.OrdinalIgnoreCase)) continue;
                if (follows.Length > person.Name.Length && char.IsLetterOrDigit(follows[person.Name.Length])) continue;
                who = person;
                break;
            }

            if (who is null || (at > 0 && char.IsLetterOrDigit(words[at - 1]))) continue;
            if (at > from) yield return (words[from..at], null);
            from = at + 1 + who.Name.Length;
            yield return (words[at..from], who);
        }

        if (from < words.Length) yield return (words[from..], null);
    }

    /// <summary>The words with halves of characters replaced, which no journal could store.</summary>
    public static string WholeCharacters(string words)
    {
        var whole = new StringBuilder(words.Length);
        foreach (var rune in words.EnumerateRunes()) whole.Append(rune.ToString());
        return whole.ToString();
    }

    private static bool Hears(Room room, Place place, RoomPerson person) => person is { Left: false, IsBot: false } && room.IsSeenBy(person, place);

    private static IEnumerable<Text> Texts(Block block) => block switch
    {
        Paragraph p => [p.Text],
        Footnote f => [f.Text],
        Facts f => f.Items.Select(i => i.Value),
        Heading or Prose or Divider or Controls => [],
        _ => throw new NotSupportedException(block.GetType().Name),
    };
}
