using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CopBot.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Privacy : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "RemovedAt",
                table: "workspaces",
                type: "bigint",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "forgotten_accounts",
                columns: table => new
                {
                    Hash = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_forgotten_accounts", x => x.Hash);
                });

            migrationBuilder.CreateTable(
                name: "own_keys",
                columns: table => new
                {
                    For = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Value = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_own_keys", x => x.For);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "forgotten_accounts");

            migrationBuilder.DropTable(
                name: "own_keys");

            migrationBuilder.DropColumn(
                name: "RemovedAt",
                table: "workspaces");
        }
    }
}
