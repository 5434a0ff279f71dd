using CopBot.Chat;
using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Features.Library;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Features.Experiences;

/// <summary>Questions for experiences, among what was found.</summary>
internal sealed class ExperienceShelf(CopBotDb db, ExperiencePosts posts) : IShowFound
{
    public FoundKind Kind => FoundKind.Experience;

    public async Task<IReadOnlyDictionary<Guid, IShowFound.Thing>> ShowAsync(IReadOnlyCollection<Guid> ids, Caller reader, CancellationToken stop)
    {
        var asked = ids.Select(id => new ExperienceRequestId(id)).ToList();
        var things = new Dictionary<Guid, IShowFound.Thing>();
        foreach (var request in await db.ExperienceRequests.AsNoTracking().Where(r => asked.Contains(r.Id) && r.Community == reader.Community.Id).ToListAsync(stop))
        {
            var names = await posts.NamesAsync(request, stop);
            Text who = request.Asker is { } asker ? (Text)$"asked by {names[asker]:name}" : $"asked by somebody who left";
            Text line = $"Experiences · {ExperienceCard.RollUp(request)} · {who} {request.AskedAt:day}{(request.Helped > 0 ? $" · helped {request.Helped}" : "")}";
            things[request.Id.Value] = new IShowFound.Thing(request.Title, line, request.Public.FirstOrDefault()?.Did ?? request.Plan, ExperienceCard.Key(request.Id), request.Public.Any() ? new Button("Side by side", new ShowSideBySide(request.Id)) : new Button("Look at it", new ShowExperienceChoices(request.Id)));
        }

        return things;
    }
}
