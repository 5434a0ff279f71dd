using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Features.Home;
using CopBot.Features.Me;
using CopBot.Features.Problems;
using CopBot.Sweeps;
using CopBot.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CopBot.Tests;

/// <summary>Rules that hold for every feature, so that nobody has to remember them. Each first shows that it looks at something.</summary>
public sealed partial class ConventionTests
{
    private static readonly Assembly Bot = typeof(CopBotServices).Assembly;
    private static readonly Routes Routes = new(Bot);

    [Fact]
    public void Every_route_and_every_sweep_is_as_it_was_approved()
    {
        Assert.Contains(Routes.All, r => r.Request == typeof(AskProblem));
        var sweeps = new ServiceCollection().AddCopBot(Database.InFile("none.db")).Where(s => s.ServiceType == typeof(SweepType)).Select(s => (SweepType)s.ImplementationInstance!).ToList();
        Assert.NotEmpty(sweeps);

        var lines = Routes.All.Select(Line).Order(StringComparer.Ordinal)
            .Concat(sweeps.Select(s => $"sweep {s.Type.Name}, every {s.Every:c}").Order(StringComparer.Ordinal));
        Approved.Matches(string.Join('\n', lines), "Routes");

        static string Line(Route route)
        {
            var kind = typeof(ICommand).IsAssignableFrom(route.Request) ? "/cop" : typeof(IMessageAction).IsAssignableFrom(route.Request) ? "on a message" : typeof(IForm).IsAssignableFrom(route.Request) ? "form" : "button";
            List<string?> says =
            [
                $"{kind} {route.Name}: {route.Request.Name}",
                route.Opens is { } form ? $"opens {form.Name}" : null,
                route.Needs is Role.Member ? null : $"for a {route.Needs}",
                route.LooksOnly ? "looks only" : null,
                route.WithoutCommunity ? "also without a community" : null,
            ];
            return string.Join(", ", says.OfType<string>());
        }
    }

    [Fact]
    public void Every_request_has_somebody_who_takes_it()
    {
        var requests = Bot.GetTypes().Where(t => t is { IsClass: true, IsAbstract: false } && typeof(IRequest).IsAssignableFrom(t)).ToList();
        Assert.Contains(typeof(OfferHelp), requests);
        Assert.All(requests, r =>
        {
            var route = Routes.Of(r);
            Assert.True(route?.Handle is not null || route?.Open is not null, $"nobody takes {r.Name}");
            Assert.False(route.Handle is not null && route.Open is not null, $"{r.Name} opens a form and is answered");
            Assert.True(route.Opens is null || route.Opens == typeof(IForm) || Routes.Of(route.Opens)?.Handle is not null, $"nobody takes the form that {r.Name} opens");
            Assert.False(typeof(IForm).IsAssignableFrom(r) && route.Open is not null, $"{r.Name} is a form that opens a form, which not every platform can");
        });
    }

    [Fact]
    public void Every_action_fits_onto_a_button_whatever_it_holds()
    {
        var actions = Routes.All.Select(r => r.Request).Where(t => typeof(IAction).IsAssignableFrom(t)).ToList();
        Assert.Contains(typeof(OfferHelp), actions);
        Assert.All(actions, type =>
        {
            var largest = Largest(type);
            var text = ActionCodec.Encode(largest);
            Assert.InRange(text.Length, 1, Limits.ActionLength);
            Assert.True(Routes.Codec.TryDecode(text, out var read));
            Assert.Equal(largest, read);
        });
    }

    [Fact]
    public void Every_form_fits_onto_every_platform_whatever_it_carries()
    {
        var forms = Routes.All.Select(r => r.Request).Where(t => typeof(IForm).IsAssignableFrom(t)).ToList();
        Assert.Contains(typeof(ProblemForm), forms);
        Assert.All(forms, type => Assert.Empty(Limits.Broken(FormSchema.View((IForm)Largest(type)))));
    }

    [Fact]
    public void What_the_bot_offers_fits_into_every_platforms_menus()
    {
        Assert.NotEmpty(Routes.Offers.Commands);
        Assert.NotEmpty(Routes.Offers.MessageActions);
        Assert.Empty(Offers.Broken(Routes.Offers));
    }

    [Fact]
    public void Features_keep_to_themselves()
    {
        Assert.True(IsOpen(typeof(ProblemId)) && IsOpen(typeof(AdviceToTry)) && IsOpen(typeof(OfferHelp)) && !IsOpen(typeof(Problem)) && !IsOpen(typeof(ProblemCard)));
        var used = Uses.Of(Bot.GetTypes().Where(t => FeatureOf(t) is not null)).ToList();
        Assert.Contains(used, u => FeatureOf(u.By) == "Outcomes" && u.What == typeof(ProblemId));

        var wrong = used.Where(u => FeatureOf(u.What) is { } other && other != FeatureOf(u.By) && !IsOpen(u.What))
            .Select(u => $"{FeatureOf(u.By)}.{u.By.Name} uses {FeatureOf(u.What)}.{u.What.Name}")
            .Distinct(StringComparer.Ordinal)
            .ToList();
        Assert.True(Known.ToHashSet(StringComparer.Ordinal).SetEquals(wrong), $"""
            Use an id, an event, a request or an interface that is found by type instead:
            {string.Join('\n', wrong.Except(Known, StringComparer.Ordinal))}
            No longer used, so take it from the list:
            {string.Join('\n', Known.Except(wrong, StringComparer.Ordinal))}
            """);

        static string? FeatureOf(Type type) => type.Namespace?.Split('.') is ["CopBot", "Features", var feature, ..] ? feature : null;

        // Ids, events, requests, enumerations, and what is found by type: the doors that a feature leaves open.
        static bool IsOpen(Type type) => type.IsEnum
            || typeof(IEvent).IsAssignableFrom(type)
            || typeof(IRequest).IsAssignableFrom(type)
            || type.IsDefined(typeof(FoundByTypeAttribute))
            || type.DeclaringType?.IsDefined(typeof(FoundByTypeAttribute)) is true
            || (type.IsValueType && type.GetInterface("IId`1") is not null);
    }

    [Fact]
    public void Every_public_type_has_a_summary()
    {
        var documented = XDocument.Load(Path.ChangeExtension(Bot.Location, ".xml")).Descendants("member")
            .Where(m => m.Element("summary") is { } summary && !string.IsNullOrWhiteSpace(summary.Value))
            .Select(m => m.Attribute("name")!.Value)
            .ToHashSet(StringComparer.Ordinal);
        var types = Bot.GetExportedTypes().Where(t => t.Namespace?.Contains("Migrations", StringComparison.Ordinal) is not true && t.Namespace?.Contains("CompiledModels", StringComparison.Ordinal) is not true && !t.Name.StartsWith('<') && t.DeclaringType?.Name.StartsWith('<') is not true && !t.Name.Contains("ExtensionMarker", StringComparison.Ordinal) && !t.IsDefined(typeof(CompilerGeneratedAttribute))).ToList();
        Assert.Contains(typeof(Caller), types);
        Assert.Contains("T:" + typeof(Caller).FullName, documented);
        var without = types.Select(t => "T:" + t.FullName!.Replace('+', '.')).Where(t => !t.Contains('<')).Except(documented, StringComparer.Ordinal).ToList();
        Assert.Empty(without);
    }

    [Fact]
    public void Nobody_writes_a_platforms_markup_by_hand()
    {
        string[] markup = ["<@", "<t:", "<!", "<#", "<&", "@here", "@everyone"];
        var sources = Sources("src/CopBot").Concat(Sources("src/CopBot.Chat")).ToList();
        Assert.InRange(sources.Count, 60, int.MaxValue);
        Assert.Contains("@here", WordsOf("""Say("@here"); // "<@" """), StringComparison.Ordinal);
        Assert.DoesNotContain("<@", WordsOf("""Say("@here"); // "<@" """), StringComparison.Ordinal);

        Assert.Empty(from source in sources from sign in markup where WordsOf(File.ReadAllText(source)).Contains(sign, StringComparison.Ordinal) select $"{Path.GetFileName(source)}: {sign}");
    }

    [Fact]
    public void Nobody_asks_another_clock_than_the_one_that_can_be_moved()
    {
        var sources = Sources("src/CopBot").ToList();
        Assert.InRange(sources.Count, 60, int.MaxValue);
        Assert.Empty(sources.Where(s => Clock().IsMatch(WithoutWords(File.ReadAllText(s)))).Select(Path.GetFileName));
    }

    /// <summary>Doors that are not meant to be open, and are still used. It may only grow shorter.</summary>
    private static readonly string[] Known =
    [
        "Problems.MarkAsWhatHelpedOpener uses Outcomes.Trial",
        "Problems.MarkAsWhatHelpedOpener uses Outcomes.TrialSets",
    ];

    private static IRequest Largest(Type type)
    {
        var constructor = type.GetConstructors().OrderByDescending(c => c.GetParameters().Length).First();
        var request = (IRequest)constructor.Invoke([.. constructor.GetParameters().Select(p => p.ParameterType == typeof(string) ? LongestWords(type) : LargestOf(p.ParameterType))]);
        if (request is not IForm) return request;

        foreach (var carried in type.GetProperties().Where(p => p.SetMethod is not null && p.GetCustomAttribute<DisplayAttribute>() is null)) carried.SetValue(request, LargestOf(carried.PropertyType));
        return request;
    }

    /// <summary>Actions hold identities, never content. Where such an identity is a word, the longest there is stands here.</summary>
    private static string LongestWords(Type action)
    {
        if (action == typeof(PutAwayUndelivered)) return Undelivered.Seen([]);
        if (action != typeof(WantAgain)) throw new NotSupportedException($"{action.Name} holds words. If they are an identity, say here how long they can be");

        var kinds = Sources("src/CopBot").SelectMany(file => Kind().Matches(File.ReadAllText(file))).Select(m => m.Groups["kind"].Value).ToList();
        Assert.Contains("news of advice", kinds, StringComparer.Ordinal);
        return kinds.MaxBy(kind => Uri.EscapeDataString(kind).Length)!;
    }

    private static object? LargestOf(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(int)) return int.MinValue;
        if (type == typeof(bool)) return true;
        if (type == typeof(DateOnly)) return DateOnly.MaxValue;
        if (type == typeof(DateTimeOffset)) return DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.MaxValue.ToUnixTimeSeconds());
        if (type.IsEnum) return Enum.GetNames(type).MaxBy(n => n.Length) is { } longest ? Enum.Parse(type, longest) : null;
        return type.GetInterface("IId`1") is not null ? Activator.CreateInstance(type, Guid.NewGuid()) : throw new NotSupportedException($"No action holds a {type.Name} yet: say here how long it can be");
    }

    private static IEnumerable<string> Sources(string folder, [CallerFilePath] string here = "") =>
        Directory.GetFiles(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", folder), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal) && !f.Contains("/Migrations/", StringComparison.Ordinal) && !f.Contains("/CompiledModels/", StringComparison.Ordinal));

    /// <summary>The code of a file: without comments, and without what stands in quotes.</summary>
    private static string WithoutWords(string source) => Quoted().Replace(source, m => m.Value.StartsWith('/') ? " " : m.Value.StartsWith('$') ? Holes(m.Value) : "\"\"");

    /// <summary>What stands in quotes in a file.</summary>
    private static string WordsOf(string source) => string.Join('\n', Quoted().Matches(source).Select(m => m.Value).Where(m => !m.StartsWith('/')));

    private static string Holes(string text)
    {
        var holes = new StringBuilder();
        foreach (var hole in Hole().Matches(text).Select(m => m.Value)) holes.Append(' ').Append(hole);
        return holes.ToString();
    }

    [GeneratedRegex("""//[^\n]*|/\*.*?\*/|\$?@?\"\"\".*?\"\"\"|\$@?"(?:\\.|[^"\\{]|\{\{|\{(?:[^{}"]|"[^"]*"|\{[^{}]*\})*\})*"|@"(?:""|[^"])*"|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\])+'""", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Quoted();

    [GeneratedRegex("""\{[^{}]*\}""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Hole();

    [GeneratedRegex("""PostTerms\.Unasked\([^"\n]*"(?<kind>[^"]+)\x22""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Kind();

    [GeneratedRegex(@"\b(DateTime(Offset)?\.(Utc)?Now|DateTime\.Today|Stopwatch|Environment\.TickCount)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Clock();
}
