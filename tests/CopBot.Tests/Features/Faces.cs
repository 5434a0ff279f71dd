using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CopBot.Chat;
using CopBot.Discord;
using CopBot.Discord.Rendering;
using CopBot.Slack.Rendering;

namespace CopBot.Tests.Features;

/// <summary>What Slack is sent.</summary>
internal static class SlackFace
{
    private static readonly WorkspaceRef Workspace = new(new Platform("slack"), "T0COPBOT");

    public static string Of(Message message)
    {
        var drawn = SlackMessages.Render(Faces.MovedTo(Workspace, message, id => "U0" + id.ToUpperInvariant(), id => "C0" + id.ToUpperInvariant()), Workspace);
        return Faces.Print(new JsonObject { ["text"] = drawn.Text, ["blocks"] = drawn.Blocks });
    }

    public static string Of(FormView form) => Faces.Print(SlackForms.Render(form, Workspace, privately: ""));
}

/// <summary>What Discord is sent.</summary>
internal static class DiscordFace
{
    private static readonly Setting Here = new(DiscordIds.Guild("900000000000000001"));

    public static string Of(Message message) => Faces.Print(DiscordMessages.Body(Faces.MovedTo(Here.Here, message, Number, Number), Here));

    public static string Of(FormView form) => Faces.Print(DiscordForms.Modal(form, Here));

    /// <summary>Discord's ids are numbers: the name's letters, each by its place in the alphabet.</summary>
    private static string Number(string id) => "9" + string.Concat(id.Where(char.IsAsciiLetterOrDigit).Select(c => ((char.ToLowerInvariant(c) - 'a' + 32) % 32).ToString("00", CultureInfo.InvariantCulture)).Take(9));
}

/// <summary>What both have in common: the same drawing each time, whatever ids the run made.</summary>
internal static partial class Faces
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The same message among people and channels of another workspace, so that mentions are drawn as mentions.</summary>
    public static Message MovedTo(WorkspaceRef workspace, Message message, Func<string, string> user, Func<string, string> channel) =>
        ChatJson.Read<Message>(Ref.Replace(ChatJson.Write(message), found => $"\"{workspace}/{(IsChannel(found.Groups["id"].Value) ? channel : user)(found.Groups["id"].Value)}\""));

    /// <summary>The JSON over lines, with the ids of this run numbered in the order in which they appear.</summary>
    public static string Print(JsonNode json)
    {
        var numbers = new Dictionary<string, string>(StringComparer.Ordinal);
        return Id.Replace(json.ToJsonString(Readable), found =>
        {
            if (!numbers.TryGetValue(found.Value, out var number)) numbers[found.Value] = number = string.Create(CultureInfo.InvariantCulture, $"<id {numbers.Count + 1}>");
            return number;
        });
    }

    private static bool IsChannel(string id) => id is "practice" || id.StartsWith('@');

    [GeneratedRegex("\"playground/[^/\"]+/(?<id>[^/\"#]+)\"", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Ref { get; }

    // An id in a control stands after a colon, in 22 characters; the mark of what was seen is hexadecimal and 12 long.
    [GeneratedRegex("(?<=[a-z]:(-?[0-9]+:)*=?)([A-Za-z0-9_-]{22}|(?<=home-seen:=)[0-9a-f]{12})(?=[:\"])|(?<=[A-Za-z0-9_-]{22}:)[A-Za-z0-9_-]{22}(?=[:\"])", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Id { get; }
}
