using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Signpost.ControlPlane.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class OrderReplacement : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "WithheldAt",
                table: "WatchlistEntries",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "NextKeyDigest",
                table: "Units",
                type: "BLOB",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "NextNotAfter",
                table: "Units",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "Revision",
                table: "Units",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "IncompleteSaidAt",
                table: "Deployments",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "ReplacesId",
                table: "Deployments",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "CreatedById",
                table: "ClaimTokens",
                type: "TEXT",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"));

            migrationBuilder.AddColumn<Guid>(
                name: "BaseBundleId",
                table: "Bundles",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "Delta",
                table: "Bundles",
                type: "BLOB",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "Enrolments",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    ClaimTokenId = table.Column<Guid>(type: "TEXT", nullable: false),
                    UnitId = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Site = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    IdentityRequest = table.Column<byte[]>(type: "BLOB", nullable: false),
                    SigningPublicKey = table.Column<byte[]>(type: "BLOB", nullable: false),
                    BoardDigest = table.Column<byte[]>(type: "BLOB", nullable: false),
                    SimulatedBoard = table.Column<bool>(type: "INTEGER", nullable: false),
                    SoftwareVersion = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    RequestedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    State = table.Column<int>(type: "INTEGER", nullable: false),
                    DecidedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    DecidedBy = table.Column<string>(type: "TEXT", nullable: true),
                    Certificate = table.Column<byte[]>(type: "BLOB", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Enrolments", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Enrolments_ClaimTokens_ClaimTokenId",
                        column: x => x.ClaimTokenId,
                        principalTable: "ClaimTokens",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "ListDeliveries",
                columns: table => new
                {
                    DeploymentId = table.Column<Guid>(type: "TEXT", nullable: false),
                    UnitId = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    BootKeyDigest = table.Column<byte[]>(type: "BLOB", maxLength: 32, nullable: false),
                    GivenAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Receipt = table.Column<byte[]>(type: "BLOB", nullable: true),
                    Reason = table.Column<int>(type: "INTEGER", nullable: false),
                    PurgedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    ReceivedAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ListDeliveries", x => new { x.DeploymentId, x.UnitId, x.BootKeyDigest });
                    table.ForeignKey(
                        name: "FK_ListDeliveries_Deployments_DeploymentId",
                        column: x => x.DeploymentId,
                        principalTable: "Deployments",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_ListDeliveries_Units_UnitId",
                        column: x => x.UnitId,
                        principalTable: "Units",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Enrolments_ClaimTokenId",
                table: "Enrolments",
                column: "ClaimTokenId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Enrolments_UnitId",
                table: "Enrolments",
                column: "UnitId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_ListDeliveries_UnitId",
                table: "ListDeliveries",
                column: "UnitId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Enrolments");

            migrationBuilder.DropTable(
                name: "ListDeliveries");

            migrationBuilder.DropColumn(
                name: "WithheldAt",
                table: "WatchlistEntries");

            migrationBuilder.DropColumn(
                name: "NextKeyDigest",
                table: "Units");

            migrationBuilder.DropColumn(
                name: "NextNotAfter",
                table: "Units");

            migrationBuilder.DropColumn(
                name: "Revision",
                table: "Units");

            migrationBuilder.DropColumn(
                name: "IncompleteSaidAt",
                table: "Deployments");

            migrationBuilder.DropColumn(
                name: "ReplacesId",
                table: "Deployments");

            migrationBuilder.DropColumn(
                name: "CreatedById",
                table: "ClaimTokens");

            migrationBuilder.DropColumn(
                name: "BaseBundleId",
                table: "Bundles");

            migrationBuilder.DropColumn(
                name: "Delta",
                table: "Bundles");
        }
    }
}
