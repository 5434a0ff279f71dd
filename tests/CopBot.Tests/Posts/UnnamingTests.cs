using CopBot.Chat;
using CopBot.Playground;
using CopBot.Posts;
using CopBot.TestKit;
using Xunit;

namespace CopBot.Tests.Posts;

public sealed class UnnamingTests
{
    private static readonly UserRef Ben = new(Elsewhere.Workspace, "ben");

    [Fact]
    public void A_name_that_was_printed_goes_and_the_same_word_of_a_member_stays()
    {
        Text who = $"{Person.Named("Ben"):name} can help with {"Who knows Ben?":b}";

        Assert.Equal(("somebody who left can help with Who knows Ben?", "somebody who left can help"), Rewritten("problem/1", "Ben can help", who));
    }

    [Fact]
    public void A_mention_goes_by_the_account_whatever_name_it_has() =>
        Assert.Equal(("Thank you, somebody who left", "Thank you"), Rewritten("problem/1", "Thank you", $"Thank you, {new Person("Benny", [Ben])}"));

    [Fact]
    public void In_a_message_that_stands_for_others_the_name_goes_from_each_line() =>
        Assert.Equal(("1. somebody who left can help with the Benefit", "2 things for you"), Rewritten("private/1/2", "2 things for you", $"1. {"Ben can help with the Benefit"}"));

    [Fact]
    public void What_does_not_name_them_is_left_alone()
    {
        Assert.Null(Rewritten("problem/1", "The Benefit", $"The Benefit, says {Person.Named("Benno"):name}"));
        Assert.Null(new Unnaming("Somebody", [Ben]).Rewrite(Saying("problem/1", "Somebody", $"{"Somebody"}")));
    }

    private static (string Says, string Summary)? Rewritten(string key, string summary, Text says) =>
        new Unnaming("Ben", [Ben]).Rewrite(Saying(key, summary, says)) is { } words ? (PlaygroundText.Plain(words.Message), words.Summary) : null;

    private static Post Saying(string key, string summary, Text says) => new() { Key = key, Summary = summary, Message = ChatJson.Write(Message.Say(says)) };
}
