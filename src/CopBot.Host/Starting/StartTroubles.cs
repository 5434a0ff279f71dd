using System.Net.Sockets;

namespace CopBot.Host;

/// <summary>Why the host cannot start, in the operator's words, for errors that are theirs to mend. Others are bugs and are thrown.</summary>
internal static class StartTroubles
{
    public static string? Of(Exception e, Settings settings) => e switch
    {
        InvalidDataException => e.Message,
        IOException when Inner<SocketException>(e) is { } socket => Address(settings, socket),
        IOException when e.Message.Contains("address already in use", StringComparison.OrdinalIgnoreCase) => Address(settings, new SocketException((int)SocketError.AddressAlreadyInUse)),
        SocketException socket => Address(settings, socket),
        IOException or UnauthorizedAccessException => $"A file in the data folder {settings.DataFolder} cannot be used ({e.Message.TrimEnd('.')}): look at the disk, and at who may write there.",
        _ => null,
    };

    public static string BadFile(Exception e) =>
        $"The settings file cannot be read ({(e.InnerException ?? e).Message.TrimEnd('.')}): mend it, or begin again from appsettings.example.json.";

    private static string Address(Settings settings, SocketException e) => e.SocketErrorCode switch
    {
        SocketError.AddressAlreadyInUse => $"Another program is listening on {settings.Urls} already: stop it, or set CopBot:Urls to another port, for example http://127.0.0.1:5081.",
        SocketError.AccessDenied => $"This account may not listen on {settings.Urls}: set CopBot:Urls to a port above 1023, for example http://127.0.0.1:5080.",
        SocketError.AddressNotAvailable => $"{settings.Urls} is no address of this machine: set CopBot:Urls to one of its own, for example http://127.0.0.1:5080.",
        _ => $"CopBot cannot listen on {settings.Urls} ({e.Message.TrimEnd('.')}): set CopBot:Urls to another address, for example http://127.0.0.1:5080.",
    };

    private static T? Inner<T>(Exception? e) where T : Exception
    {
        for (; e is not null; e = e.InnerException)
        {
            if (e is T found) return found;
        }

        return null;
    }
}
