using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CopBot.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class HelpersOnlyAndTimesInTurn : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "Private",
                table: "trials",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "Then",
                table: "rhythms",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<bool>(
                name: "OnlyHelpers",
                table: "problems",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "Beside",
                table: "problem_people",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "Room",
                table: "problem_people",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_deliveries_Place",
                table: "deliveries",
                column: "Place");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_deliveries_Place",
                table: "deliveries");

            migrationBuilder.DropColumn(
                name: "Private",
                table: "trials");

            migrationBuilder.DropColumn(
                name: "Then",
                table: "rhythms");

            migrationBuilder.DropColumn(
                name: "OnlyHelpers",
                table: "problems");

            migrationBuilder.DropColumn(
                name: "Beside",
                table: "problem_people");

            migrationBuilder.DropColumn(
                name: "Room",
                table: "problem_people");
        }
    }
}
