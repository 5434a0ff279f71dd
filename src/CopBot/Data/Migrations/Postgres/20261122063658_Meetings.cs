using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CopBot.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Meetings : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "Promised",
                table: "trials",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateTable(
                name: "agenda_items",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Community = table.Column<Guid>(type: "uuid", nullable: false),
                    Series = table.Column<Guid>(type: "uuid", nullable: false),
                    Title = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Because = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    By = table.Column<Guid>(type: "uuid", nullable: true),
                    About = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    PostKey = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Source = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Minutes = table.Column<int>(type: "integer", nullable: true),
                    Number = table.Column<int>(type: "integer", nullable: false),
                    Carried = table.Column<int>(type: "integer", nullable: false),
                    Status = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Reason = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Since = table.Column<long>(type: "bigint", nullable: false),
                    ClosedAt = table.Column<long>(type: "bigint", nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_agenda_items", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "calendar_feeds",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Community = table.Column<Guid>(type: "uuid", nullable: false),
                    Member = table.Column<Guid>(type: "uuid", nullable: false),
                    Series = table.Column<Guid>(type: "uuid", nullable: true),
                    Hash = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Since = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_calendar_feeds", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "case_clinics",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Community = table.Column<Guid>(type: "uuid", nullable: false),
                    Meeting = table.Column<Guid>(type: "uuid", nullable: false),
                    Brings = table.Column<Guid>(type: "uuid", nullable: true),
                    Case = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Guest = table.Column<Guid>(type: "uuid", nullable: true),
                    Minutes = table.Column<int>(type: "integer", nullable: false),
                    Step = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    DueAt = table.Column<long>(type: "bigint", nullable: true),
                    Left = table.Column<int>(type: "integer", nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_case_clinics", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "handovers",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Community = table.Column<Guid>(type: "uuid", nullable: false),
                    Away = table.Column<Guid>(type: "uuid", nullable: false),
                    StandsIn = table.Column<Guid>(type: "uuid", nullable: false),
                    From = table.Column<long>(type: "bigint", nullable: false),
                    Until = table.Column<long>(type: "bigint", nullable: false),
                    Begun = table.Column<bool>(type: "boolean", nullable: false),
                    GaveRole = table.Column<bool>(type: "boolean", nullable: false),
                    DueAt = table.Column<long>(type: "bigint", nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_handovers", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "meeting_promises",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Meeting = table.Column<Guid>(type: "uuid", nullable: false),
                    Community = table.Column<Guid>(type: "uuid", nullable: false),
                    By = table.Column<Guid>(type: "uuid", nullable: true),
                    Who = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    What = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Day = table.Column<DateOnly>(type: "date", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_meeting_promises", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "meetings",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Series = table.Column<Guid>(type: "uuid", nullable: false),
                    Community = table.Column<Guid>(type: "uuid", nullable: false),
                    Rhythm = table.Column<int>(type: "integer", nullable: false),
                    Day = table.Column<DateOnly>(type: "date", nullable: false),
                    StartsAt = table.Column<long>(type: "bigint", nullable: false),
                    Minutes = table.Column<int>(type: "integer", nullable: false),
                    Place = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Host = table.Column<Guid>(type: "uuid", nullable: true),
                    Status = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Moved = table.Column<bool>(type: "boolean", nullable: false),
                    Paused = table.Column<bool>(type: "boolean", nullable: false),
                    Reason = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Sequence = table.Column<int>(type: "integer", nullable: false),
                    AnnounceAt = table.Column<long>(type: "bigint", nullable: false),
                    AnnouncedAt = table.Column<long>(type: "bigint", nullable: true),
                    DraftedAt = table.Column<long>(type: "bigint", nullable: true),
                    AgendaAt = table.Column<long>(type: "bigint", nullable: true),
                    BeganAt = table.Column<long>(type: "bigint", nullable: true),
                    DueAt = table.Column<long>(type: "bigint", nullable: true),
                    Decided = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    WrappedAt = table.Column<long>(type: "bigint", nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_meetings", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "platform_events",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Meeting = table.Column<Guid>(type: "uuid", nullable: false),
                    Community = table.Column<Guid>(type: "uuid", nullable: false),
                    Workspace = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    KnownBy = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    PutAt = table.Column<long>(type: "bigint", nullable: true),
                    ChangedThere = table.Column<bool>(type: "boolean", nullable: false),
                    Trouble = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Attempts = table.Column<int>(type: "integer", nullable: false),
                    DueAt = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_platform_events", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "series",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Community = table.Column<Guid>(type: "uuid", nullable: false),
                    Title = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Kind = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Place = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Capacity = table.Column<int>(type: "integer", nullable: true),
                    HostsRotate = table.Column<bool>(type: "boolean", nullable: false),
                    Keeper = table.Column<Guid>(type: "uuid", nullable: true),
                    Status = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    CreatedAt = table.Column<long>(type: "bigint", nullable: false),
                    DueAt = table.Column<long>(type: "bigint", nullable: true),
                    DriftToldAt = table.Column<long>(type: "bigint", nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_series", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "meeting_people",
                columns: table => new
                {
                    Meeting = table.Column<Guid>(type: "uuid", nullable: false),
                    Member = table.Column<Guid>(type: "uuid", nullable: false),
                    Answer = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    AnsweredAt = table.Column<long>(type: "bigint", nullable: true),
                    Before = table.Column<int>(type: "integer", nullable: true),
                    RemindAt = table.Column<long>(type: "bigint", nullable: true),
                    Reminded = table.Column<bool>(type: "boolean", nullable: false),
                    There = table.Column<bool>(type: "boolean", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_meeting_people", x => new { x.Meeting, x.Member });
                    table.ForeignKey(
                        name: "FK_meeting_people_meetings_Meeting",
                        column: x => x.Meeting,
                        principalTable: "meetings",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "rhythms",
                columns: table => new
                {
                    Series = table.Column<Guid>(type: "uuid", nullable: false),
                    Number = table.Column<int>(type: "integer", nullable: false),
                    Day = table.Column<DateOnly>(type: "date", nullable: false),
                    Time = table.Column<TimeOnly>(type: "time without time zone", nullable: false),
                    Rule = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Zone = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Minutes = table.Column<int>(type: "integer", nullable: false),
                    EndsBefore = table.Column<DateOnly>(type: "date", nullable: true),
                    Sequence = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_rhythms", x => new { x.Series, x.Number });
                    table.ForeignKey(
                        name: "FK_rhythms_series_Series",
                        column: x => x.Series,
                        principalTable: "series",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "series_hosts",
                columns: table => new
                {
                    Series = table.Column<Guid>(type: "uuid", nullable: false),
                    Member = table.Column<Guid>(type: "uuid", nullable: false),
                    Since = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_series_hosts", x => new { x.Series, x.Member });
                    table.ForeignKey(
                        name: "FK_series_hosts_series_Series",
                        column: x => x.Series,
                        principalTable: "series",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_agenda_items_By",
                table: "agenda_items",
                column: "By");

            migrationBuilder.CreateIndex(
                name: "IX_agenda_items_Series_Status",
                table: "agenda_items",
                columns: new[] { "Series", "Status" });

            migrationBuilder.CreateIndex(
                name: "IX_agenda_items_Source",
                table: "agenda_items",
                column: "Source");

            migrationBuilder.CreateIndex(
                name: "IX_calendar_feeds_Hash",
                table: "calendar_feeds",
                column: "Hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_calendar_feeds_Member",
                table: "calendar_feeds",
                column: "Member");

            migrationBuilder.CreateIndex(
                name: "IX_case_clinics_DueAt",
                table: "case_clinics",
                column: "DueAt");

            migrationBuilder.CreateIndex(
                name: "IX_case_clinics_Meeting",
                table: "case_clinics",
                column: "Meeting");

            migrationBuilder.CreateIndex(
                name: "IX_handovers_Community_Until",
                table: "handovers",
                columns: new[] { "Community", "Until" });

            migrationBuilder.CreateIndex(
                name: "IX_handovers_DueAt",
                table: "handovers",
                column: "DueAt");

            migrationBuilder.CreateIndex(
                name: "IX_meeting_people_Member",
                table: "meeting_people",
                column: "Member");

            migrationBuilder.CreateIndex(
                name: "IX_meeting_promises_By",
                table: "meeting_promises",
                column: "By");

            migrationBuilder.CreateIndex(
                name: "IX_meeting_promises_Meeting",
                table: "meeting_promises",
                column: "Meeting");

            migrationBuilder.CreateIndex(
                name: "IX_meetings_Community_StartsAt",
                table: "meetings",
                columns: new[] { "Community", "StartsAt" });

            migrationBuilder.CreateIndex(
                name: "IX_meetings_DueAt",
                table: "meetings",
                column: "DueAt");

            migrationBuilder.CreateIndex(
                name: "IX_meetings_Series_Rhythm_Day",
                table: "meetings",
                columns: new[] { "Series", "Rhythm", "Day" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_meetings_Series_StartsAt",
                table: "meetings",
                columns: new[] { "Series", "StartsAt" });

            migrationBuilder.CreateIndex(
                name: "IX_platform_events_DueAt",
                table: "platform_events",
                column: "DueAt");

            migrationBuilder.CreateIndex(
                name: "IX_platform_events_Meeting_Workspace",
                table: "platform_events",
                columns: new[] { "Meeting", "Workspace" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_series_Community_Status",
                table: "series",
                columns: new[] { "Community", "Status" });

            migrationBuilder.CreateIndex(
                name: "IX_series_DueAt",
                table: "series",
                column: "DueAt");

            migrationBuilder.CreateIndex(
                name: "IX_series_hosts_Member",
                table: "series_hosts",
                column: "Member");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "agenda_items");

            migrationBuilder.DropTable(
                name: "calendar_feeds");

            migrationBuilder.DropTable(
                name: "case_clinics");

            migrationBuilder.DropTable(
                name: "handovers");

            migrationBuilder.DropTable(
                name: "meeting_people");

            migrationBuilder.DropTable(
                name: "meeting_promises");

            migrationBuilder.DropTable(
                name: "platform_events");

            migrationBuilder.DropTable(
                name: "rhythms");

            migrationBuilder.DropTable(
                name: "series_hosts");

            migrationBuilder.DropTable(
                name: "meetings");

            migrationBuilder.DropTable(
                name: "series");

            migrationBuilder.DropColumn(
                name: "Promised",
                table: "trials");
        }
    }
}
