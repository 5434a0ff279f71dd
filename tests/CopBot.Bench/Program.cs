using System.Globalization;
using CopBot.Bench;

// Times the bot and prints Markdown tables. Not a test: run it on a quiet machine. docs/bench.md tells what each times.
//   dotnet run -c Release --project tests/CopBot.Bench [presses|stored|due|travel|found|learn|size|year|series|slack|bolt|discord|asked] [path of a published CopBot.Host]
string[] known = ["presses", "stored", "due", "travel", "found", "learn", "size", "year", "series", "slack", "bolt", "discord", "asked"];
var what = args.FirstOrDefault(a => known.Contains(a, StringComparer.Ordinal)) ?? "";
var program = args.FirstOrDefault(a => a != what) ?? Path.Combine(AppContext.BaseDirectory, "CopBot.Host.dll");
var output = Console.Out;
var load = (await File.ReadAllTextAsync("/proc/loadavg")).Split(' ')[0];
await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"Load average before: {load}; {Environment.ProcessorCount} cores; {what} {Path.GetFileName(program)}\n"));

var folder = Directory.CreateTempSubdirectory("copbot-bench-").FullName;
await output.WriteLineAsync(Machine.Say(folder) + "\n");
switch (what)
{
    case "presses":
        await StartAndPresses.PrintPressesAsync(program, folder, output);
        break;
    case "stored":
        await Stored.PrintAsync(program, folder, output);
        break;
    case "due":
        await DueAtOnce.PrintAsync(program, folder, output);
        break;
    case "travel":
        await TravelAsked.PrintAsync(program, folder, output);
        break;
    case "found":
        await FoundOrNot.PrintAsync(folder, output);
        break;
    case "learn":
        await LearnWeights.PrintAsync(folder, output);
        break;
    case "size":
        await SearchAtSize.PrintAsync(folder, output);
        break;
    case "year":
        await OneYear.PrintAsync(folder, output);
        break;
    case "series":
        await SeriesAtSize.PrintAsync(folder, output);
        break;
    case "slack":
        await SlackAcks.PrintAsync(output);
        break;
    case "bolt":
        await BesideBolt.PrintAsync(output);
        break;
    case "asked":
        await WhoIsAsked.PrintAsync(output);
        break;
    case "discord":
        await DiscordReach.PrintAsync(program, output);
        break;
    default:
        await StartAndPresses.PrintAsync(program, folder, output);
        break;
}

Directory.Delete(folder, recursive: true);
