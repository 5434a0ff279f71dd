using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace CopBot.SlackEmulator.Sockets;

/// <summary>The opcodes of RFC 6455 that the emulator reads and writes.</summary>
internal enum Opcode
{
    Continuation = 0x0,
    Text = 0x1,
    Binary = 0x2,
    Close = 0x8,
    Ping = 0x9,
    Pong = 0xA,
}

/// <summary>
/// The server's side of a WebSocket, frame by frame. The framework's own hides pings and pongs, which a half-open socket must leave
/// unanswered and a strict server must see.
/// </summary>
internal sealed class WireSocket(Stream stream) : IDisposable
{
    private const int LargestFrame = 4 * 1024 * 1024;
    private readonly SemaphoreSlim _writing = new(1);

    /// <summary>The answer to Sec-WebSocket-Key (RFC 6455, 4.2.2).</summary>
    public static string Accept(string key)
    {
#pragma warning disable CA5350 // The handshake is defined with SHA-1; nothing is kept secret by it.
        return Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
#pragma warning restore CA5350
    }

    /// <summary>The next frame; null at the end of the stream. Masked says whether the client masked it, as it must.</summary>
    public async Task<Frame?> Read(CancellationToken stop)
    {
        var head = new byte[2];
        if (await stream.ReadAtLeastAsync(head, 2, throwOnEndOfStream: false, stop) < 2)
            return null;
        var opcode = (Opcode)(head[0] & 0x0F);
        var final = (head[0] & 0x80) != 0;
        var masked = (head[1] & 0x80) != 0;
        long length = head[1] & 0x7F;
        if (length == 126)
        {
            var more = new byte[2];
            await stream.ReadExactlyAsync(more, stop);
            length = BinaryPrimitives.ReadUInt16BigEndian(more);
        }
        else if (length == 127)
        {
            var more = new byte[8];
            await stream.ReadExactlyAsync(more, stop);
            length = BinaryPrimitives.ReadInt64BigEndian(more);
        }

        if (length is < 0 or > LargestFrame)
            return null;
        var mask = new byte[4];
        if (masked)
            await stream.ReadExactlyAsync(mask, stop);
        var payload = new byte[length];
        await stream.ReadExactlyAsync(payload, stop);
        if (masked)
        {
            for (var i = 0; i < payload.Length; i++)
                payload[i] ^= mask[i % 4];
        }

        return new Frame(opcode, payload, final, masked);
    }

    public async Task Write(Opcode opcode, ReadOnlyMemory<byte> payload, CancellationToken stop)
    {
        var head = new byte[10];
        head[0] = (byte)(0x80 | (int)opcode);
        int size;
        if (payload.Length < 126)
        {
            head[1] = (byte)payload.Length;
            size = 2;
        }
        else if (payload.Length <= ushort.MaxValue)
        {
            head[1] = 126;
            BinaryPrimitives.WriteUInt16BigEndian(head.AsSpan(2), (ushort)payload.Length);
            size = 4;
        }
        else
        {
            head[1] = 127;
            BinaryPrimitives.WriteInt64BigEndian(head.AsSpan(2), payload.Length);
            size = 10;
        }

        await _writing.WaitAsync(stop);
        try
        {
            await stream.WriteAsync(head.AsMemory(0, size), stop);
            await stream.WriteAsync(payload, stop);
            await stream.FlushAsync(stop);
        }
        finally
        {
            _writing.Release();
        }
    }

    public void Dispose() => _writing.Dispose();
}

/// <summary>One frame as it came.</summary>
internal sealed record Frame(Opcode Opcode, byte[] Payload, bool Final, bool Masked);
