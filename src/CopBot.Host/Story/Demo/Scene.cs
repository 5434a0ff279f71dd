using System.Globalization;
using CopBot.Chat;
using CopBot.Communities;
using CopBot.Features.Experiences;
using CopBot.Features.Library;
using CopBot.Features.Directory;
using CopBot.Features.Outcomes;
using CopBot.Features.Problems;
using CopBot.Features.Setup;
using CopBot.Playground;
using CopBot.Sweeps;

namespace CopBot.Host;

/// <summary>
/// What people of the demo do, by the gestures that everybody has: commands, presses, forms, replies. After each the bot
/// brings everything to its place, so that the next one sees what a person would see.
/// </summary>
internal sealed class Scene(Room room, PlaygroundPeople people, FastForward forward, StoryClock clock, CancellationToken stop)
{
    private static readonly TimeZoneInfo London = Zones.Stored("Europe/London");
    private readonly DateOnly _firstDay = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(clock.Time.GetUtcNow(), London).DateTime);

    /// <summary>Lets time pass until a time of day in London, some days after the beginning.</summary>
    public Task Until(int day, string time) => forward.MoveAsync(
        Hours.Instant(_firstDay.AddDays(day).ToDateTime(TimeOnly.Parse(time, CultureInfo.InvariantCulture)), London), clock.Set, stop);

    /// <summary>The day some days after the beginning, as a form takes it.</summary>
    public DateOnly Day(int day) => _firstDay.AddDays(day);

    /// <summary>Somebody who runs the workspace sets the community up, and settles it in its home.</summary>
    public async Task SetsUp(string who, CommunityForm community)
    {
        var checklist = Shown(await As(who).SubmitAsync(community, Demo.Home, stop: stop));
        await As(who).PressAsync(ActionCodec.Encode(new SettleHere()), checklist, stop: stop);
    }

    /// <summary>Somebody writes in a channel.</summary>
    public Task Says(string who, string channel, string words) => As(who).SayAsync(new Place(Room.Channel(channel)), words, stop: stop);

    /// <summary>Somebody asks how to solve something; the card that stands then.</summary>
    public async Task<RoomMessage> Asks(string who, ProblemForm problem)
    {
        var preview = Shown(await As(who).SubmitAsync(problem, Demo.Home, stop: stop));
        await As(who).PressAsync(preview.ActionOf("Post it"), preview, stop: stop);
        await SettleAsync();
        return room.In(Demo.Home).Last(m => m.Author == Room.Bot && m.Shows!.Blocks.OfType<Heading>().Any(h => h.Words == problem.Title));
    }

    /// <summary>Somebody writes below a card.</summary>
    public async Task<RoomMessage> Replies(string who, RoomMessage card, string words)
    {
        var said = await As(who).SayAsync(card.Thread, words, stop: stop);
        await SettleAsync();
        return said.Said ?? throw new InvalidOperationException($"{who} could not reply");
    }

    /// <summary>Somebody presses a button of a card.</summary>
    public async Task Presses(string who, string label, RoomMessage card)
    {
        await As(who).PressAsync(room.Find(card.Post)!.ActionOf(label), card.Post, stop: stop);
        await SettleAsync();
    }

    /// <summary>The asker marks a reply as what helped.</summary>
    public async Task Marks(string who, RoomMessage reply, string willTry, WhenKnown when, DateOnly? day = null)
    {
        var form = Opened(await As(who).UseMessageActionAsync("helped", reply.Post, stop: stop));
        await As(who).SubmitAsync(form, Answers(new WhatHelpedForm { WillTry = willTry, When = when, Day = day }), stop: stop);
        await SettleAsync();
    }

    /// <summary>Somebody with the same problem asks, is shown what helped before, and tries that instead.</summary>
    public async Task FindsAdvice(string who, ProblemForm problem, string willTry, WhenKnown when)
    {
        var preview = Shown(await As(who).SubmitAsync(problem, Demo.Home, stop: stop));
        var form = Opened(await As(who).PressAsync(preview.ActionOf("This helps"), preview, stop: stop));
        await As(who).SubmitAsync(form, Answers(new TryAdviceForm { WillTry = willTry, When = when }), stop: stop);
        await SettleAsync();
    }

    /// <summary>Somebody answers the question about what came of it, and adds a line.</summary>
    public async Task Tells(string who, string result, string line)
    {
        var question = room.DirectTo(As(who).Ref).Last(m => m.Shows!.AllControls.OfType<Button>().Any(b => b.Label == result));
        var thanks = Shown(await As(who).PressAsync(question.ActionOf(result), question.Post, stop: stop));
        var form = Opened(await As(who).PressAsync(thanks.ActionOf("Add a line"), thanks, stop: stop));
        await As(who).SubmitAsync(form, Answers(new OutcomeLineForm { Line = line }), stop: stop);
        await SettleAsync();
    }

    /// <summary>Somebody asks who has been through something; the card that stands then.</summary>
    public async Task<RoomMessage> AsksForExperiences(string who, ExperienceRequestForm question)
    {
        await As(who).SubmitAsync(question, Demo.Home, stop: stop);
        await SettleAsync();
        return room.In(Demo.Home).Last(m => m.Author == Room.Bot && m.Shows!.Blocks.OfType<Heading>().Any(h => h.Words == question.Title));
    }

    /// <summary>Somebody tells what they had.</summary>
    public async Task TellsExperience(string who, RoomMessage card, ExperienceForm experience)
    {
        var form = Opened(await As(who).PressAsync(room.Find(card.Post)!.ActionOf("I have"), card.Post, stop: stop));
        await As(who).SubmitAsync(form, Answers(experience), stop: stop);
        await SettleAsync();
    }

    /// <summary>Somebody puts something into the library.</summary>
    public async Task Saves(string who, SaveForm thing)
    {
        await As(who).SubmitAsync(thing, Demo.Home, stop: stop);
        await SettleAsync();
    }
    /// <summary>Somebody says what they know, and publishes it.</summary>
    public async Task Knows(string who, MyTopicsForm topics)
    {
        var mine = Shown(await As(who).SubmitAsync(topics, Demo.Home, stop: stop));
        await As(who).PressAsync(mine.ActionOf("Publish"), mine, stop: stop);
        await SettleAsync();
    }

    /// <summary>Somebody types <c>/cop</c> and these words.</summary>
    public Task Uses(string who, string words) => As(who).CommandAsync(Demo.Home, words, stop: stop);

    private Persona As(string who) => people.As(who);

    private Task SettleAsync() => forward.SettleAsync(stop);

    private static FormValues Answers(IForm form) => FormSchema.View(form).Values;

    private static PrivateAnswer Shown(Acted acted) => acted.Shown ?? throw new InvalidOperationException($"Nothing was answered but {acted.Answer}");

    private static OpenForm Opened(Acted acted) => acted.Form ?? throw new InvalidOperationException($"No form opened but {acted.Answer}: {acted.Shown?.Shows.Summary}");
}
