using System.ComponentModel.DataAnnotations;
using System.Globalization;
using CopBot.Chat;
using CopBot.Communities;
using CopBot.Dispatch;

namespace CopBot.Features.Me;

/// <summary>Somebody wants to change their clock.</summary>
[Action("me-clock"), WithoutCommunity]
public sealed record ChangeMyClock : IAction;

/// <summary>Somebody's clock: where they are and when they work.</summary>
[Form("me-clock-form", "My clock", Submit = "Save"), WithoutCommunity]
public sealed record MyClockForm : IForm
{
    /// <summary>Their zone, by city or IANA name.</summary>
    [Display(Name = "Your time zone, as a city", Description = "A large city in your zone, such as Lisbon or New York."), Required, StringLength(64)]
    public string Zone { get; init; } = "";

    /// <summary>When their day opens.</summary>
    [Display(Name = "Your day begins at", Description = "On the 24-hour clock, such as 09:00."), Required, StringLength(10)]
    public string From { get; init; } = "";

    /// <summary>When it closes.</summary>
    [Display(Name = "Your day ends at", Description = "On the 24-hour clock, such as 18:00. Later than it begins."), Required, StringLength(10)]
    public string Until { get; init; } = "";

    /// <summary>Their working days.</summary>
    [Display(Name = "Your working days"), Required(ErrorMessage = "Please choose at least one day. If you want to be left in peace, press Stop under /cop me.")]
    public Weekday[] Days { get; init; } = [];
}

internal sealed class ChangeMyClockOpener : IOpen<ChangeMyClock, MyClockForm>
{
    public Task<Opening<MyClockForm>> Open(ChangeMyClock request, Caller caller, CancellationToken stop)
    {
        var hours = caller.Hours;
        var known = caller.Member.Zone is not null || caller.CommunityOrNone is not null;
        return Task.FromResult<Opening<MyClockForm>>(new MyClockForm
        {
            Zone = known ? hours.Zone.Id : "",
            From = hours.Start.ToString("HH:mm", CultureInfo.InvariantCulture),
            Until = hours.End.ToString("HH:mm", CultureInfo.InvariantCulture),
            Days = hours.Days.AsWeekdays(),
        });
    }
}

internal sealed class MyClockHandler(MyCards cards) : IHandle<MyClockForm>
{
    private static readonly string[] Written = ["H:mm", "HH:mm", "H.mm", "HH.mm", "HHmm", "HH", "%H"];

    public async Task<Answer> Handle(MyClockForm request, Caller caller, CancellationToken stop)
    {
        var wrong = new Dictionary<string, string>(StringComparer.Ordinal);
        var zone = Zones.Find(request.Zone);
        var from = Read(request.From);
        var until = Read(request.Until);
        if (zone is null) wrong[nameof(request.Zone)] = MeRefusals.UnknownZone(request.Zone);
        if (from is null) wrong[nameof(request.From)] = MeRefusals.UnknownTime;
        if (until is null) wrong[nameof(request.Until)] = MeRefusals.UnknownTime;
        if (until <= from) wrong[nameof(request.Until)] = MeRefusals.EndsBeforeItBegins;
        if (wrong.Count > 0) return new Answer.Invalid(wrong);

        caller.Member.Work(zone!, from!.Value, until!.Value, request.Days.AsWorkDays());
        return Answer.ShowInstead(await cards.OfAsync(caller, $"Saved. This is your clock now.", stop));
    }

    private static TimeOnly? Read(string typed) =>
        TimeOnly.TryParseExact(typed.Trim(), Written, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;
}
