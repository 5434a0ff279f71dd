using System.Text.Json.Nodes;
using CopBot.SlackEmulator.BlockKit;
using CopBot.SlackEmulator.World;
using Microsoft.AspNetCore.Http;
using static CopBot.SlackEmulator.WebApi.Answers;

namespace CopBot.SlackEmulator.WebApi;

/// <summary>The three steps of an upload: ask for an address, send the bytes there, complete.</summary>
internal static class FileMethods
{
    /// <summary>docs: 1 GB a file.</summary>
    private const int LargestFile = 1_000_000_000;

    public static JsonObject UploadUrl(ApiCall call)
    {
        if (call.Number("length") is not { } length || length <= 0)
            return Refused("invalid_arguments", ["must be greater than 0 [json-pointer:/length]"]);
        if (length > LargestFile)
            return Refused("file_upload_size_restricted");
        if (call.Text("alt_txt")?.Length > 1000)
            return Refused("alt_txt_too_large");
        var file = new SlackFile(call.Emulator.Ids.Next("F"), call.Text("filename")!, length, call.Bot, $"{call.Workspace.Id}-{call.Emulator.Ids.Count()}");
        call.Workspace.Files.Add(file);
        return Done(("upload_url", $"{call.Emulator.BaseUrl}upload/v1/{file.UploadKey}"), ("file_id", file.Id));
    }

    public static JsonObject Complete(ApiCall call)
    {
        if (call.Node("files") is not JsonArray { Count: > 0 } told || told.Any(one => one.Text("id") is null))
            return Refused("invalid_arguments", ["failed to match all allowed schemas [json-pointer:/files]"]);
        var files = told.Select(one => (Json: one!, File: call.Workspace.Files.Find(file => file.Id == one.Text("id")))).ToArray();
        if (Array.Exists(files, one => one.File is null or { Content: null } or { Completed: true }))
            return Refused("file_not_found");
        if (Array.Exists(files, one => one.File!.OwnerId != call.Bot.Id))
            return Refused("access_denied");
        SlackChannel? channel = null;
        if ((call.Text("channel_id") ?? call.Text("channels")) is { Length: > 0 } id)
        {
            channel = call.Channel(call.Has("channel_id") ? "channel_id" : "channels");
            if (channel is null || channel.Id != id)
                return Refused("channel_not_found");
            if (!channel.Members.Contains(call.Bot.Id))
                return Refused("not_in_channel");
            if (channel.Archived)
                return Refused("posting_to_channel_denied");
        }

        if (call.Unreadable("blocks") || (call.Node("blocks") is { } blocks && (blocks is not JsonArray array || BlockRules.CheckMessage(array).Count > 0)))
            return Refused("invalid_blocks");
        foreach (var (json, file) in files)
        {
            file!.Completed = true;
            file.Title = json.Text("title") ?? file.Name;
            file.ChannelId = channel?.Id;
        }

        if (channel is not null)
            Share(call, channel, files.Select(one => one.File!));
        return Done("files", new JsonArray([.. files.Select(one => one.File!.ToJson())]));
    }

    public static JsonObject Info(ApiCall call)
    {
        if (call.Workspace.Files.Find(file => file.Id == call.Text("file")) is not { Completed: true } found)
            return Refused("file_not_found");
        return Done(("file", found.ToJson()), ("comments", new JsonArray()), ("response_metadata", Pages.Metadata("")));
    }

    /// <summary>Takes the bytes, raw or as one multipart field, without a token: the address itself is the secret.</summary>
    public static async Task Receive(EmulatedSlack emulator, HttpContext context, string key)
    {
        var content = await Bytes(context.Request);
        lock (emulator.Gate)
        {
            var file = emulator.Workspaces.SelectMany(workspace => workspace.Files).FirstOrDefault(found => found.UploadKey == key);
            var good = file is { Content: null } && content.Length == file.Length;
            if (good)
                file!.Content = content;
            context.Response.StatusCode = file is null ? StatusCodes.Status404NotFound : good ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest;
            emulator.Journal.Write("upload", new JsonObject { ["file"] = file?.Id, ["bytes"] = content.Length, ["announced"] = file?.Length, ["status"] = context.Response.StatusCode });
        }

        await context.Response.WriteAsync(context.Response.StatusCode == StatusCodes.Status200OK ? $"OK - {content.Length}" : "upload failed");
    }

    private static async Task<byte[]> Bytes(HttpRequest request)
    {
        using var buffer = new MemoryStream();
        if (request.HasFormContentType)
        {
            var form = await request.ReadFormAsync();
            if (form.Files.Count > 0)
                await form.Files[0].CopyToAsync(buffer);
        }
        else
        {
            await request.Body.CopyToAsync(buffer);
        }

        return buffer.ToArray();
    }

    private static void Share(ApiCall call, SlackChannel channel, IEnumerable<SlackFile> files)
    {
        var message = ChatMethods.Says(call, channel);
        message.Text = call.Text("initial_comment") ?? "";
        message.Blocks = (call.Node("blocks") as JsonArray)?.Copy();
        message.ThreadTs = call.Text("thread_ts") is { Length: > 0 } thread ? thread : null;
        message.Files.AddRange(files);
        channel.Messages.Add(message);
        call.Emulator.Feed.Posted(message);
    }
}
