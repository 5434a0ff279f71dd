using System.IO.Compression;
using System.Text;

namespace CopBot.DiscordEmulator.Gateway;

/// <summary>zlib-stream: one context for the whole connection, each payload flushed so that it ends in 00 00 ff ff (gateway, "Transport Compression").</summary>
internal sealed class GatewayCompression : IDisposable
{
    private readonly MemoryStream _buffer = new();
    private readonly ZLibStream _zlib;

    public GatewayCompression() => _zlib = new ZLibStream(_buffer, CompressionLevel.Fastest, leaveOpen: true);

    public byte[] Stream(string text)
    {
        _buffer.SetLength(0);
        _zlib.Write(Encoding.UTF8.GetBytes(text));
        _zlib.Flush();
        return _buffer.ToArray();
    }

    /// <summary>Payload compression: each payload by itself.</summary>
    public static byte[] Single(string text)
    {
        using var buffer = new MemoryStream();
        using (var zlib = new ZLibStream(buffer, CompressionLevel.Fastest, leaveOpen: true)) zlib.Write(Encoding.UTF8.GetBytes(text));
        return buffer.ToArray();
    }

    public void Dispose()
    {
        _zlib.Dispose();
        _buffer.Dispose();
    }
}
