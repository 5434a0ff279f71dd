using CopBot.Chat;
using CopBot.Discord.Rest;
using Microsoft.Extensions.Logging.Abstractions;

namespace CopBot.Discord.Doctor;

/// <summary>
/// Looks at the bot's token, its application, the gateway, the servers that it is in, and where told to, whether it can write
/// in a channel. It begins no session: Discord would share out what happens between the doctor and a running bot.
/// </summary>
/// <param name="options">What is configured.</param>
/// <param name="offers">What the bot can be asked to do, which each server should know.</param>
/// <param name="clock">Tells the time.</param>
public sealed class DiscordDoctor(DiscordOptions options, Offers offers, TimeProvider clock) : IDoctor
{
    /// <inheritdoc/>
    public Platform Platform => DiscordIds.Platform;

    /// <inheritdoc/>
    public async Task ExamineAsync(string? channel, Action<Finding> tell, CancellationToken stop)
    {
        if (TokenShape.Wrong(options.Token) is { } wrong)
        {
            tell(Finding.Wrong(wrong));
            TellNotLookedFor();
            return;
        }

        using var rest = new DiscordRest(options, clock, NullLogger<DiscordRest>.Instance);
        if (await new ApplicationCheck(options, rest, tell).LookAsync(stop) is not { } self)
        {
            TellNotLookedFor();
            return;
        }

        await new GatewayCheck(rest, clock, tell).LookAsync(stop);
        var connection = new DiscordConnection();
        connection.Is(self);
        var places = new DiscordPlaces(rest, connection, clock);
        var servers = await new ServerCheck(rest, offers, self, tell).LookAsync(stop);
        if (channel is not null) await new ChannelCheck(rest, places, new DiscordFitness(places, clock), tell).LookAsync(channel, servers, stop);

        void TellNotLookedFor()
        {
            if (channel is not null) tell(Finding.Notable($"Without a good token, {channel} was not looked for."));
        }
    }
}

/// <summary>A server that the bot is in.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name, for people.</param>
internal sealed record Server(string Id, string Name);
