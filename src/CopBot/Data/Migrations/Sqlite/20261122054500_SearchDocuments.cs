using CopBot.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace CopBot.Data.Migrations.Sqlite;

/// <summary>
/// Whole threads can be found, by those who may see them: answers are a column of their own, a thing has a day, and some are
/// for given members only. Written by hand, as the tables are. What could be found before can be found afterwards.
/// </summary>
[DbContext(typeof(SqliteCopBotDb))]
[Migration("20261122054500_SearchDocuments")]
internal sealed class SearchDocuments : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql("ALTER TABLE findable ADD COLUMN limited INTEGER NOT NULL DEFAULT 0;");
        migrationBuilder.Sql("ALTER TABLE findable ADD COLUMN day TEXT;");
        migrationBuilder.Sql(
            """
            CREATE TABLE findable_readers (
              thing INTEGER NOT NULL REFERENCES findable (rowid) ON DELETE CASCADE,
              member TEXT NOT NULL,
              PRIMARY KEY (thing, member)) WITHOUT ROWID;
            """);
        migrationBuilder.Sql("CREATE INDEX findable_readers_member ON findable_readers (member);");
        migrationBuilder.Sql("""CREATE VIRTUAL TABLE threads USING fts5(title, body, answers, tokenize = "porter unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'");""");
        migrationBuilder.Sql("INSERT INTO threads (threads, rank) VALUES ('secure-delete', 1);");
        migrationBuilder.Sql("INSERT INTO threads (rowid, title, body, answers) SELECT rowid, title, body, '' FROM search;");
        migrationBuilder.Sql("DROP TABLE search;");
        migrationBuilder.Sql("ALTER TABLE threads RENAME TO search;");
    }

    protected override void Down(MigrationBuilder migrationBuilder) => throw new NotSupportedException("What only some may see would be found by everybody.");
}
