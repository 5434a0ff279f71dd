using System.Text.Json.Nodes;
using CopBot.DiscordEmulator.Gateway;
using CopBot.DiscordEmulator.Rendering;
using CopBot.DiscordEmulator.Rest;
using CopBot.DiscordEmulator.Rules;
using CopBot.DiscordEmulator.World;

namespace CopBot.DiscordEmulator.Interactions;

/// <summary>Starts interactions and holds the bot to the rules of answering them (interactions/receiving-and-responding).</summary>
internal sealed class InteractionDesk(Realm realm)
{
    /// <summary>"You must send an initial response within 3 seconds of receiving the event."</summary>
    private static readonly TimeSpan FirstResponseWithin = TimeSpan.FromSeconds(3);

    /// <summary>"Interaction tokens are valid for 15 minutes."</summary>
    private static readonly TimeSpan TokenLives = TimeSpan.FromMinutes(15);

    private static readonly Rule Envelope = Shape.Of(("type!", Shape.Number(1, 12)), ("data", Shape.Anything));
    private static readonly Rule Autocomplete = Shape.Of(("choices!", Shape.List(Shape.Of(("name!", Shape.Text(100, 1)), ("name_localizations", Shape.Anything), ("value!", Shape.Anything)), 25)));

    private readonly Dictionary<string, Interaction> _byToken = new(StringComparer.Ordinal);

    public IReadOnlyCollection<Interaction> All => _byToken.Values;

    /// <summary>Starts one and sends INTERACTION_CREATE, which needs no intent.</summary>
    public Interaction Start(InteractionKind kind, User by, Channel channel, JsonObject data, Message? source = null, JsonObject? triggering = null, string name = "")
    {
        var id = realm.Ids.Next();
        var metadata = new JsonObject
        {
            ["id"] = id.ToJson(), ["type"] = (int)kind, ["user"] = RenderPeople.User(by), ["authorizing_integration_owners"] = Owners(channel),
        };
        if (kind is InteractionKind.Component && source is not null) metadata["interacted_message_id"] = source.Id.ToJson();
        if (kind is InteractionKind.ModalSubmit && triggering is not null) metadata["triggering_interaction_metadata"] = triggering.DeepClone();
        var interaction = new Interaction
        {
            Id = id,
            Token = "tok" + Guid.NewGuid().ToString("N"),
            Kind = kind,
            By = by,
            Channel = channel,
            CreatedAt = realm.Now,
            Source = source,
            Metadata = metadata,
            Name = name,
            Payload = data,
        };
        _byToken[interaction.Token] = interaction;
        var payload = Payload(interaction, data);
        realm.Hub.Dispatch("INTERACTION_CREATE", channel.Guild, Intent.None, payload);
        return interaction;
    }

    /// <summary>The first response.</summary>
    public ApiAnswer Respond(ApiCall call)
    {
        var interaction = _byToken.GetValueOrDefault(call.Path["interaction_token"]);
        if (interaction is null || interaction.Id != call.Id("interaction_id")) throw Refused.UnknownInteraction();
        if (interaction.FirstResponse is not null) throw Refused.AlreadyAcknowledged();
        if (realm.Now - interaction.CreatedAt > FirstResponseWithin) throw Refused.UnknownInteraction();
        Shape.Check(call.Body, Envelope);
        var type = (int)call.Fields.Number("type")!.Value;
        if (!Fits(interaction, type)) throw Refused.BadField("type", "BASE_TYPE_CHOICES", $"Callback type {type} is not valid for an interaction of type {(int)interaction.Kind}.");
        var data = call.Fields.Part("data") ?? [];
        if (call.Fields.Given("data") && call.Fields.Part("data") is null) throw Refused.BadField("data", "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType");
        switch (type)
        {
            case 4: Reply(interaction, data, call.Files); break;
            case 5: Defer(interaction, data); break;
            case 6:
                interaction.Original = interaction.Source;
                break;
            case 7: Update(interaction, data, call.Files); break;
            case 8: Suggest(interaction, data); break;
            case 9: OpenModal(interaction, data); break;
        }
        interaction.FirstResponse = type;
        interaction.MarkAnswered(final: type is not (5 or 6));
        return call.Asked("with_response") ? ApiAnswer.Ok(Receipt(interaction, type)) : ApiAnswer.Nothing;
    }

    /// <summary>The interaction behind a webhook token: 10015 unknown or not yet answered, 50027 after 15 minutes.</summary>
    public Interaction ByToken(ApiCall call)
    {
        if (call.Id("webhook_id") != realm.ApplicationId || !_byToken.TryGetValue(call.Path["webhook_token"], out var interaction)) throw Refused.UnknownWebhook();
        if (realm.Now - interaction.CreatedAt > TokenLives) throw Refused.InvalidToken();
        return interaction.FirstResponse is null ? throw Refused.UnknownWebhook() : interaction;
    }

    public ApiAnswer Followup(ApiCall call)
    {
        var interaction = ByToken(call);
        if (interaction.Kind is InteractionKind.Autocomplete) throw Refused.UnknownWebhook();
        // "Directly after responding with DEFERRED_CHANNEL_MESSAGE_WITH_SOURCE, this endpoint will function as Edit Original Interaction Response."
        if (interaction.WaitsForDeferred && interaction.Original is { IsLoading: true } loading)
        {
            var body = (JsonObject)call.Fields.DeepClone();
            if (body.Number("flags") is { } given) body["flags"] = given & ~Message.Ephemeral;
            body.Remove("tts");
            realm.Posts.Edit(loading, body, call.Files, fromInteraction: true, moreFlags: Message.ComponentsV2);
            interaction.WaitsForDeferred = false;
            interaction.MarkAnswered(final: true);
            return ApiAnswer.Ok(RenderMessage.ForBot(realm, loading, reveal: true));
        }
        var draft = realm.Posts.Check(call.Fields, MessageRules.Response, call.Files, Message.Ephemeral);
        if (draft.IsEmpty) throw Refused.EmptyMessage();
        var message = Post(interaction, draft, interaction.Original is { } original && original != interaction.Source ? original : interaction.Source);
        interaction.Followups.Add(message);
        interaction.MarkAnswered(final: true);
        return ApiAnswer.Ok(RenderMessage.ForBot(realm, message, reveal: true));
    }

    public Message Original(ApiCall call)
    {
        var interaction = ByToken(call);
        return interaction.Original is { } message && message.Channel.Messages.ContainsKey(message.Id) ? message : throw Refused.UnknownMessage();
    }

    public Message Sent(ApiCall call)
    {
        var interaction = ByToken(call);
        var id = call.Id("message_id");
        var message = interaction.Original?.Id == id ? interaction.Original : interaction.Followups.Find(m => m.Id == id) ?? (interaction.Source?.Id == id ? interaction.Source : null);
        return message is not null && message.Channel.Messages.ContainsKey(message.Id) ? message : throw Refused.UnknownMessage();
    }

    public ApiAnswer Edit(ApiCall call, Message message)
    {
        var interaction = ByToken(call);
        realm.Posts.Edit(message, call.Fields, call.Files, fromInteraction: true, moreFlags: message.IsLoading ? Message.ComponentsV2 : 0);
        interaction.WaitsForDeferred = false;
        interaction.MarkAnswered(final: true);
        return ApiAnswer.Ok(RenderMessage.ForBot(realm, message, reveal: true));
    }

    public void Settle()
    {
        foreach (var late in _byToken.Values.Where(i => i.FirstResponse is null && !i.Failed && realm.Now - i.CreatedAt > FirstResponseWithin)) late.Failed = true;
        if (_byToken.Count < 10_000) return;
        foreach (var old in _byToken.Where(i => realm.Now - i.Value.CreatedAt > TokenLives * 2).Select(i => i.Key).ToList()) _byToken.Remove(old);
    }

    /// <summary>Which callback goes with which interaction: updates only where there is a message, a modal never on a modal, choices only for autocomplete.</summary>
    private static bool Fits(Interaction interaction, int type) => (interaction.Kind, type) switch
    {
        (InteractionKind.Autocomplete, _) => type == 8,
        (_, 4 or 5) => true,
        (InteractionKind.Component, 6 or 7 or 9) => true,
        (InteractionKind.ModalSubmit, 6 or 7) => interaction.Source is not null,
        (InteractionKind.Command, 9) => true,
        _ => false,
    };

    private void Reply(Interaction interaction, JsonObject data, IReadOnlyList<UploadedFile> files)
    {
        var form = new Form();
        var draft = realm.Posts.Check(data, MessageRules.Response, files, Message.Ephemeral, at: form.At("data"));
        if (draft.IsEmpty) throw Refused.EmptyMessage();
        interaction.Original = Post(interaction, draft, interaction.Source);
    }

    private void Defer(Interaction interaction, JsonObject data)
    {
        // "The only valid message flag you may use is EPHEMERAL."
        if (data.Any(f => f.Key != "flags" && f.Value is not null)) throw Refused.BadField("data", "UNKNOWN_FIELD", "A deferred response carries nothing but flags.");
        if ((data.Number("flags") ?? 0) is not (0 or Message.Ephemeral)) throw Refused.BadField("data.flags", "MESSAGE_FLAGS_NOT_ALLOWED", "Only EPHEMERAL can be set on a deferred response.");
        var draft = new MessageDraft(data, []) { Flags = (int)(data.Number("flags") ?? 0) };
        interaction.Original = Post(interaction, draft, interaction.Source, Message.Loading);
        interaction.WaitsForDeferred = true;
    }

    private void Update(Interaction interaction, JsonObject data, IReadOnlyList<UploadedFile> files)
    {
        if (interaction.Source is not { } source || !source.Channel.Messages.ContainsKey(source.Id)) throw Refused.UnknownMessage();
        realm.Posts.Edit(source, data, files, fromInteraction: true);
        interaction.Original = source;
    }

    private static void Suggest(Interaction interaction, JsonObject data)
    {
        Shape.Check(data, Autocomplete);
        interaction.Choices = (JsonArray)data.List("choices")!.DeepClone();
    }

    private static void OpenModal(Interaction interaction, JsonObject data)
    {
        var form = new Form();
        var modal = ModalRules.Check(data, form.At("data"));
        form.ThrowIfDirty();
        interaction.Modal = modal;
    }

    private Message Post(Interaction interaction, MessageDraft draft, Message? repliesTo, int extraFlags = 0)
    {
        var ephemeral = (draft.Flags & Message.Ephemeral) != 0;
        var isCommand = interaction.Kind is InteractionKind.Command;
        var kind = repliesTo is not null ? 19 : isCommand ? interaction.Payload.Number("type") is 2 or 3 ? 23 : 20 : 0;
        var summary = isCommand ? new JsonObject { ["id"] = interaction.Id.ToJson(), ["type"] = 2, ["name"] = interaction.Name, ["user"] = RenderPeople.User(interaction.By) } : null;
        // A response by an interaction needs no SEND_MESSAGES: it is a webhook of its own.
        return realm.Posts.Post(interaction.Channel, realm.Bot, draft, kind, repliesTo, onlyFor: ephemeral ? interaction.By : null, webhookId: realm.ApplicationId, interaction: summary,
            metadata: (JsonObject?)interaction.Metadata?.DeepClone(), extraFlags: extraFlags);
    }

    private JsonObject Receipt(Interaction interaction, int type)
    {
        var about = new JsonObject { ["id"] = interaction.Id.ToJson(), ["type"] = (int)interaction.Kind };
        var receipt = new JsonObject { ["interaction"] = about };
        if (interaction.Original is not { } message) return receipt;
        about["response_message_id"] = message.Id.ToJson();
        about["response_message_loading"] = message.IsLoading;
        about["response_message_ephemeral"] = message.OnlyFor is not null;
        if (type is 4 or 5 or 7) receipt["resource"] = new JsonObject { ["type"] = type, ["message"] = RenderMessage.ForBot(realm, message, reveal: true) };
        return receipt;
    }

    private JsonObject Payload(Interaction interaction, JsonObject data)
    {
        var channel = interaction.Channel;
        var json = new JsonObject
        {
            ["id"] = interaction.Id.ToJson(),
            ["application_id"] = realm.ApplicationId.ToJson(),
            ["type"] = (int)interaction.Kind,
            ["data"] = data.DeepClone(),
            ["channel"] = Partial(channel, interaction.By),
            ["channel_id"] = channel.Id.ToJson(),
            ["token"] = interaction.Token,
            ["version"] = 1,
            ["app_permissions"] = ((ulong)realm.PowersOf(realm.Bot, channel)).ToJson(),
            ["locale"] = interaction.By.Locale,
            ["entitlements"] = new JsonArray(),
            ["authorizing_integration_owners"] = Owners(channel),
            ["context"] = channel.Guild is null ? 1 : 0,
            ["attachment_size_limit"] = 10_485_760,
        };
        if (interaction.Source is { } source) json["message"] = RenderMessage.ForBot(realm, source, reveal: true);
        if (channel.Guild is not { } guild)
        {
            json["user"] = RenderPeople.User(interaction.By);
            return json;
        }
        json["guild"] = new JsonObject { ["id"] = guild.Id.ToJson(), ["locale"] = guild.Locale, ["features"] = new JsonArray("COMMUNITY") };
        json["guild_id"] = guild.Id.ToJson();
        json["guild_locale"] = guild.Locale;
        var member = RenderPeople.Member(guild.MemberOf(interaction.By)!);
        member["permissions"] = ((ulong)realm.PowersOf(interaction.By, channel)).ToJson();
        json["member"] = member;
        return json;
    }

    private JsonObject Partial(Channel channel, User viewer)
    {
        var json = RenderChannel.Any(realm, channel);
        json["permissions"] = ((ulong)realm.PowersOf(viewer, channel)).ToJson();
        return json;
    }

    private static JsonObject Owners(Channel channel) => new() { ["0"] = (channel.Guild?.Id ?? 0).ToJson() };
}
