using System.Net.Sockets;
using System.Text;

namespace CopBot.Host;

/// <summary>
/// Tells systemd how far we are, where it asked to be told (<c>Type=notify</c>): ready means that people are served, not that a
/// process was begun.
/// </summary>
internal static class Supervisor
{
    /// <summary>The variable in which systemd says where it listens.</summary>
    public const string Variable = "NOTIFY_SOCKET";

    /// <summary>Everything that belongs to the start is done.</summary>
    public static void Ready() => Tell("READY=1");

    /// <summary>It was told to stop, and finishes what is under way.</summary>
    public static void Stopping() => Tell("STOPPING=1");

    private static void Tell(string state)
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } path) return;

        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
            // A name that begins with @ stands in no folder.
            socket.SendTo(Encoding.UTF8.GetBytes(state), new UnixDomainSocketEndPoint(path[0] == '@' ? '\0' + path[1..] : path));
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            // Whoever does not listen need not know.
        }
    }
}
