using CopBot.Chat;
using CopBot.Communities;
using CopBot.Dispatch;

namespace CopBot.Tests.Features;

/// <summary>People and communities for looking at cards, some with the longest words there are.</summary>
internal static class Somebody
{
    public static readonly DateTimeOffset Now = new(2027, 3, 9, 14, 5, 0, TimeSpan.Zero);
    public static readonly WorkspaceRef Workspace = new(new Platform("playground"), "room");
    public static readonly Place Where = new(new ChannelRef(Workspace, "practice"));
    private static readonly TimeZoneInfo Longest = TimeZoneInfo.GetSystemTimeZones().MaxBy(z => z.Id.Length)!;

    public static Caller Short(Role roles = Role.Member) => Of("Anna", Travel(), roles);

    public static Caller Long(Role roles = Role.Member)
    {
        var caller = Of(Words(500), Community.Found(Words(Community.NameMaxLength), Words(Community.DomainMaxLength), Longest, Workspace, Now), roles);
        caller.Member.Work(Longest, new(0, 0), new(23, 59), WorkDays.Monday | WorkDays.Wednesday | WorkDays.Friday | WorkDays.Sunday);
        foreach (var kind in Enumerable.Range(0, 12)) caller.Member.WantLessOf($"news of kind {kind}, which is told at some length");
        return caller;
    }

    public static Community Travel() => Community.Found("Travel", "Travelling with little.", Zones.Stored("Europe/Lisbon"), Workspace, Now);

    public static IReadOnlyList<Member> Crowd(int of, int nameLength = 200) => [.. Enumerable.Range(0, of).Select(i => Member.Meet(new UserRef(Workspace, $"u{i}"), Words(nameLength - 3) + i, null))];

    public static string Words(int length) => string.Concat(Enumerable.Repeat("Ünïcode @everyone <!channel> 🧭 ", (length / 20) + 1))[..length];

    private static Caller Of(string name, Community community, Role roles)
    {
        var user = new UserRef(Workspace, "anna");
        return new Caller(Member.Meet(user, name, null), user, Where, roles, community, RunsWorkspace: false) { JoinedAt = Now };
    }
}
