using CopBot.Chat;
using CopBot.Features.Outcomes;

namespace CopBot.Features;

/// <summary>Outcomes in words.</summary>
public static class OutcomeWords
{
    /// <summary>In the middle of a sentence.</summary>
    public static string Lower(OutcomeResult result) => result switch
    {
        OutcomeResult.Worked => "it worked",
        OutcomeResult.Partly => "it worked in part",
        OutcomeResult.DidNot => "it didn't work",
        OutcomeResult.NotTried => "it wasn't tried",
        OutcomeResult.Changed => "things changed",
        OutcomeResult.Unknown => "nobody knows",
        _ => throw new NotSupportedException(result.ToString()),
    };

    /// <summary>On a card.</summary>
    public static Text OnTheCard(OutcomeResult result, string line) =>
        line.Length > 0 ? $"{"What came of it:":b} {Lower(result)}. “{line}”" : (Text)$"{"What came of it:":b} {Lower(result)}.";
}
