using System.Text.Json.Nodes;
using static CopBot.SlackEmulator.WebApi.Answers;

namespace CopBot.SlackEmulator.WebApi;

/// <summary>Who people are, where they live and whether they are still here.</summary>
internal static class UserMethods
{
    public static JsonObject Info(ApiCall call)
    {
        var now = call.Emulator.Clock.GetUtcNow();
        if (call.Workspace.Users.Find(user => user.Id == call.Text("user")) is not { } found)
            return Refused("user_not_found");
        return Done("user", found.ToJson(now, call.Flag("include_locale")));
    }

    public static JsonObject List(ApiCall call)
    {
        var now = call.Emulator.Clock.GetUtcNow();
        var (page, next, error) = Pages.Cut(call, call.Workspace.Users, 0, 1000);
        if (error is not null)
            return Refused(error == "invalid_limit" ? "limit_required" : error);
        return Done(
            ("members", new JsonArray([.. page.Select(user => user.ToJson(now, call.Flag("include_locale")))])),
            ("cache_ts", now.ToUnixTimeSeconds()),
            ("response_metadata", Pages.Metadata(next)));
    }
}
