using CopBot.Communities;
using Xunit;

namespace CopBot.Tests.Communities;

public sealed class ZonesTests
{
    [Theory]
    [InlineData("Europe/Lisbon", "Europe/Lisbon")]
    [InlineData(" europe/lisbon ", "Europe/Lisbon")]
    [InlineData("Lisbon", "Europe/Lisbon")]
    [InlineData("new york", "America/New_York")]
    [InlineData("São Paulo", "America/Sao_Paulo")]
    [InlineData("UTC", "UTC")]
    public void A_zone_is_found_by_what_people_type(string typed, string zone) => Assert.Equal(zone, Zones.Find(typed)?.Id);

    [Theory]
    [InlineData("")]
    [InlineData("Lisboa")]
    [InlineData("GMT+2")]
    [InlineData("/dev/zero")]
    [InlineData("../../../dev/zero")]
    [InlineData("/etc/localtime")]
    [InlineData("Europe")]
    [InlineData("\u0000")]
    public void What_is_no_zone_is_not_found_and_never_opens_another_file(string typed) => Assert.Null(Zones.Find(typed));

    [Theory]
    [InlineData("Lisboa", "Europe/Lisbon")]
    [InlineData("Londn", "Europe/London")]
    [InlineData("Berlin, Germany", "Europe/Berlin")]
    [InlineData("new yrok", "America/New_York")]
    public void What_was_typed_nearly_right_is_offered(string typed, string near) => Assert.Contains(Zones.Near(typed), z => z.Id == near);

    [Theory]
    [InlineData("")]
    [InlineData("!!!")]
    [InlineData("xqzwvkjhgf")]
    public void Where_nothing_is_near_a_few_large_cities_are_offered(string typed) => Assert.Contains(Zones.Near(typed), z => z.Id == "Europe/London");

    [Fact]
    public void Whatever_is_typed_there_are_at_most_three_examples() =>
        Assert.All(["a", "San", new string('x', 500), "é", "🦊"], typed => Assert.InRange(Zones.Near(typed).Count, 1, 3));
}
