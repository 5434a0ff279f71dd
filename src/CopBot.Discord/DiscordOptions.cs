namespace CopBot.Discord;

/// <summary>What an operator sets below <c>Discord</c>.</summary>
public sealed class DiscordOptions
{
    /// <summary>The bot's token, from the page <em>Bot</em> of Discord's developer portal, without the word <c>Bot</c> before it.</summary>
    public required string Token { get; init; }

    /// <summary>
    /// Whether the bot asks to read what people write in its channels. Discord grants it only where <em>Message Content
    /// Intent</em> is switched on in the developer portal; everything but reading along works without.
    /// </summary>
    public bool ReadMessages { get; init; }

    /// <summary>Where Discord's REST API is, with its version.</summary>
    public string ApiUrl { get; init; } = "https://discord.com/api/v10";

    /// <summary>Which part of the servers this process serves; null for all of them.</summary>
    public DiscordShard? Shard { get; init; }

    /// <summary>The options, without the token.</summary>
    public override string ToString() => $"Discord at {ApiUrl}, {(ReadMessages ? "reading messages" : "not reading messages")}{(Shard is { } shard ? $", shard {shard.Id} of {shard.Count}" : "")}";
}

/// <summary>One of several processes that share a bot's servers.</summary>
/// <param name="Id">Which, from 0.</param>
/// <param name="Count">Of how many.</param>
public sealed record DiscordShard(int Id, int Count);
