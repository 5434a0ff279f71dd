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
        Assert.All(Errand.Names, name => Assert.Contains($"  {name}", output, StringComparison.Ordinal));
        Assert.All(Doctors.Names, name => Assert.Contains($"doctor {name}", output, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--verison", "CopBot does not know the argument '--verison'. Did you mean --version?")]
    [InlineData("--CopBot:DataFodler=x", "CopBot:DataFodler is no setting of CopBot. Did you mean CopBot:DataFolder?")]
    [InlineData("start", "CopBot does not know the argument 'start'. Did you mean")]
    [InlineData("coppy --to=sqlite", "CopBot does not know the argument 'coppy'. Did you mean copy?")]
    [InlineData("copy --to=sqlite --CopBot:Data=x", "CopBot:Data is no setting of CopBot.")]
    [InlineData("docter slack", "CopBot does not know the argument 'docter'. Did you mean doctor?")]
    [InlineData("doctor slack --chanel=repair", "chanel is no setting of CopBot.")]
    [InlineData("doctor slack --channel=", "--channel= lacks the name or the id of a channel")]
    [InlineData("--channel=repair", "channel is no setting of CopBot.")]
    [InlineData("bakcup", "CopBot does not know the argument 'bakcup'. Did you mean backup?")]
    [InlineData("backup --form=x", "backup does not know the argument '--form=x'")]
    [InlineData("backup copy.db --help=", "backup does not know the argument '--help='")]
    public async Task What_it_does_not_know_is_explained(string arguments, string sentence)
    {
        var (code, _, errors) = await RunAsync(arguments.Split(' '));

        Assert.Equal(2, code);
        Assert.StartsWith(sentence, errors, StringComparison.Ordinal);
        Assert.Contains("--help", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("backup copy.db", "backup does not know the argument 'copy.db'. Did you mean backup --to=copy.db?")]
    [InlineData("backup --to=", "--to= lacks a path")]
    [InlineData("restore", "restore needs the one copy to put back")]
    [InlineData("restore --check", "restore needs the one copy to put back")]
    [InlineData("reindex all", "reindex needs nothing more")]
    [InlineData("reindex --to=x", "reindex does not know the argument '--to=x'")]
    [InlineData("export", "export needs a folder to write to")]
    [InlineData("import-links", "import-links needs the one file to import, as in import-links links.csv.")]
    [InlineData("import-links our links.csv", "import-links needs the one file to import, as in import-links links.csv. A name with spaces stands in quotes.")]
    [InlineData("import-links links.csv --community=", "--community= lacks the name of a community")]
    [InlineData("import-links --undo=yesterday", "--undo= needs what the import said when it was done, and no file, as in import-links --undo=0193")]
    [InlineData("import-links links.csv --undo=0193a5c27d1e7b0c9a4f5d6e7f809a1b", "--undo= needs what the import said")]
    [InlineData("import-links links.csv --to=x", "import-links does not know the argument '--to=x'")]
    public async Task An_errand_must_know_what_to_take(string arguments, string sentence)
    {
        var (code, _, errors) = await RunAsync(arguments.Split(' '));

        Assert.Equal(2, code);
        Assert.StartsWith(sentence, errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("doctor slak", "CopBot has no doctor for 'slak'. Did you mean doctor slack?")]
    [InlineData("doctor discrod", "CopBot has no doctor for 'discrod'. Did you mean doctor discord?")]
    [InlineData("doctor", "The doctor must know which platform to look at: CopBot.Host doctor slack or discord.")]
    [InlineData("doctor --channel=repair", "The doctor must know which platform to look at: CopBot.Host doctor slack or discord.")]
    public async Task A_doctor_must_know_what_to_look_at(string arguments, string sentence)
    {
        var (code, _, errors) = await RunAsync(arguments.Split(' '));

        Assert.Equal(2, code);
        Assert.Equal(sentence, errors.Trim());
    }

    [Theory]
    [InlineData("copy", "The copy must know where to: CopBot.Host copy --to=postgresql, or --to=sqlite.")]
    [InlineData("copy --to=oracle", "CopBot keeps nothing in 'oracle'. Did you mean copy --to=sqlite?")]
    public async Task A_copy_must_know_where_to(string arguments, string sentence)
    {
        var (code, _, errors) = await RunAsync(arguments.Split(' '));

        Assert.Equal(2, code);
        Assert.Equal(sentence, errors.Trim());
    }

    [Fact]
    public async Task A_copy_must_know_where_the_server_is()
    {
        var (code, _, errors) = await RunAsync("copy", "--to=postgresql");

        Assert.Equal(1, code);
        Assert.StartsWith("Database:ConnectionString is not set: the copy must know where the server is.", errors, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Output, string Errors)> RunAsync(params string[] args)
    {
        await using var output = new StringWriter();
        await using var errors = new StringWriter();
        return (await Running.MainAsync(args, output, errors), output.ToString(), errors.ToString());
    }
}
