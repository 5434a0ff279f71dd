using Xunit;

namespace CopBot.Host.Tests;

public sealed class CommandLineTests
{
    [Fact]
    public async Task Version_says_which_version_it_is()
    {
        var (code, output, _) = await RunAsync("--version");

        Assert.Equal(0, code);
        Assert.Matches(@"^CopBot \d+\.\d+\.\d+\s*$", output);
    }

    [Fact]
    public async Task Help_names_every_setting_with_its_variable_default_and_example()
    {
        var (code, output, _) = await RunAsync("--help");

        Assert.Equal(0, code);
        Assert.All(Setting.All, setting =>
        {
            Assert.Contains(setting.Key, output, StringComparison.Ordinal);
            Assert.Contains(setting.Variable, output, StringComparison.Ordinal);
            Assert.Contains(setting.Example, output, StringComparison.Ordinal);
        });
        Assert.Contains("COPBOT__DATAFOLDER", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--verison", "CopBot does not know the argument '--verison'. Did you mean --version?")]
    [InlineData("--CopBot:DataFodler=x", "CopBot:DataFodler is no setting of CopBot. Did you mean CopBot:DataFolder?")]
    [InlineData("start", "CopBot does not know the argument 'start'. Did you mean")]
    public async Task What_it_does_not_know_is_explained(string argument, string sentence)
    {
        var (code, _, errors) = await RunAsync(argument);

        Assert.Equal(2, code);
        Assert.StartsWith(sentence, errors, StringComparison.Ordinal);
        Assert.Contains("--help", errors, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Output, string Errors)> RunAsync(params string[] args)
    {
        await using var output = new StringWriter();
        await using var errors = new StringWriter();
        return (await Running.MainAsync(args, output, errors), output.ToString(), errors.ToString());
    }
}
