using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;

namespace CopBot.Chat.Tests;

/// <summary>
/// What holds for every example, not only for the ones we thought of. The seed is fixed, so that a run means the same
/// on every machine; <c>MORE_EXAMPLES=20000</c> tries that many new ones instead, and a failure names its seed.
/// </summary>
internal static class Always
{
    private static readonly Config Examples = Environment.GetEnvironmentVariable("MORE_EXAMPLES") is { Length: > 0 } more
        ? Config.QuickThrowOnFailure.WithMaxTest(int.Parse(more)).WithQuietOnSuccess(true)
        : Config.QuickThrowOnFailure.WithMaxTest(200).WithQuietOnSuccess(true)
            .WithReplay(FSharpOption<Replay>.Some(new Replay(new Rnd(20261121, 7), FSharpOption<int>.None)));

    public static void Holds<T>(Gen<T> examples, Action<T> check) => Check.One(Examples, Prop.ForAll(Arb.From(examples), check));

    /// <summary>As above; a failing text is reported without the characters that do not matter.</summary>
    public static void Holds(Gen<string> examples, Action<string> check) => Check.One(Examples, Prop.ForAll(Arb.From(examples, Shorter), check));

    private static IEnumerable<string> Shorter(string words)
    {
        if (words.Length > 8) yield return words[..(words.Length / 2)];
        for (var i = 0; i < words.Length; i++) yield return words.Remove(i, 1);
    }
}
