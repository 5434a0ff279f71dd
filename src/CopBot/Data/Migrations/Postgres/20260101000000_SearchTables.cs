using CopBot.Data.Postgres;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace CopBot.Data.Migrations.Postgres;

/// <summary>
/// The tables of <see cref="PostgresSearch"/>: what can be found, and which has which word, how often, and whether in its
/// title. Written by hand, because the model cannot draw them; it comes first and stays when later migrations are written.
/// </summary>
[DbContext(typeof(PostgresCopBotDb))]
[Migration("20260101000000_SearchTables")]
internal sealed class SearchTables : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql(
            """
            CREATE TABLE findable (
              nr bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
              id uuid NOT NULL UNIQUE,
              kind text COLLATE "C" NOT NULL,
              community uuid NOT NULL,
              helped integer NOT NULL,
              title text COLLATE "C" NOT NULL,
              body text COLLATE "C" NOT NULL,
              length integer NOT NULL);
            """);
        migrationBuilder.Sql(
            """
            CREATE TABLE findable_words (
              word text COLLATE "C" NOT NULL,
              thing bigint NOT NULL REFERENCES findable ON DELETE CASCADE,
              often integer NOT NULL,
              titled boolean NOT NULL,
              PRIMARY KEY (word, thing) INCLUDE (often, titled));
            """);
        migrationBuilder.Sql("CREATE INDEX findable_words_thing ON findable_words (thing);");
    }

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("DROP TABLE findable_words; DROP TABLE findable;");
}
