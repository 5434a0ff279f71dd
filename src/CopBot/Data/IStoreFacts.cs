namespace CopBot.Data;

/// <summary>What the store says of itself, for whoever asks how it runs. One for each database.</summary>
internal interface IStoreFacts
{
    /// <summary>How it stands now.</summary>
    Task<StoreFacts> LookAsync(CancellationToken stop);
}

/// <summary>How it stands with the store.</summary>
/// <param name="Kind">What it is called, such as <c>SQLite</c>.</param>
/// <param name="Bytes">How large it is.</param>
/// <param name="FreeBytes">How much room is left for it; null where that cannot be known.</param>
/// <param name="CopiesAreOurs">Whether copies are made with this program, so that it can know of them.</param>
/// <param name="LastCopyAt">When the last copy was made that stands beside it; null where there is none.</param>
internal sealed record StoreFacts(string Kind, long Bytes, long? FreeBytes, bool CopiesAreOurs, DateTimeOffset? LastCopyAt);
