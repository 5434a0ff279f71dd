using System.Text.Json.Nodes;
using static CopBot.SlackEmulator.WebApi.Answers;

namespace CopBot.SlackEmulator.WebApi;

/// <summary>Who is calling, opening a socket, and what workspace this is.</summary>
internal static class AuthMethods
{
    public static JsonObject Try(ApiCall call)
    {
        if (call.Text("error") is { Length: > 0 } error)
            return Refused(error);
        var echo = new JsonObject();
        foreach (var (name, value) in call.Arguments)
            echo[name] = value?.DeepClone();
        return Done("args", echo);
    }

    public static JsonObject Test(ApiCall call)
    {
        if (!call.SignedIn)
            return Done(("app_name", call.App.Name), ("app_id", call.App.Id));
        return Done(
            ("url", $"https://{call.Workspace.Domain}.slack.com/"),
            ("team", call.Workspace.Domain),
            ("user", call.Bot.Handle),
            ("team_id", call.Workspace.Id),
            ("user_id", call.Bot.Id),
            ("bot_id", call.Installation.BotId),
            ("is_enterprise_install", false));
    }

    public static JsonObject Revoke(ApiCall call)
    {
        if (call.Flag("test"))
            return Done("revoked", false);
        call.Installation.TokenError = "token_revoked";
        return Done("revoked", true);
    }

    public static JsonObject OpenConnection(ApiCall call) => Done("url", call.Emulator.Sockets.NewUrl(call.App));

    public static JsonObject Team(ApiCall call)
    {
        if (call.Text("team") is { Length: > 0 } team && team != call.Workspace.Id)
            return Refused("team_not_found");
        return Done("team", new JsonObject
        {
            ["id"] = call.Workspace.Id,
            ["name"] = call.Workspace.Domain,
            ["url"] = $"https://{call.Workspace.Domain}.slack.com/",
            ["domain"] = call.Workspace.Domain,
            ["email_domain"] = "",
            ["icon"] = new JsonObject { ["image_default"] = true, ["image_34"] = $"https://avatars.example/{call.Workspace.Id}_34.png" },
            ["avatar_base_url"] = "https://avatars.example/",
            ["is_verified"] = false,
        });
    }

    public static JsonObject Bot(ApiCall call)
    {
        var installation = call.Workspace.Installations.Find(found => found.BotId == (call.Text("bot") ?? call.Installation.BotId));
        if (installation is null)
            return Refused("bot_not_found");
        return Done("bot", new JsonObject
        {
            ["id"] = installation.BotId,
            ["deleted"] = false,
            ["name"] = installation.App.Name,
            ["updated"] = installation.Bot.Updated.ToUnixTimeSeconds(),
            ["app_id"] = installation.App.Id,
            ["user_id"] = installation.Bot.Id,
            ["icons"] = new JsonObject { ["image_36"] = "https://avatars.example/36.png", ["image_48"] = "https://avatars.example/48.png", ["image_72"] = "https://avatars.example/72.png" },
        });
    }
}
