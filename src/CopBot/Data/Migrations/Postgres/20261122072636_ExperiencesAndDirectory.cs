using System;
using System.Collections.Generic;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CopBot.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class ExperiencesAndDirectory : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "Asked",
                table: "problems",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateTable(
                name: "experience_requests",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Community = table.Column<Guid>(type: "uuid", nullable: false),
                    Title = table.Column<string>(type: "character varying(150)", maxLength: 150, nullable: false, collation: "C"),
                    Plan = table.Column<string>(type: "character varying(3000)", maxLength: 3000, nullable: false, collation: "C"),
                    Hear = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false, collation: "C"),
                    Quoting = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Asker = table.Column<Guid>(type: "uuid", nullable: true),
                    AskedAt = table.Column<long>(type: "bigint", nullable: false),
                    Asked = table.Column<int>(type: "integer", nullable: false),
                    SummaryAt = table.Column<long>(type: "bigint", nullable: true),
                    SummaryOffered = table.Column<bool>(type: "boolean", nullable: false),
                    Summary = table.Column<string>(type: "character varying(2500)", maxLength: 2500, nullable: false, collation: "C"),
                    SavedAs = table.Column<Guid>(type: "uuid", nullable: true),
                    Source = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    SourceAuthor = table.Column<Guid>(type: "uuid", nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_experience_requests", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "information_requests",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Community = table.Column<Guid>(type: "uuid", nullable: false),
                    Title = table.Column<string>(type: "character varying(150)", maxLength: 150, nullable: false, collation: "C"),
                    More = table.Column<string>(type: "character varying(1500)", maxLength: 1500, nullable: false, collation: "C"),
                    Asker = table.Column<Guid>(type: "uuid", nullable: true),
                    AskedAt = table.Column<long>(type: "bigint", nullable: false),
                    FoundAt = table.Column<long>(type: "bigint", nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_information_requests", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "invitations",
                columns: table => new
                {
                    Thing = table.Column<Guid>(type: "uuid", nullable: false),
                    Helper = table.Column<Guid>(type: "uuid", nullable: false),
                    Kind = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Community = table.Column<Guid>(type: "uuid", nullable: false),
                    Round = table.Column<int>(type: "integer", nullable: false),
                    Why = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    SuggestedBy = table.Column<Guid>(type: "uuid", nullable: true),
                    AskedAt = table.Column<long>(type: "bigint", nullable: false),
                    State = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_invitations", x => new { x.Thing, x.Helper });
                });

            migrationBuilder.CreateTable(
                name: "known_topics",
                columns: table => new
                {
                    Community = table.Column<Guid>(type: "uuid", nullable: false),
                    Member = table.Column<Guid>(type: "uuid", nullable: false),
                    Topic = table.Column<Guid>(type: "uuid", nullable: false),
                    Stance = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    SaidAt = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_known_topics", x => new { x.Community, x.Member, x.Topic });
                });

            migrationBuilder.CreateTable(
                name: "missed_words",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Community = table.Column<Guid>(type: "uuid", nullable: false),
                    Words = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Day = table.Column<DateOnly>(type: "date", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_missed_words", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "profiles",
                columns: table => new
                {
                    Community = table.Column<Guid>(type: "uuid", nullable: false),
                    Member = table.Column<Guid>(type: "uuid", nullable: false),
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Shown = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Asks = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Reach = table.Column<string>(type: "character varying(150)", maxLength: 150, nullable: false, collation: "C"),
                    AwayUntil = table.Column<long>(type: "bigint", nullable: true),
                    RightAt = table.Column<long>(type: "bigint", nullable: false),
                    AskRightAt = table.Column<long>(type: "bigint", nullable: true),
                    RightAsked = table.Column<int>(type: "integer", nullable: false),
                    RightUnanswered = table.Column<int>(type: "integer", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_profiles", x => new { x.Community, x.Member });
                });

            migrationBuilder.CreateTable(
                name: "resources",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Community = table.Column<Guid>(type: "uuid", nullable: false),
                    Title = table.Column<string>(type: "character varying(150)", maxLength: 150, nullable: false, collation: "C"),
                    Kind = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Link = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true, collation: "C"),
                    Words = table.Column<string>(type: "character varying(8000)", maxLength: 8000, nullable: false, collation: "C"),
                    Terms = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false, collation: "C"),
                    Owner = table.Column<Guid>(type: "uuid", nullable: true),
                    AddedAt = table.Column<long>(type: "bigint", nullable: false),
                    VerifiedAt = table.Column<long>(type: "bigint", nullable: false),
                    Review = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    ReviewAt = table.Column<long>(type: "bigint", nullable: true),
                    RetiredAt = table.Column<long>(type: "bigint", nullable: true),
                    CopyOf = table.Column<Guid>(type: "uuid", nullable: true),
                    GrewAt = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    GrewFrom = table.Column<Guid>(type: "uuid", nullable: true),
                    Import = table.Column<Guid>(type: "uuid", nullable: true),
                    Source = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    SourceAuthor = table.Column<Guid>(type: "uuid", nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_resources", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "rings",
                columns: table => new
                {
                    Thing = table.Column<Guid>(type: "uuid", nullable: false),
                    Round = table.Column<int>(type: "integer", nullable: false),
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Kind = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Community = table.Column<Guid>(type: "uuid", nullable: false),
                    DueAt = table.Column<long>(type: "bigint", nullable: true),
                    CallsOff = table.Column<bool>(type: "boolean", nullable: false),
                    Asked = table.Column<int>(type: "integer", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_rings", x => new { x.Thing, x.Round });
                });

            migrationBuilder.CreateTable(
                name: "topics",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Community = table.Column<Guid>(type: "uuid", nullable: false),
                    Name = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false, collation: "C"),
                    Synonyms = table.Column<List<string>>(type: "text[]", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_topics", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "experience_followers",
                columns: table => new
                {
                    Request = table.Column<Guid>(type: "uuid", nullable: false),
                    Member = table.Column<Guid>(type: "uuid", nullable: false),
                    Since = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_experience_followers", x => new { x.Request, x.Member });
                    table.ForeignKey(
                        name: "FK_experience_followers_experience_requests_Request",
                        column: x => x.Request,
                        principalTable: "experience_requests",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "experience_hints",
                columns: table => new
                {
                    Request = table.Column<Guid>(type: "uuid", nullable: false),
                    Somebody = table.Column<Guid>(type: "uuid", nullable: false),
                    By = table.Column<Guid>(type: "uuid", nullable: true),
                    At = table.Column<long>(type: "bigint", nullable: false),
                    Passed = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_experience_hints", x => new { x.Request, x.Somebody });
                    table.ForeignKey(
                        name: "FK_experience_hints_experience_requests_Request",
                        column: x => x.Request,
                        principalTable: "experience_requests",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "experience_outcomes",
                columns: table => new
                {
                    Trial = table.Column<Guid>(type: "uuid", nullable: false),
                    Request = table.Column<Guid>(type: "uuid", nullable: false),
                    Number = table.Column<int>(type: "integer", nullable: false),
                    Tried = table.Column<List<Guid>>(type: "uuid[]", nullable: false),
                    Result = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Line = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    ByAsker = table.Column<bool>(type: "boolean", nullable: false),
                    Teller = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_experience_outcomes", x => x.Trial);
                    table.ForeignKey(
                        name: "FK_experience_outcomes_experience_requests_Request",
                        column: x => x.Request,
                        principalTable: "experience_requests",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "experiences",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Request = table.Column<Guid>(type: "uuid", nullable: false),
                    Number = table.Column<int>(type: "integer", nullable: false),
                    Teller = table.Column<Guid>(type: "uuid", nullable: true),
                    ReceiptHash = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Shows = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Context = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false, collation: "C"),
                    Did = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false, collation: "C"),
                    Happened = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false, collation: "C"),
                    Again = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    ToldAt = table.Column<long>(type: "bigint", nullable: false),
                    Quote = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_experiences", x => x.Id);
                    table.ForeignKey(
                        name: "FK_experiences_experience_requests_Request",
                        column: x => x.Request,
                        principalTable: "experience_requests",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "found_resources",
                columns: table => new
                {
                    Request = table.Column<Guid>(type: "uuid", nullable: false),
                    Resource = table.Column<Guid>(type: "uuid", nullable: false),
                    Giver = table.Column<Guid>(type: "uuid", nullable: true),
                    At = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_found_resources", x => new { x.Request, x.Resource });
                    table.ForeignKey(
                        name: "FK_found_resources_information_requests_Request",
                        column: x => x.Request,
                        principalTable: "information_requests",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "seekers",
                columns: table => new
                {
                    Request = table.Column<Guid>(type: "uuid", nullable: false),
                    Member = table.Column<Guid>(type: "uuid", nullable: false),
                    Since = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_seekers", x => new { x.Request, x.Member });
                    table.ForeignKey(
                        name: "FK_seekers_information_requests_Request",
                        column: x => x.Request,
                        principalTable: "information_requests",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "resource_uses",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Resource = table.Column<Guid>(type: "uuid", nullable: false),
                    Member = table.Column<Guid>(type: "uuid", nullable: true),
                    Since = table.Column<long>(type: "bigint", nullable: false),
                    Trial = table.Column<Guid>(type: "uuid", nullable: true),
                    Result = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_resource_uses", x => x.Id);
                    table.ForeignKey(
                        name: "FK_resource_uses_resources_Resource",
                        column: x => x.Resource,
                        principalTable: "resources",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_experience_followers_Member",
                table: "experience_followers",
                column: "Member");

            migrationBuilder.CreateIndex(
                name: "IX_experience_hints_By",
                table: "experience_hints",
                column: "By");

            migrationBuilder.CreateIndex(
                name: "IX_experience_hints_Somebody",
                table: "experience_hints",
                column: "Somebody");

            migrationBuilder.CreateIndex(
                name: "IX_experience_outcomes_Request",
                table: "experience_outcomes",
                column: "Request");

            migrationBuilder.CreateIndex(
                name: "IX_experience_requests_Asker",
                table: "experience_requests",
                column: "Asker");

            migrationBuilder.CreateIndex(
                name: "IX_experience_requests_Community",
                table: "experience_requests",
                column: "Community");

            migrationBuilder.CreateIndex(
                name: "IX_experience_requests_Source",
                table: "experience_requests",
                column: "Source");

            migrationBuilder.CreateIndex(
                name: "IX_experience_requests_SummaryAt",
                table: "experience_requests",
                column: "SummaryAt");

            migrationBuilder.CreateIndex(
                name: "IX_experiences_ReceiptHash",
                table: "experiences",
                column: "ReceiptHash");

            migrationBuilder.CreateIndex(
                name: "IX_experiences_Request",
                table: "experiences",
                column: "Request");

            migrationBuilder.CreateIndex(
                name: "IX_experiences_Teller",
                table: "experiences",
                column: "Teller");

            migrationBuilder.CreateIndex(
                name: "IX_found_resources_Giver",
                table: "found_resources",
                column: "Giver");

            migrationBuilder.CreateIndex(
                name: "IX_found_resources_Resource",
                table: "found_resources",
                column: "Resource");

            migrationBuilder.CreateIndex(
                name: "IX_information_requests_Asker",
                table: "information_requests",
                column: "Asker");

            migrationBuilder.CreateIndex(
                name: "IX_information_requests_Community_FoundAt",
                table: "information_requests",
                columns: new[] { "Community", "FoundAt" });

            migrationBuilder.CreateIndex(
                name: "IX_invitations_Community_AskedAt",
                table: "invitations",
                columns: new[] { "Community", "AskedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_invitations_Helper",
                table: "invitations",
                column: "Helper");

            migrationBuilder.CreateIndex(
                name: "IX_invitations_SuggestedBy",
                table: "invitations",
                column: "SuggestedBy");

            migrationBuilder.CreateIndex(
                name: "IX_known_topics_Member",
                table: "known_topics",
                column: "Member");

            migrationBuilder.CreateIndex(
                name: "IX_known_topics_Topic",
                table: "known_topics",
                column: "Topic");

            migrationBuilder.CreateIndex(
                name: "IX_missed_words_Community_Day",
                table: "missed_words",
                columns: new[] { "Community", "Day" });

            migrationBuilder.CreateIndex(
                name: "IX_profiles_AskRightAt",
                table: "profiles",
                column: "AskRightAt");

            migrationBuilder.CreateIndex(
                name: "IX_profiles_Id",
                table: "profiles",
                column: "Id");

            migrationBuilder.CreateIndex(
                name: "IX_profiles_Member",
                table: "profiles",
                column: "Member");

            migrationBuilder.CreateIndex(
                name: "IX_resource_uses_Member",
                table: "resource_uses",
                column: "Member");

            migrationBuilder.CreateIndex(
                name: "IX_resource_uses_Resource",
                table: "resource_uses",
                column: "Resource");

            migrationBuilder.CreateIndex(
                name: "IX_resource_uses_Trial",
                table: "resource_uses",
                column: "Trial");

            migrationBuilder.CreateIndex(
                name: "IX_resources_Community_Link",
                table: "resources",
                columns: new[] { "Community", "Link" });

            migrationBuilder.CreateIndex(
                name: "IX_resources_GrewFrom",
                table: "resources",
                column: "GrewFrom");

            migrationBuilder.CreateIndex(
                name: "IX_resources_Owner",
                table: "resources",
                column: "Owner");

            migrationBuilder.CreateIndex(
                name: "IX_resources_ReviewAt",
                table: "resources",
                column: "ReviewAt");

            migrationBuilder.CreateIndex(
                name: "IX_resources_Source",
                table: "resources",
                column: "Source");

            migrationBuilder.CreateIndex(
                name: "IX_rings_DueAt",
                table: "rings",
                column: "DueAt");

            migrationBuilder.CreateIndex(
                name: "IX_rings_Id",
                table: "rings",
                column: "Id");

            migrationBuilder.CreateIndex(
                name: "IX_seekers_Member",
                table: "seekers",
                column: "Member");

            migrationBuilder.CreateIndex(
                name: "IX_topics_Community_Name",
                table: "topics",
                columns: new[] { "Community", "Name" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "experience_followers");

            migrationBuilder.DropTable(
                name: "experience_hints");

            migrationBuilder.DropTable(
                name: "experience_outcomes");

            migrationBuilder.DropTable(
                name: "experiences");

            migrationBuilder.DropTable(
                name: "found_resources");

            migrationBuilder.DropTable(
                name: "invitations");

            migrationBuilder.DropTable(
                name: "known_topics");

            migrationBuilder.DropTable(
                name: "missed_words");

            migrationBuilder.DropTable(
                name: "profiles");

            migrationBuilder.DropTable(
                name: "resource_uses");

            migrationBuilder.DropTable(
                name: "rings");

            migrationBuilder.DropTable(
                name: "seekers");

            migrationBuilder.DropTable(
                name: "topics");

            migrationBuilder.DropTable(
                name: "experience_requests");

            migrationBuilder.DropTable(
                name: "resources");

            migrationBuilder.DropTable(
                name: "information_requests");

            migrationBuilder.DropColumn(
                name: "Asked",
                table: "problems");
        }
    }
}
