using CopBot.Features.Library;
using CopBot.Playground;
using CopBot.TestKit;
using Microsoft.EntityFrameworkCore;
using static CopBot.Tests.Features.Stories;

namespace CopBot.Tests.Features;

/// <summary>What people do with the library, in a word each.</summary>
internal static class Shelves
{
    /// <summary>Saves something.</summary>
    public static async Task<Acted> SavesAsync(this Someone somebody, string title, string what, ResourceKind kind = ResourceKind.Link, ReviewEvery review = ReviewEvery.SixMonths) =>
        await somebody.Submits(await somebody.Uses("save"), ("Title", title), ("What", what), ("Kind", kind.ToString()), ("Review", review.ToString()));

    /// <summary>The only thing in the library, from the store.</summary>
    public static Task<Resource> ResourceAsync(this World world) => world.InStoreAsync(db => db.Set<Resource>().SingleAsync());

    /// <summary>How many things are in the library.</summary>
    public static Task<int> ResourcesAsync(this World world) => world.InStoreAsync(db => db.Set<Resource>().CountAsync());
}
