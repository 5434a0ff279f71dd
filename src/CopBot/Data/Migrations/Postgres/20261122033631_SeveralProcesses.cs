using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CopBot.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class SeveralProcesses : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "TakenBy",
                table: "inbox",
                type: "text",
                nullable: true,
                collation: "C");

            migrationBuilder.CreateTable(
                name: "leases",
                columns: table => new
                {
                    Name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Holder = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_leases", x => x.Name);
                });

            migrationBuilder.CreateTable(
                name: "processes",
                columns: table => new
                {
                    Name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    StartedAt = table.Column<long>(type: "bigint", nullable: false),
                    BeatAt = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_processes", x => x.Name);
                });

            // Written every few seconds, and worth nothing after the server has crashed: no log is kept of them.
            migrationBuilder.Sql("ALTER TABLE leases SET UNLOGGED; ALTER TABLE processes SET UNLOGGED;");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "leases");

            migrationBuilder.DropTable(
                name: "processes");

            migrationBuilder.DropColumn(
                name: "TakenBy",
                table: "inbox");
        }
    }
}
