using CopBot.Chat;
using CopBot.Data;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Dispatch;

/// <summary>
/// Removes what could still join a person to what they sent without a name: an earlier, signed try of the same form may
/// stand among their drafts.
/// </summary>
internal sealed class Traces(CopBotDb db, IEngine engine) : ISavedTogether
{
    private bool _erased;

    /// <summary>Forgets all drafts of the sender, together with the request.</summary>
    public async Task EraseAsync(UserRef sender, CancellationToken stop)
    {
        var drafts = await db.Drafts.Where(d => d.Owner == sender).ToListAsync(stop);
        db.RemoveRange(drafts);
        _erased = drafts.Count > 0;
    }

    public Task PrepareAsync(CancellationToken stop) => Task.CompletedTask;

    public async Task AfterAsync(CancellationToken stop)
    {
        if (_erased) await engine.ForgetDeletedAsync(stop);
    }
}
