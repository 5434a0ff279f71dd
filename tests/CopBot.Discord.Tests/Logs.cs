using Microsoft.Extensions.Logging;

namespace CopBot.Discord.Tests;

/// <summary>What was logged, as an operator reads it.</summary>
internal sealed class Logs
{
    private readonly Lock _gate = new();
    private readonly List<string> _lines = [];

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_gate) return [.. _lines];
        }
    }

    public ILogger<T> Of<T>() => new Book<T>(this);

    private sealed class Book<T>(Logs logs) : ILogger<T>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (logs._gate) logs._lines.Add($"{logLevel}: {formatter(state, exception)}{(exception is null ? "" : $" ({exception})")}");
        }
    }
}
