using System.ComponentModel.DataAnnotations;
using CopBot.Chat;
using CopBot.Communities;
using CopBot.Dispatch;

namespace CopBot.Features.Library;

/// <summary>Which thing in the library.</summary>
public readonly record struct ResourceId(Guid Value) : IId<ResourceId>
{
    /// <inheritdoc/>
    public static ResourceId From(Guid value) => new(value);
}

/// <summary>After how long something in the library is to be looked at again.</summary>
public enum ReviewEvery
{
    /// <summary>Three months.</summary>
    [Display(Name = "In 3 months")]
    ThreeMonths,

    /// <summary>Six months.</summary>
    [Display(Name = "In 6 months")]
    SixMonths,

    /// <summary>A year.</summary>
    [Display(Name = "In 12 months")]
    TwelveMonths,
}

/// <summary>
/// Something that grew out of a thread is saved. <paramref name="CardKey"/> is where it grew, and <paramref name="GrewFrom"/>
/// what trials know it as: what comes of one counts for the saved thing too.
/// </summary>
public sealed record SavedToLibrary(ResourceId Resource, CommunityId Community, string Title, string Words, MemberId Owner, ReviewEvery Review, string CardKey, Guid GrewFrom) : IEvent;

/// <summary>What stands in the library says something else from now on, such as after somebody agreed to be quoted, or took their words back.</summary>
public sealed record LibraryWordsChanged(ResourceId Resource, string Words) : IEvent;
