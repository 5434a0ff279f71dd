using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using CopBot.SlackEmulator.World;
using static CopBot.SlackEmulator.WebApi.Answers;

namespace CopBot.SlackEmulator.WebApi;

/// <summary>Finding, opening, joining and reading conversations.</summary>
internal static class ConversationMethods
{
    private static readonly Dictionary<string, (ChannelKind Kind, string Scope)> _types = new(StringComparer.Ordinal)
    {
        ["public_channel"] = (ChannelKind.Public, "channels:read"),
        ["private_channel"] = (ChannelKind.Private, "groups:read"),
        ["im"] = (ChannelKind.Im, "im:read"),
        ["mpim"] = (ChannelKind.Mpim, "mpim:read"),
    };

    public static JsonObject Open(ApiCall call)
    {
        if (call.Text("channel") is { Length: > 0 } id)
        {
            if (call.Channel() is not { } known || known.Id != id)
                return Refused("channel_not_found");
            if (known.Kind is not (ChannelKind.Im or ChannelKind.Mpim))
                return Refused("method_not_supported_for_channel_type");
            return Done(("no_op", true), ("already_open", true), ("channel", Opened(call, known)));
        }

        var ids = (call.Text("users") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct(StringComparer.Ordinal).ToArray();
        if (ids.Length == 0)
            return Refused("users_list_not_supplied");
        if (ids.Length > 8)
            return Refused("too_many_users");
        if (call.Lacks(ids.Length > 1 ? "mpim:write" : "im:write") is { } lacks)
            return lacks;
        var people = ids.Select(one => call.Workspace.Users.Find(user => user.Id == one)).ToArray();
        if (Array.Exists(people, person => person is null))
            return Refused("user_not_found");
        if (Array.Exists(people, person => person!.Deleted))
            return Refused("user_disabled");
        if (Array.Exists(people, person => person!.Id == call.Bot.Id))
            return Refused("invalid_user_combination");
        var (channel, existed) = call.Workspace.Direct([call.Bot, .. people.Select(person => person!)]);
        var answer = Done("channel", Opened(call, channel));
        if (existed)
        {
            answer["no_op"] = true;
            answer["already_open"] = true;
        }

        return answer;
    }

    public static JsonObject Info(ApiCall call)
    {
        if (call.Channel() is not { } channel)
            return Refused("channel_not_found");
        if (call.Lacks(channel, "read") is { } lacks)
            return lacks;
        var json = channel.ToJson(call.Bot, call.Flag("include_num_members"));
        if (call.Flag("include_locale"))
            json["locale"] = "en-US";
        return Done("channel", json);
    }

    public static JsonObject List(ApiCall call) => Listed(call, channel => channel.Kind == ChannelKind.Public || channel.Members.Contains(call.Bot.Id));

    public static JsonObject OfUser(ApiCall call)
    {
        var who = call.Text("user") ?? call.Bot.Id;
        return Listed(call, channel => channel.Members.Contains(who) && (channel.Kind == ChannelKind.Public || channel.Members.Contains(call.Bot.Id)));
    }

    public static JsonObject Members(ApiCall call)
    {
        if (call.Channel() is not { } channel)
            return Refused("channel_not_found");
        if (call.Lacks(channel, "read") is { } lacks)
            return lacks;
        var (page, next, error) = Pages.Cut(call, channel.Members, 100, 999);
        if (error is not null)
            return Refused(error);
        return Done(("members", Json.List(page)), ("response_metadata", Pages.Metadata(next)));
    }

    public static JsonObject Join(ApiCall call)
    {
        if (call.Channel() is not { } channel)
            return Refused("channel_not_found");
        if (channel.Kind != ChannelKind.Public)
            return Refused("method_not_supported_for_channel_type");
        if (channel.Archived)
            return Refused("is_archived");
        var already = channel.Members.Contains(call.Bot.Id);
        if (!already)
            call.Emulator.Feed.Join(call.Workspace, channel, call.Bot);
        var answer = Done("channel", channel.ToJson(call.Bot, withCount: false));
        return already ? Warned(answer, "already_in_channel") : answer;
    }

    public static JsonObject Leave(ApiCall call)
    {
        if (call.Channel() is not { } channel)
            return Refused("channel_not_found");
        if (channel.Kind is ChannelKind.Im or ChannelKind.Mpim)
            return Refused("method_not_supported_for_channel_type");
        if (channel.IsGeneral)
            return Refused("cant_leave_general");
        if (!channel.Members.Contains(call.Bot.Id))
            return Done("not_in_channel", true);
        call.Emulator.Feed.Leave(call.Workspace, channel, call.Bot);
        return Done();
    }

    public static JsonObject History(ApiCall call)
    {
        if (Readable(call, out var refusal) is not { } channel)
            return refusal!;
        if (Window(call, out var wrong) is not { } within)
            return wrong!;
        var all = channel.Messages.Where(message => !message.IsReply || message.Subtype == "thread_broadcast").Where(message => within(message.Ts))
            .OrderByDescending(message => message.Ts, StringComparer.Ordinal).ToArray();
        var limit = call.Number("limit") is { } asked and > 0 ? Math.Min(asked, 999) : 100;
        if (!After(call, all, (message, cursor) => string.CompareOrdinal(message.Ts, cursor) <= 0, out var rest))
            return Refused("invalid_cursor");
        var page = rest.Take(limit).ToArray();
        var answer = Done(
            ("messages", new JsonArray([.. page.Select(message => message.ToJson(call.Flag("include_all_metadata"), channel.Replies(message.Ts)))])),
            ("has_more", rest.Count > limit),
            ("pin_count", channel.Messages.Count(message => message.Pinned)),
            ("channel_actions_ts", null),
            ("channel_actions_count", 0));
        if (rest.Count > limit)
            answer["response_metadata"] = Pages.Metadata(Cursor(rest[limit].Ts));
        return answer;
    }

    public static JsonObject Replies(ApiCall call)
    {
        if (Readable(call, out var refusal) is not { } channel)
            return refusal!;
        if (Window(call, out var wrong) is not { } within)
            return wrong!;
        if (channel.Find(call.Text("ts")!) is not { } root)
            return Refused("thread_not_found");
        // Asked with a reply's ts Slack answers with that reply alone.
        var thread = root.IsReply ? [root] : (IReadOnlyList<SlackMessage>)[root, .. channel.Replies(root.Ts).Where(message => within(message.Ts))];
        var limit = call.Number("limit") is { } asked and > 0 ? Math.Min(asked, 1000) : 1000;
        if (!After(call, thread, (message, cursor) => string.CompareOrdinal(message.Ts, cursor) >= 0, out var rest))
            return Refused("invalid_cursor");
        var page = rest.Take(limit).ToArray();
        var answer = Done(
            ("messages", new JsonArray([.. page.Select(message => message.ToJson(call.Flag("include_all_metadata"), message == root ? channel.Replies(root.Ts) : null))])),
            ("has_more", rest.Count > limit));
        if (rest.Count > limit)
            answer["response_metadata"] = Pages.Metadata(Cursor(rest[limit].Ts));
        return answer;
    }

    private static JsonObject Listed(ApiCall call, Func<SlackChannel, bool> visible)
    {
        var types = (call.Text("types") is { Length: > 0 } asked ? asked : "public_channel").Split(',', StringSplitOptions.TrimEntries);
        if (Array.Exists(types, type => !_types.ContainsKey(type)))
            return Refused("invalid_types");
        if (types.Select(type => _types[type].Scope).FirstOrDefault(scope => !call.Installation.Scopes.Contains(scope)) is { } missing)
            return MissingScope(missing, call.Installation.Scopes);
        var kinds = types.Select(type => _types[type].Kind).ToHashSet();
        var all = call.Workspace.Channels.Where(channel => kinds.Contains(channel.Kind) && visible(channel) && !(channel.Archived && call.Flag("exclude_archived"))).ToArray();
        var (page, next, error) = Pages.Cut(call, all, 100, 999);
        if (error is not null)
            return Refused(error);
        return Done(
            ("channels", new JsonArray([.. page.Select(channel => channel.ToJson(call.Bot, withCount: channel.Kind != ChannelKind.Im))])),
            ("response_metadata", Pages.Metadata(next)));
    }

    private static JsonObject Opened(ApiCall call, SlackChannel channel) =>
        call.Flag("return_im") ? channel.ToJson(call.Bot, withCount: false) : new JsonObject { ["id"] = channel.Id };

    private static SlackChannel? Readable(ApiCall call, out JsonObject? refusal)
    {
        refusal = null;
        if (call.Channel() is not { } channel)
            refusal = Refused("channel_not_found");
        else if (call.Lacks(channel, "history") is { } lacks)
            refusal = lacks;
        else if (!channel.Members.Contains(call.Bot.Id))
            refusal = Refused("not_in_channel");
        else
            return channel;
        return null;
    }

    private static Func<string, bool>? Window(ApiCall call, out JsonObject? wrong)
    {
        wrong = null;
        var oldest = call.Text("oldest") ?? "0";
        var latest = call.Text("latest") ?? "";
        if (!IsTs(oldest))
            wrong = Refused("invalid_ts_oldest");
        else if (latest.Length > 0 && !IsTs(latest))
            wrong = Refused("invalid_ts_latest");
        if (wrong is not null)
            return null;
        var inclusive = call.Flag("inclusive");
        return ts =>
        {
            var at = decimal.Parse(ts, CultureInfo.InvariantCulture);
            var from = decimal.Parse(oldest, CultureInfo.InvariantCulture);
            var to = latest.Length > 0 ? decimal.Parse(latest, CultureInfo.InvariantCulture) : decimal.MaxValue;
            return (at > from || (inclusive && at == from)) && (at < to || (inclusive && at == to));
        };
    }

    private static bool IsTs(string ts) => decimal.TryParse(ts, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _);

    // A cursor names the next message, not a position, so messages that arrive between two pages shift nothing.
    private static string Cursor(string ts) => Convert.ToBase64String(Encoding.UTF8.GetBytes("next_ts:" + ts));

    private static bool After(ApiCall call, IReadOnlyList<SlackMessage> all, Func<SlackMessage, string, bool> follows, out IReadOnlyList<SlackMessage> rest)
    {
        rest = all;
        if (call.Text("cursor") is not { Length: > 0 } cursor)
            return true;
        var bytes = new byte[cursor.Length];
        if (!Convert.TryFromBase64String(cursor, bytes, out var length))
            return false;
        var told = Encoding.UTF8.GetString(bytes, 0, length);
        if (!told.StartsWith("next_ts:", StringComparison.Ordinal))
            return false;
        rest = [.. all.Where(message => follows(message, told["next_ts:".Length..]))];
        return true;
    }
}
