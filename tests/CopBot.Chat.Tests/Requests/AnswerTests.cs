using Xunit;

namespace CopBot.Chat.Tests;

public class AnswerTests
{
    [Fact]
    public void Every_answer_reads_back_from_the_store() => Always.Holds(Some.Answer, answer =>
    {
        var read = ChatJson.Read<Answer>(ChatJson.Write(answer));
        Assert.Equal(answer, read);
        Assert.Equal(answer.GetHashCode(), read.GetHashCode());
    });

    [Fact]
    public void An_answer_in_the_store_stays_readable_by_later_versions()
    {
        Assert.Equal("""{"is":"done"}""", ChatJson.Write(Answer.Nothing));
        Assert.Equal("""{"is":"later"}""", ChatJson.Write(Answer.Follows));
        Assert.Equal("""{"is":"reply","message":[{"is":"divider"}],"lasts":true}""", ChatJson.Write(Answer.Keep([new Divider()])));
        Assert.Equal("""{"is":"replace","message":[{"is":"divider"}]}""", ChatJson.Write(Answer.ShowInstead([new Divider()])));
        Assert.Equal("""{"is":"invalid","why":{"Title":"Too long."},"editAgain":{"label":"Edit","action":"e"}}""", ChatJson.Write<Answer>(new Answer.Invalid("Title", "Too long.") { EditAgain = new Button("Edit", "e") }));
        Assert.Equal("""{"is":"refusal","code":"gone","why":[{"is":"divider"}]}""", ChatJson.Write<Answer>(new Refusal("gone", Message.Of([new Divider()]))));
    }

    [Fact]
    public void Shorthands_say_what_they_mean()
    {
        Assert.Equal(new Answer.Done(), Answer.Nothing);
        Assert.Equal(new Answer.Later(), Answer.Follows);
        Assert.Equal(new Answer.Reply([new Paragraph($"Thanks")]), Answer.Say($"Thanks"));
        Assert.Equal(new Answer.Reply([new Divider()]), Answer.Show([new Divider()]));
        Assert.Equal(new Answer.Reply([new Divider()]) { Lasts = true }, Answer.Keep([new Divider()]));
        Assert.Equal(new Answer.Replace([new Divider()]), Answer.ShowInstead([new Divider()]));
        Assert.Equal(new Refusal("gone", Message.Say($"It is gone.")), new Refusal("gone", $"It is gone."));
    }

    [Fact]
    public void A_refusal_of_one_sentence_keeps_its_holes()
    {
        var person = Person.Named("Anna");
        var refusal = new Refusal("taken", $"{person} has it.");
        Assert.Equal<Block>([new Paragraph($"{person} has it.")], refusal.Why.Blocks);
        Assert.Contains(new Run.Mention(person), Assert.IsType<Paragraph>(refusal.Why[0]).Text.Runs);
    }

    [Fact]
    public void What_is_invalid_is_the_same_when_its_fields_and_sentences_are()
    {
        Assert.Equal(new Answer.Invalid("Title", "Too long."), new Answer.Invalid("Title", "Too long."));
        Assert.NotEqual(new Answer.Invalid("Title", "Too long."), new Answer.Invalid("Title", "Too short."));
        Assert.NotEqual(new Answer.Invalid("Title", "Too long."), new Answer.Invalid("Day", "Too long."));
        Assert.NotEqual(new Answer.Invalid("Title", "Too long."), new Answer.Invalid("Title", "Too long.") { EditAgain = new Button("Edit", "e") });
    }
}
