using CopBot.Chat;

namespace CopBot.Features.Meetings;

internal static class MeetingRefusals
{
    public static readonly Refusal Gone = new("meeting-gone", $"This meeting is no longer here.");
    public static readonly Refusal SeriesGone = new("meeting-series-gone", $"This series is no longer here. One that was not started is kept for seven days.");
    public static readonly Refusal StartedAlready = new("meeting-started", $"This series has been started already. /cop meet list shows it.");
    public static readonly Refusal NotRunning = new("meeting-not-running", $"This series does not meet at present, so it cannot be paused.");
    public static readonly Refusal NotPaused = new("meeting-not-paused", $"This series is not paused.");
    public static readonly Refusal Ended = new("meeting-ended", $"This series has ended. /cop meet new begins another.");
    public static readonly Refusal NotPlanned = new("meeting-not-planned", $"This meeting was skipped or is over, so that cannot be done any more.");
    public static readonly Refusal NotSkipped = new("meeting-not-skipped", $"This meeting was not skipped.");
    public static readonly Refusal Begun = new("meeting-begun", $"This meeting has begun already, so it can no longer be skipped or moved.");
    public static readonly Refusal NotBegun = new("meeting-not-begun", $"This meeting has not begun yet. Wrap it up when it is over.");
    public static readonly Refusal Over = new("meeting-over", $"This meeting is over or will not be. /cop meet list shows the next ones.");
    public static readonly Refusal NotYours = new("meeting-not-yours", $"Only its host, whoever keeps the series going, or a coordinator can do this.");
    public static readonly Refusal NoHome = new("meeting-no-home", $"This community has no home channel yet, so there is nowhere to announce it. A coordinator sets one with /cop setup. What you typed is kept.");
    public static readonly Refusal NoMeeting = new("meeting-none", $"No meeting is planned. A coordinator begins a series with /cop meet new.");
    public static readonly Refusal NothingAnswered = new("meeting-no-answer", $"You have not answered for this meeting.");
    public static readonly Refusal NeedsRule = new("meeting-needs-rule", $"Please write the rule first: press “My own rule” below.");
    public static readonly Refusal NobodyElse = new("meeting-nobody-else", $"Nobody else has offered to host, so you stay the host. You can hand over to somebody, or skip this one.");
    public static readonly Refusal NotHost = new("meeting-not-host", $"You are not the host of this meeting.");
    public static readonly Refusal NoPerson = new("meeting-no-person", $"CopBot does not find this person in the workspace, or it is an app.");
}
