using System.Text.Json.Nodes;

namespace CopBot.DiscordEmulator.Rest;

/// <summary>
/// A request that Discord would refuse, with the documented code (topics/opcodes-and-status-codes, "JSON Error Codes").
/// An exception here, unlike in the bot: a rule may be broken five levels deep in a body, and nothing continues after it.
/// </summary>
internal sealed class Refused(int status, int code, string message, JsonObject? errors = null) : Exception(message)
{
    public int Status => status;

    public int Code => code;

    public JsonObject ToJson()
    {
        var body = new JsonObject { ["message"] = Message, ["code"] = code };
        if (errors is not null) body["errors"] = errors.DeepClone();
        return body;
    }

    public static Refused NotFound() => new(404, 0, "404: Not Found");
    public static Refused WrongMethod() => new(405, 0, "405: Method Not Allowed");
    public static Refused Unauthorized() => new(401, 0, "401: Unauthorized");
    public static Refused BadUserAgent() => new(403, 40333, "Cloudflare is blocking your request. This can often be resolved by setting a proper User Agent");
    public static Refused UnknownApplication() => new(404, 10002, "Unknown Application");
    public static Refused UnknownChannel() => new(404, 10003, "Unknown Channel");
    public static Refused UnknownGuild() => new(404, 10004, "Unknown Guild");
    public static Refused UnknownMember() => new(404, 10007, "Unknown Member");
    public static Refused UnknownMessage() => new(404, 10008, "Unknown Message");
    public static Refused UnknownOverwrite() => new(404, 10009, "Unknown permission overwrite");
    public static Refused UnknownRole() => new(404, 10011, "Unknown Role");
    public static Refused UnknownUser() => new(404, 10013, "Unknown User");
    public static Refused UnknownEmoji() => new(400, 10014, "Unknown Emoji");
    public static Refused UnknownWebhook() => new(404, 10015, "Unknown Webhook");
    public static Refused UnknownInteraction() => new(404, 10062, "Unknown interaction");
    public static Refused UnknownCommand() => new(404, 10063, "Unknown application command");
    public static Refused UnknownEvent() => new(404, 10070, "Unknown Guild Scheduled Event");
    public static Refused UnknownTag() => new(400, 10087, "Unknown Tag");
    public static Refused NotForApplication() => new(403, 20012, "You are not authorized to perform this action on this application");
    public static Refused TooManyPins() => new(400, 30003, "Maximum number of pins reached (250)");
    public static Refused TooManyReactions() => new(400, 30010, "Maximum number of reactions reached (20)");
    public static Refused TooManyThreadMembers() => new(400, 30033, "Maximum number of thread participants has been reached (1000)");
    public static Refused TooManyCommandCreates() => new(400, 30034, "Maximum number of daily application command creates has been reached (200)");
    public static Refused TooManyEvents() => new(400, 30038, "Maximum number of uncompleted guild scheduled events reached (100)");
    public static Refused TooManyOldEdits() => new(429, 30046, "Maximum number of edits to messages older than 1 hour reached. Try again later");
    public static Refused AlreadyAcknowledged() => new(400, 40060, "Interaction has already been acknowledged.");
    public static Refused NoTags() => new(400, 40067, "A tag is required to create a forum post in this channel");
    public static Refused MissingAccess() => new(403, 50001, "Missing Access");
    public static Refused NotInDirectMessages() => new(403, 50003, "Cannot execute action on a DM channel");
    public static Refused NotYourMessage() => new(403, 50005, "Cannot edit a message authored by another user");
    public static Refused EmptyMessage() => new(400, 50006, "Cannot send an empty message");
    public static Refused RefusesDirectMessages() => new(403, 50007, "Cannot send messages to this user");
    public static Refused NotATextChannel() => new(400, 50008, "Cannot send messages in a non-text channel");
    public static Refused MissingPermissions() => new(403, 50013, "Missing Permissions");
    public static Refused WrongBulkCount() => new(400, 50016, "Provided too few or too many messages to delete. Must provide at least 2 and at most 100 messages to delete");
    public static Refused SystemMessage() => new(403, 50021, "Cannot execute action on a system message");
    public static Refused WrongChannelType() => new(400, 50024, "Cannot execute action on this channel type");
    public static Refused InvalidToken() => new(401, 50027, "Invalid Webhook Token");
    public static Refused InvalidRecipient() => new(400, 50033, "Invalid Recipient(s)");
    public static Refused TooOldForBulk() => new(400, 50034, "A message provided was too old to bulk delete");
    public static Refused TooLarge() => new(413, 40005, "Request entity too large. Try sending something smaller in size");
    public static Refused BadForm(JsonObject? errors = null) => new(400, 50035, "Invalid Form Body", errors);
    public static Refused ThreadArchived() => new(400, 50083, "Tried to perform an operation on an archived thread, such as editing a message or adding a user to the thread");
    public static Refused BadJson() => new(400, 50109, "The request body contains invalid JSON");
    public static Refused NoMutualGuild() => new(403, 50278, "Cannot send messages to this user due to having no mutual guilds");
    public static Refused ThreadExists() => new(400, 160004, "A thread has already been created for this message");
    public static Refused ThreadLocked() => new(400, 160005, "Thread is locked");
    public static Refused EventFinished() => new(400, 180000, "Cannot update a finished event");

    /// <summary>An invalid body with one complaint about one field.</summary>
    public static Refused BadField(string path, string code, string message)
    {
        var form = new Form();
        var at = form;
        foreach (var step in path.Split('.')) at = at.At(step);
        at.Complain(code, message);
        return BadForm(form.ToJson());
    }
}
