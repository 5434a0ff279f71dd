using System.Text.Json.Nodes;
using CopBot.DiscordEmulator.Gateway;
using CopBot.DiscordEmulator.Rendering;
using CopBot.DiscordEmulator.Rules;
using CopBot.DiscordEmulator.World;

namespace CopBot.DiscordEmulator.Rest.Routes;

/// <summary>Channels and their overwrites.</summary>
internal static class ChannelRoutes
{
    private static readonly Rule Tag = Shape.Of(("id", Shape.Id), ("name!", Shape.Text(20)), ("moderated", Shape.Bool), ("emoji_id", Shape.Id), ("emoji_name", Shape.Text(50)));
    private static readonly Rule Minutes = Shape.OneOf(60, 1440, 4320, 10080);
    private static readonly Rule OverwriteShape = Shape.Of(("id!", Shape.Id), ("type!", Shape.OneOf(0, 1)), ("allow", Shape.Id), ("deny", Shape.Id));

    private static readonly (string, Rule)[] Common =
    [
        ("type", Shape.OneOf(0, 2, 4, 5, 13, 15, 16)), ("position", Shape.Number(0, int.MaxValue)), ("topic", Shape.Text(4096)), ("nsfw", Shape.Bool), ("rate_limit_per_user", Shape.Number(0, 21600)),
        ("bitrate", Shape.Number(8000, 384_000)), ("user_limit", Shape.Number(0, 99)), ("permission_overwrites", Shape.List(OverwriteShape, 100)), ("parent_id", Shape.Id),
        ("default_auto_archive_duration", Minutes), ("default_reaction_emoji", Shape.Anything), ("available_tags", Shape.List(Tag, 20)), ("default_sort_order", Shape.OneOf(0, 1)),
        ("default_forum_layout", Shape.OneOf(0, 1, 2)), ("default_thread_rate_limit_per_user", Shape.Number(0, 21600)), ("flags", Shape.Number(0, int.MaxValue)), ("rtc_region", Shape.Text(50)),
        ("video_quality_mode", Shape.OneOf(1, 2)),
    ];

    private static readonly Rule Create = Shape.Of([.. Common, ("name!", Shape.Text(100, 1))]);
    private static readonly Rule Change = Shape.Of([.. Common, ("name", Shape.Text(100, 1))]);
    private static readonly Rule SetOverwrite = Shape.Of(("type!", Shape.OneOf(0, 1)), ("allow", Shape.Id), ("deny", Shape.Id));

    public static void Map(RouteTable routes)
    {
        routes.Get("/channels/{channel_id}", call => ApiAnswer.Ok(RenderChannel.Any(call.Realm, call.Channel())));
        routes.Patch("/channels/{channel_id}", Modify, Bucket.Of("modify channel", 5, 15));
        routes.Delete("/channels/{channel_id}", Delete);
        routes.Put("/channels/{channel_id}/permissions/{overwrite_id}", PutOverwrite);
        routes.Delete("/channels/{channel_id}/permissions/{overwrite_id}", DeleteOverwrite);
        routes.Get("/guilds/{guild_id}/channels", call => ApiAnswer.Ok(call.Guild().Channels.Values
            // "Get Guild Channels will also omit those channels" that cannot be viewed (topics/permissions, "Channel Visibility").
            .Where(c => !c.IsThread && call.Realm.Sees(call.Realm.Bot, c)).Select(RenderChannel.InGuild).ToJson()));
        routes.Post("/guilds/{guild_id}/channels", Make);
    }

    private static ApiAnswer Make(ApiCall call)
    {
        var guild = call.Guild(Permission.ManageChannels);
        Shape.Check(call.Body, Create);
        var kind = (ChannelKind)(call.Fields.Number("type") ?? 0);
        var parent = call.Fields.Id("parent_id") is { } parentId ? guild.Channels.GetValueOrDefault(parentId) ?? throw Refused.BadField("parent_id", "CHANNEL_PARENT_INVALID", "Category does not exist") : null;
        var channel = new Channel { Id = call.Realm.Ids.Next(), Kind = kind, Guild = guild, Parent = parent, Name = Named(kind, call.Fields.Text("name")!), Position = guild.Channels.Count };
        Fill(call, channel);
        guild.Channels[channel.Id] = channel;
        Announce(call.Realm, "CHANNEL_CREATE", channel);
        return ApiAnswer.Created(RenderChannel.InGuild(channel));
    }

    private static ApiAnswer Modify(ApiCall call)
    {
        var channel = call.Channel();
        if (channel.Guild is null) throw Refused.NotInDirectMessages();
        if (channel.IsThread) return ThreadRoutes.Modify(call, channel);
        call.Channel(Permission.ManageChannels);
        Shape.Check(call.Body, Change);
        if (call.Fields.Given("permission_overwrites")) call.Channel(Permission.ManageRoles);
        if (call.Fields.Text("name") is { } name) channel.Name = Named(channel.Kind, name);
        Fill(call, channel);
        Announce(call.Realm, "CHANNEL_UPDATE", channel);
        return ApiAnswer.Ok(RenderChannel.InGuild(channel));
    }

    private static void Fill(ApiCall call, Channel channel)
    {
        var given = call.Fields;
        if (given.Has("topic")) channel.Topic = given.Text("topic");
        if (given.Number("position") is { } position) channel.Position = (int)position;
        if (given.Flag("nsfw") is { } nsfw) channel.Nsfw = nsfw;
        if (given.Number("rate_limit_per_user") is { } slow) channel.RateLimitPerUser = (int)slow;
        if (given.Number("default_auto_archive_duration") is { } minutes) channel.DefaultAutoArchiveMinutes = (int)minutes;
        if (given.Number("flags") is { } flags) channel.Flags = (int)flags & Channel.RequireTagFlag;
        if (given.List("permission_overwrites") is { } overwrites)
        {
            channel.Overwrites.Clear();
            channel.Overwrites.AddRange(overwrites.Parts().Select(o => new Overwrite(o.Id("id")!.Value, o.Number("type") == 1, (Permission)(o.Id("allow") ?? 0), (Permission)(o.Id("deny") ?? 0))));
        }
        if (given.List("available_tags") is not { } tags) return;
        if (!channel.IsForum) throw Refused.WrongChannelType();
        channel.Tags.Clear();
        channel.Tags.AddRange(tags.Parts().Select(t => new ForumTag(t.Id("id") ?? call.Realm.Ids.Next(), t.Text("name")!, t.Flag("moderated") is true, t.Text("emoji_name"))));
    }

    private static ApiAnswer Delete(ApiCall call)
    {
        var channel = call.Channel();
        var answer = RenderChannel.Any(call.Realm, channel);
        if (channel.Guild is not { } guild) return ApiAnswer.Ok(answer);
        call.Channel(channel.IsThread ? Permission.ManageThreads : Permission.ManageChannels);
        ChannelDesk.Delete(call.Realm, guild, channel);
        return ApiAnswer.Ok(answer);
    }

    private static ApiAnswer PutOverwrite(ApiCall call)
    {
        var channel = call.Channel(Permission.ManageRoles);
        if (channel.IsThread || channel.Guild is null) throw Refused.WrongChannelType();
        Shape.Check(call.Body, SetOverwrite);
        var id = call.Id("overwrite_id");
        channel.Overwrites.RemoveAll(o => o.Id == id);
        channel.Overwrites.Add(new Overwrite(id, call.Fields.Number("type") == 1, (Permission)(call.Fields.Id("allow") ?? 0), (Permission)(call.Fields.Id("deny") ?? 0)));
        Announce(call.Realm, "CHANNEL_UPDATE", channel);
        return ApiAnswer.Nothing;
    }

    private static ApiAnswer DeleteOverwrite(ApiCall call)
    {
        var channel = call.Channel(Permission.ManageRoles);
        if (channel.Overwrites.RemoveAll(o => o.Id == call.Id("overwrite_id")) == 0) throw Refused.UnknownOverwrite();
        Announce(call.Realm, "CHANNEL_UPDATE", channel);
        return ApiAnswer.Nothing;
    }

    private static void Announce(Realm realm, string name, Channel channel) => realm.Hub.Dispatch(name, channel.Guild, Intent.Guilds, RenderChannel.OnGateway(realm, channel));

    /// <summary>Text channel names are lower case with hyphens; forums and voice channels keep theirs.</summary>
    private static string Named(ChannelKind kind, string name) => kind is ChannelKind.Text or ChannelKind.Announcement ? name.ToLowerInvariant().Replace(' ', '-') : name;
}
