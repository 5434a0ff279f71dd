using CopBot.Features.Experiences;
using CopBot.Features.Library;
using CopBot.Features.Directory;
using CopBot.Features.Outcomes;
using CopBot.Features.Problems;
using CopBot.Features.Setup;

namespace CopBot.Host;

/// <summary>What the demo community has been through in the four weeks before today, a Tuesday like the first one.</summary>
internal static class DemoStory
{
    /// <summary>How long before today it begins.</summary>
    public const int Days = 28;

    /// <summary>Plays it.</summary>
    public static async Task PlayAsync(Scene scene)
    {
        await scene.SetsUp("carla", new CommunityForm
        {
            Name = "Repair Café Circle",
            Domain = "Running repair cafés in our neighbourhoods: finding volunteers and visitors, keeping tools, mending safely.",
            Zone = "London",
        });
        await scene.Says("carla", "lounge", "Welcome, everybody! What we ask, try and learn lives in #repair-cafés.");
        await scene.Until(0, "10:40");
        await scene.Says("ben", "lounge", "Lisbon says hello. Eleven toasters last Saturday, nine of them walked home working.");

        await scene.Until(0, "11:00");
        var queue = await scene.Asks("anna", new ProblemForm
        {
            Title = "How can we keep visitors from waiting an hour for their turn?",
            Tried = "A list on the door. People still stand around, and some leave.",
            Good = "Nobody waits more than twenty minutes, and the volunteers get a break.",
            Topics = "visitors, planning",
        });
        await scene.Until(0, "11:20");
        await scene.Presses("ben", "I can help", queue);
        var tickets = await scene.Replies("ben", queue, "We hand out numbered tickets with a time on them, four per half hour and table. People go for a coffee and come back. Since then nobody queues.");
        await scene.Until(0, "14:10");
        await scene.Replies("layla", queue, "Put somebody at the door who looks at the thing first: half of ours needed a fuse or a screw, five minutes at a quick table.");
        await scene.Presses("mei", "Follow the outcome", queue);
        await scene.Until(1, "10:05");
        await scene.Marks("anna", tickets, "Tickets with times at our next café on Saturday", WhenKnown.InAWeek);

        await scene.Until(3, "13:00");
        var kettle = await scene.Asks("chidi", new ProblemForm
        {
            Title = "How can we be sure that a mended kettle is safe before it goes home?",
            Tried = "Boiling it twice. That shows that it boils.",
            Good = "A test that any two volunteers can do in five minutes, and can write down.",
            Topics = "safety, electronics",
        });
        await scene.Until(3, "15:30");
        await scene.Presses("layla", "I can help", kettle);
        var tester = await scene.Replies("layla", kettle, "Borrow an appliance tester: earth, insulation, done, and it prints the result. Our council's workshop lends one on Saturdays.");
        await scene.Presses("carla", "Follow the outcome", kettle);
        await scene.Until(6, "11:00");
        await scene.Marks("chidi", tester, "Borrow the tester from the technical college", WhenKnown.InAWeek);

        await scene.Until(8, "11:30");
        await scene.Tells("anna", "It worked", "Waiting went from an hour to a quarter of an hour, and two volunteers ate lunch.");

        await scene.Until(10, "09:30");
        var sewing = await scene.Asks("mei", new ProblemForm
        {
            Title = "Where do you find volunteers who can sew?",
            Tried = "A note at the library.",
            Good = "Two people who come most months.",
            Topics = "volunteers",
        });
        await scene.Until(10, "12:15");
        var choir = await scene.Replies("ben", sewing, "Ask the theatre's costume people. Ours were delighted to be asked, and two of them still come.");
        await scene.Until(13, "08:00");
        await scene.Marks("mei", choir, "Write to the two amateur theatres", WhenKnown.InAWeek);

        await scene.Until(13, "12:00");
        await scene.FindsAdvice(
            "chidi",
            new ProblemForm { Title = "How do we stop visitors from waiting so long for their turn?", Topics = "visitors" },
            "Tickets with times, one volunteer to hand them out",
            WhenKnown.InAWeek);
        await scene.Until(14, "09:40");
        await scene.Tells("chidi", "Partly", "The tester was lent out twice; on the third Saturday it showed two bad cords.");
        await scene.Until(20, "12:00");
        await scene.Tells("chidi", "It worked", "The queue moved to the bakery next door, and they like us for it.");
        await scene.Until(21, "06:00");
        await scene.Tells("mei", "It didn't", "One theatre has no costume people any more, the other never wrote back.");

        await scene.Until(23, "10:30");
        var insurance = await scene.Asks("ben", new ProblemForm
        {
            Title = "How can we pay for insurance without charging visitors?",
            Tried = "The hat on the table pays for tin and glue, not for that.",
            Good = "The year's premium is there by January.",
            Topics = "money",
        });
        await scene.Until(24, "09:20");
        var library = await scene.Replies("carla", insurance, "We meet in the public library and are covered by theirs: the café is on their list of events. Ask who insures the room.");
        await scene.Until(24, "14:00");
        await scene.Marks("ben", library, "Ask the parish hall who insures the room", WhenKnown.OnADate, scene.Day(Days + 1));

        await scene.Until(25, "10:00");
        await scene.Saves("chidi", new SaveForm
        {
            Title = "What must be tested before a mended appliance goes home?",
            What = "https://www.hse.gov.uk/electricity/faq-portable-appliance-testing.htm Questions and answers about portable appliance testing.",
            Kind = ResourceKind.Guide,
        });
        var moving = await scene.AsksForExperiences("layla", new ExperienceRequestForm
        {
            Title = "Has anyone had to move a workshop within a week?",
            Plan = "Our cellar is let to somebody else from next month on.",
            Hear = "What was lost on the way, and what you would leave behind.",
        });
        await scene.Until(25, "13:30");
        await scene.TellsExperience("ben", moving, new ExperienceForm
        {
            Context = "Forty tools and two benches, third floor, no lift.",
            Did = "Everybody took one labelled box home and brought it back a week later.",
            Happened = "It was done in two hours. Three boxes are still in somebody's hall.",
            Again = Again.WithChanges,
        });
        await scene.Until(26, "09:15");
        await scene.TellsExperience("mei", moving, new ExperienceForm
        {
            Context = "A sewing room, mostly machines.",
            Did = "Two borrowed vans on a Sunday, machines strapped upright.",
            Happened = "Nothing broke. We needed twice the blankets that we had.",
        });
        await scene.Until(26, "10:30");
        await scene.Knows("ben", new MyTopicsForm { CanAdvise = "visitors, tools", Asks = AsksAWeek.Three, Reach = "Write to me directly, I like to talk about it" });
        await scene.Knows("layla", new MyTopicsForm { CanAdvise = "safety, tools", DoneOnce = "money", Asks = AsksAWeek.One });
        await scene.Knows("chidi", new MyTopicsForm { CanAdvise = "electronics", Learning = "sewing", Asks = AsksAWeek.Two });
        await scene.Knows("mei", new MyTopicsForm { Learning = "sewing" });
        await scene.Uses("nadia", "experts sewing machines");

        await scene.Until(27, "15:00");
        await scene.Asks("nadia", new ProblemForm
        {
            Title = "How can we tell which volunteers may open something that runs on mains power?",
            Tried = "Asking them. Everybody says yes.",
            Good = "Something written that a new organiser can follow.",
            Topics = "safety, volunteers",
        });
    }
}
