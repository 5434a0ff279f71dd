using CopBot.Data.Postgres;
using Npgsql;
using Xunit;

namespace CopBot.Tests.Data;

public sealed class PostgresConnectionTests
{
    [Theory]
    [InlineData("", 100, true, 20)]
    [InlineData(";Max Auto Prepare=0", 0, true, 20)]
    [InlineData(";No Reset On Close=false", 100, false, 20)]
    [InlineData(";Maximum Pool Size=7", 100, true, 7)]
    public void What_is_not_said_is_chosen_for_a_bot_and_what_is_said_stays(string said, int prepares, bool keepsAsItIs, int connections)
    {
        var kept = new NpgsqlConnectionStringBuilder(new PostgresDatabase("Host=db.example.org;Database=copbot" + said).Connection);

        Assert.Equal((prepares, keepsAsItIs, connections), (kept.MaxAutoPrepare, kept.NoResetOnClose, kept.MaxPoolSize));
    }
}
