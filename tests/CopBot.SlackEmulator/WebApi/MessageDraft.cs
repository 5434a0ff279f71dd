using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CopBot.SlackEmulator.BlockKit;
using CopBot.SlackEmulator.World;

namespace CopBot.SlackEmulator.WebApi;

/// <summary>The content of a message as an app sends it, held against the rules that posting, editing and response_url share.</summary>
internal sealed partial class MessageDraft
{
    /// <summary>docs: text over 40,000 characters is cut; the recommended length is 4,000.</summary>
    public const int TextMaxLength = 40_000;

    /// <summary>chat.update's own limit, from the description of its msg_too_long.</summary>
    public const int UpdateTextMaxLength = 4_000;

    /// <summary>Undocumented; bolt-js issues 2509 and 2867 saw refusals from about 12,000 to 13,000 characters over all blocks.</summary>
    public const int BlocksMaxLength = 12_000;

    /// <summary>docs: metadata above 16 KB is metadata_too_large.</summary>
    public const int MetadataMaxLength = 16_384;

    public const int AttachmentsMax = 100;

    public string? Text { get; private set; }
    public JsonArray? Blocks { get; private set; }
    public JsonArray? Attachments { get; private set; }
    public JsonObject? Metadata { get; private set; }
    public bool ClearsMetadata { get; private set; }

    public static (MessageDraft? Draft, JsonObject? Refusal) Read(ApiCall call, bool update = false)
    {
        if (call.Has("markdown_text") && (call.Has("blocks") || call.Has("text")))
            return (null, Answers.Refused("markdown_text_conflict"));
        if (call.Unreadable("blocks") || call.Node("blocks") is not (null or JsonArray))
            return (null, Answers.Refused("invalid_blocks_format"));
        if (call.Unreadable("attachments") || call.Node("attachments") is not (null or JsonArray))
            return (null, Answers.Refused("invalid_attachments"));
        if (call.Unreadable("metadata") || call.Node("metadata") is not (null or JsonObject))
            return (null, Answers.Refused("invalid_metadata_format"));
        var draft = new MessageDraft
        {
            Text = call.Text("markdown_text") ?? call.Text("text"),
            Blocks = (call.Node("blocks") as JsonArray)?.Copy(),
            Attachments = (call.Node("attachments") as JsonArray)?.Copy(),
        };
        if (call.Node("metadata") is JsonObject metadata)
        {
            draft.ClearsMetadata = update && metadata.Count == 0;
            draft.Metadata = metadata.Copy();
        }

        return draft.Check(update) is { } refusal ? (null, refusal) : (draft, null);
    }

    /// <summary>Reads the same content from a response_url body or an acknowledgement.</summary>
    public static (MessageDraft? Draft, JsonObject? Refusal) Read(JsonObject body)
    {
        if (body["blocks"] is not (null or JsonArray))
            return (null, Answers.Refused("invalid_blocks_format"));
        var draft = new MessageDraft
        {
            Text = body.Text("text"),
            Blocks = body.Array("blocks")?.Copy(),
            Attachments = body.Array("attachments")?.Copy(),
            Metadata = body.Object("metadata")?.Copy(),
        };
        return draft.Check(update: false) is { } refusal ? (null, refusal) : (draft, null);
    }

    public void Fill(SlackMessage message)
    {
        message.Text = Text ?? "";
        message.Blocks = Blocks is { Count: > 0 } ? Blocks : null;
        message.Attachments = Attachments is { Count: > 0 } ? Attachments : null;
        if (ClearsMetadata)
            message.Metadata = null;
        else if (Metadata is not null)
            message.Metadata = Metadata;
    }

    private JsonObject? Check(bool update)
    {
        if (string.IsNullOrEmpty(Text) && Blocks is not { Count: > 0 } && Attachments is not { Count: > 0 })
            return Answers.Refused("no_text");
        if (update && Text?.Length > UpdateTextMaxLength)
            return Answers.Refused("msg_too_long");
        if (Text?.Length > TextMaxLength)
            Text = Text[..TextMaxLength];
        if (Attachments?.Count > AttachmentsMax)
            return Answers.Refused("too_many_attachments");
        if (Blocks is not null)
        {
            var errors = BlockRules.CheckMessage(Blocks);
            if (errors.Count > 0)
                return Answers.InvalidBlocks(errors);
            if (BlockRules.Length(Blocks) > BlocksMaxLength)
                return Answers.Refused("msg_blocks_too_long");
            BlockRules.Normalise(Blocks);
        }

        return Metadata is null || ClearsMetadata ? null : CheckMetadata(Metadata);
    }

    private static JsonObject? CheckMetadata(JsonObject metadata)
    {
        if (metadata.Text("event_type") is not { Length: > 0 and <= 255 } type || metadata["event_payload"] is not JsonObject)
            return Answers.Refused("invalid_metadata_format");
        // docs: event_type is "alphanumeric and underscores".
        if (!EventType().IsMatch(type))
            return Answers.Refused("invalid_metadata_schema");
        return metadata.Write().Length > MetadataMaxLength ? Answers.Refused("metadata_too_large") : null;
    }

    [GeneratedRegex("^[A-Za-z0-9_]+$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex EventType();
}
