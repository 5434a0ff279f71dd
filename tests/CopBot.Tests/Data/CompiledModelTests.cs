using System.Text.RegularExpressions;
using CopBot.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Xunit;

namespace CopBot.Tests.Data;

/// <summary>The models that are compiled with the program are what its mappings say: nothing else would notice one that is old.</summary>
public sealed partial class CompiledModelTests
{
    /// <summary>Below this a model lists what it has met since, in other tests.</summary>
    private const string AskedInSql = "Ad-hoc entity types";

    [Fact]
    public void The_model_of_the_file_is_what_the_mappings_say() => IsWhatTheMappingsSay(Database.InFile("nowhere.db"));

    [Fact]
    public void The_model_of_the_server_is_what_the_mappings_say() => IsWhatTheMappingsSay(Database.OnServer("Host=nowhere"));

    private static void IsWhatTheMappingsSay(Database database)
    {
        using var db = database.NewContext();
        var drawn = db.GetService<IModelSource>().GetModel(db, db.GetService<ModelCreationDependencies>(), designTime: false);

        Assert.IsNotType(drawn.GetType(), db.Model);
        var (compiled, meant) = (Lines(db.Model), Lines(drawn));
        Assert.True(compiled.SequenceEqual(meant, StringComparer.Ordinal), $"""
            A mapping changed: compile the models anew, see docs/decisions/0008-migrations-have-a-project-of-their-own.md. Only in the mappings:
            {string.Join('\n', meant.Except(compiled, StringComparer.Ordinal))}
            Only compiled:
            {string.Join('\n', compiled.Except(meant, StringComparer.Ordinal))}
            """);
    }

    /// <summary>What a model says, a line each; but not what a value is that was never set, which the two put in different words, and which only keys made by a store ask for.</summary>
    private static List<string> Lines(IModel model) =>
    [
        .. model.ToDebugString(MetadataDebugStringOptions.ShortDefault).Split('\n').TakeWhile(l => !l.Contains(AskedInSql, StringComparison.Ordinal)).Select(l => NeverSet().Replace(l, "")),
        .. model.GetRelationalModel().ToDebugString(MetadataDebugStringOptions.ShortDefault).Split('\n'),
        .. model.GetEntityTypes().SelectMany(t => t.GetProperties()).Select(p => $"{p.DeclaringType.Name}.{p.Name}: {p.GetTypeMapping().Converter?.GetType()}, compared by {p.GetValueComparer().EqualsExpression}"),
    ];

    [GeneratedRegex(@" Sentinel:\S*", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NeverSet();
}
