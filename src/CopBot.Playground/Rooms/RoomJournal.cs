using System.Text;
using System.Text.Json;
using CopBot.Chat;

namespace CopBot.Playground;

/// <summary>The room's memory on disk: one JSON line per event, handed to the operating system before anybody is told.</summary>
internal sealed class RoomJournal : IDisposable
{
    private readonly FileStream _file;

    private RoomJournal(FileStream file) => _file = file;

    /// <summary>Opens or makes the file and folds what it holds.</summary>
    /// <exception cref="InvalidDataException">A line other than the last cannot be read.</exception>
    public static RoomJournal Open(string path, Action<RoomEvent> fold)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder) Directory.CreateDirectory(folder);
        // No buffer of our own: what was appended survives a killed process.
        var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 1);
        try
        {
            Fold(file, path, fold);
            return new RoomJournal(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public void Append(RoomEvent happened)
    {
        var before = _file.Length;
        try
        {
            _file.Position = before;
            _file.Write(Encoding.UTF8.GetBytes(ChatJson.Write(happened) + "\n"));
            _file.Flush();
        }
        catch (IOException)
        {
            // Half a line in the middle could not be read later; take it back before saying no.
            _file.SetLength(before);
            throw;
        }
    }

    public void BeginAgain(RoomEvent first)
    {
        _file.SetLength(0);
        Append(first);
    }

    public void Dispose() => _file.Dispose();

    private static void Fold(FileStream file, string path, Action<RoomEvent> fold)
    {
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        var number = 0;
        for (var start = 0; start < bytes.Length;)
        {
            number++;
            var end = Array.IndexOf(bytes, (byte)'\n', start);
            var next = end < 0 ? bytes.Length : end + 1;
            RoomEvent happened;
            try
            {
                if (end < 0) throw new JsonException("The line does not end");
                happened = ChatJson.Read<RoomEvent>(Encoding.UTF8.GetString(bytes, start, end - start));
            }
            catch (Exception e) when (e is JsonException or NotSupportedException or FormatException)
            {
                if (next < bytes.Length) throw new InvalidDataException($"Line {number} of the playground's journal {path} cannot be read. Move the file away to start with an empty room.", e);
                // The last line was being written when the process was killed: nobody was told of it yet.
                file.SetLength(start);
                return;
            }

            fold(happened);
            start = next;
        }
    }
}
