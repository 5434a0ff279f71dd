using CopBot.Communities;
using Xunit;

namespace CopBot.Tests.Communities;

public sealed class WeekdaysTests
{
    [Theory]
    [InlineData(WorkDays.MondayToFriday, "Monday to Friday")]
    [InlineData(WorkDays.Monday | WorkDays.Wednesday, "Monday, Wednesday")]
    [InlineData(WorkDays.Monday | WorkDays.Tuesday, "Monday, Tuesday")]
    [InlineData(WorkDays.Thursday | WorkDays.Friday | WorkDays.Saturday | WorkDays.Sunday, "Thursday to Sunday")]
    [InlineData(WorkDays.Sunday, "Sunday")]
    [InlineData(WorkDays.MondayToFriday | WorkDays.Saturday | WorkDays.Sunday, "every day")]
    public void Days_are_said_as_people_say_them(WorkDays days, string words) => Assert.Equal(words, days.InWords());

    [Fact]
    public void Days_chosen_in_a_form_come_back_as_they_were()
    {
        for (var days = WorkDays.Monday; (int)days < 128; days++) Assert.Equal(days, days.AsWeekdays().AsWorkDays());
    }
}
