using CopBot.Chat;

namespace CopBot.Playground;

/// <summary>Turns text into what a reader sees. The one place of the playground that escapes.</summary>
public static class PlaygroundText
{
    /// <summary>What a message says, without any dress; moments in UTC unless a zone is given.</summary>
    public static string Plain(RoomMessage message, TimeZoneInfo? zone = null) => message.Shows is { } shows ? Plain(shows, zone) : message.Words;

    /// <summary>What a message of the bot says, without any dress: one line per block, controls left out.</summary>
    public static string Plain(Message message, TimeZoneInfo? zone = null) => string.Join('\n', message.Blocks.Select(b => b switch
    {
        Heading h => h.Words,
        Paragraph p => p.Text.ToPlain(zone),
        Prose p => p.Words,
        Facts f => string.Join('\n', f.Items.Select(i => $"{i.Label}: {i.Value.ToPlain(zone)}")),
        Footnote f => f.Text.ToPlain(zone),
        Divider or Controls => "",
        _ => throw new NotSupportedException(b.GetType().Name),
    }).Where(line => line.Length > 0));
}
