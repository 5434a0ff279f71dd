using CopBot.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace CopBot.Data.Migrations.Sqlite;

/// <summary>
/// The tables of <see cref="SqliteSearch"/>: what can be found, and its words under the same row id. Written by hand,
/// because the model cannot draw them; it comes first and stays when later migrations are written anew.
/// </summary>
[DbContext(typeof(SqliteCopBotDb))]
[Migration("20260101000000_SearchTables")]
internal sealed class SearchTables : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql(
            """
            CREATE TABLE findable (
              rowid INTEGER PRIMARY KEY AUTOINCREMENT,
              id TEXT NOT NULL UNIQUE,
              kind TEXT NOT NULL,
              community TEXT NOT NULL,
              helped INTEGER NOT NULL);
            """);
        // Marks (Mn, Mc) are letters too: without them every vowel sign of an Indian script would end a word.
        migrationBuilder.Sql("""CREATE VIRTUAL TABLE search USING fts5(title, body, tokenize = "porter unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'");""");
        // Else the words of a deleted text stay in the index until some later merge.
        migrationBuilder.Sql("INSERT INTO search (search, rank) VALUES ('secure-delete', 1);");
    }

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("DROP TABLE search; DROP TABLE findable;");
}
