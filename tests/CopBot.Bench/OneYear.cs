using System.Diagnostics;
using System.Globalization;
using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Data.Sqlite;
using CopBot.Features.Problems;
using CopBot.Sweeps;
using CopBot.TestKit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CopBot.Bench;

/// <summary>
/// A community's year, as fast as it goes: every working day people ask, advise, try and tell, and everything that falls due
/// on the way happens. What the bot holds in memory is looked at after each month. The platform forgets all it is told.
/// </summary>
internal sealed class OneYear
{
    private const int People = 200;
    private const int QuestionsADay = 5;
    private static readonly DateTimeOffset Begins = new(2027, 1, 4, 9, 0, 0, TimeSpan.Zero);
    private readonly ManualClock _clock = new(Begins);
    private readonly Chatter _words = new();
    private readonly ForgetfulPlatform _platform = new();
    private readonly Place _home;
    private int _event;

    private OneYear() => _home = new Place(new ChannelRef(_platform.Workspace, "home"));

    /// <summary>Lives it and prints a table.</summary>
    public static async Task PrintAsync(string folder, TextWriter output)
    {
        var year = new OneYear();
        var file = Path.Combine(folder, "year.db");
        await FreshDatabase.MakeAsync(file);
        var services = new ServiceCollection();
        services.AddLogging().AddSingleton<TimeProvider>(year._clock).AddSingleton<IChatPlatform>(year._platform).AddCopBot(Database.InFile(file));
        await using var bot = services.BuildServiceProvider();
        await year.FoundAsync(bot);

        await output.WriteLineAsync("| after | problems stored | told to the platform | managed memory after a collection (MiB) | resident (MiB) | database (MiB) |\n|---|---|---|---|---|---|");
        for (var month = 1; month <= 12; month++)
        {
            while (year._clock.GetUtcNow() < Begins.AddMonths(month)) await year.DayAsync(bot);

            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            using var self = Process.GetCurrentProcess();
            var stored = await InStoreAsync(bot, db => db.Problems.CountAsync());
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"| month {month} | {stored:N0} | {year._platform.Told:N0} | {GC.GetTotalMemory(forceFullCollection: true) / 1048576.0:0.0} | {self.WorkingSet64 / 1048576.0:0} | {new FileInfo(file).Length / 1048576.0:0} |"));
        }
    }

    private async Task FoundAsync(ServiceProvider bot)
    {
        await using var scope = bot.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CopBotDb>();
        var community = Community.Found("A year", "Whatever comes up in a year.", TimeZoneInfo.Utc, _platform.Workspace, Begins);
        community.SettleIn(_home.Channel, "home");
        db.Add(community);
        await db.SaveChangesAsync();
    }

    private async Task DayAsync(ServiceProvider bot)
    {
        var forward = bot.GetRequiredService<FastForward>();
        var inbox = bot.GetRequiredService<IInbox>();
        if (_clock.GetUtcNow().DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))
        {
            for (var i = 0; i < QuestionsADay; i++) await AskAndBeHelpedAsync(inbox, forward);
        }

        await forward.MoveAsync(new DateTimeOffset(_clock.GetUtcNow().UtcDateTime.Date.AddDays(1).AddHours(9), TimeSpan.Zero), _clock.Set, CancellationToken.None);
    }

    private async Task AskAndBeHelpedAsync(IInbox inbox, FastForward forward)
    {
        var (asker, helper) = (Somebody(), Somebody());
        var preview = await inbox.AnswerAsync(Sent(asker, new ProblemForm { Title = _words.Question(), Tried = _words.Account(), Topics = _words.Topics() }), CancellationToken.None);
        await PressAsync(inbox, asker, Button(preview, "Post"));
        await forward.SettleAsync(CancellationToken.None);

        var thread = _platform.LastThread;
        var reply = new SourceMessage(new PostRef(thread, NextEvent()), helper, helper.Id, _words.Account(), _clock.GetUtcNow());
        await inbox.AnswerAsync(new MessageSeen(NextEvent(), reply), CancellationToken.None);
        var marking = await inbox.OpenAsync(new MessageActionUsed(NextEvent(), asker, thread, "reply", "helped", reply), CancellationToken.None);
        if (marking.Form is { } form) await inbox.AnswerAsync(new FormSent(NextEvent(), asker, thread, "reply", form.Token, form.Values), CancellationToken.None);
        await forward.MoveAsync(_clock.GetUtcNow().AddMinutes(5), _clock.Set, CancellationToken.None);

        // Whoever was asked what came of it answers.
        foreach (var (who, worked) in _platform.TakeQuestions()) await PressAsync(inbox, who, worked);
        await forward.SettleAsync(CancellationToken.None);
    }

    private UserRef Somebody() => new(_platform.Workspace, string.Create(CultureInfo.InvariantCulture, $"person{_event++ * 7 % People}"));

    private string NextEvent() => string.Create(CultureInfo.InvariantCulture, $"event{_event++}");

    private FormSent Sent(UserRef by, ProblemForm form)
    {
        var view = FormSchema.View(form);
        return new FormSent(NextEvent(), by, _home, "reply", view.Token, view.Values);
    }

    private Task<Answer> PressAsync(IInbox inbox, UserRef by, string action) => inbox.AnswerAsync(new ControlUsed(NextEvent(), by, _home, "reply", action), CancellationToken.None);

    private static string Button(Answer answer, string label) =>
        answer is Answer.Replace { Message: var shown } && ForgetfulPlatform.ButtonsOf(shown).FirstOrDefault(b => b.Label.StartsWith(label, StringComparison.Ordinal)) is { Label: not null } button
            ? button.Action
            : throw new InvalidOperationException($"No button {label} in {answer}");

    private static async Task<T> InStoreAsync<T>(ServiceProvider bot, Func<CopBotDb, Task<T>> look)
    {
        await using var scope = bot.CreateAsyncScope();
        return await look(scope.ServiceProvider.GetRequiredService<CopBotDb>());
    }
}
