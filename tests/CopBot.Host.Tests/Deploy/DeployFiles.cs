using System.Runtime.CompilerServices;
using YamlDotNet.RepresentationModel;

namespace CopBot.Host.Tests.Deploy;

/// <summary>The files that people deploy by, as they stand in the repository.</summary>
internal static class DeployFiles
{
    /// <summary>The instructions of the Dockerfile, each on one line.</summary>
    public static IReadOnlyList<(string Instruction, string Words)> Dockerfile { get; } =
    [
        .. string.Join('\n', File.ReadAllLines(Path("Dockerfile")).Where(line => !line.StartsWith('#')))
            .Replace("\\\n", " ", StringComparison.Ordinal)
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' ', 2, StringSplitOptions.TrimEntries))
            .Select(words => (words[0], words[1])),
    ];

    /// <summary>What the image says about its environment.</summary>
    public static IReadOnlyDictionary<string, string> ImageEnvironment { get; } =
        Dockerfile.Where(i => i.Instruction == "ENV").SelectMany(i => i.Words.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Select(pair => pair.Split('=', 2)).ToDictionary(p => p[0], p => p[1]);

    public static string Path(string file, [CallerFilePath] string here = "") => System.IO.Path.GetFullPath(System.IO.Path.Combine(System.IO.Path.GetDirectoryName(here)!, "..", "..", "..", file));

    /// <summary>The documents of a YAML file.</summary>
    public static IReadOnlyList<YamlMappingNode> Yaml(string file)
    {
        var stream = new YamlStream();
        using var reader = new StreamReader(Path(file));
        stream.Load(reader);
        return [.. stream.Documents.Select(d => (YamlMappingNode)d.RootNode)];
    }

    /// <summary>What stands at a path of keys and numbers; null where nothing does.</summary>
    public static YamlNode? At(this YamlNode? node, params object[] path) => path.Aggregate(node, (at, step) => (at, step) switch
    {
        (YamlMappingNode map, string key) => map.Children.TryGetValue(new YamlScalarNode(key), out var found) ? found : null,
        (YamlSequenceNode list, int index) => index < list.Children.Count ? list[index] : null,
        _ => null,
    });

    /// <summary>What a scalar says.</summary>
    public static string? Says(this YamlNode? node, params object[] path) => (node.At(path) as YamlScalarNode)?.Value;

    /// <summary>The items of a list, or none.</summary>
    public static IEnumerable<YamlNode> Items(this YamlNode? node, params object[] path) => (node.At(path) as YamlSequenceNode)?.Children ?? [];

    /// <summary>The keys of a mapping, or none.</summary>
    public static IEnumerable<string> Keys(this YamlNode? node, params object[] path) => (node.At(path) as YamlMappingNode)?.Children.Keys.Select(k => ((YamlScalarNode)k).Value!) ?? [];
}
