using System.ComponentModel.DataAnnotations;
using CopBot.Chat;

namespace CopBot.Discord.Tests.Interactions;

/// <summary>Requests and a form for tests.</summary>
[Action("test-ask")]
internal sealed record PressAsk(string What = "x") : IAction;

[Action("test-do")]
internal sealed record PressDo(string What = "x") : IAction;

internal enum Colour
{
    [Display(Name = "Like the sky")]
    Blue,

    [Display(Name = "Like grass")]
    Green,

    Red,
}

[Form("test-form", "What is it?")]
internal sealed record TestForm : IForm
{
    [Display(Name = "Title"), Required, StringLength(150)]
    public string Title { get; init; } = "";

    [Display(Name = "More", Description = "As much as you like."), DataType(DataType.MultilineText)]
    public string? More { get; init; }

    [Display(Name = "By when?")]
    public DateOnly? Day { get; init; }

    [Display(Name = "Which colours?")]
    public Colour[] Colours { get; init; } = [];

    [Display(Name = "Who knows?")]
    public UserRef? Who { get; init; }

    public int Carried { get; init; }
}
