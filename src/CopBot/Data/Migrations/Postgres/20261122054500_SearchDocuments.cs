using CopBot.Data.Postgres;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace CopBot.Data.Migrations.Postgres;

/// <summary>
/// Whole threads can be found, by those who may see them: answers are a column of their own, a thing has a day, and some are
/// for given members only. Written by hand, as the tables are. What could be found before can be found afterwards.
/// </summary>
[DbContext(typeof(PostgresCopBotDb))]
[Migration("20261122054500_SearchDocuments")]
internal sealed class SearchDocuments : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql(
            """
            ALTER TABLE findable
              ADD COLUMN limited boolean NOT NULL DEFAULT false,
              ADD COLUMN day date,
              ADD COLUMN answers text COLLATE "C" NOT NULL DEFAULT '';
            """);
        migrationBuilder.Sql(
            """
            CREATE TABLE findable_readers (
              thing bigint NOT NULL REFERENCES findable ON DELETE CASCADE,
              member uuid NOT NULL,
              PRIMARY KEY (thing, member));
            """);
        migrationBuilder.Sql("CREATE INDEX findable_readers_member ON findable_readers (member);");
        // Whether somebody may see a thing, and how long it is, stands in an index: its words, which are most of the row, are not read for it.
        migrationBuilder.Sql("CREATE INDEX findable_facts ON findable (nr) INCLUDE (community, kind, helped, limited, length);");
        // A check for every word of every thing is most of what putting in costs; whoever takes a thing out takes its words out.
        migrationBuilder.Sql(
            """
            ALTER TABLE findable_words DROP CONSTRAINT findable_words_thing_fkey;
            ALTER TABLE findable_words DROP CONSTRAINT findable_words_pkey;
            ALTER TABLE findable_words DROP COLUMN titled;
            ALTER TABLE findable_words ADD PRIMARY KEY (word, thing) INCLUDE (often);
            """);
    }

    protected override void Down(MigrationBuilder migrationBuilder) => throw new NotSupportedException("What only some may see would be found by everybody.");
}
