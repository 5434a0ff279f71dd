using System.Globalization;

namespace CopBot.SlackEmulator.World;

/// <summary>One workspace: people, conversations, files and what each person has open.</summary>
public sealed class SlackWorkspace
{
    private readonly TimeProvider _clock;
    private readonly Ids _ids;
    private long _lastMicro;

    internal SlackWorkspace(string id, string domain, TimeProvider clock, Ids ids)
    {
        Id = id;
        Domain = domain;
        _clock = clock;
        _ids = ids;
    }

    public string Id { get; }
    public string Domain { get; }
    public List<SlackUser> Users { get; } = [];
    public List<SlackChannel> Channels { get; } = [];
    public List<SlackFile> Files { get; } = [];
    public List<Installation> Installations { get; } = [];

    /// <summary>Open modals by person, the top one last.</summary>
    internal Dictionary<string, List<SlackView>> Modals { get; } = new(StringComparer.Ordinal);

    /// <summary>Published Home tabs by app and person.</summary>
    internal Dictionary<(string App, string User), SlackView> Homes { get; } = [];

    /// <summary>Adds a member; the handle is what others type after @.</summary>
    public SlackUser AddUser(string handle, string? realName = null, string? timeZone = "UTC", bool admin = false)
    {
        var user = new SlackUser(_ids.Next("U"), Id, handle)
        {
            RealName = realName ?? handle,
            TimeZone = timeZone,
            IsAdmin = admin,
            Updated = _clock.GetUtcNow(),
        };
        Users.Add(user);
        foreach (var general in Channels.Where(channel => channel.IsGeneral))
            general.Members.Add(user.Id);
        return user;
    }

    /// <summary>Someone from another workspace who meets this one in a shared channel.</summary>
    public SlackUser AddStranger(string handle)
    {
        var user = AddUser(handle);
        user.IsStranger = true;
        user.TeamId = _ids.Next("T");
        return user;
    }

    public SlackChannel AddChannel(string name, ChannelKind kind = ChannelKind.Public, params IEnumerable<SlackUser> members)
    {
        var channel = new SlackChannel(_ids.Next("C"), name, kind, _clock.GetUtcNow());
        channel.Members.AddRange(members.Select(member => member.Id));
        Channels.Add(channel);
        return channel;
    }

    public SlackUser? User(string? id) => Users.Find(user => user.Id == id || user.Handle == id);

    public SlackChannel? Channel(string? id) =>
        Channels.Find(channel => channel.Id == id) ?? Channels.Find(channel => channel.Name.Length > 0 && (channel.Name == id || "#" + channel.Name == id));

    /// <summary>The direct conversation between these people; made when there is none.</summary>
    internal (SlackChannel Channel, bool Existed) Direct(IReadOnlyList<SlackUser> people)
    {
        var kind = people.Count > 2 ? ChannelKind.Mpim : ChannelKind.Im;
        var ids = people.Select(person => person.Id).Distinct(StringComparer.Ordinal).ToArray();
        var found = Channels.Find(channel => channel.Kind == kind && channel.Members.Count == ids.Length && ids.All(channel.Members.Contains));
        if (found is not null)
            return (found, true);
        var name = kind == ChannelKind.Mpim ? "mpdm-" + string.Join("--", people.Select(person => person.Handle)) + "-1" : "";
        var made = new SlackChannel(_ids.Next(kind == ChannelKind.Im ? "D" : "G"), name, kind, _clock.GetUtcNow());
        made.Members.AddRange(ids);
        Channels.Add(made);
        return (made, false);
    }

    internal SlackView? View(string? id) => Modals.Values.SelectMany(stack => stack).Concat(Homes.Values).FirstOrDefault(view => view.Id == id);

    internal List<SlackView> Stack(SlackUser user)
    {
        if (!Modals.TryGetValue(user.Id, out var stack))
            Modals[user.Id] = stack = [];
        return stack;
    }

    // A ts is both time and identity: strings of six decimals that never repeat and never run backwards within a workspace.
    internal string NextTs()
    {
        var micro = (_clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / 10;
        _lastMicro = Math.Max(micro, _lastMicro + 1);
        return string.Create(CultureInfo.InvariantCulture, $"{_lastMicro / 1_000_000}.{_lastMicro % 1_000_000:D6}");
    }
}

/// <summary>Ids in Slack's shape, counted so that runs are alike.</summary>
internal sealed class Ids
{
    private int _last;

    public string Next(string prefix) => string.Create(CultureInfo.InvariantCulture, $"{prefix}0{prefix}{Interlocked.Increment(ref _last):D7}");

    public int Count() => Interlocked.Increment(ref _last);
}
