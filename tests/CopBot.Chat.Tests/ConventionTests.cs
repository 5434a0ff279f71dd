using System.Reflection;
using System.Text.Json.Serialization;
using System.Xml.Linq;
using FsCheck.Fluent;
using Xunit;

namespace CopBot.Chat.Tests;

public class ConventionTests
{
    private static readonly Assembly Chat = typeof(Message).Assembly;

    [Fact]
    public void Every_public_type_has_a_summary()
    {
        var documented = XDocument.Load(Path.ChangeExtension(Chat.Location, ".xml")).Descendants("member")
            .Where(m => m.Element("summary") is { } summary && !string.IsNullOrWhiteSpace(summary.Value))
            .Select(m => m.Attribute("name")!.Value)
            .ToHashSet(StringComparer.Ordinal);
        var types = Chat.GetExportedTypes();
        Assert.Contains(typeof(Message), types);
        Assert.Contains("T:CopBot.Chat.Message", documented);

        Assert.All(types, t => Assert.Contains("T:" + t.FullName!.Replace('+', '.'), documented));
    }

    [Fact]
    public void Every_case_of_a_family_is_known_to_the_store()
    {
        var families = Families();
        Assert.Contains(typeof(Block), families);
        Assert.All(families, family =>
        {
            var cases = Chat.GetTypes().Where(t => t.IsSubclassOf(family) && !t.IsAbstract).ToHashSet();
            Assert.NotEmpty(cases);
            Assert.Equal(cases, Registered(family).Select(d => d.DerivedType).ToHashSet());
        });
    }

    [Fact]
    public void Families_are_closed() => Assert.All(Chat.GetTypes().Where(t => Families().Any(t.IsSubclassOf) && !t.IsAbstract), t => Assert.True(t.IsSealed, t.Name));

    [Fact]
    public void Every_case_of_a_family_is_among_the_examples_that_the_round_trips_try()
    {
        Covers(Some.Block, typeof(Block));
        Covers(Some.Control, typeof(Control));
        Covers(Some.Run, typeof(Run));
        Covers(Some.Text.Where(text => text.Runs.Count > 0).SelectMany(text => Gen.Elements<Run>(text.Runs)), typeof(Run));
        Covers(Some.Message.Where(message => message.Count > 0).SelectMany(message => Gen.Elements<Block>(message.Blocks)), typeof(Block));
        Covers(Some.Answer, typeof(Answer));
        Covers(Some.Inbound, typeof(Inbound));
        Assert.Equal(5, Families().Length);

        static void Covers<T>(FsCheck.Gen<T> examples, Type family) where T : notnull =>
            Assert.Equal(
                Registered(family).Select(d => d.DerivedType).ToHashSet(),
                examples.Sample(500, new FsCheck.Rnd(20261121, 7), 20).Select(e => e.GetType()).ToHashSet());
    }

    [Fact]
    public void The_language_of_every_platform_needs_nothing_but_the_framework()
    {
        var references = Chat.GetReferencedAssemblies();
        Assert.NotEmpty(references);
        Assert.All(references, r => Assert.StartsWith("System.", r.Name, StringComparison.Ordinal));
    }

    private static Type[] Families() => [.. Chat.GetTypes().Where(t => t.GetCustomAttribute<JsonPolymorphicAttribute>(inherit: false) is not null)];

    private static JsonDerivedTypeAttribute[] Registered(Type family) => [.. family.GetCustomAttributes<JsonDerivedTypeAttribute>(inherit: false)];
}
