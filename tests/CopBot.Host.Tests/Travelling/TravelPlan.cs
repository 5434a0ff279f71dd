using CopBot.TestKit;

namespace CopBot.Host.Tests.Travelling;

/// <summary>Which of the questions are asked: whole families of the same question, and single ones between them, in order.</summary>
/// <param name="Questions">What is asked, in order of time.</param>
/// <param name="Same">The earlier ones among them that are known to be the same.</param>
/// <param name="Linked">Those among them that somebody joined by a link.</param>
internal sealed record TravelPlan(IReadOnlyList<TravelQuestion> Questions, ILookup<int, int> Same, ILookup<int, int> Linked)
{
    private const double FromFamilies = 0.6;
    private const int MostOfAFamily = 4;

    /// <summary>How many pairs of the same are inside.</summary>
    public int Pairs => Same.Sum(s => s.Count());

    /// <summary>Chooses evenly over the years, always the same ones.</summary>
    public static TravelPlan Of(Travel travel, int count)
    {
        var families = travel.Same.SelectMany(s => s.Select(earlier => (Earlier: earlier, Later: s.Key))).GroupBy(p => p.Earlier, p => p.Later).OrderBy(g => g.Key)
            .Select(g => (int[])[g.Key, .. g.Order().Take(MostOfAFamily - 1)]).ToList();
        var chosen = new HashSet<int>();
        foreach (var family in Evenly(families, count / 4))
        {
            if (chosen.Count < count * FromFamilies) chosen.UnionWith(family);
        }

        var single = travel.Questions.Where(q => q.Split is null && !chosen.Contains(q.Id)).ToList();
        chosen.UnionWith(Evenly(single, count - chosen.Count).Select(q => q.Id));

        var questions = travel.Questions.Where(q => chosen.Contains(q.Id)).ToList();
        return new TravelPlan(
            questions,
            questions.SelectMany(q => travel.Same[q.Id].Where(chosen.Contains).Select(s => (q.Id, Same: s))).ToLookup(p => p.Id, p => p.Same),
            questions.SelectMany(q => travel.LinkedWith(q.Id).Where(chosen.Contains).Select(s => (q.Id, Linked: s))).ToLookup(p => p.Id, p => p.Linked));
    }

    private static IEnumerable<T> Evenly<T>(List<T> all, int count) => Enumerable.Range(0, Math.Min(count, all.Count)).Select(i => all[(int)((long)i * all.Count / count)]);
}
