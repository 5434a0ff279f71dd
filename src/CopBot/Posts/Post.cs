using CopBot.Chat;
using CopBot.Communities;

namespace CopBot.Posts;

/// <summary>Handle of a post that a button may hold.</summary>
public readonly record struct PostId(Guid Value) : IId<PostId>
{
    /// <inheritdoc/>
    public static PostId From(Guid value) => new(value);
}

/// <summary>How a post may interrupt. Public posts never do; private ones differ in what they wait for.</summary>
public enum PostClass
{
    /// <summary>Stands where many read it and rings nobody.</summary>
    Public,

    /// <summary>Private and tied to this moment: <em>Remind me</em>, <em>Take my words back</em>. Never waits, is not counted.</summary>
    AtOnce,

    /// <summary>Private and asked for. Waits for the reader's hours, is not counted.</summary>
    Requested,

    /// <summary>Private and unasked. Waits for the reader's hours and their budget, and says why it came.</summary>
    Unasked,

    /// <summary>Stands where a few read it, who talk with each other there. Not counted: they wanted it.</summary>
    BetweenFew,
}

/// <summary>What is to stand on the board under a key.</summary>
public sealed class Post : INamesPerson
{
    /// <summary>Reads like a path: <c>problem/{id}/card</c>. Publishing it again revises it.</summary>
    public required string Key { get; init; }

    /// <summary>What <em>Show</em> holds.</summary>
    public PostId Id { get; init; } = new(Guid.NewGuid());

    /// <summary>The community that it belongs to; null for what concerns a person alone.</summary>
    public CommunityId? Community { get; set; }

    /// <summary>Who is to read it, as <see cref="ChatJson"/> writes it.</summary>
    public string Audience { get; set; } = "";

    /// <summary>The reader of a private post.</summary>
    public MemberId? Reader { get; set; }

    /// <summary>How it may interrupt.</summary>
    public PostClass Class { get; set; }

    /// <summary>What kind of unasked message it is, for <em>Less of this</em>.</summary>
    public string? Kind { get; set; }

    /// <summary>What it says, as <see cref="ChatJson"/> writes it; empty once withdrawn.</summary>
    public string Message { get; set; } = "";

    /// <summary>One line, for merged private messages.</summary>
    public string Summary { get; set; } = "";

    /// <summary>What the thread below it is called; null for a post that nobody is expected to talk below.</summary>
    public string? ThreadTitle { get; set; }

    /// <summary>Counts what it said. The store refuses to save over a revision that was not seen.</summary>
    public int Revision { get; set; }

    /// <summary>Not delivered before this.</summary>
    public DateTimeOffset NotBefore { get; set; }

    /// <summary>Not delivered for the first time after this.</summary>
    public DateTimeOffset? UselessAfter { get; set; }

    /// <summary>Taken away at this time, once delivered.</summary>
    public DateTimeOffset? VanishesAt { get; set; }

    /// <summary>Whether it is to stand no longer.</summary>
    public bool Withdrawn { get; set; }

    void INamesPerson.Rename(MemberId now)
    {
        if (ChatJson.Read<Audience>(Audience) is Posts.Audience.One one) Audience = ChatJson.Write<Audience>(one with { Member = now.Value });
    }
}

/// <summary>One post at one place. A post of everyone in a community has one on each platform.</summary>
public sealed class Delivery
{
    /// <summary>Which delivery.</summary>
    public Guid Id { get; init; } = InOrder.NewId();

    /// <summary>The post's key.</summary>
    public required string Key { get; init; }

    /// <summary>The workspace, so that one workspace's trouble does not delay another.</summary>
    public WorkspaceRef Workspace { get; set; }

    /// <summary>The place; null until a direct conversation or a thread has been opened.</summary>
    public Place? Place { get; set; }

    /// <summary>The account that a private post goes to.</summary>
    public UserRef? Recipient { get; set; }

    /// <summary>The delivery in whose thread this stands.</summary>
    public Guid? Parent { get; init; }

    /// <summary>How it may interrupt, copied from the post for the budget.</summary>
    public PostClass Class { get; init; }

    /// <summary>Its kind, copied from the post for <em>Less of this</em>.</summary>
    public string? Kind { get; init; }

    /// <summary>The reader of a private post, copied for the budget.</summary>
    public MemberId? Reader { get; init; }

    /// <summary>What is to stand there.</summary>
    public int WantedRevision { get; set; }

    /// <summary>What stands there; 0 for nothing yet.</summary>
    public int DeliveredRevision { get; set; }

    /// <summary>When something is to be done next; null when all is as wanted.</summary>
    public DateTimeOffset? DueAt { get; set; }

    /// <summary>Where it stands.</summary>
    public PostRef? StandsAt { get; set; }

    /// <summary>The thread below it, once there is one.</summary>
    public Place? Thread { get; set; }

    /// <summary>Whether the thread is to rest.</summary>
    public bool ThreadRests { get; set; }

    /// <summary>Counts how often it was taken away and published afresh, so that an old copy is never found in its place.</summary>
    public int Generation { get; set; }

    /// <summary>How it is going.</summary>
    public DeliveryState State { get; set; }

    /// <summary>Tries since the last success.</summary>
    public int Attempts { get; set; }

    /// <summary>Written before a first delivery is sent: while it is set, the outcome is unknown.</summary>
    public DateTimeOffset? AttemptedAt { get; set; }

    /// <summary>When it came to stand there, or in a merged message.</summary>
    public DateTimeOffset? DeliveredAt { get; set; }

    /// <summary>Who is working on it, and until when.</summary>
    [NotExported("It says what happens at this very moment.")]
    public string? LeasedBy { get; set; }

    /// <summary>When the lease ends by itself.</summary>
    [NotExported("It says what happens at this very moment.")]
    public DateTimeOffset? LeaseUntil { get; set; }

    /// <summary>Why it does not stand there, in words.</summary>
    public string? Trouble { get; set; }

    /// <summary>Written into the message on the platform, so that it can be found again.</summary>
    public string Nonce => Nonces.Of(Id, Generation);

    /// <summary>What was taken away is to stand again, as if it had never stood.</summary>
    public void StartAfresh(DateTimeOffset dueAt)
    {
        (StandsAt, Thread, AttemptedAt, DeliveredRevision) = (null, null, null, 0);
        Generation++;
        TryAgain(dueAt);
    }

    /// <summary>What was given up is to be tried again. Of one whose outcome is unknown it is still looked for first.</summary>
    public void TryAgain(DateTimeOffset dueAt)
    {
        State = StandsAt is null ? DeliveryState.Waiting : DeliveryState.Standing;
        (DueAt, Attempts, Trouble) = (dueAt, 0, null);
    }
}

/// <summary>How a delivery is going.</summary>
public enum DeliveryState
{
    /// <summary>Not there yet.</summary>
    Waiting,

    /// <summary>It stands there.</summary>
    Standing,

    /// <summary>Its reader got a summary line and <em>Show</em> in a message with others.</summary>
    Merged,

    /// <summary>It had become useless, or its reader wanted no more of it.</summary>
    Dropped,

    /// <summary>It was taken away.</summary>
    Removed,

    /// <summary>The platform will not take it; somebody must look.</summary>
    Undeliverable,
}

internal static class InOrder
{
    private static readonly Lock Gate = new();
    private static UInt128 _last;

    /// <summary>
    /// An id that comes after all that this process made before, also within the same millisecond: what one request publishes
    /// at a place stands there in that order.
    /// </summary>
    public static Guid NewId()
    {
        Span<byte> bytes = stackalloc byte[16];
        Guid.CreateVersion7().TryWriteBytes(bytes, bigEndian: true, out _);
        lock (Gate)
        {
            var id = System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(bytes);
            _last = id > _last ? id : _last + 1;
            System.Buffers.Binary.BinaryPrimitives.WriteUInt128BigEndian(bytes, _last);
        }

        return new Guid(bytes, bigEndian: true);
    }
}

internal static class Nonces
{
    /// <summary>Ten characters: short enough for Discord's custom_id beside an action, and its nonce of 25.</summary>
    public static string Of(Guid delivery, int generation)
    {
        Span<byte> input = stackalloc byte[20];
        delivery.TryWriteBytes(input);
        BitConverter.TryWriteBytes(input[16..], generation);
        return System.Buffers.Text.Base64Url.EncodeToString(System.Security.Cryptography.SHA256.HashData(input).AsSpan(0, 8))[..10];
    }
}
