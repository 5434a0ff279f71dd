using System.Text.Json.Nodes;
using CopBot.SlackEmulator.WebApi;

namespace CopBot.SlackEmulator.Tests;

/// <summary>The rules the emulator holds by heart, against the documents where they are at hand.</summary>
public sealed class MethodTableTests
{
    public static TheoryData<string> Names() => [.. MethodTable.Methods.Keys.Where(name => name != "api.test")];

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_method_is_as_documented(string name)
    {
        var rule = MethodTable.Methods[name];
        var documented = Document(name);
        Assert.Equal(int.Parse(documented.Text("rate_limits")![1..]), rule.Tier);
        Assert.Equal(documented.Flag("json_input_supported"), rule.ReadsJson);
        var scopes = documented.Object("scope").Array("bot")?.Select(scope => scope.AsText()!).Order() ?? Enumerable.Empty<string>().Order();
        Assert.Equal(scopes, rule.AnyScope.Order());
        var arguments = documented.Object("args").Object("properties")!.Select(pair => pair.Key).Where(key => key != "token").Order();
        Assert.Equal(arguments, rule.Arguments.Select(argument => argument.Name).Order());
        var required = documented.Object("args").Array("required")!.Select(one => one.AsText()!).Where(key => key != "token").Order();
        Assert.Equal(required, rule.Arguments.Where(argument => argument.Required).Select(argument => argument.Name).Order());
    }

    private static JsonObject Document(string name)
    {
        var path = Path.Combine(Surroundings.Specs, "slack", "methods", name + ".json");
        Assert.SkipUnless(File.Exists(path), Surroundings.NoDocuments);
        return JsonNode.Parse(File.ReadAllText(path))!.AsObject();
    }
}
