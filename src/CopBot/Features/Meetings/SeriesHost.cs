using CopBot.Communities;

namespace CopBot.Features.Meetings;

/// <summary>Somebody who takes their turn in hosting.</summary>
[Shared]
public sealed class SeriesHost(SeriesId series, MemberId member, DateTimeOffset since) : IUnites<SeriesHost>
{
    /// <summary>Of which series.</summary>
    public SeriesId Series { get; private set; } = series;

    /// <summary>Who.</summary>
    public MemberId Member { get; private set; } = member;

    /// <summary>Since when.</summary>
    public DateTimeOffset Since { get; private set; } = since;

    void IUnites<SeriesHost>.Unite(SeriesHost other)
    {
        if (other.Since < Since) Since = other.Since;
    }
}
