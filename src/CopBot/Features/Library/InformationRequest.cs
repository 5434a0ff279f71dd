using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;

namespace CopBot.Features.Library;

/// <summary>Which information request.</summary>
public readonly record struct InformationRequestId(Guid Value) : IId<InformationRequestId>
{
    /// <inheritdoc/>
    public static InformationRequestId From(Guid value) => new(value);
}

/// <summary>"Where can I find…?": fulfilled by something that is put into the library.</summary>
[Shared]
public sealed class InformationRequest : Aggregate
{
    /// <summary>Longest title: what every platform shows as a heading.</summary>
    public const int TitleMaxLength = Limits.HeadingLength;

    /// <summary>Longest account of what it is for.</summary>
    public const int MoreMaxLength = 1500;

    private InformationRequest()
    {
    }

    /// <summary>Which one.</summary>
    public InformationRequestId Id { get; private set; }

    /// <summary>Whose.</summary>
    public CommunityId Community { get; private set; }

    /// <summary>What is looked for.</summary>
    public string Title { get; private set; } = "";

    /// <summary>What for.</summary>
    public string More { get; private set; } = "";

    /// <summary>Who asked; null for somebody who left.</summary>
    public MemberId? Asker { get; private set; }

    /// <summary>When it was asked.</summary>
    public DateTimeOffset AskedAt { get; private set; }

    /// <summary>When something was found; null while it is missing.</summary>
    public DateTimeOffset? FoundAt { get; private set; }

    /// <summary>What was found.</summary>
    public List<FoundResource> Found { get; } = [];

    /// <summary>Who is looking for it too.</summary>
    public List<Seeker> Seekers { get; } = [];

    /// <summary>A new one.</summary>
    public static InformationRequest Ask(InformationRequestId id, CommunityId community, string title, string more, MemberId asker, DateTimeOffset now) =>
        new() { Id = id, Community = community, Title = title, More = more, Asker = asker, AskedAt = now };

    /// <summary>Somebody looks for it too; false when they had said so.</summary>
    public bool SeekToo(MemberId member, DateTimeOffset now)
    {
        if (member == Asker || Seekers.Exists(s => s.Member == member)) return false;
        Seekers.Add(new Seeker(Id, member, now));
        Changed();
        return true;
    }

    /// <summary>Something fulfils it; false when it did already.</summary>
    public bool Fulfil(ResourceId resource, MemberId giver, DateTimeOffset now)
    {
        if (Found.Exists(f => f.Resource == resource)) return false;
        Found.Add(new FoundResource(Id, resource, giver, now));
        FoundAt ??= now;
        Changed();
        return true;
    }

    /// <summary>Something that fulfilled it is gone.</summary>
    public void Lose(ResourceId resource)
    {
        if (Found.RemoveAll(f => f.Resource == resource) == 0) return;
        if (Found.Count == 0) FoundAt = null;
        Changed();
    }

    /// <summary>Somebody is forgotten, and what they wrote too where they wish so.</summary>
    public void Forget(MemberId person, bool wordsToo)
    {
        Seekers.RemoveAll(s => s.Member == person);
        foreach (var found in Found.Where(f => f.Giver == person)) found.ForgetGiver();
        if (Asker == person)
        {
            Asker = null;
            if (wordsToo) (Title, More) = ("Something that its asker no longer looks for", "");
        }

        Changed();
    }
}

/// <summary>What fulfilled a request, and who gave it.</summary>
[Shared]
public sealed class FoundResource(InformationRequestId request, ResourceId resource, MemberId? giver, DateTimeOffset at)
{
    /// <summary>Which request.</summary>
    public InformationRequestId Request { get; private set; } = request;

    /// <summary>What fulfilled it.</summary>
    public ResourceId Resource { get; private set; } = resource;

    /// <summary>Who gave it; null for somebody who left.</summary>
    public MemberId? Giver { get; private set; } = giver;

    /// <summary>When.</summary>
    public DateTimeOffset At { get; private set; } = at;

    internal void ForgetGiver() => Giver = null;
}

/// <summary>Somebody who looks for it too.</summary>
public sealed class Seeker(InformationRequestId request, MemberId member, DateTimeOffset since)
{
    /// <summary>Which request.</summary>
    public InformationRequestId Request { get; private set; } = request;

    /// <summary>Who.</summary>
    public MemberId Member { get; private set; } = member;

    /// <summary>Since when.</summary>
    public DateTimeOffset Since { get; private set; } = since;
}
