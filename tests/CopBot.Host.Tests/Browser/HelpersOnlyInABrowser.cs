using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace CopBot.Host.Tests.Browser;

/// <summary>What only helpers see, by clicking: asked, taken, and talked about where a coordinator finds nothing. Played on the host of the first story.</summary>
internal static class HelpersOnlyInABrowser
{
    private const string Question = "How can we tell a volunteer that their tools come back broken?";

    public static async Task PlayAsync(HostProcess host, Somebody anna, Somebody ben, Somebody carla)
    {
        await anna.GoToAsync("repair-cafés");
        await anna.SayAsync("/cop ask " + Question);
        await anna.FillAsync("Topics", "tools");
        await anna.Form.GetByLabel("Only those who help, with my name").CheckAsync();
        await anna.PictureAsync("helpers-01-the-form");
        await anna.SubmitAsync("Go on");
        var preview = anna.Private(Question);
        await anna.SeesAsync(preview);
        await anna.PictureAsync("helpers-02-the-preview");
        await anna.PressAsync(preview, "Ask a few");
        await anna.SeesAsync(anna.Private("A few who may know are asked privately"));

        await DayAsync(host);
        await ben.GoToAsync("CopBot");
        var asked = ben.Message("Can you help with this?").Filter(new() { HasText = Question });
        await ben.SeesAsync(asked);
        await ben.PictureAsync("helpers-03-ben-is-asked");
        await ben.PressAsync(asked, "Take it");
        await ben.SeesAsync(ben.Private("a conversation of your own"));
        await DayAsync(host);

        foreach (var somebody in new[] { ben, anna })
        {
            await Place(somebody).ClickAsync();
            await somebody.SeesAsync(somebody.Message(Question));
        }

        await anna.PictureAsync("helpers-04-between-two");
        await Expect(Place(carla)).ToHaveCountAsync(0);
        await carla.GoToAsync("repair-cafés");
        await Expect(carla.Talk.Locator(".item.message").Filter(new() { HasText = Question })).ToHaveCountAsync(0);
        await carla.SayAsync("/cop find tell a volunteer that tools come back broken");
        await Expect(carla.Page.Locator(".item.private").Last).Not.ToContainTextAsync(Question);
    }

    private static ILocator Place(Somebody somebody) => somebody.Page.GetByRole(AriaRole.Navigation, new() { Name = "Places" }).GetByRole(AriaRole.Link, new() { Name = "How can we tell a volunteer" });

    private static async Task DayAsync(HostProcess host)
    {
        var clock = await host.Http.GetFromJsonAsync<JsonObject>("/playground/api/clock", TestContext.Current.CancellationToken);
        using var moved = await host.Http.PostAsJsonAsync("/playground/api/clock", new { to = clock!["now"]!.GetValue<DateTimeOffset>().AddDays(1) }, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, moved.StatusCode);
    }
}
