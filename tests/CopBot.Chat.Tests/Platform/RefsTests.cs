using Xunit;

namespace CopBot.Chat.Tests;

public class RefsTests
{
    [Fact]
    public void Every_workspace_reads_back() => Always.Holds(Some.Workspace, r => Assert.Equal(r, WorkspaceRef.Parse(r.ToString())));

    [Fact]
    public void Every_user_reads_back() => Always.Holds(Some.User, r => Assert.Equal(r, UserRef.Parse(r.ToString())));

    [Fact]
    public void Every_channel_reads_back() => Always.Holds(Some.Channel, r => Assert.Equal(r, ChannelRef.Parse(r.ToString())));

    [Fact]
    public void Every_place_reads_back_with_and_without_a_thread() => Always.Holds(Some.Place, r => Assert.Equal(r, Place.Parse(r.ToString())));

    [Fact]
    public void Every_post_reads_back() => Always.Holds(Some.Post, r => Assert.Equal(r, PostRef.Parse(r.ToString())));

    [Fact]
    public void Refs_are_stored_as_one_readable_string()
    {
        var workspace = new WorkspaceRef(new("slack"), "T1");
        var channel = new ChannelRef(workspace, "C1");
        Assert.Equal("slack/T1", workspace.ToString());
        Assert.Equal("slack/T1/U1", new UserRef(workspace, "U1").ToString());
        Assert.Equal("slack/T1/C1", channel.ToString());
        Assert.Equal("slack/T1/C1", new Place(channel).ToString());
        Assert.Equal("slack/T1/C1/170.1", new Place(channel, "170.1").ToString());
        Assert.Equal("slack/T1/C1/170.1#170.2", new PostRef(new(channel, "170.1"), "170.2").ToString());
    }

    [Fact]
    public void Refs_stand_as_strings_in_json()
    {
        Always.Holds(Some.Post, r => Assert.Equal($"\"{r}\"", ChatJson.Write(r)));
        Always.Holds(Some.Workspace, r => Assert.Equal(r, ChatJson.Read<WorkspaceRef>(ChatJson.Write(r))));
        Always.Holds(Some.User, r => Assert.Equal(r, ChatJson.Read<UserRef>(ChatJson.Write(r))));
        Always.Holds(Some.Channel, r => Assert.Equal(r, ChatJson.Read<ChannelRef>(ChatJson.Write(r))));
        Always.Holds(Some.Place, r => Assert.Equal(r, ChatJson.Read<Place>(ChatJson.Write(r))));
        Always.Holds(Some.Post, r => Assert.Equal(r, ChatJson.Read<PostRef>(ChatJson.Write(r))));
    }

    [Theory]
    [InlineData("")]
    [InlineData("slack")]
    [InlineData("slack/T1/C1/170.1/9")]
    public void A_text_that_is_no_ref_is_refused_by_each(string text)
    {
        Assert.Throws<FormatException>(() => WorkspaceRef.Parse(text));
        Assert.Throws<FormatException>(() => UserRef.Parse(text));
        Assert.Throws<FormatException>(() => ChannelRef.Parse(text));
        Assert.Throws<FormatException>(() => Place.Parse(text));
        Assert.Throws<FormatException>(() => PostRef.Parse(text));
        Assert.Throws<FormatException>(() => PostRef.Parse(text + "#1"));
    }

    [Fact]
    public void Anything_but_a_ref_is_refused_with_a_format_exception() => Always.Holds(Some.HostileWords, words =>
    {
        try
        {
            Assert.Equal(words, PostRef.Parse(words).ToString());
        }
        catch (FormatException)
        {
        }
    });

    [Fact]
    public void A_place_knows_its_workspace() => Always.Holds(Some.Place, p => Assert.Equal(p.Channel.Workspace, p.Workspace));

    [Fact]
    public void People_are_the_same_when_name_and_accounts_are()
    {
        var anna = new UserRef(new(new("slack"), "T1"), "U1");
        Assert.Equal(new Person("Anna", [anna]), new Person("Anna", [anna]));
        Assert.NotEqual(new Person("Anna", [anna]), new Person("Anna", []));
        Assert.NotEqual(new Person("Anna", [anna]), new Person("Ben", [anna]));
        Assert.Empty(Person.Named("Anna").Accounts);
        Assert.Equal("Anna", Person.Named("Anna").ToString());
    }
}
