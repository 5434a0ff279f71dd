using System;
using System.Collections.Generic;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CopBot.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class First : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "communities",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Domain = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Zone = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Days = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    CreatedAt = table.Column<long>(type: "bigint", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_communities", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "drafts",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Owner = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Token = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Values = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    ExpiresAt = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_drafts", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "inbox",
                columns: table => new
                {
                    Event = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Day = table.Column<DateOnly>(type: "date", nullable: false),
                    Waiting = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    TakeUpAt = table.Column<long>(type: "bigint", nullable: true),
                    Attempts = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_inbox", x => x.Event);
                });

            migrationBuilder.CreateTable(
                name: "members",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Zone = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    ZoneIsTheirs = table.Column<bool>(type: "boolean", nullable: false),
                    DayStart = table.Column<TimeOnly>(type: "time without time zone", nullable: false),
                    DayEnd = table.Column<TimeOnly>(type: "time without time zone", nullable: false),
                    Days = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Stopped = table.Column<bool>(type: "boolean", nullable: false),
                    LessOf = table.Column<List<string>>(type: "text[]", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_members", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "pass_codes",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Hash = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    For = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    By = table.Column<Guid>(type: "uuid", nullable: false),
                    Account = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Community = table.Column<Guid>(type: "uuid", nullable: true),
                    ExpiresAt = table.Column<long>(type: "bigint", nullable: false),
                    TakenBy = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_pass_codes", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "posts",
                columns: table => new
                {
                    Key = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Community = table.Column<Guid>(type: "uuid", nullable: true),
                    Audience = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Reader = table.Column<Guid>(type: "uuid", nullable: true),
                    Class = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Kind = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Message = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Summary = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    ThreadTitle = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Revision = table.Column<int>(type: "integer", nullable: false),
                    NotBefore = table.Column<long>(type: "bigint", nullable: false),
                    UselessAfter = table.Column<long>(type: "bigint", nullable: true),
                    VanishesAt = table.Column<long>(type: "bigint", nullable: true),
                    Withdrawn = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_posts", x => x.Key);
                });

            migrationBuilder.CreateTable(
                name: "problems",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Community = table.Column<Guid>(type: "uuid", nullable: false),
                    Title = table.Column<string>(type: "character varying(150)", maxLength: 150, nullable: false, collation: "C"),
                    Tried = table.Column<string>(type: "character varying(3000)", maxLength: 3000, nullable: false, collation: "C"),
                    Good = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false, collation: "C"),
                    Topics = table.Column<List<string>>(type: "text[]", nullable: false),
                    Asker = table.Column<Guid>(type: "uuid", nullable: true),
                    ReceiptHash = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Status = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    AskedAt = table.Column<long>(type: "bigint", nullable: false),
                    NeededBy = table.Column<DateOnly>(type: "date", nullable: true),
                    First = table.Column<bool>(type: "boolean", nullable: false),
                    Answered = table.Column<bool>(type: "boolean", nullable: false),
                    Step = table.Column<int>(type: "integer", nullable: false),
                    NextStepAt = table.Column<long>(type: "bigint", nullable: true),
                    QuietAt = table.Column<long>(type: "bigint", nullable: true),
                    ClosedAt = table.Column<long>(type: "bigint", nullable: true),
                    Closings = table.Column<int>(type: "integer", nullable: false),
                    Before = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Reason = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Source = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    SourceAuthor = table.Column<Guid>(type: "uuid", nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_problems", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "trials",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Community = table.Column<Guid>(type: "uuid", nullable: false),
                    Problem = table.Column<Guid>(type: "uuid", nullable: false),
                    Title = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    CardKey = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Advice = table.Column<List<Guid>>(type: "uuid[]", nullable: false),
                    Trier = table.Column<Guid>(type: "uuid", nullable: true),
                    ByAsker = table.Column<bool>(type: "boolean", nullable: false),
                    WillTry = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Since = table.Column<long>(type: "bigint", nullable: false),
                    AskAt = table.Column<long>(type: "bigint", nullable: true),
                    Asked = table.Column<int>(type: "integer", nullable: false),
                    SilentAt = table.Column<long>(type: "bigint", nullable: true),
                    Result = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Line = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    ToldAt = table.Column<long>(type: "bigint", nullable: true),
                    Before = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    DueAt = table.Column<long>(type: "bigint", nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_trials", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "workspaces",
                columns: table => new
                {
                    Ref = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    StoppedAt = table.Column<long>(type: "bigint", nullable: true),
                    StoppedBecause = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_workspaces", x => x.Ref);
                });

            migrationBuilder.CreateTable(
                name: "community_workspaces",
                columns: table => new
                {
                    Community = table.Column<Guid>(type: "uuid", nullable: false),
                    Workspace = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_community_workspaces", x => new { x.Community, x.Workspace });
                    table.ForeignKey(
                        name: "FK_community_workspaces_communities_Community",
                        column: x => x.Community,
                        principalTable: "communities",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "home_channels",
                columns: table => new
                {
                    Community = table.Column<Guid>(type: "uuid", nullable: false),
                    Channel = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    PausedBecause = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_home_channels", x => new { x.Community, x.Channel });
                    table.ForeignKey(
                        name: "FK_home_channels_communities_Community",
                        column: x => x.Community,
                        principalTable: "communities",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "accounts",
                columns: table => new
                {
                    User = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Member = table.Column<Guid>(type: "uuid", nullable: false),
                    Left = table.Column<bool>(type: "boolean", nullable: false),
                    LastActedAt = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_accounts", x => x.User);
                    table.ForeignKey(
                        name: "FK_accounts_members_Member",
                        column: x => x.Member,
                        principalTable: "members",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "memberships",
                columns: table => new
                {
                    Community = table.Column<Guid>(type: "uuid", nullable: false),
                    Member = table.Column<Guid>(type: "uuid", nullable: false),
                    JoinedAt = table.Column<long>(type: "bigint", nullable: false),
                    Roles = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_memberships", x => new { x.Community, x.Member });
                    table.ForeignKey(
                        name: "FK_memberships_communities_Community",
                        column: x => x.Community,
                        principalTable: "communities",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_memberships_members_Member",
                        column: x => x.Member,
                        principalTable: "members",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "deliveries",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Key = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Workspace = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Place = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Recipient = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Parent = table.Column<Guid>(type: "uuid", nullable: true),
                    Class = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Kind = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Reader = table.Column<Guid>(type: "uuid", nullable: true),
                    WantedRevision = table.Column<int>(type: "integer", nullable: false),
                    DeliveredRevision = table.Column<int>(type: "integer", nullable: false),
                    DueAt = table.Column<long>(type: "bigint", nullable: true),
                    StandsAt = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Thread = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    ThreadRests = table.Column<bool>(type: "boolean", nullable: false),
                    Generation = table.Column<int>(type: "integer", nullable: false),
                    State = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Attempts = table.Column<int>(type: "integer", nullable: false),
                    AttemptedAt = table.Column<long>(type: "bigint", nullable: true),
                    DeliveredAt = table.Column<long>(type: "bigint", nullable: true),
                    LeasedBy = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    LeaseUntil = table.Column<long>(type: "bigint", nullable: true),
                    Trouble = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_deliveries", x => x.Id);
                    table.ForeignKey(
                        name: "FK_deliveries_posts_Key",
                        column: x => x.Key,
                        principalTable: "posts",
                        principalColumn: "Key",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "advice",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Problem = table.Column<Guid>(type: "uuid", nullable: false),
                    Number = table.Column<int>(type: "integer", nullable: false),
                    Source = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Author = table.Column<Guid>(type: "uuid", nullable: true),
                    Excerpt = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Forgotten = table.Column<bool>(type: "boolean", nullable: false),
                    MarkedAt = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_advice", x => x.Id);
                    table.ForeignKey(
                        name: "FK_advice_problems_Problem",
                        column: x => x.Problem,
                        principalTable: "problems",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "problem_outcomes",
                columns: table => new
                {
                    Trial = table.Column<Guid>(type: "uuid", nullable: false),
                    Problem = table.Column<Guid>(type: "uuid", nullable: false),
                    Number = table.Column<int>(type: "integer", nullable: false),
                    Tried = table.Column<List<Guid>>(type: "uuid[]", nullable: false),
                    Result = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Line = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    ByAsker = table.Column<bool>(type: "boolean", nullable: false),
                    Teller = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_problem_outcomes", x => x.Trial);
                    table.ForeignKey(
                        name: "FK_problem_outcomes_problems_Problem",
                        column: x => x.Problem,
                        principalTable: "problems",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "problem_people",
                columns: table => new
                {
                    Problem = table.Column<Guid>(type: "uuid", nullable: false),
                    Member = table.Column<Guid>(type: "uuid", nullable: false),
                    Stake = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Since = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_problem_people", x => new { x.Problem, x.Member, x.Stake });
                    table.ForeignKey(
                        name: "FK_problem_people_problems_Problem",
                        column: x => x.Problem,
                        principalTable: "problems",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "story_names",
                columns: table => new
                {
                    Trial = table.Column<Guid>(type: "uuid", nullable: false),
                    Member = table.Column<Guid>(type: "uuid", nullable: false),
                    Community = table.Column<Guid>(type: "uuid", nullable: false),
                    Since = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_story_names", x => new { x.Trial, x.Member });
                    table.ForeignKey(
                        name: "FK_story_names_trials_Trial",
                        column: x => x.Trial,
                        principalTable: "trials",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_accounts_Member",
                table: "accounts",
                column: "Member");

            migrationBuilder.CreateIndex(
                name: "IX_advice_Author",
                table: "advice",
                column: "Author");

            migrationBuilder.CreateIndex(
                name: "IX_advice_Problem",
                table: "advice",
                column: "Problem");

            migrationBuilder.CreateIndex(
                name: "IX_advice_Source",
                table: "advice",
                column: "Source");

            migrationBuilder.CreateIndex(
                name: "IX_community_workspaces_Workspace",
                table: "community_workspaces",
                column: "Workspace",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_deliveries_DueAt",
                table: "deliveries",
                column: "DueAt");

            migrationBuilder.CreateIndex(
                name: "IX_deliveries_Key",
                table: "deliveries",
                column: "Key");

            migrationBuilder.CreateIndex(
                name: "IX_deliveries_Reader_Class_DeliveredAt",
                table: "deliveries",
                columns: new[] { "Reader", "Class", "DeliveredAt" });

            migrationBuilder.CreateIndex(
                name: "IX_deliveries_Thread",
                table: "deliveries",
                column: "Thread");

            migrationBuilder.CreateIndex(
                name: "IX_drafts_ExpiresAt",
                table: "drafts",
                column: "ExpiresAt");

            migrationBuilder.CreateIndex(
                name: "IX_drafts_Owner",
                table: "drafts",
                column: "Owner");

            migrationBuilder.CreateIndex(
                name: "IX_home_channels_Channel",
                table: "home_channels",
                column: "Channel");

            migrationBuilder.CreateIndex(
                name: "IX_inbox_Day",
                table: "inbox",
                column: "Day");

            migrationBuilder.CreateIndex(
                name: "IX_inbox_TakeUpAt",
                table: "inbox",
                column: "TakeUpAt");

            migrationBuilder.CreateIndex(
                name: "IX_memberships_Member",
                table: "memberships",
                column: "Member");

            migrationBuilder.CreateIndex(
                name: "IX_pass_codes_By",
                table: "pass_codes",
                column: "By");

            migrationBuilder.CreateIndex(
                name: "IX_pass_codes_ExpiresAt",
                table: "pass_codes",
                column: "ExpiresAt");

            migrationBuilder.CreateIndex(
                name: "IX_posts_Id",
                table: "posts",
                column: "Id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_problem_outcomes_Problem",
                table: "problem_outcomes",
                column: "Problem");

            migrationBuilder.CreateIndex(
                name: "IX_problem_people_Member",
                table: "problem_people",
                column: "Member");

            migrationBuilder.CreateIndex(
                name: "IX_problems_Asker",
                table: "problems",
                column: "Asker");

            migrationBuilder.CreateIndex(
                name: "IX_problems_Community_Status",
                table: "problems",
                columns: new[] { "Community", "Status" });

            migrationBuilder.CreateIndex(
                name: "IX_problems_NextStepAt",
                table: "problems",
                column: "NextStepAt");

            migrationBuilder.CreateIndex(
                name: "IX_problems_QuietAt",
                table: "problems",
                column: "QuietAt");

            migrationBuilder.CreateIndex(
                name: "IX_problems_ReceiptHash",
                table: "problems",
                column: "ReceiptHash");

            migrationBuilder.CreateIndex(
                name: "IX_trials_DueAt",
                table: "trials",
                column: "DueAt");

            migrationBuilder.CreateIndex(
                name: "IX_trials_Problem",
                table: "trials",
                column: "Problem");

            migrationBuilder.CreateIndex(
                name: "IX_trials_Trier",
                table: "trials",
                column: "Trier");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "accounts");

            migrationBuilder.DropTable(
                name: "advice");

            migrationBuilder.DropTable(
                name: "community_workspaces");

            migrationBuilder.DropTable(
                name: "deliveries");

            migrationBuilder.DropTable(
                name: "drafts");

            migrationBuilder.DropTable(
                name: "home_channels");

            migrationBuilder.DropTable(
                name: "inbox");

            migrationBuilder.DropTable(
                name: "memberships");

            migrationBuilder.DropTable(
                name: "pass_codes");

            migrationBuilder.DropTable(
                name: "problem_outcomes");

            migrationBuilder.DropTable(
                name: "problem_people");

            migrationBuilder.DropTable(
                name: "story_names");

            migrationBuilder.DropTable(
                name: "workspaces");

            migrationBuilder.DropTable(
                name: "posts");

            migrationBuilder.DropTable(
                name: "communities");

            migrationBuilder.DropTable(
                name: "members");

            migrationBuilder.DropTable(
                name: "problems");

            migrationBuilder.DropTable(
                name: "trials");
        }
    }
}
