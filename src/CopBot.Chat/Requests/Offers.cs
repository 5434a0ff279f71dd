using System.Reflection;

namespace CopBot.Chat;

/// <summary>
/// What the bot can be asked to do, as platforms show it in their menus: they must be told before anybody can ask, and give
/// back a label where the bot wants a name. Put together from the attributes, so nothing is said twice.
/// </summary>
/// <param name="Commands">The verbs behind <c>/cop</c>.</param>
/// <param name="MessageActions">What can be done to a message, at most <see cref="Limits.MessageActions"/>.</param>
public sealed record Offers(IReadOnlyList<OfferedCommand> Commands, IReadOnlyList<OfferedMessageAction> MessageActions)
{
    /// <summary>What these types of request offer, by name.</summary>
    public static Offers Of(IEnumerable<Type> types)
    {
        var routes = types.Select(t => t.GetCustomAttribute<RouteAttribute>()).OfType<RouteAttribute>().OrderBy(r => r.Name, StringComparer.Ordinal).ToList();
        return new(
            [.. routes.OfType<CommandAttribute>().Select(c => new OfferedCommand(c.Name, c.Summary, c.Takes))],
            [.. routes.OfType<MessageActionAttribute>().Select(m => new OfferedMessageAction(m.Name, m.Label))]);
    }

    /// <summary>What is wrong with them, in words for their authors; empty where they fit.</summary>
    public static IEnumerable<string> Broken(Offers offers)
    {
        var firstWords = offers.Commands.GroupBy(c => c.Words.Split(' ')[0], StringComparer.Ordinal).ToList();
        if (firstWords.Count > Limits.FirstWords) yield return $"{firstWords.Count} first words, at most {Limits.FirstWords}";
        foreach (var first in firstWords.Where(f => f.Count() > Limits.FirstWords || (f.Count() > 1 && f.Any(c => c.Words == f.Key))))
            yield return $"'{first.Key}' is a verb and a group, or a group of more than {Limits.FirstWords}";
        foreach (var command in offers.Commands.Where(c => c.Words.Split(' ').Length > 2 || c.Words.Split(' ').Any(w => w.Length is 0 or > 32 || w.Any(char.IsUpper))))
            yield return $"'{command.Words}' is not one or two lower-case words of at most 32";
        foreach (var command in offers.Commands.Where(c => c.Summary.Length is 0 or > Limits.CommandSummary || c.Takes?.Length > Limits.CommandSummary))
            yield return $"'{command.Words}' is explained in more than {Limits.CommandSummary}";

        if (offers.MessageActions.Count > Limits.MessageActions) yield return $"{offers.MessageActions.Count} message actions, at most {Limits.MessageActions}";
        foreach (var action in offers.MessageActions.Where(a => a.Label.Length is 0 or > Limits.MessageActionLabel))
            yield return $"message action label of {action.Label.Length}, at most {Limits.MessageActionLabel}: {action.Label}";
        foreach (var same in offers.MessageActions.GroupBy(a => a.Label, StringComparer.Ordinal).Where(g => g.Count() > 1))
            yield return $"two message actions are called '{same.Key}'; Discord gives back only the label";
    }
}

/// <summary>A verb behind <c>/cop</c>.</summary>
/// <param name="Words">The words typed after <c>/cop</c>: <c>ask</c>, or <c>meet new</c>.</param>
/// <param name="Summary">What it does, in one line.</param>
/// <param name="Takes">What may follow; null where nothing does.</param>
public sealed record OfferedCommand(string Words, string Summary, string? Takes = null);

/// <summary>Something that can be done to a message.</summary>
/// <param name="Name">What <see cref="MessageActionUsed.Name"/> says.</param>
/// <param name="Label">What stands in the message's menu.</param>
public sealed record OfferedMessageAction(string Name, string Label);
