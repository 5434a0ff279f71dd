using System.Globalization;
using CopBot.Data;
using CopBot.Search;
using CopBot.TestKit;

namespace CopBot.Bench;

/// <summary>
/// Learns what stands in <see cref="Weights"/> and <see cref="Chances"/> from the questions of the train split, and from nothing
/// else. Each question counts four times: with what had helped by then and as if nobody knew it, with what was tried
/// and by its title alone, so that a new community and a search by a few words are served as well. The order is learned first (the likelihood of the right ones among the hundred), then the chance.
/// </summary>
internal static class LearnWeights
{
    private const int Rounds = 1000;
    private const double Pull = 0.002; // towards nothing: what is learned from 525 questions is not worth much precision
    private const double Step = 0.05;

    /// <summary>Learns and prints them.</summary>
    public static async Task PrintAsync(string folder, TextWriter output)
    {
        if (Travel.WhyNot is { } why)
        {
            await output.WriteLineAsync($"Not learned: {why}");
            return;
        }

        var travel = Travel.Read();
        List<Question> known = [], others = [];
        foreach (var outcomes in new[] { true, false })
        {
            await using var index = new TravelIndex(Database.InFile(Path.Combine(folder, $"learn-{outcomes}.db")));
            var asked = 0;
            await index.AskAsync(travel, outcomes, q => q.Split is "train" || (outcomes && q.Split is null && ++asked % 8 == 0), async (question, tried) =>
            {
                HashSet<int> same = [.. travel.Same[question.Id]], right = [.. same, .. travel.LinkedWith(question.Id)];
                foreach (var body in new[] { tried, "" })
                {
                    var (words, candidates) = await index.Search.LookAsync(new Asked(question.Title, body), TravelIndex.Everywhere, CancellationToken.None);
                    var found = Likeness.Of(words, candidates, Weights.All).ConvertAll(l => new One(same.Contains(TravelIndex.Number(l.Thing.Id)), right.Contains(TravelIndex.Number(l.Thing.Id)), l.Respects, [1, l.Shared, l.TitleAsked, l.Angle, 0, 0]));
                    (question.Split is null ? others : known).Add(new Question(found, outcomes && body.Length > 0));
                }
            });
        }

        var weights = Order([.. known.Where(q => q.Found.Exists(f => f.IsSame))]);
        await output.WriteLineAsync($"order   {string.Join("  ", Weights.Names.Zip(weights, (name, weight) => string.Create(CultureInfo.InvariantCulture, $"{name} {weight:0.00}")))}");
        // Of all questions, about a fifth is known to have been asked before.
        var chances = Chance([.. known.Where(q => q.IsWhole), .. others.Where(q => q.IsWhole)], weights);
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"chance  none {chances[0]:0.00}  shared {chances[1]:0.00}  titleAsked {chances[2]:0.00}  angle {chances[3]:0.00}  share {chances[4]:0.00}  lead {chances[5]:0.00}"));
    }

    private static double[] Order(List<Question> questions)
    {
        // Only the age may count either way.
        var age = Array.IndexOf(Weights.Names, nameof(Weights.Age));
        return Descend(Weights.All.Length, i => i == age, (weights, slope) =>
        {
            foreach (var question in questions)
            {
                var scores = question.Found.ConvertAll(f => Sum(weights, f.Respects));
                var (highest, right) = (scores.Max(), question.Found.Count(f => f.IsSame));
                var likely = scores.ConvertAll(s => Math.Exp(s - highest));
                var all = likely.Sum();
                for (var i = 0; i < scores.Count; i++) Add(slope, question.Found[i].Respects, ((likely[i] / all) - (question.Found[i].IsSame ? 1.0 / right : 0)) / questions.Count);
            }
        });
    }

    private static double[] Chance(List<Question> questions, double[] weights)
    {
        // As they are shown: the first three.
        var shown = new List<(double[] Signs, bool IsRight)>();
        foreach (var question in questions)
        {
            var ranked = question.Found.Select(f => (One: f, Score: Sum(weights, f.Respects))).OrderByDescending(f => f.Score).ToList();
            for (var i = 0; i < Math.Min(3, ranked.Count); i++)
            {
                double[] signs = [.. ranked[i].One.Signs];
                signs[4] = Math.Exp(ranked[i].Score) / (ranked.Sum(r => Math.Exp(r.Score)) + Math.Max(0, 100 - ranked.Count));
                signs[5] = i + 1 < ranked.Count ? Math.Min(Chances.MostLead, ranked[i].Score - ranked[i + 1].Score) : 0;
                shown.Add((signs, ranked[i].One.IsRight));
            }
        }

        return Descend(6, i => i == 0, (signs, slope) =>
        {
            foreach (var (values, isRight) in shown) Add(slope, values, ((1 / (1 + Math.Exp(-Sum(signs, values)))) - (isRight ? 1 : 0)) / shown.Count);
        });
    }

    /// <summary>Adam, kept from going below nothing where a sign is known.</summary>
    private static double[] Descend(int count, Func<int, bool> maybeNegative, Action<double[], double[]> slopes)
    {
        double[] at = new double[count], first = new double[count], second = new double[count];
        for (var round = 1; round <= Rounds; round++)
        {
            var slope = new double[count];
            slopes(at, slope);
            for (var i = 0; i < count; i++)
            {
                slope[i] += Pull * at[i];
                first[i] = (0.9 * first[i]) + (0.1 * slope[i]);
                second[i] = (0.999 * second[i]) + (0.001 * slope[i] * slope[i]);
                at[i] -= Step * (first[i] / (1 - Math.Pow(0.9, round))) / (Math.Sqrt(second[i] / (1 - Math.Pow(0.999, round))) + 1e-8);
                if (!maybeNegative(i)) at[i] = Math.Max(0, at[i]);
            }
        }

        return at;
    }

    private static double Sum(double[] weights, double[] values)
    {
        var sum = 0.0;
        for (var i = 0; i < weights.Length; i++) sum += weights[i] * values[i];
        return sum;
    }

    private static void Add(double[] slope, double[] values, double times)
    {
        for (var i = 0; i < slope.Length; i++) slope[i] += times * values[i];
    }

    private sealed record One(bool IsSame, bool IsRight, double[] Respects, double[] Signs);

    private sealed record Question(List<One> Found, bool IsWhole);
}
