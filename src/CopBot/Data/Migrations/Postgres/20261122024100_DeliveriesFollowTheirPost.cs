using CopBot.Data.Postgres;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace CopBot.Data.Migrations.Postgres;

/// <summary>
/// A post that is called by another name takes its deliveries with it: until the transaction ends they may disagree. Written
/// by hand, because the model knows no such constraint.
/// </summary>
[DbContext(typeof(PostgresCopBotDb))]
[Migration("20261122024100_DeliveriesFollowTheirPost")]
internal sealed class DeliveriesFollowTheirPost : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.Sql("""ALTER TABLE deliveries ALTER CONSTRAINT "FK_deliveries_posts_Key" DEFERRABLE INITIALLY IMMEDIATE;""");

    protected override void Down(MigrationBuilder migrationBuilder) =>
        migrationBuilder.Sql("""ALTER TABLE deliveries ALTER CONSTRAINT "FK_deliveries_posts_Key" NOT DEFERRABLE;""");
}
