using System.ComponentModel.DataAnnotations;
using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Dispatch;

namespace CopBot.Features.Setup;

/// <summary>A coordinator wants to change the community's working days.</summary>
[Action("setup-days"), Needs(Role.Coordinator)]
public sealed record ChangeWorkingDays : IAction;

/// <summary>A community's working days.</summary>
[Form("setup-days-form", "Working days", Submit = "Save"), Needs(Role.Coordinator)]
public sealed record WorkingDaysForm : IForm
{
    /// <summary>The days.</summary>
    [Display(Name = "On which days do people here work?", Description = "For members who set none of their own. On other days CopBot waits."), Required(ErrorMessage = "Please choose at least one day.")]
    public Weekday[] Days { get; init; } = [];
}

internal sealed class ChangeWorkingDaysHandler(CopBotDb db) : IOpen<ChangeWorkingDays, WorkingDaysForm>, IHandle<WorkingDaysForm>
{
    public Task<Opening<WorkingDaysForm>> Open(ChangeWorkingDays request, Caller caller, CancellationToken stop) =>
        Task.FromResult<Opening<WorkingDaysForm>>(new WorkingDaysForm { Days = caller.Community.Days.AsWeekdays() });

    public async Task<Answer> Handle(WorkingDaysForm request, Caller caller, CancellationToken stop)
    {
        caller.Community.WorkOn(request.Days.AsWorkDays());
        return Answer.ShowInstead(SetupCards.Checklist(caller.Community, await db.CoordinatorsOfAsync(caller.Community, stop), caller.Where.Channel, $"Saved. Members who set their own days keep them."));
    }
}
