using CopBot.Chat;
using CopBot.Posts;

namespace CopBot.Data;

/// <summary>What differs between the databases, in one place each. Everything else is the same model on all of them.</summary>
internal interface IEngine
{
    /// <summary>Leases the deliveries of a workspace that are due, oldest first, so that several hands never take the same; the order of the answer is not promised.</summary>
    Task<List<Delivery>> ClaimDeliveriesAsync(string who, WorkspaceRef workspace, int most, DateTimeOffset now, DateTimeOffset until, CancellationToken stop);

    /// <summary>Reads a delivery to change it, inside a transaction: nobody else changes it before that ends.</summary>
    Task<Delivery?> HoldDeliveryAsync(Guid id, CancellationToken stop);

    /// <summary>Reads the deliveries of a post to change them, inside a transaction: nobody else changes them before that ends.</summary>
    Task<List<Delivery>> HoldDeliveriesAsync(string key, CancellationToken stop);

    /// <summary>Overwrites what was deleted, also in the journal, so that a copy of the files does not hold it any more.</summary>
    Task ForgetDeletedAsync(CancellationToken stop);

    /// <summary>
    /// Calls posts by another name where their key holds <paramref name="from"/>, with their deliveries; inside the transaction.
    /// Where one stands under the new key already the old one keeps its name.
    /// </summary>
    Task RenamePostsAsync(string from, string to, CancellationToken stop);

    /// <summary>Empties every table, all at once or not at all.</summary>
    Task ForgetEverythingAsync(CancellationToken stop);
}
