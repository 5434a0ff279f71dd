namespace CopBot.Chat;

/// <summary>Breaks a long list of blocks into messages that fit on every platform, so that nothing has to be cut.</summary>
public static class Paging
{
    /// <summary>
    /// How many of <paramref name="blocks"/>, from the first, fit between <paramref name="before"/> and <paramref name="after"/>.
    /// What belongs together stays together: controls and footnotes with what stands above them, a heading with what follows.
    /// </summary>
    public static int Fit(IReadOnlyList<Block> before, IReadOnlyList<Block> blocks, IReadOnlyList<Block> after)
    {
        for (var n = blocks.Count; n > 0; n--)
        {
            if (MayBreak(blocks, n) && !Limits.Broken(Message.Of([.. before, .. blocks.Take(n), .. after])).Any()) return n;
        }

        return 0;
    }

    /// <summary>How many blocks belong together at the beginning: the least that a page can show.</summary>
    public static int First(IReadOnlyList<Block> blocks)
    {
        var n = Math.Min(1, blocks.Count);
        while (n < blocks.Count && !MayBreak(blocks, n)) n++;
        return n;
    }

    private static bool MayBreak(IReadOnlyList<Block> blocks, int at) =>
        blocks[at - 1] is not (Heading or Divider) && (at == blocks.Count || blocks[at] is not (Controls or Footnote));
}
