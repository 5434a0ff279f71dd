using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.KeyPerFile;
using Microsoft.Extensions.FileProviders;

namespace CopBot.Host;

/// <summary>
/// Reads settings from files of their own, as Docker, Kubernetes and systemd hand over secrets: a token in a file is in no
/// list of processes and in no dump of an environment.
/// </summary>
internal static class Secrets
{
    /// <summary>Adds the folder that the operator named. Says what is wrong with it; null when nothing is, or there is none.</summary>
    public static string? Add(ConfigurationManager configuration)
    {
        if (configuration[Setting.SecretsFolder.Key] is not { Length: > 0 } named || Setting.SecretsFolder.WhyNot(named) is not null) return null;

        var folder = Path.GetFullPath(named);
        if (!Directory.Exists(folder)) return $"{Setting.SecretsFolder.Key} is '{named}', which is no folder here. Set it for example to {Setting.SecretsFolder.Example}, or leave it out for {Setting.SecretsFolder.Default}.";

        // Like a settings file: the environment and the command line come before it.
        var sources = ((IConfigurationBuilder)configuration).Sources;
        var environment = sources.Select((source, at) => (source, at)).LastOrDefault(s => s.source is EnvironmentVariablesConfigurationSource { Prefix: null or "" }).at;
        try
        {
            sources.Insert(environment, new KeyPerFileConfigurationSource { FileProvider = new PhysicalFileProvider(folder), Optional = false, ReloadOnChange = false });
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"A file in {Setting.SecretsFolder.Key} ({folder}) cannot be read ({e.Message.TrimEnd('.')}): let the account that runs CopBot read it.";
        }
    }
}
