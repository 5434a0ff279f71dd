using Xunit;

namespace CopBot.Chat.Tests;

public class InboundTests
{
    [Fact]
    public void Everything_that_happened_reads_back_from_the_store() => Always.Holds(Some.Inbound, inbound => Same(inbound, ChatJson.Read<Inbound>(ChatJson.Write(inbound))));

    [Fact]
    public void Every_gesture_reads_back_as_a_gesture() => Always.Holds(Some.Inbound, inbound =>
    {
        if (inbound is Gesture gesture) Same(gesture, ChatJson.Read<Gesture>(ChatJson.Write(gesture)));
    });

    [Fact]
    public void Each_knows_the_workspace_in_which_it_happened() => Always.Holds(Some.Inbound, inbound => Assert.Equal(
        inbound switch
        {
            Gesture g => g.Where.Workspace,
            Mentioned m => m.Message.Post.Place.Channel.Workspace,
            MessageSeen m => m.Message.Post.Place.Channel.Workspace,
            MessageDeleted d => d.Post.Place.Channel.Workspace,
            MemberLeft l => l.User.Workspace,
            ChannelGone c => c.Channel.Workspace,
            WorkspaceGone w => w.Removed,
            _ => throw new NotSupportedException(inbound.ToString()),
        },
        inbound.Workspace));

    [Fact]
    public void What_follows_from_the_rest_is_not_stored_again() => Always.Holds(Some.Inbound, inbound =>
        Assert.DoesNotContain("\"workspace\":", ChatJson.Write(inbound), StringComparison.Ordinal));

    [Fact]
    public void What_happened_is_stored_so_that_later_versions_read_it()
    {
        var channel = new ChannelRef(new(new("slack"), "T1"), "C1");
        var by = new UserRef(channel.Workspace, "U1");
        var at = new DateTimeOffset(2027, 3, 9, 14, 30, 0, TimeSpan.Zero);
        Assert.Equal(
            """{"is":"command","words":"ask how","by":"slack/T1/U1","where":"slack/T1/C1","replyTo":"r","eventId":"e"}""",
            ChatJson.Write<Inbound>(new CommandUsed("e", by, new(channel), "r", "ask how")));
        Assert.Equal(
            """{"is":"control","action":"a","on":"slack/T1/C1#1","by":"slack/T1/U1","where":"slack/T1/C1","replyTo":"r","eventId":"e"}""",
            ChatJson.Write<Inbound>(new ControlUsed("e", by, new(channel), "r", "a", new(new(channel), "1"))));
        Assert.Equal(
            """{"is":"form","token":"t","values":{"Title":["x"]},"by":"slack/T1/U1","where":"slack/T1/C1","replyTo":"r","eventId":"e"}""",
            ChatJson.Write<Inbound>(new FormSent("e", by, new(channel), "r", "t", new() { ["Title"] = ["x"] })));
        Assert.Equal(
            """{"is":"message","message":{"post":"slack/T1/C1#1","author":"slack/T1/U1","authorName":"Anna","text":"Olá","sentAt":"2027-03-09T14:30:00+00:00"},"eventId":"e"}""",
            ChatJson.Write<Inbound>(new MessageSeen("e", new(new(new(channel), "1"), by, "Anna", "Olá", at))));
    }

    private static void Same(Inbound inbound, Inbound read)
    {
        if (inbound is FormSent sent)
        {
            var form = Assert.IsType<FormSent>(read);
            Assert.Equal(sent.Values.Keys, form.Values.Keys, StringComparer.Ordinal);
            Assert.All(sent.Values, v => Assert.Equal(v.Value, form.Values[v.Key], StringComparer.Ordinal));
            read = form with { Values = sent.Values };
        }

        Assert.Equal(inbound, read);
    }
}
