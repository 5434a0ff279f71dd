using CopBot.Chat;
using CopBot.Features.Meetings;
using CopBot.TestKit;
using Xunit;

namespace CopBot.Tests.Features.Meetings;

/// <summary>What people are shown around meetings reads as it was approved, and fits whatever was typed.</summary>
public sealed class MeetingCardsTests
{
    [Fact]
    public async Task From_the_preview_to_the_reminder_everything_reads_as_approved()
    {
        await using var world = await World.StartAsync();
        var (carla, anna, ben) = (world.Someone("carla"), world.Someone("anna"), world.Someone("ben"));
        Drawn.Reads(await carla.Uses("meet list"), "no-meetings");
        var opened = await carla.Uses("meet new");
        Drawn.Reads(opened.Form!.View, "form-series");
        var preview = await carla.Submits(opened, ("Title", "Repair evening"), ("First", "2027-03-16 16:00"), ("Length", "Hour"), ("Place", "https://meet.example/room"));
        Drawn.Reads(preview, "preview");
        Drawn.Reads(await carla.Presses("Fairer times", preview), "fair-times");
        Drawn.Reads((await carla.Presses("Rule, zone, places", preview)).Form!.View, "form-more");
        Drawn.Reads(await carla.Presses("Start the series", preview), "started");
        await world.MoveToAsync(new DateTimeOffset(2027, 3, 10, 10, 0, 0, TimeSpan.Zero));

        Drawn.Reads(await anna.Presses("Going", world.Meeting()), "going");
        Drawn.Reads(await ben.Presses("Remind me", world.Meeting()), "remind");
        await ben.Presses("Maybe", world.Meeting());
        Drawn.Reads(world.Meeting(), "card");
        Drawn.Reads(await carla.Uses("meet list"), "list");
        var more = await carla.Presses("More", world.Meeting());
        Drawn.Reads(more, "choices-of-a-coordinator");
        Drawn.Reads(await anna.Presses("More", world.Meeting()), "choices");
        Drawn.Reads(await carla.Presses("The whole series", more), "series");
        Drawn.Reads((await carla.Presses("Skip this one", more)).Form!.View, "form-skip");
        Drawn.Reads((await carla.Presses("Move this one", more)).Form!.View, "form-move");
        Drawn.Reads((await carla.Presses("Hand this one over", more)).Form!.View, "form-hand-over");
        Drawn.Reads((await carla.Presses("Hand over", await carla.Presses("The whole series", more))).Form!.View, "form-hand-over-series");
        Drawn.Reads((await carla.Uses("handover")).Form!.View, "form-handover");
        Drawn.Reads(await carla.Submits(await carla.Presses("Change from here on", more), ("First", "2027-03-17 17:00")), "change");
        var item = await ben.Presses("Add item", world.Meeting());
        Drawn.Reads(item.Form!.View, "form-item");
        Drawn.Reads(await ben.Submits(item, ("Title", "A name for the van"), ("Minutes", "10")), "item-added");
        Drawn.Reads(await carla.Presses("Show agenda", world.Meeting()), "agenda");
        var editing = await carla.Presses("Edit the agenda", await carla.Presses("Show agenda", world.Meeting()));
        Drawn.Reads(editing, "agenda-edited");
        Drawn.Reads((await world.ChoosesAsync(carla, editing, "Take it off …", "1.")).Form!.View, "form-drop");
        await carla.Submits(await carla.Presses("Move this one", more), ("When", "2027-03-16 18:00"), ("Reason", "The hall is taken."));
        await world.MoveAsync(TimeSpan.FromMinutes(2));
        Drawn.Reads(anna.LatestMail, "news-moved");
        await world.MoveToAsync(new DateTimeOffset(2027, 3, 15, 10, 0, 0, TimeSpan.Zero));
        Drawn.Reads(carla.LatestMail, "agenda-draft");
        await world.MoveToAsync(new DateTimeOffset(2027, 3, 16, 16, 30, 0, TimeSpan.Zero));
        Drawn.Reads(ben.LatestMail, "reminder");
    }

    [Fact]
    public async Task From_its_beginning_to_the_recap_a_meeting_reads_as_approved()
    {
        await using var world = await World.StartAsync();
        var (carla, anna, ben, eve) = (world.Someone("carla"), world.Someone("anna"), world.Someone("ben"), world.Someone("eve"));
        await world.MeetsAsync(carla, place: "https://meet.example/room");
        var card = world.Meeting();
        await anna.Presses("Going", card);
        await ben.Presses("Going", card);
        await ben.Submits(await ben.Presses("Add item", card), ("Title", "A name for the van"), ("Minutes", "10"));

        await world.MoveToAsync(new DateTimeOffset(2027, 1, 19, 15, 0, 0, TimeSpan.Zero));
        var begins = world.PostsBelow(card)[^1];
        Drawn.Reads(begins, "begins");
        Drawn.Reads(await carla.Submits(await carla.Presses("Bring a case", begins), ("Case", "Nobody comes on Mondays"), ("Who", anna.Ref.ToString()), ("Guest", eve.Ref.ToString())), "clinic-begun");
        Drawn.Reads(eve.LatestMail, "clinic-guest");
        Drawn.Reads(world.PostsBelow(card)[^1], "clinic-1-frame");
        await world.MoveAsync(TimeSpan.FromMinutes(5));
        Drawn.Reads(world.PostsBelow(card)[^2], "clinic-1-over");
        Drawn.Reads(world.PostsBelow(card)[^1], "clinic-2-questions");
        await anna.Presses("Stop the clock", world.PostsBelow(card)[^1]);
        Drawn.Reads(world.PostsBelow(card)[^1], "clinic-2-stopped");
        await anna.Presses("Go on", world.PostsBelow(card)[^1]);
        Drawn.Reads(world.PostsBelow(card)[^1], "clinic-3-experiences");
        await anna.Presses("Go on", world.PostsBelow(card)[^1]);
        Drawn.Reads(world.PostsBelow(card)[^1], "clinic-4-options");
        await anna.Presses("Go on", world.PostsBelow(card)[^1]);
        Drawn.Reads(world.PostsBelow(card)[^1], "clinic-5-will-try");
        Drawn.Reads(await anna.Submits(await anna.Presses("Say what I will try", world.PostsBelow(card)[^1]), ("WillTry", "Move it to Thursday"), ("Day", "2027-01-26")), "clinic-tried");
        Drawn.Reads(world.PostsBelow(card)[^1], "clinic-6-over");

        await world.MoveToAsync(new DateTimeOffset(2027, 1, 19, 16, 1, 0, TimeSpan.Zero));
        Drawn.Reads(world.Room.Find(card.Post)!, "card-over");
        Drawn.Reads(carla.LatestMail, "wrap-up-asked");
        var recap = await carla.Submits(await carla.Presses("Wrap up", carla.LatestMail), ("Decided", "The van is called Käthe."), ("Doing", "Ben: paints the name by 2027-02-12\nZora: buys paint"), ("Revisit", "Parking for the van"));
        Drawn.Reads(recap, "recap-before-it-goes");
        await world.MoveAsync(TimeSpan.FromMinutes(30));
        Drawn.Reads(world.PostsBelow(card)[^1], "recap");
        Drawn.Reads(ben.LatestMail, "recap-with-a-promise");
        await anna.Presses("Going", world.Meeting());
        Drawn.Reads(await carla.Submits(await carla.Presses("Skip this one", await carla.Presses("More", world.Meeting())), ("Reason", "Everybody is at the fair.")), "skipped");
        Drawn.Reads(world.Meeting(), "card-skipped");
        await world.MoveAsync(TimeSpan.FromMinutes(2));
        Drawn.Reads(anna.LatestMail, "news-skipped");
    }

    [Fact]
    public void The_forms_during_and_after_a_meeting_read_as_approved()
    {
        Drawn.Reads(FormSchema.View(new CaseForm()), "form-case");
        Drawn.Reads(FormSchema.View(new WillTryForm()), "form-try");
        Drawn.Reads(FormSchema.View(new WrapUpForm { Decided = "The van is called Käthe.", Doing = "Ben: paints the name by 2027-03-24" }), "form-wrap-up");
    }

    [Fact]
    public void Every_card_fits_with_the_longest_words()
    {
        var now = Somebody.Now;
        var caller = Somebody.Long();
        var series = Series.Prepare(new SeriesId(Guid.NewGuid()), caller.Community.Id, caller.Member.Id, now);
        series.Describe(Somebody.Words(Series.TitleMaxLength), Somebody.Words(Series.PlaceMaxLength), new DateTime(2027, 3, 16, 16, 0, 0), RepeatRule.Stored("FREQ=WEEKLY;BYDAY=TU"), TimeZoneInfo.FindSystemTimeZoneById("America/Argentina/ComodRivadavia"), 60);
        var meeting = Meeting.Plan(series, series.Slots(DateOnly.MinValue).First(), caller.Member.Id);
        var crowd = Somebody.Crowd(40);
        foreach (var (one, i) in crowd.Select((m, i) => (m, i))) meeting.Take(one.Id, (Attendance)(i % 3), now);
        Assert.Null(meeting.Move(meeting.StartsAt.AddHours(1), Somebody.Words(Series.PlaceMaxLength), Somebody.Words(Meeting.ReasonMaxLength), now));
        var names = crowd.Append(caller.Member).ToDictionary(m => m.Id, m => m.Person);
        var items = Enumerable.Range(1, 30).Select(n => AgendaItem.Add(series, Somebody.Words(AgendaItem.TitleMaxLength), caller.Member.Id, n, now).Of("x", null, "it was to be done by now")).ToList();

        Assert.All(
            new[]
            {
                MeetingCard.Render(meeting, series, names, now),
                AgendaCard.Draft(meeting, series, items, names),
                AgendaCard.Published(meeting, series, items, names),
                AgendaCard.Edited(series, items, names, $"Done.", new Button("Undo", new ItemBack(items[0].Id))),
                AgendaCard.Looked(meeting, series, items, names, items.ToDictionary(i => i.Id, _ => new LinkButton(Somebody.Words(40), new Uri("https://example.org/"))), steers: true),
                MeetingNotes.Reminder(meeting, series, items, names, null),
                MeetingNotes.WrapUp(meeting, series, names),
                MeetingNotes.Begins(meeting, series),
            },
            message => Assert.Empty(Limits.Broken(message)));
    }
}
