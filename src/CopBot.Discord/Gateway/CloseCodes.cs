namespace CopBot.Discord.Gateway;

/// <summary>What Discord means by the code it closes with.</summary>
internal static class CloseCodes
{
    /// <summary>Any code but 1000 and 1001 keeps the session, so that it can be resumed.</summary>
    public const int ComingBack = 4000;

    /// <summary>Ends the session: the bot is shown offline.</summary>
    public const int Leaving = 1000;

    public const string ContentRefused =
        "Discord does not let the bot read messages. In the developer portal, page Bot, switch on Message Content Intent and restart CopBot, or set Discord:ReadMessages to false";

    // https://discord.com/developers/docs/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes
    public static Ending Meaning(int? code, bool askedForContent) => code switch
    {
        4004 => new(Then.Stop, "Discord does not accept the bot's token. Reset it in the developer portal, page Bot, set Discord:Token to the new one, and restart CopBot"),
        4010 => new(Then.Stop, "Discord does not accept the shard. Set Discord:Shard:Id to a number from 0 to one below Discord:Shard:Count, and restart CopBot"),
        4011 => new(Then.Stop, "The bot is in more servers than one process may serve. Set Discord:Shard:Id and Discord:Shard:Count, one process for each shard, and restart CopBot"),
        4012 => new(Then.Stop, "Discord has ended the version of its gateway that this CopBot speaks. Install a newer CopBot"),
        4013 => new(Then.Stop, "Discord does not know the intents that this CopBot asks for. Install a newer CopBot"),
        4014 when askedForContent => new(Then.IdentifyWithoutContent, ContentRefused, Pause.AMoment),
        4014 => new(Then.Stop, "Discord does not allow the intents that the bot asks for. In the developer portal, page Bot, look at Privileged Gateway Intents, and restart CopBot"),
        4007 => new(Then.Identify, "Discord lost count of what it sent (4007)", Pause.AMoment),
        4009 => new(Then.Identify, "The session timed out (4009)", Pause.AMoment),
        4008 => new(Then.Resume, "The bot sent too much at once (4008)", Pause.Long),
        null => new(Then.Resume, "The connection broke"),
        _ => new(Then.Resume, $"Discord closed the connection ({code})"),
    };
}
