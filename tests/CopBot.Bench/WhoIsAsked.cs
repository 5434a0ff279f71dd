using System.Globalization;
using CopBot.Communities;
using CopBot.Features.Directory;
using CopBot.Posts;

namespace CopBot.Bench;

/// <summary>
/// A community of five hundred over a year, made of chance and always the same: what people can do is hidden, what they say
/// of it is partly wrong, and who has time differs. Three ways of asking meet the same problems and the same people. CopBot's
/// way goes by the very rules of <see cref="WhoFits"/>, with its capacity, hours and budget; docs/directory.md says what is
/// assumed.
/// </summary>
internal sealed class WhoIsAsked
{
    private const int People = 500;
    private const int Topics = 60;
    private const int ProblemsADay = 2;
    private const double AnswersInAChannel = 0.12;
    private static readonly TimeSpan StillUseful = TimeSpan.FromDays(14);
    private static readonly DateTimeOffset Begins = new(2027, 1, 4, 0, 0, 0, TimeSpan.Zero);
    private static readonly string[] ZoneNames = ["Europe/Berlin", "Europe/Berlin", "Europe/Lisbon", "Europe/London", "America/New_York", "America/Sao_Paulo", "Asia/Kolkata", "Asia/Tokyo", "Australia/Sydney"];
    private readonly int _seed;
    private readonly Person[] _people;
    private readonly Problem[] _problems;

    private WhoIsAsked(int seed)
    {
        _seed = seed;
        var chance = new Random(seed);
        var zones = ZoneNames.Select(Zones.Stored).ToArray();
        // Some topics many know, some hardly anybody; and what is asked follows the same, with a long tail.
        var common = Enumerable.Range(0, Topics).Select(t => 1.0 / (1 + (t / 4.0))).ToArray();
        _people = [.. Enumerable.Range(0, People).Select(i => Person.Make(i, chance, zones, common))];
        _problems = [.. Days().SelectMany(day => Enumerable.Repeat(day, ProblemsADay)).Select((day, i) => Problem.Make(i, day, chance, _people, common))];
    }

    /// <summary>Lives the year three times and prints a table.</summary>
    public static async Task PrintAsync(TextWriter output)
    {
        await output.WriteLineAsync("| seed | way of asking | problems | helped within 14 days | hours to first help (median / 90 %) | messages a problem | messages per help | of the help, by the busiest 5 % | asks to the busiest 5 % |\n|---|---|---|---|---|---|---|---|---|");
        foreach (var seed in new[] { 1, 2, 3 })
        {
            var year = new WhoIsAsked(seed);
            await output.WriteLineAsync(Row(seed, "ring the whole channel", year.RingTheChannel()));
            await output.WriteLineAsync(Row(seed, "most active first", year.AskTheMostActive()));
            await output.WriteLineAsync(Row(seed, "CopBot", year.AskWhoFits()));
        }
    }

    private static IEnumerable<DateTimeOffset> Days() => Enumerable.Range(0, 364).Select(d => Begins.AddDays(d)).Where(d => d.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday));

    private static string Row(int seed, string way, Result r) => string.Create(
        CultureInfo.InvariantCulture,
        $"| {seed} | {way} | {r.Problems} | {100.0 * r.Helped / r.Problems:0.0} % | {r.Quantile(0.5):0.0} / {r.Quantile(0.9):0.0} | {(double)r.Messages / r.Problems:0.0} | {(double)r.Messages / r.Helped:0.0} | {r.ShareOfHelp:0.0} % | {r.ShareOfAsks:0.0} % |");

    /// <summary>Everybody is rung; few of those who could help feel meant.</summary>
    private Result RingTheChannel()
    {
        var result = new Result(_problems.Length);
        foreach (var problem in _problems)
        {
            result.Messages += People - 1;
            var first = DateTimeOffset.MaxValue;
            foreach (var person in _people.Where(p => p.Number != problem.Asker))
            {
                if (Draw(problem, person, 0) >= person.Willing * AnswersInAChannel || person.IsAway(problem.At) || !person.CanHelp(problem)) continue;
                var at = Answers(problem, person, person.Hours.NextOpen(problem.At));
                result.Gives(person.Number);
                if (at < first) first = at;
            }

            result.Came(problem.At, first);
        }

        return result;
    }

    /// <summary>Those who answered most so far are asked first, whatever it is about; two rings of five.</summary>
    private Result AskTheMostActive()
    {
        var result = new Result(_problems.Length);
        var done = new List<(DateTimeOffset At, int Who)>();
        foreach (var problem in _problems)
        {
            var answered = done.Where(d => d.At <= problem.At).CountBy(d => d.Who).ToDictionary();
            var order = _people.Where(p => p.Number != problem.Asker).OrderByDescending(p => answered.GetValueOrDefault(p.Number)).ThenBy(p => Draw(problem, p, 9)).ToList();
            var first = DateTimeOffset.MaxValue;
            for (var round = 0; round < 2 && first > RingAt(problem, round); round++)
            {
                foreach (var person in order.Skip(round * WhoFits.Most).Take(WhoFits.Most))
                {
                    result.Asks(person.Number);
                    if (AnswerOf(problem, person, person.Hours.NextOpen(RingAt(problem, round))) is not { } at) continue;
                    result.Gives(person.Number);
                    done.Add((at, person.Number));
                    if (at < first) first = at;
                }
            }

            result.Came(problem.At, first);
        }

        return result;
    }

    /// <summary>As CopBot asks.</summary>
    private Result AskWhoFits()
    {
        var result = new Result(_problems.Length);
        var deeds = new List<(DateTimeOffset At, int Who, Problem Problem, int Worked, int DidNot)>();
        var delivered = _people.Select(_ => new List<DateTimeOffset>()).ToArray();
        // Rings happen in the order of time, so that everybody's week is counted as it is.
        var rings = new PriorityQueue<(Problem Problem, int Round), DateTimeOffset>(_problems.Select(p => ((p, 0), RingAt(p, 0))));
        var first = new Dictionary<Problem, DateTimeOffset>();
        var asked = new Dictionary<Problem, HashSet<int>>();
        while (rings.TryDequeue(out var ring, out var now))
        {
            var (problem, round) = ring;
            var known = asked.TryGetValue(problem, out var before) ? before : asked[problem] = [problem.Asker];
            if (first.GetValueOrDefault(problem, DateTimeOffset.MaxValue) <= now) continue;

            var fits = _people.Where(p => !known.Contains(p.Number) && !p.Hides && !p.SaysAway(now)).Select(p => Fit(p, problem, deeds, delivered[p.Number], now));
            var last = now;
            foreach (var fit in WhoFits.Choose(fits, WhoFits.Most, now))
            {
                var person = _people[Number(fit.Who)];
                known.Add(person.Number);
                var at = WithinBudget(delivered[person.Number], person, now);
                delivered[person.Number].Add(at);
                result.Asks(person.Number);
                if (person.Hours.AddWorkingDays(at, RingHelpers.WorkingDaysForTheFirst) is var over && over > last) last = over;
                if (AnswerOf(problem, person, at) is not { } answered) continue;
                result.Gives(person.Number);
                var worked = Draw(problem, person, 5) < 0.7;
                deeds.Add((answered.AddDays(7), person.Number, problem, worked ? 1 : 0, worked ? 0 : 1));
                if (!first.TryGetValue(problem, out var earliest) || answered < earliest) first[problem] = answered;
            }

            if (round == 0) rings.Enqueue((problem, 1), last > RingAt(problem, 1) ? last : RingAt(problem, 1));
        }

        foreach (var problem in _problems) result.Came(problem.At, first.GetValueOrDefault(problem, DateTimeOffset.MaxValue));
        return result;
    }

    private WhoFits.Fit Fit(Person person, Problem problem, List<(DateTimeOffset At, int Who, Problem Problem, int Worked, int DidNot)> deeds, List<DateTimeOffset> delivered, DateTimeOffset now)
    {
        var counts = from deed in deeds
                     where deed.Who == person.Number && deed.At <= now && deed.At > now - WhoFits.DeedsCount
                     let nearness = Nearness(problem, deed.Problem)
                     where nearness > 0
                     select new WhoFits.Deed(nearness, deed.At, deed.Worked, 0, deed.DidNot);
        Stance? says = problem.IsTagged && person.Says.TryGetValue(problem.Topic, out var stance) ? stance : null;
        var thisWeek = delivered.Count(d => d > now.AddDays(-7));
        return new WhoFits.Fit(Id(person.Number), says, Begins, [.. counts], delivered.Count(d => d > now - WhoFits.Lately), deeds.Count(d => d.Who == person.Number && d.At.AddDays(-7) <= now && d.At > now - WhoFits.Lately), Math.Max(0, person.Asks - thisWeek), person.Hours.NextOpen(now) - now);
    }

    /// <summary>Of the same topic where both name it; else the search finds half of those that are alike, and now and then something else.</summary>
    private double Nearness(Problem asked, Problem earlier)
    {
        if (asked.IsTagged && earlier.IsTagged && asked.Topic == earlier.Topic) return 1;
        var found = Draw(asked, earlier.Id, 7);
        return asked.Topic == earlier.Topic ? found < 0.5 ? 0.4 : 0 : found < 0.004 ? 0.3 : 0;
    }

    /// <summary>The budget of all unasked messages: one on a day, three in seven.</summary>
    private static DateTimeOffset WithinBudget(List<DateTimeOffset> delivered, Person person, DateTimeOffset now)
    {
        var at = person.Hours.NextOpen(now);
        var week = delivered.Where(d => d > at.AddDays(-7)).Order().ToList();
        if (week.Count >= Attention.AWeek) at = person.Hours.NextOpen(week[^Attention.AWeek].AddDays(7));
        while (delivered.Exists(d => person.Hours.DayOf(d) == person.Hours.DayOf(at))) at = person.Hours.NextOpen(person.Hours.StartOf(person.Hours.DayOf(at).AddDays(1)));
        return at;
    }

    /// <summary>When somebody who was asked by name answers with something that helps; null when they do not.</summary>
    private DateTimeOffset? AnswerOf(Problem problem, Person person, DateTimeOffset asked) =>
        Draw(problem, person, 0) < person.Willing && !person.IsAway(asked) && person.CanHelp(problem) ? Answers(problem, person, asked) : null;

    private DateTimeOffset Answers(Problem problem, Person person, DateTimeOffset from) =>
        person.Hours.NextOpen(from.AddHours(Math.Exp(0.5 + (1.2 * Normal(problem, person)))));

    private static DateTimeOffset RingAt(Problem problem, int round) => round == 0 ? problem.At.AddMinutes(1) : problem.Hours.AddWorkingDays(problem.At, 4);

    private double Normal(Problem problem, Person person) =>
        Math.Sqrt(-2 * Math.Log(1 - Draw(problem, person, 1))) * Math.Cos(2 * Math.PI * Draw(problem, person, 2));

    private double Draw(Problem problem, Person person, int what) => Draw(problem, person.Number + 1_000_000, what);

    /// <summary>The same chance for the same problem and person, whoever asks: the ways differ in nothing else.</summary>
    private double Draw(Problem problem, int other, int what)
    {
        var x = ((ulong)(uint)_seed << 48) ^ ((ulong)(uint)problem.Id * 0x9E3779B97F4A7C15) ^ ((ulong)(uint)other * 0xC2B2AE3D27D4EB4F) ^ ((ulong)(uint)what << 32);
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return ((x ^ (x >> 31)) >> 11) / (double)(1UL << 53);
    }

    private static Guid Id(int number) => new(number, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    private static int Number(Guid id) => BitConverter.ToInt32(id.ToByteArray());

    /// <summary>What came of a year.</summary>
    internal sealed class Result(int problems)
    {
        private readonly int[] _asked = new int[People];
        private readonly int[] _given = new int[People];
        private readonly List<double> _hours = [];

        public int Problems => problems;

        public int Helped => _hours.Count;

        public int Messages { get; set; }

        public double ShareOfHelp => Share(_given);

        public double ShareOfAsks => _asked.Sum() == 0 ? 100.0 * (People / 20) / People : Share(_asked);

        public void Asks(int who)
        {
            _asked[who]++;
            Messages++;
        }

        public void Gives(int who) => _given[who]++;

        public void Came(DateTimeOffset asked, DateTimeOffset helped)
        {
            if (helped - asked <= StillUseful) _hours.Add((helped - asked).TotalHours);
        }

        public double Quantile(double q) => _hours.Order().ElementAt((int)(q * (_hours.Count - 1)));

        private static double Share(int[] of) => 100.0 * of.OrderDescending().Take(People / 20).Sum() / of.Sum();
    }

    private sealed record Problem(int Id, DateTimeOffset At, int Asker, Hours Hours, int Topic, bool IsTagged, double Hard)
    {
        public static Problem Make(int id, DateTimeOffset day, Random chance, Person[] people, double[] common)
        {
            var asker = people[chance.Next(people.Length)];
            var at = asker.Hours.NextOpen(day.AddHours(24 * chance.NextDouble()));
            // Three of four name a topic; how hard it is decides who of those who know it can help.
            return new Problem(id, at, asker.Number, asker.Hours, Pick(common, chance), chance.NextDouble() < 0.75, 0.2 + (0.6 * chance.NextDouble()));
        }

        public bool Equals(Problem? other) => other?.Id == Id;

        public override int GetHashCode() => Id;
    }

    private static int Pick(double[] weights, Random chance)
    {
        var at = chance.NextDouble() * weights.Sum();
        for (var i = 0; i < weights.Length; i++)
        {
            if ((at -= weights[i]) <= 0) return i;
        }

        return weights.Length - 1;
    }

    private sealed record Person(int Number, Hours Hours, double Willing, int Asks, bool Hides, IReadOnlyDictionary<int, double> Skills, IReadOnlyDictionary<int, Stance> Says, IReadOnlyDictionary<int, bool> AwayIn)
    {
        public static Person Make(int number, Random chance, TimeZoneInfo[] zones, double[] common)
        {
            var skills = new Dictionary<int, double>();
            for (var i = 1 + chance.Next(6); i > 0; i--) skills[Pick([.. common.Select(c => c + 0.15)], chance)] = 0.2 + (0.8 * chance.NextDouble());
            // Two of five publish; they leave some out, and one topic in twelve is a boast.
            var says = new Dictionary<int, Stance>();
            var publishes = chance.NextDouble() < 0.4;
            foreach (var (topic, skill) in skills)
            {
                if (publishes && chance.NextDouble() < 0.75) says[topic] = skill > 0.55 ? Stance.CanAdvise : Stance.DoneOnce;
            }

            if (publishes && chance.NextDouble() < 0.25) says[chance.Next(Topics)] = Stance.CanAdvise;
            // Away one week in ten; who says so beforehand is as many as who does not.
            var away = Enumerable.Range(0, 60).Where(_ => chance.NextDouble() < 0.1).ToDictionary(w => w, _ => chance.NextDouble() < 0.5);
            var willing = 0.15 + (0.75 * chance.NextDouble());
            return new Person(number, Hours.Default(zones[chance.Next(zones.Length)]), willing, publishes ? 1 + chance.Next(3) : 1, chance.NextDouble() < 0.08, skills, says, away);
        }

        public bool CanHelp(Problem problem) => Skills.GetValueOrDefault(problem.Topic) > problem.Hard;

        public bool IsAway(DateTimeOffset at) => AwayIn.ContainsKey(Week(at));

        public bool SaysAway(DateTimeOffset at) => AwayIn.GetValueOrDefault(Week(at));

        private static int Week(DateTimeOffset at) => (int)((at - Begins).TotalDays / 7);
    }
}
