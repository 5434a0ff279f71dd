using System.ComponentModel.DataAnnotations;
using CopBot.Chat;
using CopBot.Dispatch;

namespace CopBot.Features.Problems;

/// <summary>Whose eyes a problem is for.</summary>
public enum Visibility
{
    /// <summary>Everyone in the community, with the asker's name.</summary>
    [Display(Name = "Everyone here, with my name")]
    Community,

    /// <summary>A few who may know, asked privately; whoever takes it talks with the asker where nobody else sees it.</summary>
    [Display(Name = "Only those who help, with my name")]
    Helpers,

    /// <summary>Everyone in the community, and nobody can ever learn who asked.</summary>
    [Display(Name = "Everyone here, without my name")]
    Anonymous,
}

/// <summary>"How can we…?"</summary>
[Form("problem-ask", "Ask for help", Submit = "Go on")]
public sealed record ProblemForm : IMayBeUnsigned
{
    /// <summary>The problem as a question.</summary>
    [Display(Name = "What is the problem?", Description = "As a question: How can we …?"), Required, StringLength(Problem.TitleMaxLength)]
    public string Title { get; set; } = "";

    /// <summary>What was tried.</summary>
    [Display(Name = "What have you tried?"), DataType(DataType.MultilineText), StringLength(Problem.TriedMaxLength)]
    public string Tried { get; set; } = "";

    /// <summary>What good would look like.</summary>
    [Display(Name = "What would good look like?"), DataType(DataType.MultilineText), StringLength(Problem.GoodMaxLength)]
    public string Good { get; set; } = "";

    /// <summary>What it is about.</summary>
    [Display(Name = "Topics", Description = "Two or three, with commas between: tools, first visitors"), StringLength(120)]
    public string Topics { get; set; } = "";

    /// <summary>Who may see it.</summary>
    [Display(Name = "Who may see it?", Description = "It appears in the community's home, or only to helpers. Without your name nobody learns who asked."), Required]
    public Visibility Who { get; set; }

    /// <summary>The kept source message that it was made from.</summary>
    public DraftId? Source { get; set; }

    /// <summary>The day by which an answer matters, chosen on the preview.</summary>
    public DateOnly? NeededBy { get; set; }

    /// <summary>The draft that stands on the preview, so that an edit revises it and there is only ever one to post.</summary>
    public DraftId? Draft { get; set; }

    /// <inheritdoc/>
    public bool Unsigned => Who is Visibility.Anonymous;

    /// <summary>The form filled with what somebody wrote elsewhere: what does not fit the title goes on below it, so that nothing is lost.</summary>
    public static ProblemForm From(string words)
    {
        words = Typed.Clean(words, lines: true);
        var title = Shortening.OneLine(words, Problem.TitleMaxLength);
        if (title == Shortening.OneLine(words, int.MaxValue)) return new ProblemForm { Title = title };
        if (words.Length <= Problem.TriedMaxLength) return new ProblemForm { Title = title, Tried = words };

        // Too long to stand there whole: it goes on where the title ends.
        var rest = Rest(words, Problem.TitleMaxLength);
        return rest.Length <= Problem.TriedMaxLength
            ? new ProblemForm { Title = title, Tried = rest }
            : new ProblemForm { Title = title, Tried = Shortening.To(rest, Problem.TriedMaxLength), Good = Shortening.To(Rest(rest, Problem.TriedMaxLength), Problem.GoodMaxLength) };
    }

    /// <summary>The form as it was when this problem was asked.</summary>
    public static ProblemForm Of(Problem problem) =>
        new() { Title = problem.Title, Tried = problem.Tried, Good = problem.Good, Topics = string.Join(", ", problem.Topics), NeededBy = problem.NeededBy, Who = problem.OnlyHelpers ? Visibility.Helpers : Visibility.Community };

    /// <summary>What a shortening to this length leaves out.</summary>
    private static string Rest(string words, int limit) => "…" + words[Math.Min(words.Length, Shortening.To(words, limit).Length - 1)..].TrimStart();
}
