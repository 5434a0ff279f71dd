using System.Text.Json.Nodes;
using Xunit;

namespace CopBot.DiscordEmulator.Tests.Answers;

public sealed class InteractionRuleTests : IAsyncLifetime
{
    private Community _community = null!;

    private RestBot Bot => _community.Bot;

    public async ValueTask InitializeAsync()
    {
        _community = await Community.StartAsync();
        await _community.WithCommandsAsync();
    }

    public ValueTask DisposeAsync() => _community.DisposeAsync();

    private DiscordEmulator.Interactions.Interaction Ask() => _community.Maya.Use(_community.General, "cop ask", ("title", "Rain"));

    private static JsonObject Say(string text, int flags = 0) => new() { ["content"] = text, ["flags"] = flags };

    [Fact]
    public async Task An_answer_within_three_seconds_is_taken_and_a_second_one_refused()
    {
        var asked = Ask();
        _community.Clock.Advance(TimeSpan.FromSeconds(3));

        var first = await Bot.RespondAsync(asked, 4, Say("Noted"));
        var second = await Bot.RespondAsync(asked, 4, Say("Noted again"));

        Assert.Equal("204/0", first.ToString());
        Assert.Equal("400/40060", second.ToString());
        Assert.True(asked.Answered.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task An_answer_after_three_seconds_meets_an_unknown_interaction()
    {
        var asked = Ask();
        _community.Clock.Advance(TimeSpan.FromSeconds(3.1));

        Assert.Equal("404/10062", (await Bot.RespondAsync(asked, 5)).ToString());
        _ = _community.Maya.Sees(_community.General);
        Assert.True(asked.Failed, "the person sees that the application did not respond");
    }

    [Fact]
    public async Task The_token_lives_for_fifteen_minutes()
    {
        var asked = Ask();
        await Bot.RespondAsync(asked, 5);
        var original = $"webhooks/{_community.Discord.ApplicationId}/{asked.Token}/messages/@original";

        _community.Clock.Advance(TimeSpan.FromMinutes(15));
        Assert.Equal(200, (await Bot.PatchAsync(original, Say("In time"))).Status);

        _community.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("401/50027", (await Bot.PatchAsync(original, Say("Too late"))).ToString());
    }

    [Fact]
    public async Task The_original_is_found_however_its_name_is_encoded()
    {
        var asked = Ask();
        await Bot.RespondAsync(asked, 4, Say("Noted"));
        var webhook = $"webhooks/{_community.Discord.ApplicationId}/{asked.Token}/messages/";

        Assert.Equal(200, (await Bot.GetAsync(webhook + "@original")).Status);
        Assert.Equal(200, (await Bot.GetAsync(webhook + "%40original")).Status);
    }

    [Fact]
    public async Task A_followup_before_the_first_response_meets_an_unknown_webhook()
    {
        var asked = Ask();

        Assert.Equal("404/10015", (await Bot.PostAsync($"webhooks/{_community.Discord.ApplicationId}/{asked.Token}", Say("Early"))).ToString());
    }

    [Fact]
    public async Task What_the_first_response_made_ephemeral_stays_so()
    {
        var asked = Ask();
        await Bot.RespondAsync(asked, 5, new JsonObject { ["flags"] = 64 });
        var webhook = $"webhooks/{_community.Discord.ApplicationId}/{asked.Token}";

        // The first followup edits the deferred message, and its flags do not change who sees it.
        var followup = await Bot.PostAsync(webhook, Say("For all?"));
        Assert.Equal(asked.Original!.Id, followup.Id);
        Assert.Single(_community.Maya.SeesAlone(_community.General));
        Assert.Empty(_community.Tom.Sees(_community.General));

        // The next one is a message of its own.
        await Bot.PostAsync(webhook, Say("For all!"));
        Assert.Single(_community.Tom.Sees(_community.General));
        Assert.Equal("404/10008", (await Bot.GetAsync($"channels/{_community.General.Id}/messages/{asked.Original.Id}")).ToString());
    }

    [Theory]
    [InlineData("""{ "content": "words" }""")]
    [InlineData("""{ "flags": 32768 }""")]
    [InlineData("""{ "flags": 4 }""")]
    public async Task A_deferred_response_carries_nothing_but_the_ephemeral_flag(string data) =>
        Assert.Equal("400/50035", (await Bot.RespondAsync(Ask(), 5, JsonNode.Parse(data))).ToString());

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(10)]
    public async Task A_command_cannot_be_answered_with_what_belongs_to_others(int type) =>
        Assert.Equal("400/50035", (await Bot.RespondAsync(Ask(), type, new JsonObject())).ToString());

    [Fact]
    public async Task A_refused_answer_leaves_the_interaction_open()
    {
        var asked = Ask();

        Assert.Equal("400/50035", (await Bot.RespondAsync(asked, 4, Say(new string('x', 2001)))).ToString());
        Assert.Equal("400/50006", (await Bot.RespondAsync(asked, 4, Say(""))).ToString());
        Assert.Equal(204, (await Bot.RespondAsync(asked, 4, Say("Fine"))).Status);
    }

    [Fact]
    public async Task A_modal_comes_first_or_not_at_all()
    {
        var modal = JsonNode.Parse("""{ "custom_id": "ask", "title": "Ask", "components": [ { "type": 18, "label": "What?", "component": { "type": 4, "custom_id": "what", "style": 1 } } ] }""")!;
        var deferred = Ask();
        await Bot.RespondAsync(deferred, 5);
        Assert.Equal("400/40060", (await Bot.RespondAsync(deferred, 9, modal.DeepClone())).ToString());

        var asked = Ask();
        Assert.Equal(204, (await Bot.RespondAsync(asked, 9, modal.DeepClone())).Status);
        Assert.Equal("Ask", _community.Maya.OpenModal!.Title);
        Assert.Null(_community.Tom.OpenModal);

        var submitted = _community.Maya.Submit(("what", "Rain"));
        Assert.Null(_community.Maya.OpenModal);
        Assert.Equal("400/50035", (await Bot.RespondAsync(submitted, 9, modal.DeepClone())).ToString());
        Assert.Equal("400/50035", (await Bot.RespondAsync(submitted, 7, Say("there is no message"))).ToString());
        Assert.Equal(204, (await Bot.RespondAsync(submitted, 4, Say("Asked"))).Status);
    }

    [Theory]
    [InlineData("""{ "custom_id": "a", "title": "A title that is a little longer than forty-five", "components": [ { "type": 10, "content": "x" } ] }""")]
    [InlineData("""{ "custom_id": "a", "title": "T", "components": [] }""")]
    [InlineData("""{ "custom_id": "a", "title": "T", "components": [ { "type": 2, "style": 1, "label": "x", "custom_id": "b" } ] }""")]
    [InlineData("""{ "custom_id": "a", "title": "T", "components": [ { "type": 18, "label": "x", "component": { "type": 2, "style": 1, "label": "x", "custom_id": "b" } } ] }""")]
    [InlineData("""{ "custom_id": "a", "title": "T", "components": [ { "type": 18, "label": "x", "component": { "type": 4, "style": 1, "label": "twice", "custom_id": "b" } } ] }""")]
    [InlineData("""{ "custom_id": "a", "title": "T", "components": [ { "type": 18, "label": "x", "component": { "type": 3, "custom_id": "b", "disabled": true, "options": [ { "label": "x", "value": "x" } ] } } ] }""")]
    public async Task A_modal_out_of_shape_is_refused(string modal) =>
        Assert.Equal("400/50035", (await Bot.RespondAsync(Ask(), 9, JsonNode.Parse(modal))).ToString());

    [Fact]
    public async Task Autocomplete_takes_only_up_to_twenty_five_choices()
    {
        static JsonArray Choices(int count) => new([.. Enumerable.Range(0, count).Select(n => (JsonNode)new JsonObject { ["name"] = $"n{n}", ["value"] = $"v{n}" })]);
        var typing = _community.Maya.TypeInto(_community.General, "cop ask", "title", "ra");

        Assert.Equal("400/50035", (await Bot.RespondAsync(typing, 4, Say("no"))).ToString());
        Assert.Equal("400/50035", (await Bot.RespondAsync(typing, 8, new JsonObject { ["choices"] = Choices(26) })).ToString());
        Assert.Equal(204, (await Bot.RespondAsync(typing, 8, new JsonObject { ["choices"] = Choices(25) })).Status);
        Assert.Equal(25, typing.Choices!.Count);
    }

    [Fact]
    public async Task A_press_can_update_the_message_it_came_from()
    {
        var card = await _community.CardAsync();
        var pressed = _community.Tom.Press(card, "Offer help");

        Assert.Equal(204, (await Bot.RespondAsync(pressed, 7, Say("Offered"))).Status);
        Assert.Equal("Offered", card.Content);

        var again = _community.Tom.Press(card, "offer");
        await Bot.RespondAsync(again, 6);
        await Bot.PatchAsync($"webhooks/{_community.Discord.ApplicationId}/{again.Token}/messages/@original", Say("Offered twice"));
        Assert.Equal("Offered twice", card.Content);
    }

    [Fact]
    public async Task Nobody_presses_a_button_that_is_not_there_or_disabled()
    {
        var card = await _community.CardAsync("""{ "content": "x", "components": [ { "type": 1, "components": [ { "type": 2, "style": 1, "label": "Off", "custom_id": "off", "disabled": true } ] } ] }""");

        Assert.Throws<InvalidOperationException>(() => _community.Tom.Press(card, "Offer help"));
        Assert.Throws<InvalidOperationException>(() => _community.Tom.Press(card, "Off"));
        Assert.False(_community.Tom.CanPress(card, "forged"));
    }

    [Fact]
    public async Task An_answer_rings_only_users_by_default()
    {
        var role = _community.Discord.AddRole(_community.Guild, "helpers", mentionable: true);
        _community.Tom.Receive(role, _community.Guild);

        await Bot.RespondAsync(Ask(), 4, Say($"<@&{role.Id}> @everyone"));
        await Bot.RespondAsync(Ask(), 4, Say($"{_community.Tom.Mention}"));

        var messages = _community.Discord.MessagesIn(_community.General);
        Assert.Empty(_community.Discord.RungBy(messages[0]));
        Assert.Equal(["tom"], _community.Discord.RungBy(messages[1]));
    }

    [Fact]
    public async Task A_message_command_carries_its_target_with_content()
    {
        var said = _community.Tom.Say(_community.General, "It raineth");
        var used = _community.Maya.UseOnMessage(said, "Make this a problem");

        Assert.Equal("It raineth", used.Payload["resolved"]!["messages"]![said.Id.ToString()]!["content"]!.GetValue<string>());
        Assert.Equal("", (await Bot.GetAsync($"channels/{_community.General.Id}/messages/{said.Id}")).Body!["content"]!.GetValue<string>());
    }
}
