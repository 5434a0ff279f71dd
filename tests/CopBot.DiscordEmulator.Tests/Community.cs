using System.Text.Json.Nodes;
using CopBot.DiscordEmulator.People;
using CopBot.DiscordEmulator.World;

namespace CopBot.DiscordEmulator.Tests;

/// <summary>A server with two members, a channel and a forum, on a clock that the test moves.</summary>
internal sealed class Community : IAsyncDisposable
{
    public const Permission BotMay = Permission.ViewChannel | Permission.SendMessages | Permission.EmbedLinks | Permission.ReadMessageHistory | Permission.ManageThreads | Permission.CreatePublicThreads
        | Permission.SendMessagesInThreads | Permission.CreateEvents;

    private Community(EmulatedDiscord discord, ManualClock clock)
    {
        Discord = discord;
        Clock = clock;
        Guild = discord.AddGuild("Quality circle", BotMay);
        General = discord.AddTextChannel(Guild, "general");
        Forum = discord.AddForum(Guild, "problems", requireTag: false, "open", "solved", "staff!");
        Maya = discord.AddPerson("maya", Guild);
        Tom = discord.AddPerson("tom", Guild);
        Bot = new RestBot(discord);
    }

    public EmulatedDiscord Discord { get; }
    public ManualClock Clock { get; }
    public Guild Guild { get; }
    public Channel General { get; }
    public Channel Forum { get; }
    public Person Maya { get; }
    public Person Tom { get; }
    public RestBot Bot { get; }

    public static async Task<Community> StartAsync(Func<ManualClock, EmulatorOptions>? options = null)
    {
        var clock = new ManualClock();
        var discord = await EmulatedDiscord.StartAsync(options?.Invoke(clock) ?? new EmulatorOptions { Clock = clock });
        discord.EnforceRateLimits = false;
        return new Community(discord, clock);
    }

    /// <summary>Registers /cop ask and a message command, as a guild's commands.</summary>
    public async Task WithCommandsAsync()
    {
        var commands = JsonNode.Parse("""
            [
              { "name": "cop", "description": "Community of practice", "options": [
                { "type": 1, "name": "ask", "description": "Ask", "options": [ { "type": 3, "name": "title", "description": "Title", "required": true, "autocomplete": true } ] } ] },
              { "name": "Make this a problem", "type": 3 }
            ]
            """)!;
        var answer = await Bot.PutAsync($"applications/{Discord.ApplicationId}/guilds/{Guild.Id}/commands", commands);
        if (answer.Status != 200) throw new InvalidOperationException(answer.Text);
    }

    /// <summary>A message of the bot's in the channel.</summary>
    public async Task<Message> CardAsync(string json = """{ "content": "A card", "components": [ { "type": 1, "components": [ { "type": 2, "style": 1, "label": "Offer help", "custom_id": "offer" } ] } ] }""")
    {
        var answer = await Bot.SendAsync("POST", $"channels/{General.Id}/messages", json);
        if (answer.Status != 200) throw new InvalidOperationException(answer.Text);
        return Discord.MessagesIn(General).Single(m => m.Id == answer.Id);
    }

    public async ValueTask DisposeAsync()
    {
        Bot.Dispose();
        await Discord.DisposeAsync();
    }
}
